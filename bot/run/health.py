"""Whether things run, for whoever watches: ``/readyz`` says yes or no, ``/metrics`` gives Prometheus figures.

Nothing is counted that people do: neither questions nor answers, not even how many messages went out, for in a small
team the moment of a second question tells that somebody said no to the first. What is told is how late we are, and
what the platforms refuse.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.chat.trouble import Met
from bot.running import Bot
from storage import StorageError

DATABASE_WITHIN_SECONDS = 5
PROVED_EVERY_SECONDS = 60
"""So often at most both files are written to and read through."""

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
        failing: our files that cannot be written or read.
        tick_age: since the clock was last looked at, in seconds that nobody can put back; None: not yet.
        late: how long the message that waits longest is overdue.
        reached: which platforms can reach us, and let us do what we must.
        why: of those that do not let us, the code with which they say so.
        calendar_age: since all calendars that are followed could be read; None: there are none, or not yet.
    """

    database: bool
    tick_age: timedelta | None
    late: timedelta
    reached: Mapping[str, bool]
    calendar_age: timedelta | None = None
    failing: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        ticks = self.tick_age is not None and self.tick_age <= TICK_WITHIN
        return self.database and not self.failing and ticks and self.late <= LATE_AT_MOST and all(self.reached.values())


class Proofs:
    """That our files can be written, proved now and then and not for everybody who asks."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._failing: tuple[str, ...] = ()
        self._proved: float | None = None

    async def failing(self) -> tuple[str, ...]:
        now = self._bot.clock.running()
        if self._failing or self._proved is None or now - self._proved >= PROVED_EVERY_SECONDS:
            self._failing = await self._bot.service.proof()
            self._proved = now
        return self._failing


async def look(bot: Bot, reached: Reached, proofs: Proofs) -> Health:
    now, ticked = bot.clock.now(), bot.service.ticked
    late, database = timedelta(), True
    failing: tuple[str, ...] = ()
    try:
        async with asyncio.timeout(DATABASE_WITHIN_SECONDS):
            late = _late(await bot.service.run(lambda unit: unit.outbox.oldest_due()), now)
            failing = await proofs.failing()
    except (StorageError, TimeoutError):
        database = False
    why = {name: met.why for name in reached if (met := bot.service.trouble.of(name, now)) and _is_serious(met, now)}
    return Health(
        database=database,
        failing=failing,
        tick_age=None if ticked is None else timedelta(seconds=bot.clock.running() - ticked),
        late=late,
        reached={name: await ask() and name not in why for name, ask in reached.items()},
        why=why,
        calendar_age=now - bot.watch.read_at if bot.watch.reads and bot.watch.read_at else None,
    )


def _is_serious(met: Met, now: datetime) -> bool:
    """Only the operator can mend it; or it lasts too long to pass by itself in time."""
    return met.locked or now - met.since > LATE_AT_MOST


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else round(age.total_seconds())


def _late(due: datetime | None, now: datetime) -> timedelta:
    return max(now - due, timedelta()) if due else timedelta()


def routes(bot: Bot, reached: Reached) -> list[BaseRoute]:
    proofs = Proofs(bot)

    async def readyz(_request: Request) -> Response:
        health = await look(bot, reached, proofs)
        told = {
            "ready": health.ready,
            "database": health.database,
            "failing_files": list(health.failing),
            "tick_seconds": _seconds(health.tick_age),
            "late_seconds": round(health.late.total_seconds()),
            "platforms": dict(health.reached),
            "calendar_seconds": _seconds(health.calendar_age),
            **({"why": dict(health.why)} if health.why else {}),
        }
        return JSONResponse(told, HTTPStatus.OK if health.ready else HTTPStatus.SERVICE_UNAVAILABLE)

    async def metrics(_request: Request) -> Response:
        from bot.run.metrics import exposition  # noqa: PLC0415  where nobody asks, its library is not needed

        return PlainTextResponse(
            exposition(await look(bot, reached, proofs), bot.deliverer.refusals, bot.watch.secret_days)
        )

    return [Route("/readyz", readyz), Route("/metrics", metrics)]
