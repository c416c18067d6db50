"""The only place that reads the time and draws chance."""

import secrets
import time
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=10)
"""A clock that is put back by less has only been set a little better, and whoever waits waits a little longer."""


def wall() -> datetime:
    """What the machine's clock says. Somebody may put it forward or back at any time."""
    return datetime.now(UTC)  # noqa: TID251  this is the place


class Clock:
    """Now, and seeds. The browser room and the tests move it; nobody else does."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead
        self._seen = (wall(), self.running())

    def now(self) -> datetime:
        return wall() + self._ahead

    def running(self) -> float:
        """Seconds that only ever go on, whatever is done to the machine's clock."""
        return time.monotonic()

    def gone_back(self) -> timedelta:
        """How far the machine's clock was put back since this was asked last; nothing if it was not."""
        before, at = self._seen
        self._seen = (wall(), self.running())
        by = before + timedelta(seconds=self._seen[1] - at) - self._seen[0]
        return by if by >= STEP else timedelta()

    def seed(self) -> bytes:
        """Sixteen random bytes."""
        return secrets.token_bytes(16)

    def move(self, by: timedelta) -> None:
        """Move forward. There is no way back: what has happened has happened."""
        self._ahead += max(by, timedelta())
