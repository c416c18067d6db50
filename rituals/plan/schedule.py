"""When things happen by themselves: rhythms, the dates they make, and what is due around each date.

Theory of operation. A **plan** says when a team meets, by a rhythm in local wall time or by a series in a calendar. It
makes **dates**; a date has a key that stays when it moves. Around each date there are **occurrences**: the bell before,
the check-out at the end; and one round a month for a space. An occurrence is a row with a moment in UTC, made about a
week ahead and made anew whenever plan, calendar or time zones change, as long as nothing was done with it yet. The
clock only ever asks which rows are due.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rituals.agenda.occurrence import Kind, Occurrence
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.plan.rhythm import FRIDAY, WEEK, Rhythm, days, moment_of

SOON = timedelta(hours=1)
"""A meeting that starts within this is the one that is meant now."""

CHECKOUT_BEFORE_END = timedelta(minutes=5)
ROUND_OPENS = time(10, 0)
ROUND_CLOSES = time(17, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A series in a calendar. ``mailbox`` is that of ``by``, who linked it."""

    mailbox: str
    series: str
    by: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a team does around one of its meetings. By ``rhythm`` or ``linked``; by neither once whoever linked it is
    forgotten: then it has no dates.

    Attributes:
        version: counts changes, so that two people who change it at once notice.
        chair: leads the meeting; None: whoever the calendar says, else the author.
        author: who made or last changed it; None once forgotten.
        left_out: who is never asked.
        bell_before: how long before the start somebody is asked; None: no bell.
        checkout: whether there is a check-out at the end.
        holidays: whether public holidays are skipped.
        since: when it was made or changed; nothing before that is missed.
    """

    id: PlanId
    space: SpaceId
    version: int
    rhythm: Rhythm | None
    linked: Linked | None = None
    chair: ParticipantId | None = None
    author: ParticipantId | None = None
    left_out: tuple[ParticipantId, ...] = ()
    bell_before: timedelta | None = None
    checkout: bool = False
    holidays: bool = True
    since: datetime

    def without(self, who: ParticipantId) -> "Plan":
        """The plan when somebody is forgotten. Without their mailbox it has no dates any more."""
        return replace(
            self,
            chair=None if self.chair == who else self.chair,
            author=None if self.author == who else self.author,
            left_out=tuple(other for other in self.left_out if other != who),
            linked=None if self.linked and self.linked.by == who else self.linked,
        )


class Off(StrEnum):
    """Why nothing happens on a date."""

    HOLIDAY = "holiday"
    PAUSED = "paused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """One meeting.

    Attributes:
        key: what it was to begin with, which stays when it moves.
        off: why nothing happens then.
        was: when it would be, if somebody moved it here.
    """

    key: str
    starts_at: datetime
    ends_at: datetime
    off: Off | None = None
    was: datetime | None = None

    @property
    def moved(self) -> bool:
        return self.was is not None


def rhythm_dates(rhythm: Rhythm, zone: str, begin: datetime, end: datetime) -> Iterator[Date]:
    """The dates of a rhythm that end after ``begin`` and start before ``end``. The key is the day."""
    from_day = (begin - rhythm.lasts).astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    for day in days(rhythm, from_day, end.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)):
        starts_at = moment_of(day, rhythm.starts, zone)
        if starts_at + rhythm.lasts > begin and starts_at < end:
            yield Date(key=day.isoformat(), starts_at=starts_at, ends_at=starts_at + rhythm.lasts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """What makes single dates differ.

    Attributes:
        changes: by key: when it starts instead, or None where it is skipped.
        days_off: public holidays.
        paused_until: the team's own pause.
    """

    changes: Mapping[str, datetime | None]
    days_off: Collection[date] = ()
    paused_until: date | None = None


def dated(plan: Plan, zone: str, found: Collection[Date], exceptions: Exceptions) -> tuple[Date, ...]:
    """The dates of a plan as they will be, in order of time, with the reason where nothing happens.

    Args:
        plan: the plan.
        zone: of its space.
        found: what rhythm or calendar says.
        exceptions: what makes single dates differ.
    """
    made = (_excepted(plan, zone, each, exceptions) for each in found)
    return tuple(sorted(made, key=lambda each: (each.starts_at, each.key)))


def _excepted(plan: Plan, zone: str, found: Date, exceptions: Exceptions) -> Date:
    by_hand = found.key in exceptions.changes
    changed = exceptions.changes.get(found.key)
    starts_at = changed or found.starts_at
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    off = None
    if by_hand and changed is None:
        off = Off.SKIPPED
    elif exceptions.paused_until and day < exceptions.paused_until:
        off = Off.PAUSED
    elif plan.holidays and not by_hand and day in exceptions.days_off:  # whoever chose a holiday means it
        off = Off.HOLIDAY
    return Date(
        key=found.key,
        starts_at=starts_at,
        ends_at=starts_at + (found.ends_at - found.starts_at),
        off=off,
        was=found.starts_at if starts_at != found.starts_at else None,
    )


def around(plan: Plan, date_: Date, closes_at: datetime) -> Iterator[Occurrence]:
    """What happens around one date. ``closes_at``: when a form that opens at its end would close, UTC."""
    if date_.off:
        return
    if plan.bell_before is not None:
        yield _waiting(plan, date_, Kind.BELL, date_.starts_at - plan.bell_before, date_.starts_at)
    if plan.checkout:
        due_at = max(date_.starts_at, date_.ends_at - CHECKOUT_BEFORE_END)
        yield _waiting(plan, date_, Kind.CHECKOUT, due_at, max(closes_at, date_.ends_at))


def _waiting(plan: Plan, date_: Date, kind: Kind, due_at: datetime, expires_at: datetime) -> Occurrence:
    return Occurrence(
        plan=plan.id,
        key=date_.key,
        kind=kind,
        space=plan.space,
        starts_at=date_.starts_at,
        ends_at=date_.ends_at,
        due_at=due_at,
        expires_at=expires_at,
        look_at=due_at,
    )


def round_of(space: SpaceId, month: date, zone: str, days_off: Collection[date] = ()) -> Occurrence | None:
    """The round of a month: the working days of the last week that lies in it as a whole. None: there are none."""
    last = (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    friday = last - timedelta(days=(last.weekday() - FRIDAY) % WEEK)
    week = [friday - timedelta(days=FRIDAY - number) for number in range(FRIDAY + 1)]
    working = [day for day in week if day not in days_off]
    if not working:
        return None
    opens = moment_of(working[0], ROUND_OPENS, zone)
    closes = moment_of(working[-1], ROUND_CLOSES, zone)
    return Occurrence(
        plan=PlanId(space),
        key=f"{month:%Y-%m}",
        kind=Kind.ROUND,
        space=space,
        starts_at=opens,
        ends_at=closes,
        due_at=opens,
        expires_at=max(opens + timedelta(hours=1), closes - timedelta(days=1)),
        look_at=opens,
    )
