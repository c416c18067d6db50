"""Whether things run, for whoever watches: ``/readyz`` says yes or no, ``/metrics`` gives Prometheus figures.

Nothing is counted that people do: neither questions nor answers, not even how many messages went out, for in a small
team the moment of a second question tells that somebody said no to the first. What is told is how late we are, and
what the platforms refuse.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.running import Bot
from storage import StorageError

DATABASE_WITHIN_SECONDS = 5
TICK_WITHIN = timedelta(minutes=1)
LATE_AT_MOST = timedelta(minutes=10)
"""A message that waits longer than this is of no use at the start of a meeting."""

Reached = Mapping[str, Callable[[], Awaitable[bool]]]
"""For each platform, whether it can reach us as far as we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was found.

    Attributes:
        database: whether it answered in time.
        tick_age: since the clock was last looked at; None: not yet.
        late: how long the message that waits longest is overdue.
        reached: which platforms can reach us.
        calendar_age: since all calendars that are followed could be read; None: there are none, or not yet.
    """

    database: bool
    tick_age: timedelta | None
    late: timedelta
    reached: Mapping[str, bool]
    calendar_age: timedelta | None = None

    @property
    def ready(self) -> bool:
        ticks = self.tick_age is not None and self.tick_age <= TICK_WITHIN
        return self.database and ticks and self.late <= LATE_AT_MOST and all(self.reached.values())


async def look(bot: Bot, reached: Reached) -> Health:
    now, ticked = bot.clock.now(), bot.service.ticked_at
    late, database = timedelta(), True
    try:
        async with asyncio.timeout(DATABASE_WITHIN_SECONDS):
            late = _late(await bot.service.run(lambda unit: unit.outbox.oldest_due()), now)
    except (StorageError, TimeoutError):
        database = False
    return Health(
        database=database,
        tick_age=now - ticked if ticked else None,
        late=late,
        reached={name: await ask() for name, ask in reached.items()},
        calendar_age=now - bot.watch.read_at if bot.watch.reads and bot.watch.read_at else None,
    )


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else round(age.total_seconds())


def _late(due: datetime | None, now: datetime) -> timedelta:
    return max(now - due, timedelta()) if due else timedelta()


def routes(bot: Bot, reached: Reached) -> list[BaseRoute]:
    async def readyz(_request: Request) -> Response:
        health = await look(bot, reached)
        told = {
            "ready": health.ready,
            "database": health.database,
            "tick_seconds": _seconds(health.tick_age),
            "late_seconds": round(health.late.total_seconds()),
            "platforms": dict(health.reached),
            "calendar_seconds": _seconds(health.calendar_age),
        }
        return JSONResponse(told, HTTPStatus.OK if health.ready else HTTPStatus.SERVICE_UNAVAILABLE)

    async def metrics(_request: Request) -> Response:
        from bot.run.metrics import exposition  # noqa: PLC0415  where nobody asks, its library is not needed

        return PlainTextResponse(exposition(await look(bot, reached), bot.deliverer.refusals, bot.watch.secret_days))

    return [Route("/readyz", readyz), Route("/metrics", metrics)]
