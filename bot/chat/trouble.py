"""What keeps a whole platform from doing anything, for whoever watches: nothing of it is about a space or a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.chat import Locked, NotNow, Throttled

log = structlog.get_logger()

OVER_AFTER = timedelta(minutes=2)
"""Everything that waits tries again much sooner: if nothing met it for so long, it is over."""

TOLD_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A no that was met. ``locked``: only the operator can mend it."""

    why: str
    locked: bool
    since: datetime
    last: datetime


class Trouble:
    """The latest of each platform, in memory only."""

    def __init__(self) -> None:
        self._met: dict[str, Met] = {}
        self._told: dict[str, datetime] = {}

    def met(self, platform: str, error: Exception, now: datetime) -> None:
        """Something was refused for now; to be asked to wait a little is no trouble."""
        if not isinstance(error, NotNow) or isinstance(error, Throttled):
            return
        before = self.of(platform, now)
        since = before.since if before else now
        self._met[platform] = Met(why=str(error), locked=isinstance(error, Locked), since=since, last=now)
        if isinstance(error, Locked) and self._told.get(platform, datetime.min.replace(tzinfo=now.tzinfo)) <= now:
            self._told[platform] = now + TOLD_EVERY
            log.error("platform.locked", platform=platform, code=str(error))

    def of(self, platform: str, now: datetime) -> Met | None:
        """What stands in the way now."""
        met = self._met.get(platform)
        return met if met and now - met.last < OVER_AFTER else None
