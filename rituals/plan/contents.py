"""What stands in a slot about plans."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rituals.kernel.effect import Content
from rituals.kernel.identifiers import ParticipantId
from rituals.plan.rhythm import Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKept(Content):
    """What a plan says, for everybody in the space; not who is left out."""

    by: ParticipantId
    fresh: bool
    rhythm: Rhythm | None
    next: datetime | None
    bell_before: timedelta | None
    checkout: bool
    chair: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRemoved(Content):
    by: ParticipantId
    rhythm: Rhythm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChanged(Content):
    """One date is skipped (``to`` None), moved, or as planned again (``restored``)."""

    by: ParticipantId
    was: datetime
    to: datetime | None
    restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacePaused(Content):
    by: ParticipantId
    until: date | None


class PlanStopped(Content):
    """For whoever made a plan: we are not in the space any more."""
