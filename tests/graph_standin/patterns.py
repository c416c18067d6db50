"""How a series repeats, and the same as patternedRecurrence (Graph documentation, "recurrencePattern")."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from graph_standin.model import CannotDo, Json

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_FAR = timedelta(days=366 * 5)


def _day(word: str) -> int:
    found = [number for number, name in enumerate(DAYS) if len(word) > 1 and name.startswith(word.lower())]
    if len(found) != 1:
        raise CannotDo(f"{word!r} is not a day of the week")
    return found[0]


@dataclass(frozen=True)
class Pattern:
    """Every so many weeks on these days, or every so many months on such a day."""

    days: tuple[int, ...]
    every: int = 1
    index: str | None = None

    @classmethod
    def of(cls, start: datetime, weekly: str | None, monthly: str | None, every: int) -> "Pattern":
        """`weekly="tue"` or `"mon thu"`, `monthly="first mon"`; without either, weekly on the day it starts."""
        if monthly:
            index, _, word = monthly.lower().partition(" ")
            if weekly or index not in INDEXES:
                raise CannotDo(f"{monthly!r} is not like 'first mon'")
            return cls((_day(word),), every, index)
        words = (weekly or DAYS[start.weekday()]).replace(",", " ").split()
        return cls(tuple(sorted(_day(word) for word in words)), every)

    def starts(self, first: datetime, until: date | None, before: datetime) -> Iterator[datetime]:
        """Wall times from the first on, for as long as somebody may look."""
        end = min(before, datetime.combine(until, first.time()) if until else before)
        nth = INDEXES[self.index] if self.index else None
        rule = rrule(
            MONTHLY if self.index else WEEKLY,
            dtstart=first,
            interval=self.every,
            byweekday=[weekday(one, nth) for one in self.days],
            until=min(end, first + _FAR),
        )
        return iter(rule)

    def first(self, start: datetime) -> datetime:
        """Outlook lets a series begin on its first day that fits the pattern."""
        return next(self.starts(start, None, start + _FAR))

    def body(self, start: datetime, until: date | None, zone: str) -> Json:
        pattern = {
            "type": "relativeMonthly" if self.index else "weekly",
            "interval": self.every,
            "month": 0,
            "dayOfMonth": 0,
            "daysOfWeek": [DAYS[one] for one in self.days],
            "firstDayOfWeek": "monday",
            "index": self.index or "first",
        }
        span = {
            "type": "endDate" if until else "noEnd",
            "startDate": f"{start:%Y-%m-%d}",
            "endDate": f"{until:%Y-%m-%d}" if until else "0001-01-01",
            "recurrenceTimeZone": zone,
            "numberOfOccurrences": 0,
        }
        return {"pattern": pattern, "range": span}
