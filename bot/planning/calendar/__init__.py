"""The Calendar port: what a calendar must be able to tell, and the ways it can fail.

What is read here is used at once and not stored, but for the times of the dates of a linked series.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

WARN_DAYS = 31
"""Before the secret or the certificate ends, so long ahead the operator hears of it."""


class CalendarError(Exception):
    """The root of what a calendar can answer instead of telling."""


class CalendarDown(CalendarError):
    """Not now: it does not answer, is too busy, or has a fault. Try again after ``wait``."""

    def __init__(self, message: str, wait: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(message)
        self.wait = wait


class MailboxClosed(CalendarError):
    """This mailbox is not ours to see, or does not exist."""


class Gone(CalendarError):
    """This meeting is not in the calendar any more: it was cancelled or removed."""


class CalendarLocked(CalendarError):
    """We are not let in at all: the secret is wrong or expired, or a permission is missing. The message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """One meeting of a series. ``event``: the calendar's own number of it, which stays when it moves."""

    event: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A meeting that repeats, as somebody can choose it. ``subject`` None: it is private, and was not read.

    Attributes:
        next: the first of its dates that is not over.
    """

    id: str
    subject: str | None = field(repr=False)
    next: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """Who is invited to one meeting, by mail address in small letters.

    Attributes:
        organiser: who leads it, if told.
        coming: everybody invited who has not declined, the organiser included; no rooms.
        declined: who said no.
    """

    organiser: str | None = field(repr=False)
    coming: frozenset[str] = field(repr=False)
    declined: frozenset[str] = field(repr=False)


class Calendar(Protocol):
    """Calendars of an organisation. A mailbox is named by its address or its number in the directory.

    * ``series`` lists what repeats in a mailbox and has a date in the coming weeks, the next one first.
    * ``dates`` gives every date of every series from yesterday until some weeks ahead, by series, in order of time;
      cancelled ones are left out. What did not change since the last call is not read again.
    * ``guests`` tells who is invited to one meeting; :class:`Gone` where it is cancelled or not there.
    * ``away`` tells who of some people is out of office for all of a time; whoever cannot be looked up is left out.

    Each may raise any :class:`CalendarError`.
    """

    async def series(self, mailbox: str) -> tuple[Series, ...]: ...
    async def dates(self, mailbox: str) -> Mapping[str, tuple[Date, ...]]: ...
    async def guests(self, mailbox: str, event: str) -> Guests: ...
    async def away(
        self, mailbox: str, addresses: frozenset[str], starts_at: datetime, ends_at: datetime
    ) -> frozenset[str]: ...
