"""What a back-end must keep. The docstrings are the contract; ``tests/storage`` walks them on every back-end.

Two things are kept apart. The **record** is durable and backed up and knows no participant. The **live** side is the
present; it survives a crash, is never backed up, and forgets. A **unit** gives both inside one transaction each;
the record is committed first, so every change of it must be repeatable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from rituals.effects import Content, Effect, Slot
from rituals.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.meeting import Done, Meeting, Seat
from rituals.rotation import Rotation
from rituals.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Counts of one month in one space: bells that went round, how many of them rang, how often, and what was done."""

    announced: int = 0
    rung: int = 0
    moments: int = 0
    done: Mapping[Done, int]


class Record(Protocol):
    """The durable side.

    * A space that was never saved is a new one with the defaults of this installation.
    * ``save_space`` replaces; ``forget_space`` removes the settings and keeps the activity.
    * ``count_bell`` adds one concluded bell to its month, once per meeting however often it is called,
      until ``uncount`` is called for a meeting that the live side has forgotten.
    """

    def space(self, space: SpaceId) -> Space: ...
    def spaces(self) -> tuple[SpaceId, ...]: ...
    def save_space(self, space: Space) -> None: ...
    def forget_space(self, space: SpaceId) -> None: ...
    def count_bell(self, meeting: Meeting, month: str, done: Done | None) -> None: ...
    def activity(self, space: SpaceId, month: str) -> Activity: ...


class Live(Protocol):
    """The present.

    * ``running`` is the one bell of a space that is not yet concluded; there is never a second.
    * ``credit`` adds to credits (a person without a row has 0) and ``keep_rotation`` replaces all rows of a space.
      A row that is zero and not last need not be kept.
    * ``paused`` is everyone whose pause ends after a day; pauses that are over are gone.
    * ``keep_meeting`` replaces a meeting; ``seat`` replaces seats of a meeting and leaves the others.
    * ``forget_meeting`` removes a meeting and its seats, not what must still be said.
    * ``due`` lists meetings whose moment has come, the longest waiting first.
    * ``spaces`` is every space that has a row here; ``forget_space`` removes every row of one.
    """

    def rotation(self, space: SpaceId) -> Rotation: ...
    def credit(self, space: SpaceId, changes: Mapping[ParticipantId, int], last: ParticipantId | None) -> None: ...
    def keep_rotation(self, space: SpaceId, rotation: Rotation) -> None: ...
    def paused(self, space: SpaceId, today: date) -> frozenset[ParticipantId]: ...
    def pause(self, space: SpaceId, who: ParticipantId, until: date | None) -> None: ...
    def meeting(self, meeting: MeetingId) -> Meeting | None: ...
    def running(self, space: SpaceId) -> Meeting | None: ...
    def concluded(self, space: SpaceId) -> tuple[Meeting, ...]: ...
    def keep_meeting(self, meeting: Meeting) -> None: ...
    def forget_meeting(self, meeting: MeetingId) -> None: ...
    def seats(self, meeting: MeetingId) -> tuple[Seat, ...]: ...
    def seat(self, meeting: MeetingId, seats: tuple[Seat, ...]) -> None: ...
    def unseat(self, meeting: MeetingId, who: ParticipantId | None = None) -> None: ...
    def due(self, now: datetime, at_most: int) -> tuple[Meeting, ...]: ...
    def spaces(self) -> tuple[SpaceId, ...]: ...
    def forget_space(self, space: SpaceId) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A message under way: what to put into which slot, and where it stands already.

    Attributes:
        version: which saying of this slot; a later one may have come while this was being delivered.
        attempt: how many times it has been claimed, this one included.
        ref: where the slot's message stands in chat, if it does.
        thread: where the message above it stands, if it does.
    """

    slot: Slot
    content: Content
    version: int
    attempt: int
    ref: str | None
    thread: str | None


class Outbox(Protocol):
    """Messages under way, on the live side.

    * ``put`` stores effects in the transaction that decided them. Saying something into a slot replaces what was
      not yet delivered there; something closing, where nothing stands and nothing is under way, empties the slot.
    * ``claim`` hands out due errands, oldest first and at most one per space at a time, and leases them; one whose
      lease has run out is handed out again.
    * ``delivered`` keeps the reference, and forgets the row when nothing more will be said there.
    * ``later`` gives an errand back until a moment; ``dropped`` forgets it undelivered.
    """

    def put(self, effects: tuple[Effect, ...], now: datetime) -> None: ...
    def claim(self, now: datetime, lease_until: datetime, at_most: int) -> tuple[Errand, ...]: ...
    def delivered(self, errand: Errand, ref: str) -> None: ...
    def later(self, errand: Errand, until: datetime) -> None: ...
    def dropped(self, errand: Errand) -> None: ...
    def next_due(self) -> datetime | None: ...


class Unit(Protocol):
    """Everything a handler may touch, inside one transaction for each side."""

    @property
    def record(self) -> Record: ...
    @property
    def live(self) -> Live: ...
    @property
    def outbox(self) -> Outbox: ...
