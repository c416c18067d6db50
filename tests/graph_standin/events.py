"""Meetings as their organiser makes and changes them, and as those invited answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from graph_standin import zones
from graph_standin.model import Answer, CannotDo, Invitation, Mailbox, Role

if TYPE_CHECKING:
    from graph_standin.world import World

Sensitivity = Literal["normal", "personal", "private", "confidential"]
ShowAs = Literal["free", "tentative", "busy", "oof", "workingElsewhere"]
Day = date | str


def day(value: Day) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Slot:
    """One time that a meeting takes place: `date` is the original date within a series."""

    event: "Event"
    date: date | None
    start: datetime
    end: datetime
    kind: Literal["singleInstance", "occurrence", "exception", "seriesMaster"]
    original: datetime | None = None


@dataclass(eq=False)
class Event:
    """A meeting, or an appointment of one person."""

    world: "World"
    id: str
    organizer: Mailbox
    subject: str
    start: datetime
    minutes: int
    zone: str
    invited: list[Invitation] = field(default_factory=list)
    sensitivity: Sensitivity = "normal"
    show_as: ShowAs = "busy"
    room: Mailbox | None = None
    online: bool | str = False
    all_day: bool = False
    cancelled: bool = False
    version: int = 1
    made: datetime = datetime(1, 1, 1, tzinfo=UTC)
    touched: datetime = datetime(1, 1, 1, tzinfo=UTC)
    tidied: set[tuple[str, date | None]] = field(default_factory=set)

    def touch(self) -> None:
        self.version += 1
        self.touched = self.world.now()

    def invitation(self, who: Mailbox) -> Invitation | None:
        return next((one for one in self.invited if one.who is who), None)

    # What people do.

    def add(self, who: Mailbox, role: Role = "required") -> None:
        if self.invitation(who):
            raise CannotDo(f"{who.name} is there already")
        self.invited.append(Invitation(who, role))
        self.touch()

    def remove(self, who: Mailbox) -> None:
        """No longer invited: gone from their calendar."""
        self.invited.remove(self._asked(who))
        self.touch()

    def respond(self, who: Mailbox, answer: Answer, date: Day | None = None) -> None:
        """To the whole of it, or to one date of a series."""
        one, now = self._asked(who), self.world.now()
        if date is None:
            one.answer, one.at, one.apart = answer, now, {}
        else:
            self.expects(day(date))
            one.apart[day(date)] = (answer, now)
        self.touch()

    def cancel(self) -> None:
        """Gone from the organiser's calendar; with the others it stays, marked, until they tidy up."""
        self.cancelled = True
        self.touch()

    def move(self, *, start: str | None = None, minutes: int | None = None) -> None:
        """Another time and length; answers are asked anew, as Outlook does."""
        self.start = datetime.fromisoformat(start) if start else self.start
        self.minutes = minutes or self.minutes
        self._ask_anew(None)
        self.touch()

    def rename(self, subject: str) -> None:
        self.subject = subject
        self.touch()

    def tidy(self, who: Mailbox, date: Day | None = None) -> None:
        """Somebody removes a cancelled meeting from their calendar."""
        self.tidied.add((who.id, day(date) if date else None))

    def expects(self, when: date) -> None:
        raise CannotDo(f"a single meeting has no {when}")

    def _asked(self, who: Mailbox) -> Invitation:
        found = self.invitation(who)
        if found is None:
            raise CannotDo(f"{who.name} is not invited")
        return found

    def _ask_anew(self, when: date | None) -> None:
        for one in self.invited:
            if one.role == "resource":
                continue
            if when:
                one.apart[when] = ("none", self.world.now())
            else:
                one.answer, one.at, one.apart = "none", None, {}

    # When it is.

    def slots(self, begin: datetime, end: datetime) -> Iterator[Slot]:
        """What overlaps the window."""
        if overlaps(found := self.whole(), begin, end):
            yield found

    def whole(self) -> Slot:
        start = zones.moment(self.start, self.zone)
        return Slot(self, None, start, start + timedelta(minutes=self.minutes), "singleInstance")

    def is_cancelled(self, _date: date | None) -> bool:
        return self.cancelled

    def kept(self, who: Mailbox, when: date | None) -> bool:
        """Whether it stands in the calendar of this person: not where it was cancelled, declined or tidied."""
        if who is self.organizer:
            return not self.is_cancelled(when)
        asked = self.invitation(who)
        if asked is None or {(who.id, when), (who.id, None)} & self.tidied:
            return False
        return asked.answered(when)[0] != "declined"


def overlaps(slot: Slot, begin: datetime, end: datetime) -> bool:
    return slot.start < end and slot.end > begin
