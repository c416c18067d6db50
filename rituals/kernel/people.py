"""Who may be asked. Why somebody may not is counted where all can know it, and not told where it is their own."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rituals.kernel.identifiers import ParticipantId

CHAIR_SERVES_BELOW = 3
"""Fewer others than this, and the chair may be asked too: a bell needs somebody to take it."""


class Reason(StrEnum):
    """Why somebody cannot be asked, as everybody can know. A pause or an absence is none of these."""

    BOT = "bot"
    DEACTIVATED = "deactivated"
    GUEST = "guest"
    CHAIR = "chair"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as the platform describes them at this moment. Never stored. ``administrator``: of the workspace."""

    id: ParticipantId
    bot: bool = False
    deactivated: bool = False
    guest: bool = False
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who may be asked, in order of id.

    Attributes:
        eligible: those who are asked.
        considered: these, and whoever is left out for a reason of their own: whoever looks on must see no difference.
        why_not: how many of the others for each reason.
    """

    eligible: tuple[ParticipantId, ...]
    considered: tuple[ParticipantId, ...]
    why_not: Mapping[Reason, int]


def eligibility(
    people: Iterable[Person],
    *,
    chair: ParticipantId | None,
    guests_welcome: bool = False,
    away: Collection[ParticipantId] = (),
    left_out: Collection[ParticipantId] = (),
) -> Eligibility:
    """Sort people into those who may be asked and the reasons for the others.

    Args:
        people: everyone of the meeting.
        chair: who leads the meeting.
        guests_welcome: whether guests from outside may be asked.
        away: who paused themselves, declined the meeting or is out of office.
        left_out: whom the plan leaves out.

    Whoever owns the decision should not attack the own plan, so the chair is left out as long as three others are
    considered. Whether one of these is away makes no difference: else the chair who is asked would know of it.
    """
    why_not: Counter[Reason] = Counter()
    considered: set[ParticipantId] = set()
    for person in people:
        reason = _reason(person, guests_welcome=guests_welcome)
        if reason is None and person.id in left_out:
            reason = Reason.LEFT_OUT
        if reason is None:
            considered.add(person.id)
        else:
            why_not[reason] += 1
    if chair in considered and len(considered) > CHAIR_SERVES_BELOW:
        considered.remove(chair)
        why_not[Reason.CHAIR] += 1
    return Eligibility(
        eligible=tuple(sorted(considered.difference(away))),
        considered=tuple(sorted(considered)),
        why_not=dict(why_not),
    )


def _reason(person: Person, *, guests_welcome: bool) -> Reason | None:
    if person.bot:
        return Reason.BOT
    if person.deactivated:
        return Reason.DEACTIVATED
    if person.guest and not guests_welcome:
        return Reason.GUEST
    return None
