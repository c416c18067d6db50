"""Who may take part: from whom the caller named, or who is in the space, to people with their details."""

from dataclasses import dataclass

from bot.chat import Chat, ChatError, GroupsUnavailable, GroupUnknown, SpaceClosed
from bot.kernel.refusals import ShellBecause
from bot.views.bell.answers import PICK_AT_MOST
from rituals.bell.commands import Invited
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person, eligibility
from rituals.kernel.space import THRESHOLD_AT_MOST, Space

WHOLE_SPACE_AT_MOST = 15
"""In a larger space the caller says who takes part."""

MEETING_AT_MOST = 50
"""The chat of a meeting is its guest list, so that everybody in it takes part; up to a hall full of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """``people`` None: too many to ask around, the caller has to pick. The last two: by the calendar."""

    people: tuple[Person, ...] | None
    whole_space: bool
    absent: frozenset[ParticipantId] = frozenset()
    organiser: ParticipantId | None = None


async def gather(chat: Chat, space: SpaceId, invited: Invited) -> Gathered:
    """The people a bell is drawn among.

    Raises:
        Refusal: the bot is not here, somebody named is not here or a bot, a group that cannot be read.
    """
    try:
        if invited.people or invited.groups:
            return Gathered(people=await _named(chat, space, invited), whole_space=False)
        return Gathered(people=await whole_space(chat, space), whole_space=True)
    except SpaceClosed:
        raise Refusal(ShellBecause.BOT_NOT_HERE) from None
    except GroupUnknown:
        raise Refusal(ShellBecause.GROUP_UNKNOWN) from None
    except GroupsUnavailable:
        raise Refusal(ShellBecause.GROUPS_UNAVAILABLE) from None
    except ChatError as error:
        raise Refusal(ShellBecause.ROSTER_UNAVAILABLE) from error


async def one_person(chat: Chat, space: SpaceId, who: ParticipantId) -> Person:
    """Somebody who must be here and no bot."""
    gathered = await gather(chat, space, Invited(people=(who,)))
    if not gathered.people:
        raise Refusal(ShellBecause.NOT_HERE, name=who)
    return gathered.people[0]


async def answerer(chat: Chat, space: SpaceId, who: ParticipantId) -> Person | None:
    """Somebody who wants to answer, if they are in the space.

    Raises:
        ChatError: the members cannot be read now.
    """
    here = (await chat.roster(space, at_most=0, fresh=False)).ids
    if who not in here:
        return None
    return next(iter(await chat.people(space, frozenset({who}), among=here)), None)


async def must_be_here(chat: Chat, space: SpaceId, who: ParticipantId) -> None:
    """What a team chose is for those who are in its space, also when the button stands in an old message.

    Raises:
        Refusal: somebody who is not.
        ChatError: the members cannot be read now.
    """
    if await answerer(chat, space, who) is None:
        raise Refusal(ShellBecause.NOT_IN_SPACE)


async def size(chat: Chat, space: Space) -> int | None:
    """How many people take part in a space; None where they are more than any threshold cares about.

    Raises:
        Refusal: the bot is not here, or the members cannot be read now.
    """
    try:
        return await size_of(chat, space)
    except SpaceClosed:
        raise Refusal(ShellBecause.BOT_NOT_HERE) from None
    except ChatError as error:
        raise Refusal(ShellBecause.ROSTER_UNAVAILABLE) from error


async def size_of(chat: Chat, space: Space) -> int | None:
    """As :func:`size`, for the clock.

    Raises:
        ChatError: the members cannot be read now.
    """
    people = (await chat.roster(space.id, at_most=2 * THRESHOLD_AT_MOST)).people
    return None if people is None else len(eligibility(people, chair=None, guests_welcome=space.guests).eligible)


async def _named(chat: Chat, space: SpaceId, invited: Invited) -> tuple[Person, ...]:
    if len(set(invited.people)) > PICK_AT_MOST:
        raise Refusal(ShellBecause.TOO_MANY, n=PICK_AT_MOST)
    here = (await chat.roster(space, at_most=0)).ids
    for who in invited.people:
        if who not in here:
            raise Refusal(ShellBecause.NOT_HERE, name=who)
    grouped: set[ParticipantId] = set()
    for group in invited.groups:
        members = await chat.group(group) & here
        if not members:
            raise Refusal(ShellBecause.GROUP_UNKNOWN)
        grouped |= members
    people = await chat.people(space, frozenset({*invited.people, *grouped}))
    for person in people:
        if person.bot and person.id in invited.people:
            raise Refusal(ShellBecause.IS_BOT, name=person.id)
    return people


async def whole_space(chat: Chat, space: SpaceId) -> tuple[Person, ...] | None:
    """Everybody in a space; None where there are too many to ask around.

    Raises:
        ChatError: the members cannot be read now.
    """
    at_most = MEETING_AT_MOST if chat.meets(space) else WHOLE_SPACE_AT_MOST
    return (await chat.roster(space, at_most=at_most)).people
