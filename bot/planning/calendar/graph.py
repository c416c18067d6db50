"""Calendars of Microsoft 365, read as an application through Microsoft Graph.

The libraries are large, so this is imported only where calendars are configured.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.response_type import ResponseType
from msgraph.generated.models.sensitivity import Sensitivity
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder

from bot.kernel.clock import Clock
from bot.planning.calendar import CalendarDown, Date, Gone, Guests, Series
from bot.planning.calendar.away import Absences
from bot.planning.calendar.client import Client, configured, in_time, listed, together
from bot.planning.calendar.refusals import NoSuchItem
from bot.planning.calendar.rounds import PAGE, Follower, window
from bot.planning.calendar.times import date_of
from bot.settings import Settings

FORGET_AFTER = timedelta(days=2)
"""A calendar that nobody asks for any more."""

ViewQuery = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters
EventQuery = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters


OFFERED_AT_MOST = 12
"""Series, the soonest: each costs a question, and a form shows fewer."""


class GraphCalendar:
    """The port `Calendar`. In memory stay the dates of the calendars that are followed, and nothing else of them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._client = Client(settings, clock)
        self._clock = clock
        self._absences = Absences(self._client, clock)
        self._followers: dict[str, Follower] = {}

    async def close(self) -> None:
        """Let go of every connection."""
        await self._client.close()

    async def dates(self, mailbox: str) -> Mapping[str, tuple[Date, ...]]:
        """See the port. The window is anchored anew every day (UTC)."""
        today = self._clock.now().astimezone(UTC).date()
        self._forget(today)
        follower = self._followers.setdefault(mailbox.lower(), Follower(self._client, mailbox))
        async with in_time():
            return await follower.dates(today)

    def _forget(self, today: date) -> None:
        for mailbox, follower in list(self._followers.items()):
            if follower.idle_since and follower.idle_since < today - FORGET_AFTER:
                del self._followers[mailbox]

    async def series(self, mailbox: str) -> tuple[Series, ...]:
        """See the port. What this mailbox declined is left out.

        Of a private, personal or confidential series Graph is not asked for the subject: first come the times and
        whether they are private, then the subjects of those that are not.
        """
        async with in_time():
            coming = await self._coming(mailbox)
            soonest = _standing(coming, self._clock.now())[:OFFERED_AT_MOST]
            found = await together(self._named(mailbox, one) for one in soonest)
        return tuple(one for one in found if one)

    async def _coming(self, mailbox: str) -> list[Event]:
        """Everything from now on in the window, without what it is about."""
        now = self._clock.now()
        _start, end = window(now.astimezone(UTC).date())
        query = ViewQuery(
            start_date_time=f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            end_date_time=f"{end:%Y-%m-%dT%H:%M:%SZ}",
            select=["seriesMasterId", "start", "end", "sensitivity", "isCancelled", "responseStatus"],
        )
        builder, found = self._client.mailbox(mailbox).calendar_view, list[Event]()
        while True:
            page = builder
            answer = await self._client.ask(mailbox, lambda: page.get(configured(query, page=PAGE)))  # noqa: B023  at once
            found += listed(answer.value)
            if not answer.odata_next_link:
                return found
            builder, query = builder.with_url(answer.odata_next_link), ViewQuery()

    async def _named(self, mailbox: str, one: "_Standing") -> Series | None:
        """With its subject, if that may be known; None if the series has gone meanwhile."""
        if one.private:
            return Series(id=one.id, subject=None, next=one.next)
        master = self._client.mailbox(mailbox).events.by_event_id(one.id)
        query = EventQuery(select=["subject", "sensitivity"])
        try:
            told = await self._client.ask(mailbox, lambda: master.get(configured(query)))
        except NoSuchItem:
            return None
        public = told.sensitivity is Sensitivity.Normal  # it may have become private since
        return Series(id=one.id, subject=told.subject or "" if public else None, next=one.next)

    async def guests(self, mailbox: str, event: str) -> Guests:
        """See the port."""
        builder = self._client.mailbox(mailbox).events.by_event_id(event)
        query = EventQuery(select=["attendees", "organizer", "isCancelled"])
        found: Event | None = None
        with suppress(NoSuchItem):
            async with in_time():
                found = await self._client.ask(mailbox, lambda: builder.get(configured(query)))
        if found is None or found.is_cancelled:
            raise Gone("This meeting is not in the calendar any more.")
        return _guests(found)

    async def away(
        self, mailbox: str, addresses: frozenset[str], starts_at: datetime, ends_at: datetime
    ) -> frozenset[str]:
        """See the port. Automatic replies count where they may be read; where not, that is tried again in an hour."""
        async with in_time():
            return await self._absences.of(mailbox, addresses, starts_at, ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A series of which a date is to come, before its subject is known."""

    id: str
    next: Date
    private: bool


def _standing(events: Iterable[Event], now: datetime) -> list[_Standing]:
    """Series that stand in a calendar, the next one first."""
    found: dict[str, list[Event]] = {}
    for event in events:
        declined = event.response_status and event.response_status.response is ResponseType.Declined
        if event.series_master_id and not event.is_cancelled and not declined:
            found.setdefault(event.series_master_id, []).append(event)
    standing = []
    for series, its in found.items():
        to_come = [one for one in map(date_of, its) if one.ends_at > now]
        if to_come:
            private = any(event.sensitivity is not Sensitivity.Normal for event in its)
            first = min(to_come, key=lambda one: (one.starts_at, one.event))
            standing.append(_Standing(id=series, next=first, private=private))
    return sorted(standing, key=lambda one: (one.next.starts_at, one.id))


def _guests(event: Event) -> Guests:
    """Everybody with an address; rooms and things have a kind of their own."""
    if not event.id:
        raise CalendarDown("Graph answers strangely.")
    organiser = _address(event.organizer.email_address if event.organizer else None)
    people = {
        address: one for one in event.attendees or [] if (address := _address(one.email_address)) and _is_person(one)
    }
    declined = frozenset(address for address, one in people.items() if _declined(one)) - {organiser}
    coming = people.keys() - declined | ({organiser} if organiser else set())
    return Guests(organiser=organiser, coming=frozenset(coming), declined=declined)


def _is_person(one: Attendee) -> bool:
    return one.type is not AttendeeType.Resource


def _declined(one: Attendee) -> bool:
    return one.status is not None and one.status.response is ResponseType.Declined


def _address(told: EmailAddress | None) -> str | None:
    return told.address.lower() if told and told.address else None
