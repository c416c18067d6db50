"""A meeting that comes back: its dates, and what is different on some of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from graph_standin import zones
from graph_standin.events import Day, Event, Slot, day, overlaps
from graph_standin.model import CannotDo
from graph_standin.patterns import Pattern


@dataclass
class Change:
    """What is different on one date."""

    start: datetime | None = None
    minutes: int | None = None
    cancelled: bool = False


@dataclass(eq=False)
class Series(Event):
    """A meeting that comes back."""

    pattern: Pattern = field(default_factory=lambda: Pattern((0,)))
    until: date | None = None
    changes: dict[date, Change] = field(default_factory=dict)

    # What people do; the single dates are named as they were first planned.

    def move(self, date: Day | None = None, *, start: str | None = None, minutes: int | None = None) -> None:
        """One date to another time ("14:00") or day ("2026-12-02T14:00"), or longer or shorter; else all of it."""
        if date is None:
            self.move_all(start=start, minutes=minutes)
            return
        change = self._change(day(date))
        change.start = self._wall(day(date), start) if start else change.start
        change.minutes = minutes or change.minutes
        self._ask_anew(day(date))
        self.touch()

    def move_all(self, *, start: str | None = None, minutes: int | None = None) -> None:
        """All of it to another time, or another day of the week; exceptions are lost, as Outlook warns."""
        if start:
            old, self.start = self.start, self._wall(self.start.date(), start)
            if old.date() != self.start.date():
                self.pattern = Pattern((self.start.weekday(),), self.pattern.every, self.pattern.index)
        self.minutes = minutes or self.minutes
        self.changes = {}
        self._ask_anew(None)
        self.touch()

    def cancel(self, date: Day | None = None) -> None:
        """One date, or the whole series."""
        if date is None:
            super().cancel()
            return
        self._change(day(date)).cancelled = True
        self.touch()

    def end(self, last: Day) -> None:
        """The series stops after this date; later dates are gone for everybody."""
        self.until = day(last)
        self.touch()

    def expects(self, when: date) -> None:
        at = datetime.combine(when, time.max)
        if when not in {one.date() for one in self.pattern.starts(self.start, self.until, at)}:
            raise CannotDo(f"{self.subject} does not come on {when}")

    def _change(self, when: date) -> Change:
        self.expects(when)
        return self.changes.setdefault(when, Change())

    @staticmethod
    def _wall(when: date, start: str) -> datetime:
        return datetime.fromisoformat(start if "T" in start else f"{when}T{start}")

    # When it is.

    def slots(self, begin: datetime, end: datetime) -> Iterator[Slot]:
        """A date that was moved may have been planned for much later."""
        before = end.replace(tzinfo=None) + timedelta(days=400 if self.changes else 2)
        for found in self.dates(before):
            if overlaps(found, begin, end):
                yield found

    def dates(self, before: datetime) -> Iterable[Slot]:
        return (self.on(one) for one in self.pattern.starts(self.start, self.until, before))

    def on(self, wall: datetime) -> Slot:
        """The time that was planned for this moment."""
        when = wall.date()
        change, original = self.changes.get(when), zones.moment(wall, self.zone)
        moved = change or Change()
        start = zones.moment(moved.start, self.zone) if moved.start else original
        own = change or any(when in one.apart for one in self.invited)
        kind = "exception" if own else "occurrence"
        return Slot(self, when, start, start + timedelta(minutes=moved.minutes or self.minutes), kind, original)

    def master(self) -> Slot:
        start = zones.moment(self.start, self.zone)
        return Slot(self, None, start, start + timedelta(minutes=self.minutes), "seriesMaster")

    def is_cancelled(self, when: date | None) -> bool:
        change = self.changes.get(when) if when else None
        return self.cancelled or bool(change and change.cancelled)
