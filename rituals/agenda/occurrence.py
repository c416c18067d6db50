"""What is due by itself: one thing that happens once.

An **occurrence** is a row with a moment in UTC. The clock only ever asks which rows are due; whatever makes rows (a
plan looks ahead, a month is told) makes them anew as long as nothing was done with them yet.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from rituals.kernel.identifiers import PlanId, SpaceId

MADE_AHEAD = timedelta(days=8)
"""Occurrences are rows from so long before they are due."""

LOOKED_BACK = timedelta(days=14)
"""What was due longer ago, while nothing ran, is not even told as missed."""

KEPT = timedelta(days=35)
"""How long an occurrence that is over is kept: longer than it could be made anew."""

PLANNED = "planned/"
"""How the name begins under which a planned moment is counted."""


class Kind(StrEnum):
    """What happens around a date."""

    BELL = "bell"
    CHECKOUT = "checkout"
    ROUND = "round"
    MONTH = "month"


class Stage(StrEnum):
    """How far an occurrence is. BEGUN: decided, and its message is under way. The last four are ends."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    BEGUN = "begun"
    SENT = "sent"
    MISSED = "missed"
    SKIPPED = "skipped"
    UNSURE = "unsure"


class Why(StrEnum):
    """Why an occurrence was missed or skipped."""

    LATE = "late"
    RESTORED = "restored"
    TOO_MANY = "too_many"
    PLATFORM = "platform"
    CALLED_OFF = "called_off"
    ALREADY = "already"
    NOT_FITTING = "not_fitting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One thing that happens once. Plan, key and kind name it.

    Attributes:
        due_at: when it should happen.
        expires_at: from then on it is of no use any more.
        look_at: when the clock looks at it next; None once nothing more is to be done.
        about: the message that shows it, once there is one.
    """

    plan: PlanId
    key: str
    kind: Kind
    space: SpaceId
    starts_at: datetime
    ends_at: datetime
    due_at: datetime
    expires_at: datetime
    look_at: datetime | None
    stage: Stage = Stage.WAITING
    why: Why | None = None
    about: str | None = None

    @property
    def name(self) -> tuple[PlanId, str, Kind]:
        return self.plan, self.key, self.kind

    def ended(self, stage: Stage, why: Why | None = None, about: str | None = None) -> "Occurrence":
        """Nothing more is to be done by the clock."""
        return replace(self, stage=stage, why=why, look_at=None, about=about or self.about)

    @property
    def counted_as(self) -> str:
        """Counted under this name, once; moved to another time it is another moment."""
        return f"{PLANNED}{round(self.due_at.timestamp() * 1000)}/{self.kind}/{self.key}/{self.plan}"
