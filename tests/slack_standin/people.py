"""What people do: type commands, press buttons, fill in forms, and see what came of it."""

from dataclasses import dataclass, replace
from typing import Any

from slack_standin import payloads
from slack_standin.codes import Refusal
from slack_standin.forms import check_required, chosen, state
from slack_standin.hooks import apply
from slack_standin.model import CannotDo, Channel, Message, View
from slack_standin.plain import find
from slack_standin.viewing import changed_view, check_view
from slack_standin.wire import Delivered, Wire
from slack_standin.wording import typed, unescaped
from slack_standin.world import World


@dataclass(frozen=True)
class Answer:
    """What came of an action: the bot's answer, and what the person saw of it up to now."""

    status: int | None
    body: Any
    failure: str | None
    attempts: int
    world: World
    user: str | None = None
    hook: str | None = None

    @property
    def ephemeral(self) -> list[Message]:
        """Messages only for this person that came by the acknowledgement or the response_url."""
        return [one for one in self.world.messages if one.ephemeral_to and self.hook and one.source == self.hook]

    @property
    def view(self) -> View | None:
        """The view this person has in front of them now."""
        return self.world.modal(self.user) if self.user else None


class People(World):
    wire: Wire

    def _answer(self, delivered: Delivered, user: str | None = None, hook: str | None = None, tries: int = 1) -> Answer:
        return Answer(delivered.status, delivered.body, delivered.failure, tries, self, user, hook)

    def _here(self, user: str, channel: str) -> Channel:
        """Somebody who can type in that channel."""
        there = self.channels[channel]
        if self.known(user).deleted:
            raise CannotDo(f"{user} has left")
        if user not in there.members:
            raise CannotDo(f"{user} is not in {channel}")
        if there.archived:
            raise CannotDo(f"{channel} is archived")
        return there

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Answer:
        """A slash command; what the acknowledgement says is shown to the person (or to all, if it says so)."""
        there = self._here(user, channel)
        words = typed(self, text, names=True) if self.escape_commands else unescaped(self, text)
        hook = self.new_hook(channel, user)
        payload = payloads.slash_command(self, there, command, words, hook)
        delivered = await self.wire.deliver("slash_commands", payload)
        shown = {"text": delivered.body} if isinstance(delivered.body, str) else delivered.body
        if not delivered.failure and shown and (shown.get("text") or shown.get("blocks")):
            try:
                apply(self, hook, shown)
            except Refusal as refusal:
                delivered = replace(delivered, failure=refusal.code)
        return self._answer(delivered, user, hook.token)

    async def press(
        self,
        user: str,
        on: Message | View,
        what: str,
        *,
        value: Any = None,
        block_id: str | None = None,
        stale: bool = False,
    ) -> Answer:
        """A button by its action id or label, or a menu with what is chosen in it; on a message, modal or home tab.

        ``stale``: on the message as it was given, by a client that has not seen its latest edit.
        """
        if self.known(user).deleted:
            raise CannotDo(f"{user} has left")
        if isinstance(on, View):
            return await self._press_in_view(user, on, what, value, block_id)
        message = on if stale else self._visible(user, on)
        action, given = self._action(message.blocks, what, value, block_id, (message.channel, message.ts, user))
        hook = self.new_hook(message.channel, user, message)
        values = state(self, message.blocks, given)
        payload = payloads.message_action(self, message, action, values, hook)
        return self._answer(await self.wire.deliver("interactive", payload), user, hook.token)

    def _visible(self, user: str, message: Message) -> Message:
        """The message as it stands now, if this person has it before them."""
        now = self.find_message(message.channel, message.ts)
        if now is None or now not in self.sees(user, now.channel, now.thread_ts):
            raise CannotDo(f"{user} does not see that message (any more)")
        self._here(user, now.channel)
        return now

    async def _press_in_view(self, user: str, on: View, what: str, value: Any, block_id: str | None) -> Answer:
        view = self.find_view(on.id)
        if view is None or view.user != user:
            raise CannotDo(f"{user} does not have that view open")
        action, given = self._action(view.blocks, what, value, block_id, (view.id, view.hash, user))
        payload = payloads.view_action(self, view, action, state(self, view.blocks, given))
        return self._answer(await self.wire.deliver("interactive", payload), user)

    def _action(
        self, blocks: Any, what: str, value: Any, block_id: str | None, place: tuple[str, str, str]
    ) -> tuple[Any, Any]:
        """The action as it is sent, and everything this person has chosen there so far."""
        block, element = find(blocks, what, block_id)
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        given = self.filled.setdefault(place, {})
        if element["type"] == "button":
            action |= {"value": element["value"]} if "value" in element else {}
            action["text"] = element["text"]
        else:
            action |= chosen(self, element, value)
            if element["type"] != "overflow":
                given.setdefault(block["block_id"], {})[element["action_id"]] = value
        return action | {"action_ts": f"{self.clock():.6f}"}, given

    async def submit(self, user: str, view: View | None, values: dict[str, dict[str, Any]] | None = None) -> Answer:
        """The form on top; the bot's answer closes it, shows errors in it, or puts another in its place."""
        top = self._on_top(user, view)
        if "submit" not in top.body:
            raise CannotDo("this view has no button to send it with")
        filled = state(self, top.blocks, values or {})
        check_required(top.blocks, filled)
        delivered = await self.wire.deliver("interactive", payloads.view_submission(self, top, filled))
        if not delivered.failure:
            try:
                self._after_submission(self.find_view(top.id) or top, delivered.body)
            except Refusal as refusal:
                delivered = replace(delivered, failure=refusal.code)
        return self._answer(delivered, user)

    def _on_top(self, user: str, view: View | None) -> View:
        top = self.modal(user)
        if top is None or (view is not None and view.id != top.id):
            raise CannotDo(f"{user} does not have that view in front of them")
        return top

    def _after_submission(self, view: View, body: Any) -> None:
        stack = self.modals[view.user]
        action = body.get("response_action") if isinstance(body, dict) else None
        if action == "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not body.get("errors") or not set(body["errors"]) <= inputs:
                raise Refusal("invalid_response_action")
            self.put_view(replace(view, errors=body["errors"]))
        elif action == "update":
            changed_view(self, view, check_view(self, body.get("view"), "modal"))
        elif action == "push":
            stack.append(self.new_view(view.user, check_view(self, body.get("view"), "modal"), below=view))
        elif action == "clear":
            stack.clear()
        elif action is None:
            stack.pop()
        else:
            raise Refusal("invalid_response_action")

    async def dismiss(self, user: str, view: View | None = None) -> Answer:
        """Cancel; the bot hears of it only if the view asked for that."""
        top = self._on_top(user, view)
        self.modals[user].pop()
        if not top.body.get("notify_on_close"):
            return self._answer(Delivered(), user)
        payload = payloads.view_closed(self, top, everything=False)
        return self._answer(await self.wire.deliver("interactive", payload), user)
