"""Moments and time zones: Windows and IANA names, and times as Graph writes and reads them."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from graph_standin.errors import Refusal

NEVER = "0001-01-01T00:00:00Z"


def zone(name: str) -> ZoneInfo:
    """Under its Windows name (after the Unicode table in Babel) or its IANA name."""
    windows = get_global("windows_zone_mapping")
    try:
        return ZoneInfo(windows.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise Refusal("TimeZoneNotSupportedException") from wrong


def moment(local: datetime, name: str) -> datetime:
    """The wall time of that zone in UTC; one that does not exist moves on by the gap, of a doubled one it is the first."""
    return local.replace(tzinfo=zone(name), fold=0).astimezone(UTC)


def local(at: datetime, name: str) -> datetime:
    """The wall time of a moment, without a zone."""
    return at.astimezone(zone(name)).replace(tzinfo=None)


def written(at: datetime, name: str = "UTC") -> dict[str, str]:
    """A dateTimeTimeZone."""
    return {"dateTime": f"{local(at, name):%Y-%m-%dT%H:%M:%S.%f}0", "timeZone": name}


def stamp(at: datetime) -> str:
    """A Timestamp: always in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def read(text: Any) -> datetime:
    """A moment in a query; without an offset it is UTC, whatever zone is preferred for the answer."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError as wrong:
        raise Refusal("ErrorInvalidParameter", f"The value '{text}' of a parameter is invalid.") from wrong
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def read_zoned(body: Any) -> datetime:
    """A dateTimeTimeZone in a request."""
    if not isinstance(body, dict) or not body.get("dateTime"):
        raise Refusal("ErrorInvalidRequest", "A time window needs startTime and endTime.")
    try:
        wall = datetime.fromisoformat(body["dateTime"])
    except ValueError as wrong:
        raise Refusal("ErrorInvalidRequest", f"'{body['dateTime']}' is not a time.") from wrong
    return moment(wall.replace(tzinfo=None), body.get("timeZone") or "UTC") if wall.tzinfo is None else wall
