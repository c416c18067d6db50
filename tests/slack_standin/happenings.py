"""What happens in the workspace and is told to the bot as events."""

import asyncio
from dataclasses import replace
from typing import Any

from slack_standin import payloads
from slack_standin.model import Channel, Message
from slack_standin.people import Answer, People
from slack_standin.wire import Delivered
from slack_standin.wording import typed

EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_left",
        "group_archive",
        "group_left",
        "member_joined_channel",
        "member_left_channel",
        "tokens_revoked",
    }
)


class Happenings(People):
    # What the app is subscribed to; message.channels, message.groups and message.im can be added.
    events: frozenset[str] = EVENTS
    # Slack waits nothing, a minute and five minutes; the numbers and reasons are the same, the waiting is not.
    retry_delays: tuple[float, ...] = (0.0, 0.02, 0.05)
    _repeat = False

    def repeat_next_event(self) -> None:
        """The next event comes twice, as when the first answer was lost on its way."""
        self._repeat = True

    async def event(self, event: dict[str, Any]) -> Answer:
        """Any event; repeated up to three times until the bot answers 200 in time."""
        payload = payloads.event_callback(self, {"event_ts": self.new_ts()} | event)
        again, self._repeat = self._repeat, False
        delivered, tries = await self.wire.deliver("events_api", payload), 1
        for delay in self.retry_delays:
            if not delivered.failure or delivered.no_retry:
                break
            await asyncio.sleep(delay)
            delivered = await self.wire.deliver("events_api", payload, tries, delivered.failure)
            tries += 1
        if again:
            reason = "http_timeout" if self.wire.bot_url else "timeout"
            delivered = await self.wire.deliver("events_api", payload, tries, reason)
            tries += 1
        return self._answer(delivered, tries=tries)

    async def _tell(self, event: dict[str, Any], subscription: str | None = None) -> Answer:
        if (subscription or event["type"]) not in self.events:
            return self._answer(Delivered(), tries=0)
        return await self.event(event)

    def _bot_in(self, channel: str) -> bool:
        return self.bot_user in self.channels[channel].members

    async def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Answer:
        """Something typed in a channel or to the bot; the bot hears it if it listens to messages there."""
        message = self._typed(user, channel, text, thread_ts)
        if not self._bot_in(channel):
            return self._answer(Delivered(), tries=0)
        subscription = f"message.{self.channels[channel].kind}"
        return await self._tell(payloads.said(self, "message", message), subscription)

    async def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Answer:
        """The bot addressed by name; where it is not a member it does not hear that."""
        called = f"<@{self.bot_user}>"
        message = self._typed(user, channel, text if called in text else f"{called} {text}", thread_ts)
        if not self._bot_in(channel):
            return self._answer(Delivered(), tries=0)
        await self._tell(payloads.said(self, "message", message), f"message.{self.channels[channel].kind}")
        return await self._tell(payloads.said(self, "app_mention", message))

    def _typed(self, user: str, channel: str, text: str, thread_ts: str | None) -> Message:
        self._here(user, channel)
        words = typed(self, text, names=False)
        return self.add_message(Message(channel, self.new_ts(), user, words, thread_ts=thread_ts))

    async def join(self, channel: str, user: str, inviter: str | None = None) -> Answer:
        """Somebody, or the bot itself, comes in; the bot hears it of channels it is in."""
        there = self.channels[channel]
        self.known(user)
        if user not in there.members:
            there.members.append(user)
        event = payloads.membership(self, "member_joined_channel", user, there)
        event |= {"inviter": inviter} if inviter else {}
        return await self._tell(event) if self._bot_in(channel) else self._answer(Delivered(), tries=0)

    async def leave(self, channel: str, user: str) -> Answer:
        there = self.channels[channel]
        if user == self.bot_user:
            return await self.remove_bot(channel)
        there.members.remove(user)
        event = payloads.membership(self, "member_left_channel", user, there)
        return await self._tell(event) if self._bot_in(channel) else self._answer(Delivered(), tries=0)

    async def remove_bot(self, channel: str, actor: str | None = None) -> Answer:
        """Put out of a channel, the bot gets an event of its own kind and no longer sees the channel."""
        there = self.channels[channel]
        there.members.remove(self.bot_user)
        event = {"type": self._kind(there, "left"), "channel": channel, "actor_id": actor or self._somebody(there)}
        return await self._tell(event)

    async def archive(self, channel: str, user: str | None = None) -> Answer:
        there = self.channels[channel]
        there.archived = True
        event = {"type": self._kind(there, "archive"), "channel": channel, "user": user or self._somebody(there)}
        return await self._tell(event) if self._bot_in(channel) else self._answer(Delivered(), tries=0)

    def unarchive(self, channel: str) -> None:
        self.channels[channel].archived = False

    def _somebody(self, channel: Channel) -> str:
        return next((user for user in channel.members if user != self.bot_user), "USLACKBOT")

    @staticmethod
    def _kind(channel: Channel, what: str) -> str:
        return f"{'group' if channel.private else 'channel'}_{what}"

    def deactivate(self, user: str) -> None:
        """Somebody leaves the organisation: gone from lists of choice, still in old membership lists."""
        self.people[user] = replace(self.known(user), deleted=True)

    async def open_home(self, user: str) -> Answer:
        event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": self.dm_id(user), "tab": "home"}
        home = self.home(user)
        return await self._tell(event | ({"view": payloads.view_object(self, home)} if home else {}))

    async def revoke(self, error: str = "token_revoked") -> None:
        """The app is thrown out: two events, and no call works any more."""
        self.revoked = error
        await self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_user]}})
        await self._tell({"type": "app_uninstalled"})
