"""What becomes what in a row. Moments are whole milliseconds since 1970, UTC."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

Row = tuple[Any, ...]

Fields = dict[str, dict[str, tuple[str, str]]]
"""By table and column: what it is kept for, and until when. For a privacy officer; a column without is an error."""

WITH_SPACE = "the bot is removed from the space"
YEARS = "ten years after, or as many as BELLETJE_KEEP_YEARS says"

MS = timedelta(milliseconds=1)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def maybe_ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def maybe_moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def marks(columns: str) -> str:
    """A question mark for each column."""
    return ", ".join("?" for _ in columns.split(","))


def day_to_text(day: date) -> str:
    return day.isoformat()
