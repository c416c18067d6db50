"""What the clock says about one thing that is due by itself."""

from dataclasses import dataclass
from datetime import datetime

from rituals.agenda.occurrence import Kind, Why
from rituals.kernel.command import Command
from rituals.kernel.identifiers import PlanId


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceCommand(Command):
    """About one occurrence that the clock handed out."""

    plan: PlanId
    key: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MissOccurrence(OccurrenceCommand):
    """It cannot be done, for a reason that will stay."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff(OccurrenceCommand):
    """It cannot be done now; missed if that is too late."""

    until: datetime
