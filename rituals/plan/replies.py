"""Answers to a click about plans."""

from dataclasses import dataclass
from datetime import date

from rituals.agenda.occurrence import Occurrence
from rituals.kernel.identifiers import PlanId
from rituals.kernel.reply import Reply
from rituals.plan.rhythm import Rhythm
from rituals.plan.schedule import Date, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan, its next dates (those where nothing happens too), and what of it was missed lately."""

    plan: Plan
    dates: tuple[Date, ...]
    missed: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansShown(Reply):
    """Every plan here. ``missed``: of what belongs to the space as a whole. ``changed``: after a change of one."""

    plans: tuple[PlanShown, ...]
    missed: tuple[Occurrence, ...] = ()
    paused_until: date | None = None
    changed: bool = False

    @property
    def takes_place(self) -> bool:
        return self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetails(Reply):
    """A plan to be changed, or (None) one to be made. ``today``: in the space."""

    plan: Plan | None
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDetails(Reply):
    """One date, to be moved."""

    plan: PlanId
    date: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRemove(Reply):
    plan: PlanId
    rhythm: Rhythm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacePauseKept(Reply):
    """``changed``: it was otherwise before."""

    until: date | None
    changed: bool
