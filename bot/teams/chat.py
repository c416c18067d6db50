"""Teams as a chat: see :class:`bot.chat.Chat`."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from microsoft_teams.api import Account
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.clients.conversation import ConversationClient, CreateConversationParams
from microsoft_teams.apps.token_provider import AppTokenProvider
from microsoft_teams.common import Client, ClientOptions

from bot.chat import ChatError, GroupsUnavailable, NotAccepted, Roster, SpaceClosed, Throttled, Unreachable, Unsure
from bot.clock import Clock
from bot.teams.cards import CARD, PICK_FROM_AT_MOST, Known, card, people_in, picks_people, summary
from bot.teams.errors import translated
from bot.teams.names import Kind, Ref, conversation_of, is_meeting, thread_of
from bot.teams.rosters import Member, Rosters
from bot.texts import texts
from bot.views.message import Message
from bot.views.voice import Platform
from rituals.identifiers import ParticipantId, SpaceId
from rituals.people import Person
from rituals.space import Language
from storage import Store

TIMEOUT_SECONDS = 10
"""Shorter than a lease of the outbox, and than the fifteen seconds that Teams gives an answer."""

TARGETED_AGAIN_AFTER = timedelta(hours=1)
"""Where a cloud has no messages for one person in the midst of others, it is asked again after so long."""

REMEMBERED_CHATS = 1000

TEAMS = Platform(
    name="Teams",
    before=dict.fromkeys(Language, "@Belletje"),
    call={Language.DUTCH: "advocaat", Language.ENGLISH: "bell"},
    meetings=True,
)


class TeamsChat:
    """One tenant. Addresses come with every activity; those of spaces are kept in the store."""

    platform = TEAMS

    def __init__(self, *, tenant: str, tokens: AppTokenProvider | None, store: Store, clock: Clock) -> None:
        self.tenant = tenant
        self._http = Client(
            ClientOptions(
                timeout=TIMEOUT_SECONDS, headers={"User-Agent": "Belletje"}, token=_token_of(tokens) if tokens else None
            )
        )
        self._apis: dict[str, ConversationClient] = {}
        self._store = store
        self._clock = clock
        self._rosters = Rosters(clock, tenant)
        self._addresses: OrderedDict[SpaceId, str] = OrderedDict()
        self._places: dict[SpaceId, str] = {}
        self._direct: OrderedDict[ParticipantId, str] = OrderedDict()
        self._told: set[tuple[SpaceId, ParticipantId]] = set()
        self._targeted_from: datetime = clock.now()

    async def close(self) -> None:
        await self._http.http.aclose()

    # What every activity tells about where it came from.

    def seen_at(self, space: SpaceId, url: str, name: str) -> None:
        """Remember where a space is reached and what it is called, in memory."""
        self._addresses[space] = url
        self._addresses.move_to_end(space)
        if len(self._addresses) > REMEMBERED_CHATS:
            self._addresses.popitem(last=False)
        if name:
            self._places[space] = name

    def forget(self, space: SpaceId) -> None:
        self._addresses.pop(space, None)
        self._places.pop(space, None)
        self._rosters.forget(space)

    async def directory(self, space: SpaceId) -> dict[str, ParticipantId]:
        """People of a space by their number in the directory, which is what the people picker gives."""
        return {member.directory: who for who, member in (await self._members(space, fresh=False)).items()}

    # The port.

    async def post(
        self, space: SpaceId, message: Message, *, recipient: ParticipantId | None, thread: str | None
    ) -> str:
        if recipient is not None:
            return await self._post_privately(space, message, recipient)
        conversation = thread_of(Ref.read(thread)) if thread else conversation_of(space)
        async with translated():
            sent = await (await self._api(space)).create_activity(conversation, await self._activity(space, message))
        return str(Ref(kind=Kind.PUBLIC, activity=sent.id, conversation=conversation))

    async def amend(self, space: SpaceId, ref: str, message: Message) -> None:
        where = Ref.read(ref)
        conversations = await self._api(space)
        activity = await self._activity(space, message, targeted=where.kind is Kind.TARGETED)
        update = (
            conversations.update_targeted_activity if where.kind is Kind.TARGETED else conversations.update_activity
        )
        async with translated(private=where.kind is not Kind.PUBLIC):
            try:
                await update(where.conversation, where.activity, activity)
            except KeyError:  # done; the SDK wants an id in the answer, and Teams need not give one
                return

    async def roster(self, space: SpaceId, *, at_most: int, fresh: bool = True) -> Roster:
        here = await self._members(space, fresh=fresh)
        people = tuple(member.person for _, member in sorted(here.items()))
        return Roster(ids=frozenset(here), people=people if len(people) <= at_most else None)

    def meets(self, space: SpaceId) -> bool:
        return is_meeting(conversation_of(space))

    async def people(
        self, space: SpaceId, ids: frozenset[ParticipantId], *, among: frozenset[ParticipantId] = frozenset()
    ) -> tuple[Person, ...]:
        here = await self._members(space, fresh=False)
        return tuple(here[who].person for who in sorted(ids) if who in here)

    async def names(self, space: SpaceId, ids: frozenset[ParticipantId]) -> frozenset[str]:
        here = await self._members(space, fresh=False)
        return frozenset(name for who in ids if who in here for name in here[who].names)

    async def group(self, group: str) -> frozenset[ParticipantId]:
        raise GroupsUnavailable("who has a tag is not told to bots")

    # How it is done.

    async def known(self, space: SpaceId, shown: Message, *, targeted: bool) -> Known:
        """What a card needs to know of the place it stands in."""
        say = texts(shown.language or Language.DUTCH)
        wanted = people_in(shown)
        picks = picks_people(shown)
        here = await self._members_or_nobody(space) if wanted or picks else {}
        listed = sorted(((who, member.name) for who, member in here.items()), key=lambda one: (one[1].casefold(), one))
        return Known(
            names={who: here[who].name for who in wanted if who in here and here[who].name},
            places=self._places,
            place=say.label("teams.here"),
            someone=say.label("teams.someone"),
            everybody=tuple(listed) if picks and len(listed) <= PICK_FROM_AT_MOST else (),
            wrong=say.label("teams.fill_in"),
            targeted=targeted,
        )

    async def _activity(
        self, space: SpaceId, shown: Message, *, to: ParticipantId | None = None, targeted: bool = False
    ) -> MessageActivityInput:
        known = await self.known(space, shown, targeted=targeted)
        activity = MessageActivityInput.model_validate(
            {
                "summary": summary(shown, known),
                "attachments": [{"contentType": CARD, "content": card(shown, known)}],
            }
        )
        if to is not None:
            activity = activity.with_recipient(Account(id=to), is_targeted=True)
        return activity

    async def _post_privately(self, space: SpaceId, message: Message, who: ParticipantId) -> str:
        """In the midst of the others, seen by one; where that cannot be, in their own chat with us."""
        if self._clock.now() >= self._targeted_from:
            try:
                return await self._post_targeted(space, message, who)
            except (Throttled, Unsure, SpaceClosed):
                raise
            except ChatError:
                self._targeted_from = self._clock.now() + TARGETED_AGAIN_AFTER
        try:
            return await self._post_direct(space, message, who)
        except NotAccepted as refused:
            if (space, who) in self._told:
                raise
            self._told.add((space, who))
            raise Unreachable(str(refused)) from None

    async def _post_targeted(self, space: SpaceId, message: Message, who: ParticipantId) -> str:
        conversation = conversation_of(space)
        activity = await self._activity(space, message, to=who, targeted=True)
        async with translated():
            sent = await (await self._api(space)).create_targeted_activity(conversation, activity)
        return str(Ref(kind=Kind.TARGETED, activity=sent.id, conversation=conversation))

    async def _post_direct(self, space: SpaceId, message: Message, who: ParticipantId) -> str:
        conversation = await self._direct_with(space, who)
        async with translated(private=True):
            sent = await (await self._api(space)).create_activity(conversation, await self._activity(space, message))
        return str(Ref(kind=Kind.DIRECT, activity=sent.id, conversation=conversation))

    async def _direct_with(self, space: SpaceId, who: ParticipantId) -> str:
        """The chat of two; Teams gives the same one each time."""
        found = self._direct.get(who)
        if found is None:
            wanted = CreateConversationParams(
                members=[Account(id=who)], tenant_id=self.tenant, channel_data={"tenant": {"id": self.tenant}}
            )
            async with translated(private=True):
                found = (await (await self._api(space)).create(wanted)).id
            self._direct[who] = found
            if len(self._direct) > REMEMBERED_CHATS:
                self._direct.popitem(last=False)
        return found

    async def _members(self, space: SpaceId, *, fresh: bool) -> "dict[ParticipantId, Member]":
        return dict(await self._rosters.of(space, await self._api(space), fresh=fresh))

    async def _members_or_nobody(self, space: SpaceId) -> "dict[ParticipantId, Member]":
        """For names: a card without them says more than no card."""
        try:
            return await self._members(space, fresh=False)
        except (NotAccepted, SpaceClosed):
            return {}

    async def _api(self, space: SpaceId) -> ConversationClient:
        url = await self._url(space)
        if url not in self._apis:
            self._apis[url] = ConversationClient(url, self._http)
        return self._apis[url]

    async def _url(self, space: SpaceId) -> str:
        found = self._addresses.get(space)
        if found is None:
            kept = await asyncio.wrap_future(self._store.run(lambda unit: unit.record.address(space)))
            if kept is None:
                raise SpaceClosed("nobody knows where that is")
            found = self._addresses[space] = kept.url
        return found


def _token_of(tokens: AppTokenProvider) -> Callable[[], Awaitable[str]]:
    async def token() -> str:
        return str(await tokens.get_app_token())

    return token
