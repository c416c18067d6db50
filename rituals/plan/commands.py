"""What people and the clock may ask about plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from rituals.agenda.commands import OccurrenceCommand
from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.identifiers import ParticipantId, PlanId
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from rituals.plan.rhythm import Rhythm
from rituals.plan.schedule import Date, Linked


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCommand(PersonalCommand):
    """Somebody asks something about plans. ``days_off``: public holidays from last year to next."""

    days_off: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPlans(PlanCommand):
    """What happens here by itself, and when? ``plan``: only of that one."""

    plan: PlanId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPlan(PersonalCommand):
    """What does this plan say? None: may there be another one?"""

    plan: PlanId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlan(PlanCommand):
    """Make a plan (``plan`` None) or change one. For the other fields see :class:`rituals.plan.schedule.Plan`.

    Attributes:
        version: what the plan was when the form was opened.
        dates: what the calendar says of the series, when it follows one.
    """

    plan: PlanId | None
    version: int
    language: Language
    rhythm: Rhythm | None
    linked: Linked | None = None
    dates: tuple[Date, ...] = ()
    chair: ParticipantId | None
    left_out: tuple[ParticipantId, ...]
    bell_before: timedelta | None
    checkout: bool
    holidays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePlan(PlanCommand):
    """``sure`` after the warning."""

    plan: PlanId
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCommand(PlanCommand):
    """About one date of a plan."""

    plan: PlanId
    key: str


class SkipDate(DateCommand):
    """Nothing happens that time."""


class RestoreDate(DateCommand):
    """It happens after all, as the plan says."""


class ShowDate(DateCommand):
    """When is it now? Asked before moving it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDate(DateCommand):
    """It happens on another day or at another time, once."""

    day: date
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSpace(PlanCommand):
    """Nothing happens here by itself before ``until``; None means: the pause is over."""

    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRead:
    """What a calendar says of a series."""

    linked: Linked
    dates: tuple[Date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan(Command):
    """The clock: make what is due in the coming days anew. ``dates``: what calendars say now, by plan."""

    days_off: frozenset[date]
    dates: Mapping[PlanId, CalendarRead] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginBell(OccurrenceCommand):
    """A planned bell. For the other fields see :class:`CallBell`."""

    people: tuple[Person, ...]
    absent: frozenset[ParticipantId] = frozenset()
    organiser: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginCheckOut(OccurrenceCommand):
    """A planned check-out or round. ``people``: see :class:`OpenCheckOut`."""

    people: int | None
