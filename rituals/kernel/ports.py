"""What a back-end must keep for every ritual. The docstrings are the contract; ``tests/storage`` walks them.

Each ritual says in its own ``ports`` what is kept of it, and which of that is which:

* The **record** is durable and backed up and knows no participant but who made a team's own questions or a plan, who
  chairs a plan, takes no part in it or had their calendar linked, and leaders.
* The **present** survives a crash, is never backed up, and forgets.

A **unit** gives both inside one transaction each, with what is kept of each ritual by the ritual's name. The record is
committed first, so every change of it must be repeatable.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rituals.kernel.effect import Content, Effect, Slot
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Address, Space


class Spaces(Protocol):
    """The settings of spaces, in the record.

    * ``of``: a space that was never saved is a new one with the defaults of this installation. ``known`` are those
      that were saved, ``every`` their settings.
    * ``save`` replaces. A space that is not shared any more, or is forgotten, goes out of the rows of months before for
      good. Forgetting a space keeps a threshold that was raised.
    * ``keep_address`` replaces where the platform is reached for a space, and keeps what it is part of where that is
      not told again; ``address`` gives it, ``within`` every space that is part of something.
    """

    def of(self, space: SpaceId) -> Space: ...
    def known(self) -> tuple[SpaceId, ...]: ...
    def every(self) -> tuple[Space, ...]: ...
    def save(self, space: Space) -> None: ...
    def address(self, space: SpaceId) -> Address | None: ...
    def keep_address(self, space: SpaceId, address: Address) -> None: ...
    def within(self, within: str) -> tuple[SpaceId, ...]: ...


class Counts(Protocol):
    """What is counted of a month that is not closed yet, in the record. No count is about a person.

    * ``add`` adds to counts of a space in a month, once for each ``about`` however often it is called, until
      ``uncount`` is called for what the present has forgotten. The names are those of
      :class:`rituals.month.months.Figures`.
    * ``counted`` is every ``about`` that would not be counted again.
    """

    def add(self, about: str, space: SpaceId, month: str, **counts: int) -> None: ...
    def counted(self) -> tuple[str, ...]: ...
    def uncount(self, about: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A message under way: what to put into which slot, and where it stands already.

    Attributes:
        version: which saying of this slot; a later one may have come while this was being delivered.
        attempt: how many times it has been claimed, this one included.
        ref: where the slot's message stands in chat, if it does.
        thread: where the message above it stands, if it does.
        until: from then on it need not be said any more.
    """

    slot: Slot
    content: Content
    version: int
    attempt: int
    ref: str | None
    thread: str | None
    until: datetime | None = None


class Outbox(Protocol):
    """Messages under way, in the present.

    * ``put`` stores effects in the transaction that decided them. Saying something into a slot replaces what was
      not yet delivered there; something closing, where nothing stands and nothing is under way, empties the slot.
    * ``workspaces`` are those for which something waits. ``claim`` hands out due errands of one of them, oldest first
      and at most one per space at a time, and leases them; one whose lease has run out is handed out again.
    * ``delivered`` keeps the reference, and forgets the row when nothing more will be said there.
    * ``later`` gives an errand that was surely not said back until a moment, and does not count that attempt;
      ``unanswered`` leaves it leased until then, and does count it; ``dropped`` forgets it undelivered,
      ``forget_recipient`` everything that is on its way to somebody.
    * ``unsure`` sets a message aside that was not said, as far as is known. ``say_again`` puts it back, as if it
      had never been tried; ``was_said`` forgets it. Both say whether there was one.
    * ``oldest_due`` is when the errand that waits longest was or is due; None: nothing waits.
    """

    def put(self, effects: tuple[Effect, ...], now: datetime) -> None: ...
    def workspaces(self) -> tuple[str, ...]: ...
    def claim(self, workspace: str, now: datetime, lease_until: datetime, at_most: int) -> tuple[Errand, ...]: ...
    def delivered(self, errand: Errand, ref: str) -> None: ...
    def later(self, errand: Errand, until: datetime) -> None: ...
    def unanswered(self, errand: Errand, until: datetime) -> None: ...
    def dropped(self, errand: Errand) -> None: ...
    def unsure(self, slot: Slot) -> None: ...
    def say_again(self, slot: Slot, now: datetime) -> bool: ...
    def was_said(self, slot: Slot) -> bool: ...
    def forget_recipient(self, who: ParticipantId) -> None: ...
    def oldest_due(self) -> datetime | None: ...


class Unit(Protocol):
    """What every handler may touch; each ritual's own ``Unit`` adds what is kept of it and of those it stands on.

    * ``present`` is every space of which the present has a row.
    * ``forget_space`` removes every row of a space, of every ritual, but what was counted and published; a team's own
      questions stay without their author.
    * ``clock_went_back`` brings forward what waits for a moment that the clock, before it was put back, counted from.
    """

    @property
    def space(self) -> Spaces: ...
    @property
    def counts(self) -> Counts: ...
    @property
    def outbox(self) -> Outbox: ...
    def present(self) -> tuple[SpaceId, ...]: ...
    def forget_space(self, space: SpaceId) -> None: ...
    def clock_went_back(self, by: timedelta) -> None: ...
