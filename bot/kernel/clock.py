"""The only place that reads the time and draws chance."""

import secrets
from datetime import UTC, datetime, timedelta


class Clock:
    """Now, and seeds. The browser room and the tests move it; nobody else does."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead  # noqa: TID251  this is the place

    def seed(self) -> bytes:
        """Sixteen random bytes."""
        return secrets.token_bytes(16)

    def move(self, by: timedelta) -> None:
        """Move forward. There is no way back: what has happened has happened."""
        self._ahead += max(by, timedelta())
