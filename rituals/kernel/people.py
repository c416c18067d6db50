"""Who may be asked, and for everyone else the reason why not, counted and never named."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rituals.kernel.identifiers import ParticipantId

CHAIR_SERVES_BELOW = 3
"""Fewer others than this, and the chair may be asked too: a bell needs somebody to take it."""


class Reason(StrEnum):
    """Why somebody cannot be asked."""

    BOT = "bot"
    DEACTIVATED = "deactivated"
    GUEST = "guest"
    PAUSED = "paused"
    CHAIR = "chair"
    ABSENT = "absent"
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
    """Who may be asked, in order of id, and how many may not for each reason."""

    eligible: tuple[ParticipantId, ...]
    why_not: Mapping[Reason, int]


def eligibility(
    people: Iterable[Person],
    *,
    chair: ParticipantId | None,
    guests_welcome: bool = False,
    paused: Collection[ParticipantId] = (),
    absent: Collection[ParticipantId] = (),
    left_out: Collection[ParticipantId] = (),
) -> Eligibility:
    """Sort people into those who may be asked and the reasons for the others.

    Args:
        people: everyone considered.
        chair: who leads the meeting.
        guests_welcome: whether guests from outside may be asked.
        paused: who paused themselves.
        absent: who declined the meeting or is out of office.
        left_out: whom the plan leaves out.

    Whoever owns the decision should not attack the own plan, so the chair is left out as long as three others remain.
    """
    away = {**dict.fromkeys(paused, Reason.PAUSED), **dict.fromkeys(absent, Reason.ABSENT)}
    away |= dict.fromkeys(left_out, Reason.LEFT_OUT)
    why_not: Counter[Reason] = Counter()
    eligible: dict[ParticipantId, None] = {}
    for person in people:
        reason = _reason(person, guests_welcome=guests_welcome) or away.get(person.id)
        if reason is None:
            eligible[person.id] = None
        else:
            why_not[reason] += 1
    if chair in eligible and len(eligible) > CHAIR_SERVES_BELOW:
        del eligible[chair]
        why_not[Reason.CHAIR] += 1
    return Eligibility(eligible=tuple(sorted(eligible)), why_not=dict(why_not))


def _reason(person: Person, *, guests_welcome: bool) -> Reason | None:
    if person.bot:
        return Reason.BOT
    if person.deactivated:
        return Reason.DEACTIVATED
    if person.guest and not guests_welcome:
        return Reason.GUEST
    return None
