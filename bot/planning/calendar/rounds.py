"""Following a calendar by its delta rounds: first everything, then what changed since.

Of what Graph tells, only numbers and times stay, and only in memory.
"""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from msgraph.generated.models.event import Event
from msgraph.generated.models.event_type import EventType
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder

from bot.planning.calendar import CalendarDown, Date
from bot.planning.calendar.client import Client, configured, listed
from bot.planning.calendar.refusals import StaleRound
from bot.planning.calendar.times import date_of

BEHIND, AHEAD = timedelta(days=1), timedelta(weeks=5)
"""The window, from the start of today (UTC)."""

PAGE = 100

Query = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters
Known = Mapping[str, Mapping[str, Date]]
"""Dates by their number, by series."""


def window(today: date) -> tuple[datetime, datetime]:
    """From the start of yesterday to five weeks ahead."""
    start = datetime.combine(today, time(), UTC)
    return start - BEHIND, start + AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What is known after a round. ``day``: of the window, which the rounds that follow cannot move."""

    day: date
    link: str
    series: Known


class Follower:
    """One mailbox. Rounds follow each other, so they are asked one at a time."""

    def __init__(self, client: Client, mailbox: str) -> None:
        self._client, self._mailbox = client, mailbox
        self._last: Round | None = None
        self._one_asks = asyncio.Lock()

    @property
    def idle_since(self) -> date | None:
        """The last day on which somebody asked and was told."""
        return self._last.day if self._last else None

    async def dates(self, today: date) -> Mapping[str, tuple[Date, ...]]:
        """Every date of every series in the window of today, in order of time.

        Raises:
            CalendarError: it is not told. What was known stays.
        """
        async with self._one_asks:
            self._last = await self._round(self._last, today)
            return {
                series: tuple(sorted(dates.values(), key=lambda one: (one.starts_at, one.event)))
                for series, dates in self._last.series.items()
            }

    async def _round(self, last: Round | None, today: date) -> Round:
        """What changed since; or everything, once a day and wherever Graph does not tell changes as a whole."""
        if last and last.day == today:
            with suppress(StaleRound):
                told, link = await self._read(last.link, today)
                if not half_told(told):
                    return Round(day=today, link=link, series=merged(last.series, told))
        try:
            told, link = await self._read(None, today)
        except StaleRound:  # it forgets between two pages too
            told, link = await self._read(None, today)
        return Round(day=today, link=link, series=merged({}, told))

    async def _read(self, link: str | None, today: date) -> tuple[list[Event], str]:
        """All pages of a round, and the link for the next."""
        told: list[Event] = []
        while True:
            answer = await self._page(link, today)
            told += listed(answer.value)
            if answer.odata_delta_link:
                return told, answer.odata_delta_link
            if not answer.odata_next_link:
                raise CalendarDown("Graph breaks off a round.")
            link = answer.odata_next_link

    async def _page(self, link: str | None, today: date) -> DeltaGetResponse:
        builder = self._client.mailbox(self._mailbox).calendar_view.delta
        if link:
            following = builder.with_url(link)
            return await self._client.ask(self._mailbox, lambda: following.get(configured(Query(), page=PAGE)))
        start, end = window(today)
        query = Query(start_date_time=f"{start:%Y-%m-%dT%H:%M:%SZ}", end_date_time=f"{end:%Y-%m-%dT%H:%M:%SZ}")
        return await self._client.ask(self._mailbox, lambda: builder.get(configured(query, page=PAGE)))


def merged(known: Known, told: Iterable[Event]) -> Known:
    """What is known after a round.

    A change to one date brings its whole series again, and a date that was cancelled may just be missing from it. So a
    series that is told of is replaced, not added to.
    """
    gone, masters, dates = _sorted(told)
    new = masters.keys() | {event.series_master_id for event in dates}
    kept = {
        series: {number: one for number, one in old.items() if number not in gone}
        for series, old in known.items()
        if series not in new | gone
    }
    fresh: dict[str, dict[str, Date]] = {}
    for event in dates:
        series = event.series_master_id or ""
        if not (event.is_cancelled or (series in masters and masters[series].is_cancelled)):
            one = date_of(event)
            fresh.setdefault(series, {})[one.event] = one
    return {series: found for series, found in (kept | fresh).items() if found}


def half_told(told: Iterable[Event]) -> bool:
    """Whether a date comes without its series, so that nobody knows whether the other dates still stand."""
    _gone, masters, dates = _sorted(told)
    return bool({event.series_master_id for event in dates} - masters.keys())


def _sorted(told: Iterable[Event]) -> tuple[set[str], dict[str, Event], list[Event]]:
    """The numbers of what is gone, the series, and their dates; of what is told twice the last."""
    latest = {event.id or "": event for event in told}
    gone = {number for number, event in latest.items() if "@removed" in event.additional_data}
    standing = {number: event for number, event in latest.items() if number not in gone}
    masters = {number: event for number, event in standing.items() if event.type is EventType.SeriesMaster}
    return gone, masters, [event for event in standing.values() if event.series_master_id]
