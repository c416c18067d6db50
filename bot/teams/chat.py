"""Teams as a chat: see :class:`bot.chat.Chat`."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

from microsoft_teams.api import Account
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.clients.conversation import ConversationClient, CreateConversationParams
from microsoft_teams.common import Client, ClientOptions

from bot.chat import (
    CannotLook,
    ChatError,
    GroupsUnavailable,
    NotAccepted,
    NotNow,
    Roster,
    Unreachable,
    Unsure,
)
from bot.kernel.clock import Clock
from bot.teams.credentials import Tokens
from bot.teams.errors import translated
from bot.teams.fields import Known
from bot.teams.messages import CARD, PICK_FROM_AT_MOST, card, people_in, picks_people, summary
from bot.teams.names import Kind, Ref, conversation_of, is_meeting, thread_of
from bot.teams.rosters import Member, Rosters
from bot.texts import texts
from bot.views.message import Message
from bot.views.voice import Platform
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from storage import Store

TIMEOUT_SECONDS = 10
"""Shorter than a lease of the outbox, and than the fifteen seconds that Teams gives an answer."""

REMEMBERED = 1000
"""Places, chats of two and private messages, in memory only."""

NAMES_WITHIN_SECONDS = 2
NAMES_AGAIN_AFTER = timedelta(seconds=5)

NO_ID = "DO_NOT_USE_PLACEHOLDER_ID"
"""What the SDK says where Teams gave a message no number."""

TARGETED_STANDS = timedelta(days=1)
"""So long a message for one person in the midst of others stands, and can be changed."""

TEAMS = Platform(
    name="Teams",
    before=dict.fromkeys(Language, "@Belletje"),
    call={Language.DUTCH: "advocaat", Language.ENGLISH: "bell"},
    meetings=True,
    seen_typing=True,
    forms_stand=True,
)


class TeamsChat:
    """One tenant. Addresses come with every activity; those of spaces are kept in the store."""

    platform = TEAMS

    def __init__(self, *, tenant: str, tokens: Tokens | None, store: Store, clock: Clock) -> None:
        self.tenant = tenant
        self._http = Client(ClientOptions(timeout=TIMEOUT_SECONDS, headers={"User-Agent": "Belletje"}, token=tokens))
        self._apis: dict[str, ConversationClient] = {}
        self._store = store
        self._clock = clock
        self._rosters = Rosters(clock, tenant)
        self._addresses: OrderedDict[SpaceId, str] = OrderedDict()
        self._places: OrderedDict[SpaceId, str] = OrderedDict()
        self._direct: OrderedDict[ParticipantId, str] = OrderedDict()
        self._told: OrderedDict[tuple[SpaceId, ParticipantId], None] = OrderedDict()
        self._targeted: OrderedDict[str, tuple[ParticipantId, datetime]] = OrderedDict()

    async def close(self) -> None:
        await self._http.http.aclose()

    # What every activity tells about where it came from.

    def seen_at(self, space: SpaceId, url: str, name: str) -> None:
        """Remember where a space is reached and what it is called, in memory."""
        _remember(self._addresses, space, url)
        if name:
            _remember(self._places, space, name)

    def forget(self, space: SpaceId, who: ParticipantId | None = None) -> None:
        self._rosters.forget(space)
        if who is None:
            self._places.pop(space, None)
        else:
            self._direct.pop(who, None)
            for ref in [ref for ref, (whose, _) in self._targeted.items() if whose == who]:
                del self._targeted[ref]
        self._told = OrderedDict((told, None) for told in self._told if told[0] != space or who not in (None, told[1]))

    def was_told(self, space: SpaceId, who: ParticipantId, *, now: bool = False) -> bool:
        if now:
            _remember(self._told, (space, who), None)
        return (space, who) in self._told

    def shows(self, ref: Ref, who: ParticipantId) -> bool:
        """Whether a private message is known to stand before this person: its number comes from their machine."""
        if ref.kind is Kind.DIRECT:
            return True  # in a chat of two there is nobody else
        whose, until = self._targeted.get(str(ref), (None, self._clock.now()))
        return whose == who and until > self._clock.now()

    async def directory(self, space: SpaceId) -> dict[str, ParticipantId]:
        """People of a space by their number in the directory, which is what the people picker gives."""
        return {member.directory: who for who, member in (await self._members(space, fresh=False)).items()}

    # The port.

    async def post(
        self, space: SpaceId, message: Message, *, recipient: ParticipantId | None, thread: str | None, marker: str = ""
    ) -> str:
        conversation = thread_of(Ref.read(thread)) if thread else conversation_of(space)
        if recipient is not None:
            return await self._post_privately(space, message, recipient, conversation)
        activity, api = await self._activity(space, message, Kind.PUBLIC), await self._api(space)
        async with translated():
            sent = await api.create_activity(conversation, activity)
        return _ref(Kind.PUBLIC, sent.id, conversation)

    async def find(self, space: SpaceId, marker: str, thread: str | None) -> str | None:
        raise CannotLook("bots cannot read what stands in a chat")

    async def answers(self, space: SpaceId) -> None:
        await self._members(space, fresh=True)

    here = answers

    async def amend(self, space: SpaceId, ref: str, message: Message) -> None:
        where = Ref.read(ref)
        api = await self._api(space)
        activity = await self._activity(space, message, where.kind)
        update = api.update_targeted_activity if where.kind is Kind.TARGETED else api.update_activity
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

    async def addresses(self, space: SpaceId, ids: frozenset[ParticipantId]) -> dict[ParticipantId, frozenset[str]]:
        here = (await self._members(space, fresh=False)).items()
        return {who: one.addresses for who, one in here if who in ids and not one.person.guest}

    async def names(self, space: SpaceId, ids: frozenset[ParticipantId]) -> frozenset[str]:
        here = await self._members(space, fresh=False)
        return frozenset(name for who in ids if who in here for name in here[who].names)

    async def group(self, group: str) -> frozenset[ParticipantId]:
        raise GroupsUnavailable("who has a tag is not told to bots")

    # How it is done.

    async def known(self, space: SpaceId, shown: Message, kind: Kind, *, at_once: bool = False) -> Known:
        """What a card needs to know of the space it is about.

        Args:
            space: the space, also where the card stands in a chat of two.
            shown: what is on the card.
            kind: for whom it is.
            at_once: somebody waits for it; rather without names than late.
        """
        say = texts(shown.language or Language.DUTCH)
        wanted = people_in(shown)
        picks = picks_people(shown)
        here = await self._named(space, at_once=at_once) if wanted or picks else {}
        listed = sorted(((who, member.name) for who, member in here.items()), key=lambda one: (one[1].casefold(), one))
        return Known(
            names={who: here[who].name for who in wanted if who in here and here[who].name},
            places=self._places,
            place=say.label("teams.here"),
            someone=say.label("teams.someone"),
            everybody=tuple(listed) if picks and len(listed) <= PICK_FROM_AT_MOST else (),
            directory={who: member.directory for who, member in here.items()} if picks else {},
            wrong=say.label("teams.fill_in"),
            targeted=kind is Kind.TARGETED,
            about=space if kind is Kind.DIRECT else "",
        )

    async def _activity(
        self, space: SpaceId, shown: Message, kind: Kind, *, to: ParticipantId | None = None
    ) -> MessageActivityInput:
        known = await self.known(space, shown, kind)
        activity = MessageActivityInput.model_validate(
            {
                "summary": summary(shown, known),
                "attachments": [{"contentType": CARD, "content": card(shown, known)}],
            }
        )
        if to is not None:
            activity = activity.with_recipient(Account(id=to), is_targeted=True)
        return activity

    async def _post_privately(self, space: SpaceId, message: Message, who: ParticipantId, conversation: str) -> str:
        """In the midst of the others, seen by one; where that cannot be, in their own chat with us."""
        try:
            return await self._post_targeted(space, message, who, conversation)
        except NotAccepted:  # their cloud has no such messages, or this person cannot get one
            pass
        try:
            return await self._post_direct(space, message, who)
        except NotAccepted as refused:
            raise Unreachable(str(refused)) from None

    async def _post_targeted(self, space: SpaceId, message: Message, who: ParticipantId, conversation: str) -> str:
        activity, api = await self._activity(space, message, Kind.TARGETED, to=who), await self._api(space)
        async with translated():
            sent = await api.create_targeted_activity(conversation, activity)
        ref = _ref(Kind.TARGETED, sent.id, conversation)
        now = self._clock.now()
        self._targeted = OrderedDict((old, seen) for old, seen in self._targeted.items() if seen[1] > now)
        _remember(self._targeted, ref, (who, now + TARGETED_STANDS))
        return ref

    async def _post_direct(self, space: SpaceId, message: Message, who: ParticipantId) -> str:
        conversation = await self._direct_with(space, who)
        activity, api = await self._activity(space, message, Kind.DIRECT), await self._api(space)
        async with translated(private=True):
            sent = await api.create_activity(conversation, activity)
        return _ref(Kind.DIRECT, sent.id, conversation)

    async def _direct_with(self, space: SpaceId, who: ParticipantId) -> str:
        """The chat of two; Teams gives the same one each time."""
        found = self._direct.get(who)
        if found is None:
            wanted = CreateConversationParams(
                members=[Account(id=who)], tenant_id=self.tenant, channel_data={"tenant": {"id": self.tenant}}
            )
            async with translated(private=True):
                found = (await (await self._api(space)).create(wanted)).id
            _remember(self._direct, who, found)
        return found

    async def _members(self, space: SpaceId, *, fresh: bool) -> "dict[ParticipantId, Member]":
        return dict(await self._rosters.of(space, await self._api(space), fresh=fresh))

    async def _named(self, space: SpaceId, *, at_once: bool) -> "dict[ParticipantId, Member]":
        """For names. A message that can wait for them does: nothing was posted yet."""
        try:
            async with asyncio.timeout(NAMES_WITHIN_SECONDS if at_once else None):
                return await self._members(space, fresh=False)
        except (NotAccepted, TimeoutError):
            return {}
        except ChatError as failed:
            if not at_once and isinstance(failed, Unsure):
                raise NotNow("no names", NAMES_AGAIN_AFTER) from None
            if not at_once:
                raise
            return {}

    async def _api(self, space: SpaceId) -> ConversationClient:
        url = await self._url(space)
        if url not in self._apis:
            self._apis[url] = ConversationClient(url, self._http)
        return self._apis[url]

    async def _url(self, space: SpaceId) -> str:
        found = self._addresses.get(space)
        if found is None:
            kept = await asyncio.wrap_future(self._store.run(lambda unit: unit.space.address(space)))
            if kept is None:
                raise NotAccepted("nobody knows where that is")
            found = kept.url
            _remember(self._addresses, space, found)
        return found


def _remember(known: OrderedDict[Any, Any], key: object, value: object) -> None:
    """Keep something, and drop the oldest where there are too many."""
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)


def _ref(kind: Kind, activity: str, conversation: str) -> str:
    """Where it stands; empty where Teams does not say, so that the next thing said there is posted anew."""
    return "" if activity == NO_ID else str(Ref(kind=kind, activity=activity, conversation=conversation))
