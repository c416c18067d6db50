"""What a platform app does beside answering: work that goes on, and not taking the same thing twice."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Hashable
from typing import Any, TypeVar

import structlog

from bot.chat import NotAccepted

log = structlog.get_logger()

REMEMBERED = 1000

NAME = "later"
"""What tasks of this kind are called, in a list of all that is under way."""

Result = TypeVar("Result")


FINISHES_WITHIN_SECONDS = 2
"""So long what is under way is waited for when the service stops."""

TELLS_WITHIN_SECONDS = 1
"""And so long whoever waits for an answer that did not come is told so."""


class Stopped(Exception):
    """The service stops before this could be done: nothing was, as far as one knows."""


class Later:
    """Work that goes on after the answer; ``finish`` waits for it before the store closes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._waited_for: set[asyncio.Task[Any]] = set()

    def start(self, work: Awaitable[Result]) -> asyncio.Task[Result]:
        """Begin; whoever wants the result can wait for it, but need not."""
        task = asyncio.ensure_future(work)
        task.set_name(NAME)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def tell(self, work: Awaitable[Any]) -> None:
        """Begin what nobody waits for. If it fails, by a fault of ours too, the log has it; what is done stays done."""

        async def guarded() -> None:
            try:
                await work
            except NotAccepted as refused:
                log.info("answer.refused", error=type(refused).__name__)
            except Exception as error:
                log.exception("answer.lost", error=type(error).__name__)

        self.start(guarded())

    async def in_time(self, work: Awaitable[Result], seconds: float) -> tuple[asyncio.Task[Result], bool]:
        """Begin, and wait so long; the task, and whether it is done. If not, it goes on.

        The task raises :class:`Stopped` if the service stops before: somebody waits for it, and must be told.
        """
        task = self.start(_or_stopped(work))
        self._waited_for.add(task)
        task.add_done_callback(self._waited_for.discard)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        return task, bool(done)

    async def settle(self) -> None:
        """Wait for all that is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def finish(self) -> None:
        """Wait for what is under way, a few seconds at most; what people wait for ends first, so that they are told."""
        for late, within in ((self._waited_for, FINISHES_WITHIN_SECONDS), (self._tasks, TELLS_WITHIN_SECONDS)):
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=within)
            if late:
                log.warning("stop.unfinished")
            for task in tuple(late):
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _or_stopped(work: Awaitable[Result]) -> Result:
    try:
        return await work
    except asyncio.CancelledError:
        raise Stopped from None


class Once:
    """What was taken already: platforms repeat what they think was not heard."""

    def __init__(self) -> None:
        self._seen: OrderedDict[Hashable, None] = OrderedDict()

    def first(self, key: Hashable) -> bool:
        """Whether this is new; from now on it is not."""
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def again(self, key: Hashable) -> None:
        """It could not be taken after all; when it comes again it is new."""
        self._seen.pop(key, None)
