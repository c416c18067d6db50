"""APScheduler as the tick: it says *look now*, and nothing of ours lives in its jobs.

Its stable release drops jobs that are a second late, runs a daily job twice in the autumn, and loses running jobs with
the process; so what is due is a row, and this only looks.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY_SECONDS = 2


def ticker(look: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """A scheduler that calls ``look`` every few seconds, never twice at once. The caller starts and stops it."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(look, "interval", seconds=EVERY_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1)
    return scheduler
