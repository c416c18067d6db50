"""Moments as Graph writes and reads them. We ask for UTC, so anything else is a mistake."""

from datetime import UTC, datetime

from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.event import Event

from bot.planning.calendar import CalendarDown, Date


def moment(told: DateTimeTimeZone | None) -> datetime:
    """The moment of a wall time in UTC, such as 2026-11-24T09:00:00.0000000.

    Raises:
        CalendarDown: it is none, or of another zone.
    """
    if told and told.time_zone == "UTC" and told.date_time:
        try:
            return datetime.fromisoformat(told.date_time).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise CalendarDown("Graph gives a time that is none.")


def written(at: datetime) -> DateTimeTimeZone:
    """A moment for a question."""
    return DateTimeTimeZone(date_time=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", time_zone="UTC")


def date_of(event: Event) -> Date:
    """The times of one meeting; nothing else of it.

    Raises:
        CalendarDown: it has no number or no times.
    """
    if not event.id:
        raise CalendarDown("Graph gives a meeting without a number.")
    return Date(event=event.id, starts_at=moment(event.start), ends_at=moment(event.end))
