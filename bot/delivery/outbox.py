"""Delivery: what was decided reaches chat, whatever happens in between.

Theory of operation. A handler decides, and the message it wants said is a row written in that very transaction. One
loop hands rows out and takes results back::

    wake ──► [take results back + claim what is due]  one transaction ──► post or amend, many at once ──► wake

* *Claiming* leases a row before the network is touched. A process that dies leaves a lease that runs out, and the row
  is handed out again.
* *Definite yes*: the reference is kept, so that the next thing said into the slot edits the message.
* *Definite no for now* (throttled, away, or the operator must mend something): the row waits and uses up nothing.
* *Definite no for good*: what everybody should have seen is set aside, and those who count on it hear that it was
  not; what one person should have seen is dropped. A space that seems closed is asked after later; only then is it
  forgotten (:mod:`bot.chat.doubts`).
* *No answer*: nobody knows whether it was done. After a lease, longer than the platform may still take to show the
  message, and then ever longer, we *look for it first*, by a marker that it carries. Found: it is ours. Not found: it
  is said again. Where we cannot look it is said once more and then set aside, for the chair to look; what one person
  alone sees is tried until they have it, since nobody else may be asked about it.
* What stands there and cannot be changed is said anew. What may not stand in a thread is said outside it.
* What is of no use any more by the time it could be said is not said.
* Within a space messages go out one after the other, in the order in which they were said. Spaces do not wait for
  each other, and workspaces have their own room: one that is slow, or asks to wait, delays no other.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.chat import (
    ChatError,
    Chats,
    NotAccepted,
    NotAllowed,
    NotNow,
    SpaceClosed,
    WorkspaceClosed,
    platform_of,
)
from bot.chat.trouble import Trouble
from bot.delivery.landing import Ending, Result, settle_all
from bot.delivery.pace import Pace
from bot.delivery.sending import NotTried, Sender, TooLate, Unknowable, Voices
from bot.kernel.clock import Clock
from rituals import Unit
from rituals.kernel.effect import Closing, Slot
from rituals.kernel.identifiers import SpaceId, workspace_of
from rituals.kernel.ports import Errand
from rituals.unsure.commands import Unsaid
from storage import StorageError, Store

log = structlog.get_logger()

LEASE = timedelta(seconds=90)
"""Longer than the timeout of a request (10 s) and the longest that a platform plausibly takes to show a message."""

BREATH_SECONDS = 0.02
"""Between two looks at the outbox, so that what lands meanwhile is taken back in one transaction, not in one each."""

LOOK_AGAIN = timedelta(seconds=30)
"""How long a platform that cannot be talked to is left in peace before it is looked again."""

LONGEST_BETWEEN = timedelta(minutes=10)
"""Between two tries of which nobody knows what came; from the third on each waits twice as long as the one before."""

ATTEMPTS = 300
"""About two days. After so many without an answer a message is given up: by then it is of no use to anybody."""

DOUBTED_FOR = timedelta(minutes=2)
"""What was to be said in a space that seems closed waits until that was asked."""

Doubt = Callable[[SpaceId], bool]
Unsettled = Callable[[Errand, Unsaid], Awaitable[None]]


class Deliverer:
    """The loop.

    Args:
        store: where messages wait.
        chats: the platforms.
        clock: the time.
        voices: says how a space is spoken to.
        doubt: told that a space seems closed; says whether that was asked since, and it is not.
        trouble: what stands in the way of a whole platform.
        unsettled: sets a message aside that was not said, as far as is known.
    """

    def __init__(
        self,
        *,
        store: Store,
        chats: Chats,
        clock: Clock,
        voices: Voices,
        doubt: Doubt,
        unsettled: Unsettled,
        trouble: Trouble,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sender = Sender(chats, clock, voices)
        self._doubt = doubt
        self._unsettled = unsettled
        self._pace = Pace()
        self._wake = asyncio.Event()
        self._results: list[Result] = []
        self._under_way: dict[asyncio.Task[None], Slot] = {}
        self._looking = False
        self.refusals: Counter[tuple[str, str]] = Counter()
        self._trouble = trouble

    def wake(self) -> None:
        self._wake.set()

    def forget_waits(self) -> None:
        """The clock was put back: until when a workspace asked to wait is unknown."""
        self._pace.waits_no_more()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and nothing waits to be looked at."""
        return not (self._under_way or self._results or self._wake.is_set() or self._looking)

    async def run(self) -> None:
        """Deliver until cancelled; what is under way then is finished by :meth:`finish`."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            self._looking = True
            try:
                await self.round()
            except Exception as error:  # the next tick wakes this loop again; results are still held
                log.exception("outbox.store_failed", error=type(error).__name__)
            self._looking = False
            await asyncio.sleep(BREATH_SECONDS)

    async def round(self) -> None:
        """Take back what has come in and start what is due."""
        results, now = self._results[:], self._clock.now()

        def settle_and_claim(unit: Unit) -> list[Errand]:
            settle_all(results, unit, now)
            rooms = {workspace: self._pace.room(workspace, now) for workspace in unit.outbox.workspaces()}
            claims = (unit.outbox.claim(name, now, now + LEASE, room) for name, room in rooms.items() if room > 0)
            return [errand for claimed in claims for errand in claimed]

        errands = await asyncio.wrap_future(self._store.run(settle_and_claim))
        del self._results[: len(results)]
        for errand in errands:
            if errand.slot in self._under_way.values():
                continue  # this process stood still for longer than a lease; what is under way goes on
            self._pace.begins(workspace_of(errand.slot.space))
            task = asyncio.create_task(self._deliver(errand))
            self._under_way[task] = errand.slot
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        """Make room first, then look again: the other way round a full house that lands at once claims nothing."""
        self._under_way.pop(task, None)
        self._wake.set()

    async def finish(self, within: float | None = None) -> None:
        """Wait for what is under way, so many seconds at most, and keep what came of it."""
        _, late = await asyncio.wait(self._under_way, timeout=within) if self._under_way else (set(), set())
        for task in late:  # nobody knows then whether it was said, and its lease decides
            task.cancel()
        if late:
            await asyncio.wait(late)
        results, now = self._results[:], self._clock.now()
        await asyncio.wrap_future(self._store.run(lambda unit: settle_all(results, unit, now)))
        self._results.clear()

    async def _deliver(self, errand: Errand) -> None:
        workspace = workspace_of(errand.slot.space)
        result = self._unanswered(errand)
        try:
            result = Result(errand=errand, ending=Ending.DELIVERED, ref=await self._send(errand))
            self._pace.went_well(workspace)
        except TooLate:
            log.info("outbox.too_late", kind=errand.slot.kind)
            result = Result(errand=errand, ending=Ending.DROPPED)
        except NotTried as down:
            self._count(errand, down.error)
            wait = down.error.wait_or(LOOK_AGAIN) if isinstance(down.error, NotNow) else LOOK_AGAIN
            result = Result(errand=errand, ending=Ending.LATER, wait=wait)
        except Unknowable:
            log.warning("outbox.unknowable", kind=errand.slot.kind)
            result = await self._set_aside(errand, Unsaid.UNKNOWN)
        except ChatError as error:
            self._count(errand, error)
            result = await self._answered(errand, error)
        except Exception as error:  # a fault of ours: tried again, in case it passes
            log.exception("outbox.failed", kind=errand.slot.kind, error=type(error).__name__)
        finally:
            self._pace.ends(workspace)
            self._results.append(result)

    async def _send(self, errand: Errand) -> str:
        return await self._sender.send(errand)

    async def _answered(self, errand: Errand, error: ChatError) -> Result:
        """What follows from what the platform answered instead of doing it."""
        kind, name = errand.slot.kind, type(error).__name__
        match error:
            case NotNow():
                wait = error.wait_or(LEASE)
                self._wait(workspace_of(errand.slot.space), wait)
                return Result(errand=errand, ending=Ending.LATER, wait=wait)
            case SpaceClosed() | WorkspaceClosed():
                log.warning("outbox.closed", error=name)
                if self._doubt(errand.slot.space):  # we are there, and only this was refused
                    return await self._set_aside(errand, Unsaid.REFUSED)
                return Result(errand=errand, ending=Ending.LATER, wait=DOUBTED_FOR)
            case NotAccepted():
                log.warning("outbox.refused", error=name, kind=kind)
                return await self._set_aside(
                    errand, Unsaid.NOT_ALLOWED if isinstance(error, NotAllowed) else Unsaid.REFUSED
                )
        log.warning("outbox.unsure", error=name, kind=kind, attempt=errand.attempt)
        self._wait(workspace_of(errand.slot.space), LEASE)
        return self._unanswered(errand)

    def _unanswered(self, errand: Errand) -> Result:
        if errand.attempt >= ATTEMPTS:
            return Result(errand=errand, ending=Ending.DROPPED)
        between = min(LEASE * 2 ** min(max(errand.attempt - 2, 0), 10), LONGEST_BETWEEN)
        return Result(errand=errand, ending=Ending.UNKNOWN, wait=between)

    async def _set_aside(self, errand: Errand, why: Unsaid) -> Result:
        """Somebody hears of it, and may have it said again; but of what one person alone sees nobody else hears."""
        if errand.slot.recipient or isinstance(errand.content, Closing):
            return Result(errand=errand, ending=Ending.DROPPED)
        try:
            await self._unsettled(errand, why)
        except StorageError as error:
            log.exception("outbox.not_set_aside", error=type(error).__name__)
            return self._unanswered(errand)
        return Result(errand=errand, ending=Ending.ASIDE)

    def _wait(self, workspace: str, wait: timedelta) -> None:
        self._pace.must_wait(workspace, self._clock.now() + wait)
        asyncio.get_running_loop().call_later(wait.total_seconds(), self.wake)

    def _count(self, errand: Errand, error: Exception) -> None:
        platform = platform_of(errand.slot.space)
        self.refusals[platform, type(error).__name__] += 1
        self._trouble.met(platform, error, self._clock.now())
