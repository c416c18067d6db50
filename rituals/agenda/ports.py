"""What a back-end keeps of what is due by itself."""

from datetime import datetime
from typing import Protocol

from rituals.agenda.occurrence import Kind, Occurrence, Stage, Why
from rituals.kernel import ports
from rituals.kernel.identifiers import PlanId, SpaceId


class Agenda(Protocol):
    """Occurrences, in the present.

    * ``occurrences`` are those of a space, in order of time; ``keep_occurrence`` replaces one by its name.
      ``spaces`` are those that have any.
    * ``claim_occurrences`` hands out those that the clock should look at, the longest waiting first, and leases them:
      one whose lease has run out is handed out again.
    * ``end_occurrence`` notes what became of the message of an occurrence that has begun.
    * ``born_at`` is when this side began: what was due before is unknown here.
    """

    def occurrences(self, space: SpaceId) -> tuple[Occurrence, ...]: ...
    def occurrence(self, plan: PlanId, key: str, kind: Kind) -> Occurrence | None: ...
    def spaces(self) -> tuple[SpaceId, ...]: ...
    def keep_occurrence(self, occurrence: Occurrence) -> None: ...
    def drop_occurrence(self, occurrence: Occurrence) -> None: ...
    def claim_occurrences(self, now: datetime, lease_until: datetime, at_most: int) -> tuple[Occurrence, ...]: ...
    def end_occurrence(self, about: str, stage: Stage, why: Why | None = None) -> None: ...
    def born_at(self) -> datetime: ...


class Unit(ports.Unit, Protocol):
    """See :class:`rituals.kernel.ports.Unit`."""

    @property
    def agenda(self) -> Agenda: ...
