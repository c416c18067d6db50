"""Rhythms: every Tuesday, every other week, the first Monday of the month; and what the clocks of a zone make of it.

Daylight saving: a time that a spring night leaves out happens that much later; a time that an autumn night has twice
happens the first time (``fold=0``, PEP 495).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WEEK = 7
FRIDAY = 4


class Every(StrEnum):
    """How often; the months ones are "the first Monday", and so on."""

    WEEK = "week"
    OTHER_WEEK = "other_week"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


NTH = {Every.FIRST: 0, Every.SECOND: 1, Every.THIRD: 2, Every.FOURTH: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a team meets.

    Attributes:
        weekdays: Monday is 0; in order, at least one.
        starts: by the clock on the wall there.
        lasts: whole minutes, at least one.
        first: no date is earlier; every other week counts from the week of the first date.
    """

    every: Every
    weekdays: tuple[int, ...]
    starts: time
    lasts: timedelta
    first: date


def days(rhythm: Rhythm, begin: date, end: date) -> Iterator[date]:
    """The days of a rhythm from ``begin`` until before ``end``, in order."""
    day = max(begin, rhythm.first)
    while day < end:
        if day.weekday() in rhythm.weekdays and _counts(rhythm, day):
            yield day
        day += timedelta(days=1)


def _counts(rhythm: Rhythm, day: date) -> bool:
    if rhythm.every is Every.WEEK:
        return True
    if rhythm.every is Every.OTHER_WEEK:
        first = next(each for each in _from(rhythm.first) if each.weekday() in rhythm.weekdays)
        monday = first - timedelta(days=first.weekday())
        return (day - monday).days // WEEK % 2 == 0
    if rhythm.every is Every.LAST:
        return (day + timedelta(days=WEEK)).month != day.month
    return (day.day - 1) // WEEK == NTH[rhythm.every]


def _from(day: date) -> Iterator[date]:
    """A week of days."""
    return (day + timedelta(days=number) for number in range(WEEK))


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The moment, UTC, at which the clocks of a zone show a time; see the top of this module for nights that differ."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def exists(day: date, at: time, zone: str) -> bool:
    """Whether the clocks of a zone show that time on that day."""
    back = moment_of(day, at, zone).astimezone(ZoneInfo(zone))
    return (back.date(), back.time()) == (day, at)
