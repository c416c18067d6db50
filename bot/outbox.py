"""Delivery: what was decided reaches chat, whatever happens in between.

Theory of operation. A handler decides, and the message it wants said is a row written in that very transaction. One
loop hands rows out and takes results back::

    wake ──► [take results back + claim what is due]  one transaction ──► post or amend, many at once ──► wake

* *Claiming* leases a row before the network is touched. A process that dies leaves a lease that runs out, and the row
  is handed out again.
* *Definite yes*: the reference is kept, so that the next thing said into the slot edits the message.
* *Definite no for now* (throttled): the row waits as long as the platform asks.
* *Definite no for good*: the message is dropped, or the space (or workspace) is forgotten.
* *No answer*: nobody knows whether it was done. The lease decides: the row is handed out again when it runs out,
  a few times at most. That can double a message, never a bell: buttons carry the bell they belong to.
* Within a space messages go out one after the other, in the order in which they were said. Spaces do not wait for
  each other.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

import structlog

from bot.chat import ChatError, Chats, NotAccepted, SpaceClosed, Throttled, WorkspaceClosed, say_to
from bot.clock import Clock
from bot.views import render
from bot.views.message import Message
from bot.views.voice import Voice
from rituals.effects import Closing
from rituals.identifiers import SpaceId
from rituals.ports import Errand, Unit
from storage import StorageError, Store

log = structlog.get_logger()

LEASE = timedelta(seconds=90)
"""Longer than the timeout of a request (10 s) and the longest that a platform plausibly takes to show a message."""

AT_ONCE = 16
"""Messages under way at the same time: enough for a hundred a second, few enough that answering comes first."""

BREATH_SECONDS = 0.02
"""Between two looks at the outbox, so that what lands meanwhile is taken back in one transaction, not in one each."""

ATTEMPTS = 5
"""After so many without an answer a message is given up: by then it is of no use to anybody."""


class Ending(Enum):
    DELIVERED = auto()
    LATER = auto()
    DROPPED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    errand: Errand
    ending: Ending
    ref: str = ""
    wait: timedelta = timedelta()


Voices = Callable[[SpaceId], Awaitable[Voice]]
Closed = Callable[[SpaceId, bool], Awaitable[None]]


class Deliverer:
    """The loop. ``voices`` says how a space is spoken to; ``closed`` forgets a space (or its whole workspace)."""

    def __init__(self, *, store: Store, chats: Chats, clock: Clock, voices: Voices, closed: Closed) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self._voices = voices
        self._closed = closed
        self._wake = asyncio.Event()
        self._results: list[Result] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._looking = False
        self.refusals: Counter[tuple[str, str]] = Counter()

    def wake(self) -> None:
        self._wake.set()

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
            except StorageError:
                log.exception("outbox.store_failed")  # the next tick wakes this loop again; results are still held
            self._looking = False
            await asyncio.sleep(BREATH_SECONDS)

    async def round(self) -> None:
        """Take back what has come in and start what is due."""
        results, room = self._results[:], AT_ONCE - len(self._under_way)
        now = self._clock.now()

        def settle_and_claim(unit: Unit) -> tuple[Errand, ...]:
            _settle_all(results, unit, now)
            return unit.outbox.claim(now, now + LEASE, room)

        errands = await asyncio.wrap_future(self._store.run(settle_and_claim))
        del self._results[: len(results)]
        for errand in errands:
            task = asyncio.create_task(self._deliver(errand))
            self._under_way.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        """Make room first, then look again: the other way round a full house that lands at once claims nothing."""
        self._under_way.discard(task)
        self._wake.set()

    async def finish(self) -> None:
        """Wait for what is under way and keep what came of it."""
        while self._under_way:
            await asyncio.wait(self._under_way)
        results, now = self._results[:], self._clock.now()
        await asyncio.wrap_future(self._store.run(lambda unit: _settle_all(results, unit, now)))
        self._results.clear()

    async def _deliver(self, errand: Errand) -> None:
        space = errand.slot.space
        result = Result(errand=errand, ending=Ending.UNKNOWN if errand.attempt < ATTEMPTS else Ending.DROPPED)
        try:
            result = Result(errand=errand, ending=Ending.DELIVERED, ref=await self._send(errand))
        except Throttled as throttled:
            self._count(space, throttled)
            result = Result(errand=errand, ending=Ending.LATER, wait=throttled.wait)
        except NotAccepted as refused:
            self._count(space, refused)
            log.warning("outbox.refused", error=type(refused).__name__, kind=errand.slot.kind)
            result = Result(errand=errand, ending=Ending.DROPPED)
        except (SpaceClosed, WorkspaceClosed) as closed:
            self._count(space, closed)
            log.warning("outbox.closed", error=type(closed).__name__)
            result = Result(errand=errand, ending=Ending.DROPPED)
            await self._closed(space, isinstance(closed, WorkspaceClosed))
        except ChatError as unsure:
            self._count(space, unsure)
            log.warning("outbox.unsure", error=type(unsure).__name__, kind=errand.slot.kind, attempt=errand.attempt)
        finally:
            self._results.append(result)

    def _count(self, space: SpaceId, error: ChatError) -> None:
        self.refusals[space.split(":", 1)[0], type(error).__name__] += 1

    async def _send(self, errand: Errand) -> str:
        slot = errand.slot
        voice = await self._voices(slot.space)
        message = render(errand.content, voice)
        if not isinstance(message, Message):
            raise NotAccepted(f"{type(errand.content).__name__} is no message")
        chat = self._chats.of(slot.space)
        if errand.ref:
            await chat.amend(slot.space, errand.ref, message)
            return errand.ref
        if slot.recipient and isinstance(errand.content, Closing):
            raise NotAccepted("nothing stands there that could be over")
        if slot.recipient:
            return await say_to(chat, voice, message, slot.recipient, errand.thread)
        return await chat.post(slot.space, message, recipient=None, thread=errand.thread)


def _settle_all(results: list[Result], unit: Unit, now: datetime) -> None:
    for result in results:
        _settle(result, unit, now + result.wait)


def _settle(result: Result, unit: Unit, until: datetime) -> None:
    match result.ending:
        case Ending.DELIVERED:
            unit.outbox.delivered(result.errand, result.ref)
        case Ending.LATER:
            unit.outbox.later(result.errand, until)
        case Ending.DROPPED:
            unit.outbox.dropped(result.errand)
        case Ending.UNKNOWN:
            pass  # the lease decides
