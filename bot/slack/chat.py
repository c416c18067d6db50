"""Slack as a chat: see :class:`bot.chat.Chat`."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import CannotLook, Locked, NotAccepted, Roster, SpaceClosed, Unsure
from bot.kernel.clock import Clock
from bot.slack.answers import marker_of, next_of, told, user_of
from bot.slack.drawing import Drawing
from bot.slack.errors import translated
from bot.slack.messages import summary
from bot.slack.names import channel_of, place_of, ref_of, team_of
from bot.slack.patience import Patience
from bot.slack.text import Block
from bot.views.message import Message
from bot.views.voice import Platform
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person

Result = TypeVar("Result")

TIMEOUT_SECONDS = 10

PAGE = 1000
"""Members or people in one answer: the most that Slack gives."""

ONE_BY_ONE = 50
"""Up to so many people are looked up each; beyond that, reading the whole list of the workspace costs less."""

AT_ONCE = 10

NAMED = ("name", "real_name", "display_name", "first_name", "last_name")
"""Where Slack has what somebody is called."""

REMEMBERED_FOR = timedelta(minutes=10)
"""How long it is remembered, in memory only, that somebody is a guest, a bot or deactivated."""

ROSTER_REMEMBERED_FOR = timedelta(minutes=1)
"""How long members are remembered, in memory only, while answers come in."""

BOTS_BESIDE = 25
"""A channel may have so many bots and former colleagues beside the people who count."""

MARKED = "belletje_message"
"""The name under which our messages carry their marker (docs.slack.dev/messaging/message-metadata)."""

LOOKED_AT = 200
PAGES_LOOKED_AT = 10
"""Messages in a page, and pages, that are searched for one of ours, the newest first."""

SLACKBOT = "USLACKBOT"


class SlackChat:
    """One workspace. ``team`` and ``bot_user`` are who we are there, from ``auth.test``."""

    platform = Platform(name="Slack")

    def __init__(self, *, token: str, api_url: str, clock: Clock) -> None:
        # One session: without it the SDK makes a connection for every message.
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        about: dict[str, Any] = {
            "token": token,
            "base_url": api_url,
            "timeout": TIMEOUT_SECONDS,
            "session": self.session,
        }
        # Posting is never repeated by the SDK: the outbox decides that. Reading may wait out a rate limit.
        self._post = AsyncWebClient(**about, retry_handlers=[])
        self._read = AsyncWebClient(**about, retry_handlers=[Patience()])
        self._clock = clock
        self._known: dict[ParticipantId, tuple[datetime, Person | None]] = {}
        self._looking = asyncio.Lock()
        self._drawing = Drawing(clock)
        self._rosters: dict[SpaceId, tuple[datetime, frozenset[ParticipantId]]] = {}
        self._reading: dict[SpaceId, asyncio.Lock] = {}
        self.team = ""
        self.bot_user = ""

    @property
    def client(self) -> AsyncWebClient:
        """For what must happen within a click: opening forms and private answers."""
        return self._post

    async def introduce(self) -> None:
        """Learn who we are."""
        async with translated():
            who = await self._read.auth_test()
            self.team, self.bot_user = str(told(who)["team_id"]), str(told(who)["user_id"])

    async def post(
        self, space: SpaceId, message: Message, *, recipient: ParticipantId | None, thread: str | None, marker: str = ""
    ) -> str:
        metadata = {"event_type": MARKED, "event_payload": {"marker": marker}} if marker else None

        async def say(drawn: list[Block]) -> str:
            async with translated(private=recipient is not None):
                posted = await self._post.chat_postMessage(
                    channel=recipient or channel_of(space),
                    blocks=drawn,
                    text=summary(message),
                    thread_ts=place_of(thread)[1] if thread else None,
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata=metadata,
                )
                return ref_of(told(posted)["channel"], told(posted)["ts"])

        return await self.drawn(message, say)

    async def drawn(self, message: Message, say: Callable[[list[Block]], Awaitable[Result]]) -> Result:
        """Say a message with its charts; with their words alone where Slack does not take them."""
        return await self._drawing.say(message, say)

    async def find(self, space: SpaceId, marker: str, thread: str | None) -> str | None:
        channel = channel_of(space)
        cursor = ""
        for _ in range(PAGES_LOOKED_AT):
            async with translated():
                page = await self._page(channel, thread, cursor)
                for message in page["messages"]:
                    if marker_of(message) == marker:
                        return ref_of(channel, message["ts"])
                cursor = next_of(page)
            if not cursor:
                break
        return None

    async def answers(self, space: SpaceId) -> None:
        async with translated():
            await self._post.auth_test()

    async def here(self, space: SpaceId) -> None:
        async with translated():
            team = told(await self._post.auth_test())["team_id"]
        if {team, team_of(space)} != {self.team}:
            raise Unsure("asked with a token of another workspace")
        async with translated():
            channel = told(await self._post.conversations_info(channel=channel_of(space)))["channel"]
            there = channel.get("is_member") is not False and not channel.get("is_archived")
        if not there:
            raise SpaceClosed("not_in_channel")

    async def _page(self, channel: str, thread: str | None, cursor: str) -> Any:
        about: dict[str, Any] = {"channel": channel, "limit": LOOKED_AT, "cursor": cursor, "include_all_metadata": True}
        try:
            async with translated():
                if thread:
                    return told(await self._post.conversations_replies(ts=place_of(thread)[1], **about))
                return told(await self._post.conversations_history(**about))
        except (NotAccepted, Locked):  # no scope for it, which is optional, or the thread is gone
            raise CannotLook("not allowed to read here") from None

    async def amend(self, space: SpaceId, ref: str, message: Message) -> None:
        channel, timestamp = place_of(ref)

        async def say(drawn: list[Block]) -> None:
            async with translated(private=channel.startswith("D")):
                await self._post.chat_update(channel=channel, ts=timestamp, blocks=drawn, text=summary(message))

        await self.drawn(message, say)

    async def roster(self, space: SpaceId, *, at_most: int, fresh: bool = True) -> Roster:
        here = await self._members(space, fresh=fresh)
        if len(here) > at_most + BOTS_BESIDE or not at_most:
            return Roster(ids=here, people=None)
        people = await self.people(space, here)
        active = [person for person in people if not person.bot and not person.deactivated]
        return Roster(ids=here, people=people if len(active) <= at_most else None)

    async def _members(self, space: SpaceId, *, fresh: bool) -> frozenset[ParticipantId]:
        """Who is in a channel; one look-up at a time, so that a hundred answers at once are one look-up."""
        async with self._reading.setdefault(space, asyncio.Lock()):
            until, here = self._rosters.get(space, (self._clock.now(), frozenset()))
            if fresh or until <= self._clock.now():
                here = await self._read_members(space)
                self._rosters[space] = (self._clock.now() + ROSTER_REMEMBERED_FOR, here)
            return here

    async def _read_members(self, space: SpaceId) -> frozenset[ParticipantId]:
        ids: set[ParticipantId] = set()
        cursor = ""
        async with translated():
            while True:
                page = told(
                    await self._read.conversations_members(channel=channel_of(space), limit=PAGE, cursor=cursor)
                )
                ids.update(map(ParticipantId, page["members"]))
                cursor = next_of(page)
                if not cursor:
                    break
        if self.bot_user not in ids:
            raise SpaceClosed("not_in_channel")
        return frozenset(ids - {ParticipantId(self.bot_user)})

    def was_told(self, space: SpaceId, who: ParticipantId, *, now: bool = False) -> bool:
        return True  # everybody in Slack can be written to

    def forget(self, space: SpaceId, who: ParticipantId | None = None) -> None:
        self._rosters.pop(space, None)
        if who:
            self._known.pop(who, None)

    def meets(self, space: SpaceId) -> bool:
        return False  # Slack knows channels, and no meetings

    async def people(
        self, space: SpaceId, ids: frozenset[ParticipantId], *, among: frozenset[ParticipantId] = frozenset()
    ) -> tuple[Person, ...]:
        async with self._looking:  # one look-up at a time, so that a hundred questions at once are one look-up
            now = self._clock.now()
            missing = frozenset(who for who in ids if who not in self._known or self._known[who][0] <= now)
            if missing:
                await self._look_up(missing, many=len(missing | among) > ONE_BY_ONE)
        found = (self._known[who][1] for who in sorted(ids) if who in self._known)
        return tuple(person for person in found if person)

    async def _look_up(self, missing: frozenset[ParticipantId], *, many: bool) -> None:
        users = await self._listed() if many else []
        left = missing - {user["id"] for user in users}  # people of other organisations are in no list
        if len(left) <= ONE_BY_ONE:
            users += await self._each(left)
        now = self._clock.now()
        self._known = {who: known for who, known in self._known.items() if known[0] > now}
        self._known |= dict.fromkeys(missing, (now + REMEMBERED_FOR, None))
        self._known |= {person.id: (now + REMEMBERED_FOR, person) for person in map(self._person, users)}

    async def addresses(self, space: SpaceId, ids: frozenset[ParticipantId]) -> dict[ParticipantId, frozenset[str]]:
        """Only where the scope ``users:read.email`` was granted; else nobody has one."""
        users = await (self._each(ids) if len(ids) <= ONE_BY_ONE else self._listed())
        ours = [user for user in users if user["id"] in ids and _is_colleague(self._person(user))]
        mails = {ParticipantId(user["id"]): (user.get("profile") or {}).get("email") or "" for user in ours}
        return {who: frozenset({mail.lower()}) for who, mail in mails.items() if mail}

    async def names(self, space: SpaceId, ids: frozenset[ParticipantId]) -> frozenset[str]:
        users = await (self._each(ids) if len(ids) <= ONE_BY_ONE else self._listed())
        named = ({**user, **user.get("profile", {})} for user in users if user["id"] in ids)
        return frozenset(str(user.get(kind) or "") for user in named for kind in NAMED)

    async def group(self, group: str) -> frozenset[ParticipantId]:
        async with translated():
            answer = told(await self._read.usergroups_users_list(usergroup=group))
            return frozenset(map(ParticipantId, answer["users"]))

    async def _each(self, ids: frozenset[ParticipantId]) -> list[dict[str, Any]]:
        room = asyncio.Semaphore(AT_ONCE)

        async def look_up(who: ParticipantId) -> dict[str, Any] | None:
            try:
                async with room, translated():
                    return user_of(told(await self._read.users_info(user=who))["user"])
            except NotAccepted:  # nobody we may know of
                return None

        return [user for user in await asyncio.gather(*map(look_up, sorted(ids))) if user]

    async def _listed(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = []
        cursor = ""
        while True:
            async with translated():
                page = told(await self._read.users_list(limit=PAGE, cursor=cursor))
                people += map(user_of, page["members"])
                cursor = next_of(page)
            if not cursor:
                return people

    def _person(self, user: dict[str, Any]) -> Person:
        """A guest is anybody restricted, or from another organisation (on Enterprise Grid one has several teams)."""
        teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
        guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted")) or self.team not in teams
        return Person(
            id=ParticipantId(user["id"]),
            bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
            deactivated=bool(user.get("deleted")),
            guest=guest,
            administrator=not guest and bool(user.get("is_admin") or user.get("is_owner")),
        )


def _is_colleague(person: Person) -> bool:
    """Not somebody whose address another organisation wrote."""
    return not (person.guest or person.bot or person.deactivated)
