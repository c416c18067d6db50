"""Looking ahead: dates become occurrences, and what was begun follows its date or is called off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from rituals.agenda.claiming import count
from rituals.agenda.occurrence import KEPT, LOOKED_BACK, MADE_AHEAD, Kind, Occurrence, Stage, Why
from rituals.bell.going_round import call_off
from rituals.bell.meeting import Meeting, State
from rituals.checkout.checkout import Form, closing_time
from rituals.kernel.effect import Effect, Outcome, message_of
from rituals.kernel.identifiers import MeetingId, PlanId, SpaceId
from rituals.kernel.space import Mode, Space
from rituals.plan.commands import Replan
from rituals.plan.ports import Unit
from rituals.plan.schedule import SOON, Date, Exceptions, Plan, around, dated, rhythm_dates, round_of

MOVED_AT_MOST = timedelta(days=31)
"""How far from its day a date can be moved."""

SEEN_AHEAD = timedelta(days=190)
"""How far ahead the next dates are looked for: four times the last Friday of a month."""

NEXT = 4

NOT_HEARD_OF = timedelta(days=1)
"""A message that nothing was heard of for so long after its meeting will not come any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The meeting of a plan that runs now or starts soon."""

    plan: Plan
    date: Date


def dates_between(
    plan: Plan, space: Space, unit: Unit, days_off: frozenset[date], span: tuple[datetime, datetime]
) -> tuple[Date, ...]:
    """The dates of a plan that touch a span of time, those where nothing happens too."""
    begin, end = span
    if plan.rhythm:
        found = tuple(rhythm_dates(plan.rhythm, space.zone, begin - MOVED_AT_MOST, end + MOVED_AT_MOST))
    else:
        found = unit.plan.dates(plan.id) if plan.linked else ()
    exceptions = Exceptions(changes=unit.plan.changes(plan.id), days_off=days_off, paused_until=space.paused_until)
    made = dated(plan, space.zone, found, exceptions)
    return tuple(each for each in made if each.ends_at > begin and each.starts_at < end)


def next_dates(plan: Plan, space: Space, unit: Unit, days_off: frozenset[date], now: datetime) -> tuple[Date, ...]:
    """The next dates of a plan."""
    return tuple(islice(dates_between(plan, space, unit, days_off, (now, now + SEEN_AHEAD)), NEXT))


def meeting_now(unit: Unit, space: SpaceId, now: datetime) -> Planned | None:
    """The planned meeting of a space that runs now or starts within the hour, the earliest; not one that was skipped.

    Holidays do not matter here: whoever calls a bell then is at work.
    """
    about = unit.space.of(space)
    found = [
        Planned(plan=plan, date=each)
        for plan in unit.plan.plans(space)
        for each in dates_between(plan, about, unit, frozenset(), (now, now + SOON))
        if each.off is None
    ]
    return min(found, key=lambda each: (each.date.starts_at, each.plan.id), default=None)


# From dates to occurrences.


def replan(command: Replan, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """The clock, or the calendar, says that it is time to look ahead again."""
    for plan, read in (command.dates or {}).items():
        known = unit.plan.plan(plan)
        if known and known.linked == read.linked:  # else it was unlinked meanwhile
            unit.plan.keep_dates(plan, read.dates)
    return Outcome(effects=look_ahead(command.space, unit, moment, command.days_off))


def look_ahead(space: SpaceId, unit: Unit, moment: datetime, days_off: frozenset[date]) -> tuple[Effect, ...]:
    """Make the occurrences of a space anew: what was not begun follows its date, what was is moved or called off."""
    about, plans = unit.space.of(space), unit.plan.plans(space)
    wanted = {each.name: each for each in _wanted(about, plans, unit, moment, days_off)}
    since = {plan.id: plan.since for plan in plans} | {plan.space: min(p.since for p in plans) for plan in plans}
    effects: tuple[Effect, ...] = ()
    for known in unit.agenda.occurrences(space):
        if known.kind is Kind.MONTH:  # belongs to no plan
            if known.due_at < moment - KEPT:
                unit.agenda.drop_occurrence(known)
            continue
        effects += _renew(known, wanted.pop(known.name, None), unit, moment, gone=known.plan not in since)
    for new in wanted.values():
        if _in_time(new, since[new.plan]):
            made = _made(new, unit.agenda.born_at(), moment)
            if made.why is Why.LATE:
                count(made, unit, took_place=False)
            unit.agenda.keep_occurrence(made)
    return effects


def stop(plan: PlanId, space: SpaceId, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """A plan has no dates any more: what was not begun goes, and a draw before its meeting is undone."""
    effects: tuple[Effect, ...] = ()
    unit.plan.keep_dates(plan, None)
    for known in unit.agenda.occurrences(space):
        if known.plan == plan:
            effects += _renew(known, None, unit, moment, gone=False)
    return effects


def _wanted(
    space: Space, plans: tuple[Plan, ...], unit: Unit, moment: datetime, days_off: frozenset[date]
) -> Iterator[Occurrence]:
    for plan in plans:
        ahead = moment + MADE_AHEAD + (plan.bell_before or timedelta())
        for each in dates_between(plan, space, unit, days_off, (moment - LOOKED_BACK, ahead)):
            yield from around(plan, each, closing_time(Form.MEETING, each.ends_at, space.zone))
    if any(plan.checkout for plan in plans) and space.mode in (None, Mode.ROUND):
        for month in {space.day(moment - LOOKED_BACK), space.day(moment), space.day(moment + MADE_AHEAD)}:
            monthly = round_of(space.id, month, space.zone, days_off)
            if monthly is None:
                continue
            paused = space.paused_until and space.day(monthly.due_at) < space.paused_until
            if monthly.due_at < moment + MADE_AHEAD and not paused:
                yield monthly


def _in_time(new: Occurrence, since: datetime) -> bool:
    """Whether it was to come when its plan was made: a check-out until the meeting ends, a bell until it starts."""
    ends = {Kind.BELL: new.starts_at, Kind.CHECKOUT: new.ends_at, Kind.ROUND: new.due_at}
    return ends[new.kind] > since


def _made(new: Occurrence, born_at: datetime, moment: datetime) -> Occurrence:
    if new.due_at < born_at:
        return replace(new, stage=Stage.MISSED, why=Why.RESTORED, look_at=None)
    if new.expires_at <= moment:
        return replace(new, stage=Stage.MISSED, why=Why.LATE, look_at=None)
    return new


def _renew(
    known: Occurrence, want: Occurrence | None, unit: Unit, moment: datetime, *, gone: bool
) -> tuple[Effect, ...]:
    """Bring an occurrence in line with its date. ``want`` None: there is no such date any more."""
    if known.stage in (Stage.WAITING, Stage.CLAIMED):
        if want is None:
            unit.agenda.drop_occurrence(known)
        elif not _same_times(known, want):
            unit.agenda.keep_occurrence(want)
        return ()
    if known.stage is Stage.BEGUN and known.ends_at < moment - NOT_HEARD_OF:
        known = replace(known, stage=Stage.MISSED, why=Why.PLATFORM)
        unit.agenda.keep_occurrence(known)
    if want is None:
        effects, undone = _called_off(known, unit, moment)
        if undone or gone or known.due_at < moment - KEPT:
            unit.agenda.drop_occurrence(known)
        return effects
    if _same_times(known, want):
        return ()
    if known.stage in (Stage.MISSED, Stage.SKIPPED) and want.due_at > moment:  # it can be done after all
        unit.agenda.keep_occurrence(want)
        return ()
    moved = replace(want, look_at=None, stage=known.stage, why=known.why, about=known.about)
    unit.agenda.keep_occurrence(moved)
    _move_bell(moved, unit)
    return ()


def _same_times(one: Occurrence, other: Occurrence) -> bool:
    return (one.starts_at, one.ends_at, one.due_at, one.expires_at) == (
        other.starts_at,
        other.ends_at,
        other.due_at,
        other.expires_at,
    )


def _bell_of(occurrence: Occurrence, unit: Unit) -> Meeting | None:
    """The bell that an occurrence began, while it runs."""
    if occurrence.kind is not Kind.BELL or occurrence.about is None:
        return None
    meeting = unit.bell.meeting(MeetingId(message_of(occurrence.about)[0]))
    return meeting if meeting and meeting.state is not State.CONCLUDED else None


def _called_off(known: Occurrence, unit: Unit, moment: datetime) -> tuple[tuple[Effect, ...], bool]:
    """The meeting will not be: its draw is undone, unless it has begun. What chat should show, and whether it was."""
    meeting = _bell_of(known, unit)
    if meeting is None or known.starts_at <= moment or meeting.state is State.UNDER_WAY:
        return (), False
    return call_off(meeting, unit), True


def _move_bell(occurrence: Occurrence, unit: Unit) -> None:
    """A bell that was given belongs to its meeting, also when that moves."""
    meeting = _bell_of(occurrence, unit)
    if meeting is None or meeting.starts_at is None:
        return
    overrun = meeting.ends_at - meeting.starts_at  # lasting and running over, as it was
    lasts = occurrence.ends_at - occurrence.starts_at
    ends_at = occurrence.starts_at + max(overrun, lasts)
    due_at = meeting.due_at if meeting.state is State.ASKING else ends_at
    unit.bell.keep_meeting(replace(meeting, starts_at=occurrence.starts_at, ends_at=ends_at, due_at=due_at))
