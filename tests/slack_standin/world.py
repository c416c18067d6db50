"""The workspace itself: who and what is in it, who sees what, and the ids and times Slack hands out."""

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_standin.model import Call, CannotDo, Channel, Group, Hook, Message, Person, Trigger, View

SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "app_mentions:read",
    "channels:read",
    "groups:read",
    "users:read",
    "usergroups:read",
)


class World:
    """State only; what comes in over the wire and what people do stands in the modules that build on it."""

    url = ""

    def __init__(
        self,
        team: str = "T01TEAM",
        bot_user: str = "U00BOT",
        bot_id: str = "B00BOT",
        bot_token: str = "xoxb-stand-in",  # noqa: S107 - opens nothing
        app_token: str = "xapp-stand-in",  # noqa: S107 - opens nothing
        signing_secret: str = "test-signing-secret",  # noqa: S107 - opens nothing
        scopes: tuple[str, ...] = SCOPES,
        app_scopes: tuple[str, ...] = ("connections:write",),
        app_id: str = "A00APP",
        domain: str = "t",
        *,
        paid: bool = True,
        charts: bool = False,
        escape_commands: bool = True,
        messages_tab: bool = True,
        one_per_second: bool = False,
        clock: Callable[[], float] = time.time,  # noqa: TID251 - the service has a clock of its own
    ) -> None:
        self.team, self.domain, self.app_id = team, domain, app_id
        self.bot_user, self.bot_id, self.bot_token, self.app_token = bot_user, bot_id, bot_token, app_token
        self.signing_secret, self.scopes, self.app_scopes, self.clock = signing_secret, scopes, app_scopes, clock
        self.paid, self.charts, self.messages_tab = paid, charts, messages_tab
        self.escape_commands, self.one_per_second = escape_commands, one_per_second
        self.revoked: str | None = None
        self.short_pages: int | None = None  # the service may return fewer than asked for
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.messages: list[Message] = []
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.hooks: dict[str, Hook] = {}
        self.triggers: dict[str, Trigger] = {}
        self.filled: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.calls: list[Call] = []
        self._counter = itertools.count(1)
        # In every workspace; it says it is no bot.
        self.person("USLACKBOT", name="slackbot")
        self.person(bot_user, name="belletje", is_bot=True)

    def number(self) -> int:
        return next(self._counter)

    def new_ts(self) -> str:
        """Seconds and a counter: unique and rising, also while the clock stands still."""
        return f"{int(self.clock())}.{self.number():06d}"

    # Setting the scene.

    def person(self, user: str, *, name: str, team: str | None = None, **flags: Any) -> Person:
        """Somebody who can do things; the same id again changes them (deactivated, made a guest)."""
        self.people[user] = Person(user, name, team or self.team, **flags)
        return self.people[user]

    def channel(
        self,
        channel: str,
        *,
        name: str,
        members: list[str] | tuple[str, ...] = (),
        private: bool = False,
        archived: bool = False,
        bot_in: bool = True,
    ) -> Channel:
        for user in members:
            self.known(user)
        inside = [*members, *([self.bot_user] if bot_in and self.bot_user not in members else [])]
        self.channels[channel] = Channel(
            channel, name, inside, private=private, archived=archived, created=int(self.clock())
        )
        return self.channels[channel]

    def group(self, group: str, *, handle: str, members: list[str] | tuple[str, ...]) -> Group:
        self.groups[group] = Group(group, handle, tuple(members))
        return self.groups[group]

    # Looking around.

    def known(self, user: str) -> Person:
        if user not in self.people:
            raise CannotDo(f"nobody here is {user}")
        return self.people[user]

    def dm_id(self, user: str) -> str:
        """The bot's direct messages with somebody; the channel comes into being when it is first needed."""
        channel = "D" + user[1:]
        if channel not in self.channels:
            members = [user, self.bot_user]
            self.channels[channel] = Channel(channel, "directmessage", members, im_with=user)
        return channel

    def sees(self, user: str, channel: str, thread_ts: str | None = None) -> list[Message]:
        """What the channel (or one thread in it) shows this person, in order, with what only they can see."""
        self.known(user)
        if user not in self.channels[channel].members and self.channels[channel].private:
            raise CannotDo(f"{user} is not in {channel}")
        visible = [one for one in self.messages if one.channel == channel and one.ephemeral_to in {None, user}]
        if thread_ts:
            return [one for one in visible if thread_ts in {one.ts, one.thread_ts}]
        return [one for one in visible if one.in_channel]

    def dm(self, user: str) -> list[Message]:
        return self.sees(user, self.dm_id(user))

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and the replies everybody can see."""
        public = [one for one in self.messages if one.channel == channel and one.ephemeral_to is None]
        return [one for one in public if ts in {one.ts, one.thread_ts}]

    def modal(self, user: str) -> View | None:
        """The view on top of what this person has open."""
        stack = self.modals.get(user, [])
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        return self.homes.get(user)

    # Changes.

    def find_message(self, channel: str, ts: str) -> Message | None:
        return next((one for one in self.messages if (one.channel, one.ts) == (channel, ts)), None)

    def add_message(self, message: Message) -> Message:
        self.messages.append(message)
        return message

    def change_message(self, old: Message, **changes: Any) -> Message:
        index = next(i for i, one in enumerate(self.messages) if (one.channel, one.ts) == (old.channel, old.ts))
        self.messages[index] = replace(self.messages[index], **changes)
        return self.messages[index]

    def drop_message(self, old: Message) -> None:
        self.messages = [one for one in self.messages if (one.channel, one.ts) != (old.channel, old.ts)]

    def new_trigger(self, user: str) -> str:
        trigger = f"{self.number()}.{self.number()}.{secrets.token_hex(16)}"
        self.triggers[trigger] = Trigger(user, self.clock())
        return trigger

    def new_hook(self, channel: str, user: str, message: Message | None = None) -> Hook:
        hook = Hook(secrets.token_urlsafe(18), channel, user, self.clock(), message)
        self.hooks[hook.token] = hook
        return hook

    def new_view(self, user: str, body: dict[str, Any], *, below: View | None = None) -> View:
        view_id = f"V{self.number():010d}"
        root = below.root_id if below else view_id
        return View(view_id, user, body, self.new_hash(), root, below.id if below else None)

    def new_hash(self) -> str:
        return f"{int(self.clock())}.{secrets.token_hex(4)}"

    def find_view(self, view_id: str | None, external_id: str | None = None) -> View | None:
        everything = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        for view in everything:
            if view_id == view.id or (external_id and external_id == view.body.get("external_id")):
                return view
        return None

    def put_view(self, view: View) -> View:
        """The view in the place of its earlier self."""
        if self.homes.get(view.user, view).id == view.id and view.body["type"] == "home":
            self.homes[view.user] = view
            return view
        stack = self.modals[view.user]
        stack[next(i for i, one in enumerate(stack) if one.id == view.id)] = view
        return view
