"""What people do: type, press buttons, look again, and what they see of it."""

from dataclasses import replace
from typing import Any

from teams_standin import payloads
from teams_standin.cards import USERS, complaints_of
from teams_standin.forms import collected
from teams_standin.model import CARD, CannotDo, Delivered, Json, Message, Outcome, Person, Place
from teams_standin.plain import find
from teams_standin.wire import Wire
from teams_standin.wording import names_bot, typed
from teams_standin.world import World

WRONG = "Something went wrong. Please try again."
_MESSAGE = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"


class People(World):
    wire: Wire
    connector_url: str
    # The recorded presses do not say what set them off; the documentation of Universal Actions does.
    tells_trigger = True

    def here(self, person: Person, place: Place | Person) -> Place:
        """Somebody who can type there."""
        where = self.personal(place) if isinstance(place, Person) else place
        if person not in where.members:
            raise CannotDo(f"{person.name} is not in {where.name or where.id}")
        if where.gone:
            raise CannotDo(f"{where.name} is no more")
        return where

    async def says(
        self,
        person: Person,
        place: Place | Person,
        text: str,
        *,
        thread: Message | None = None,
        slash: bool = False,
        html: bool = True,
        raw: bool = False,
    ) -> Delivered:
        """A message; in a group the bot gets it only if it is named. `raw`: the text as it is, without mentions.

        ``slash``: a command from the bot's list that only the bot gets to see.
        """
        where = self.here(person, place)
        words, mentions = (text, []) if raw else typed(self, where, text)
        if slash and (not self.targeted or where.kind == "personal" or not where.with_bot):
            raise CannotDo("there are no commands behind a slash here")
        message = self._typed(person, where, words, thread, alone=slash)
        if not where.with_bot or not (where.kind == "personal" or slash or names_bot(self, mentions)):
            return Delivered({})
        body = payloads.said(
            self, self.connector_url, message, mentions, with_html=html and bool(mentions), alone=slash
        )
        return await self.wire.send(body)

    def _typed(self, person: Person, place: Place, text: str, thread: Message | None, *, alone: bool) -> Message:
        message_id = self.new_id()
        root = (thread.root or thread.id) if thread else message_id if place.kind == "channel" else None
        target = person if alone else None
        message = Message(message_id, place, person, text, root=root, targeted_to=target, created=self.clock())
        self.messages.append(message)
        return message

    # Buttons.

    async def presses(
        self,
        person: Person,
        message: Message,
        label: str,
        inputs: dict[str, Any] | None = None,
        *,
        stale: bool = False,
    ) -> Outcome:
        """The one button with that title in the card as this person sees it, with what they filled in.

        ``stale``: on the message as it was given, by a client that has not seen its latest edit.
        """
        now = message if stale else self.as_seen(person, message)
        self.here(person, now.place)
        if now.card is None:
            raise CannotDo("there is no card in this message")
        action = find(now.card, label)
        if action.get("isEnabled") is False:
            raise CannotDo(f"[{label}] is greyed out")
        if action["type"] not in {"Action.Execute", "Action.Submit"}:
            return Outcome("nothing", action.get("url", ""))
        data = collected(now.card, action, inputs or {})
        if action["type"] == "Action.Submit":
            body = payloads.pressed(self, self.connector_url, person, now, data or {}, name=None)
            return Outcome("nothing", delivered=await self.wire.send(body))
        return await self._invoke(person, now, action, data, "manual")

    async def refreshes(self, person: Person, message: Message) -> Outcome:
        """What a client does by itself when somebody has the message before them."""
        now = self.as_seen(person, message)
        refresh = (now.card or {}).get("refresh") or {}
        listed = refresh.get("userIds")
        if not refresh.get("action"):
            raise CannotDo("this card does not refresh")
        if (listed is not None and person.id not in listed) or (listed is None and len(now.place.members) > USERS):
            raise CannotDo(f"this card does not refresh by itself for {person.name}")
        action = refresh["action"]
        return await self._invoke(person, now, action, action.get("data"), "automatic")

    async def _invoke(self, person: Person, message: Message, action: Json, data: Json | None, trigger: str) -> Outcome:
        told = {key: action[key] for key in ("type", "title", "id", "verb") if key in action}
        value: Json = {"action": told | ({"data": data} if data is not None else {})}
        if self.tells_trigger or trigger == "automatic":
            value["trigger"] = trigger
        body = payloads.pressed(self, self.connector_url, person, message, value, name="adaptiveCard/action")
        outcome = self._outcome(await self.wire.send(body))
        if outcome.kind == "card" and outcome.card and self.find_message(message.place, message.id):
            self.views[person.id, message.id] = outcome.card
        if outcome.kind == "error" and trigger == "automatic":
            return replace(outcome, text="")  # nobody asked, so nobody is told
        return outcome

    def _outcome(self, delivered: Delivered) -> Outcome:
        """The answer as Teams takes it (documentation, "Universal Actions": invoke response format)."""
        body = delivered.body
        if delivered.failure or not isinstance(body, dict) or not {"statusCode", "type"} <= body.keys():
            if not delivered.failure:
                self.complaints.append(f"not an answer to a press of a button: {body!r}")
            return Outcome("error", WRONG, delivered=delivered)
        kind, value, status = body["type"], body.get("value"), body["statusCode"]
        if status == 200 and kind == CARD and isinstance(value, dict) and value.get("type") == "AdaptiveCard":
            self.complaints += complaints_of(value, version=self.card_version)
            return Outcome("card", card=value, delivered=delivered)
        if status == 200 and kind == _MESSAGE and isinstance(value, str):
            return Outcome("message", value, delivered=delivered)
        if status in {400, 500} and kind == _ERROR and isinstance(value, dict) and {"code", "message"} <= value.keys():
            return Outcome("error", value["message"] or WRONG, delivered=delivered)
        self.complaints.append(f"not an answer to a press of a button: {body!r}")
        return Outcome("error", WRONG, delivered=delivered)

    # Looking again.

    def reload(self, person: Person, message: Message | None = None) -> None:
        """The client starts anew: what an answer had put in the place of a card is forgotten."""
        self.views = {
            key: card
            for key, card in self.views.items()
            if key[0] != person.id or (message is not None and key[1] != message.id)
        }

    async def reacts(self, person: Person, message: Message, kind: str = "like") -> Delivered:
        """A thumb; everybody's client then draws the card as it was sent or last updated."""
        self.as_seen(person, message)
        if message.targeted_to:
            raise CannotDo("nothing can be done with a message for one person but reading it")
        self.forget_views(message)
        if not (message.by_bot and message.place.with_bot):
            return Delivered({})
        return await self.wire.send(
            payloads.reaction(self, self.connector_url, message, person, "reactionsAdded", kind)
        )

    async def edits(self, person: Person, message: Message, text: str) -> Delivered:
        words, mentions = typed(self, message.place, text)
        changed = self._own(person, message, replace(message, text=words, edited=True))
        if not message.place.with_bot or not (message.place.kind == "personal" or names_bot(self, mentions)):
            return Delivered({})
        return await self.wire.send(payloads.edited(self, self.connector_url, changed, "messageUpdate", "editMessage"))

    async def deletes(self, person: Person, message: Message) -> Delivered:
        self._own(person, message, message)
        self.drop_message(message)
        if not message.place.with_bot:
            return Delivered({})
        return await self.wire.send(
            payloads.edited(self, self.connector_url, message, "messageDelete", "softDeleteMessage")
        )

    def _own(self, person: Person, message: Message, new: Message) -> Message:
        if message.sender is not person:
            raise CannotDo(f"{person.name} did not write that")
        return self.change_message(message, new)
