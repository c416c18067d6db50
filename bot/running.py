"""A running bot: what adapters and the command line need of it."""

import asyncio
from dataclasses import dataclass

import structlog

from bot.delivery.outbox import Deliverer
from bot.desk.requests import Requests
from bot.kernel.clock import Clock
from bot.planning.planner import Planner
from bot.planning.watch import Watch
from bot.report.links import Links
from bot.service import Service

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """Its parts, as ``run.wiring`` joined them."""

    requests: Requests
    service: Service
    deliverer: Deliverer
    clock: Clock
    planner: Planner
    watch: Watch
    links: Links

    async def look(self) -> None:
        """At the clock, now. What one of the two cannot do does not hold up the other."""
        if by := self.clock.gone_back():
            log.warning("clock.went_back", seconds=round(by.total_seconds()))
            self.deliverer.forget_waits()
            await self.service.run(lambda unit: unit.clock_went_back(by))
        for failed in await asyncio.gather(self.planner.tick(), self.service.tick(), return_exceptions=True):
            if isinstance(failed, BaseException):
                log.error("tick.failed", exc_info=failed, error=type(failed).__name__)
