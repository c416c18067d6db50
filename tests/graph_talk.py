"""A bot that reads the calendars of a stand-in: its settings, its questions, and in short what it is told."""

from datetime import UTC, datetime

import pytest

from bot.planning.calendar import CalendarDown, CalendarError, CalendarLocked, Gone, MailboxClosed
from bot.settings import Settings

ANNA, BRAM, CHAIMA = "anna@example.com", "bram@example.com", "chaima@example.com"
TUESDAYS = ["24-11 09:00-10:00", "01-12 09:00-10:00", "08-12 09:00-10:00", "15-12 09:00-10:00", "22-12 09:00-10:00"]
START, END = datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)
CALLS = {
    "series": lambda calendar, mailbox: calendar.series(mailbox),
    "dates": lambda calendar, mailbox: calendar.dates(mailbox),
    "guests": lambda calendar, mailbox: calendar.guests(mailbox, "AAMkAGx"),
    "away": lambda calendar, mailbox: calendar.away(mailbox, frozenset({"bram@example.com"}), START, END),
}
OTHER = "99999999-9999-9999-9999-999999999999"
REFUSALS = {
    "the secret is wrong; it is the value that is needed, not its number": {"graph_client_secret": "x-very-secret"},
    "there is no such registration in this organisation": {"graph_client_id": OTHER},
    "there is no such organisation": {"graph_tenant_id": OTHER},
}


def graph_settings(graph, **changes):
    return Settings(
        **{
            "graph_client_id": graph.client_id,
            "graph_tenant_id": graph.tenant_id,
            "graph_client_secret": graph.client_secret,
            "graph_url": graph.url,
            "graph_login_url": graph.login_url,
            **changes,
        }
    )


def shown(dates):
    """`24-11 09:00-10:00`, in UTC."""
    return [f"{one.starts_at:%d-%m %H:%M}-{one.ends_at:%H:%M}" for one in dates]


async def only(calendar, mailbox=ANNA):
    """The dates of the one series there is."""
    found = await calendar.dates(mailbox)
    assert len(found) <= 1
    return next(iter(found.values()), ())


async def failure(call):
    with pytest.raises(CalendarError) as caught:
        await call
    return caught.value


async def told(call):
    """Kind, message and seconds to wait."""
    error = await failure(call)
    kind = next(one for one in (CalendarDown, CalendarLocked, MailboxClosed, Gone) if isinstance(error, one))
    return kind, str(error), error.wait.total_seconds() if kind is CalendarDown else None
