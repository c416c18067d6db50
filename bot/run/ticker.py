"""APScheduler as the tick: it says *look now*, and nothing of ours lives in its jobs.

Its stable release drops jobs that are a second late, runs a daily job twice in the autumn, and loses running jobs with
the process; so what is due is a row, and this only looks. It sleeps until a moment of the machine's clock, so that one
that is put back an hour would make it sleep an hour: a second look, by seconds that only go on, puts that right.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.kernel.clock import wall

EVERY_SECONDS = 2

ENDS_WITHIN_SECONDS = 1
"""So long a look that is under way is waited for when the ticks end; what it began goes on."""


@contextlib.asynccontextmanager
async def ticking(look: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Call ``look`` every few seconds until the block ends, never twice at once."""
    looking = asyncio.Lock()

    async def once() -> None:
        async with looking:
            await look()

    scheduler = AsyncIOScheduler(timezone=UTC)
    job = scheduler.add_job(
        once, "interval", seconds=EVERY_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
    )
    scheduler.start()
    right = asyncio.create_task(_kept_right(job))
    try:
        yield
    finally:
        right.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN_SECONDS):
                await looking.acquire()
        scheduler.shutdown(wait=False)


async def _kept_right(job: Job) -> None:
    """Whatever the clock does, the next look is near."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        if job.next_run_time is None or job.next_run_time - wall() > timedelta(seconds=2 * EVERY_SECONDS):
            job.modify(next_run_time=wall())
