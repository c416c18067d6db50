"""Who is in a conversation, read page by page and remembered for a minute, in memory only."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from microsoft_teams.api import TeamsChannelAccount
from microsoft_teams.api.clients.conversation import ConversationClient

from bot.chat import SpaceClosed
from bot.clock import Clock
from bot.teams.errors import translated
from bot.teams.names import conversation_of
from rituals.identifiers import ParticipantId, SpaceId
from rituals.people import Person

PAGE = 500
"""Members in one answer: the most that Teams gives."""

REMEMBERED_FOR = timedelta(minutes=1)

FROM_OUTSIDE = {"guest", "anonymous"}
"""Roles of people who are not of this organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a conversation. ``directory``: their number in the organisation's directory."""

    person: Person
    name: str
    names: frozenset[str]
    directory: str


Roster = Mapping[ParticipantId, Member]


class Rosters:
    """One look-up at a time for each conversation, so that a hundred answers at once are one look-up."""

    def __init__(self, clock: Clock, tenant: str) -> None:
        self._clock = clock
        self._tenant = tenant
        self._known: dict[SpaceId, tuple[datetime, Roster]] = {}
        self._reading: dict[SpaceId, asyncio.Lock] = {}

    async def of(self, space: SpaceId, api: ConversationClient, *, fresh: bool) -> Roster:
        """The members, the bot left out.

        Raises:
            ChatError: they cannot be read.
        """
        async with self._reading.setdefault(space, asyncio.Lock()):
            until, here = self._known.get(space, (self._clock.now(), {}))
            if fresh or until <= self._clock.now():
                here = await self._read(conversation_of(space), api)
                now = self._clock.now()
                self._known = {each: known for each, known in self._known.items() if known[0] > now}
                self._known[space] = (now + REMEMBERED_FOR, here)
            return here

    def forget(self, space: SpaceId) -> None:
        self._known.pop(space, None)

    async def _read(self, conversation: str, api: ConversationClient) -> Roster:
        found: dict[ParticipantId, Member] = {}
        token: str | None = None
        async with translated():
            while True:
                page = await api.members_client.get_paged(conversation, PAGE, token)
                found |= {ParticipantId(account.id): self._member(account) for account in page.members or ()}
                token = page.continuation_token
                if not token:
                    break
        if not found:
            raise SpaceClosed("nobody is there")
        return found

    def _member(self, account: TeamsChannelAccount) -> Member:
        """A guest is whoever has that role, or is of another organisation."""
        outside = (account.user_role or "").lower() in FROM_OUTSIDE
        elsewhere = account.tenant_id not in (None, "", self._tenant)
        called = (account.name, account.given_name, account.surname)
        name = (account.name or account.given_name or "").replace("<", "").replace(">", "").strip()
        return Member(
            person=Person(id=ParticipantId(account.id), guest=outside or elsewhere),
            name=name,
            names=frozenset(filter(None, called)),
            directory=account.aad_object_id or "",
        )
