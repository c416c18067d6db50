"""Who is in a conversation, read page by page and remembered for a minute, in memory only."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from microsoft_teams.api import TeamsChannelAccount
from microsoft_teams.api.clients.conversation import ConversationClient

from bot.chat import Unsure
from bot.kernel.clock import Clock
from bot.teams.errors import translated
from bot.teams.names import conversation_of
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person

PAGE = 500
"""Members in one answer: the most that Teams gives."""

REMEMBERED_FOR = timedelta(minutes=1)

GUEST, ANONYMOUS = "guest", "anonymous"
"""Roles of people who are not of this organisation; the second have no account at all."""

MARKUP = str.maketrans("", "", "<>[]()*_`\\")
"""What a card would read in a name; people from outside choose their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a conversation. ``directory``: their number in the organisation's directory; ``addresses``: mail."""

    person: Person
    name: str
    names: frozenset[str]
    directory: str
    addresses: frozenset[str]


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
                self._known[space] = (self._clock.now() + REMEMBERED_FOR, here)
                asyncio.get_running_loop().call_later(REMEMBERED_FOR.total_seconds(), self.forget, space, here)
            return here

    def forget(self, space: SpaceId, only: Roster | None = None) -> None:
        """Drop the names of a space; ``only`` if they are still those."""
        if only is None or self._known.get(space, (None, None))[1] is only:
            self._known.pop(space, None)
            if space in self._reading and not self._reading[space].locked():
                del self._reading[space]

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
            raise Unsure("not even we are there")
        return found

    def _member(self, account: TeamsChannelAccount) -> Member:
        """A guest is whoever has that role, or is of another organisation. Who has no account takes no part."""
        role = (account.user_role or "").lower()
        elsewhere = account.tenant_id not in (None, "", self._tenant)
        called = (account.name, account.given_name, account.surname)
        return Member(
            person=Person(
                id=ParticipantId(account.id), guest=role == GUEST or elsewhere, deactivated=role == ANONYMOUS
            ),
            name=(account.name or account.given_name or "").translate(MARKUP).strip(),
            names=frozenset(filter(None, called)),
            directory=account.aad_object_id or "",
            addresses=frozenset(mail.lower() for mail in (account.email, account.user_principal_name) if mail),
        )
