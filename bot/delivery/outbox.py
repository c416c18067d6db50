"""Delivery: what was decided reaches chat, whatever happens in between.

Theory of operation. A handler decides, and the message it wants said is a row written in that very transaction. One
loop hands rows out and takes results back::

    wake ──► [take results back + claim what is due]  one transaction ──► post or amend, many at once ──► wake

* *Claiming* leases a row before the network is touched. A process that dies leaves a lease that runs out, and the row
  is handed out again.
* *Definite yes*: the reference is kept, so that the next thing said into the slot edits the message.
* *Definite no for now* (throttled): the row waits as long as the platform asks.
* *Definite no for good*: the message is dropped, or the space (or workspace) is forgotten.
* *No answer*: nobody knows whether it was done. The lease decides: when it runs out, longer than the platform may
  still take to show the message, we *look for it first*, by a marker that it carries. Found: it is ours. Not found: it
  is said again. Where we cannot look it is said once more and then set aside, for the chair to look; a question in
  private counts as silence instead, since the chair must not learn who was asked.
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
    CannotLook,
    Chat,
    ChatError,
    Chats,
    NotAccepted,
    SpaceClosed,
    Throttled,
    WorkspaceClosed,
    say_to,
)
from bot.delivery.landing import Ending, Result, settle_all
from bot.delivery.pace import Pace
from bot.kernel.clock import Clock
from bot.views.message import Message
from bot.views.render import render
from bot.views.voice import Voice
from rituals import Unit
from rituals.kernel.effect import Closing, Slot
from rituals.kernel.identifiers import SpaceId, workspace_of
from rituals.kernel.ports import Errand
from storage import StorageError, Store

log = structlog.get_logger()

LEASE = timedelta(seconds=90)
"""Longer than the timeout of a request (10 s) and the longest that a platform plausibly takes to show a message."""

BREATH_SECONDS = 0.02
"""Between two looks at the outbox, so that what lands meanwhile is taken back in one transaction, not in one each."""

LOOK_AGAIN = timedelta(seconds=30)
"""How long a platform that cannot be talked to is left in peace."""

LOOK_SECONDS = 30
"""Looking and then posting must be over well before the lease is."""

ATTEMPTS = 1000
"""About a day of leases. After so many without an answer a message is given up: by then it is of no use to anybody."""

BLIND_ATTEMPTS = 2
"""Where nobody can look whether a message stands there, it is said so often at most."""


class TooLate(Exception):
    """It is of no use any more."""


class NotTried(Exception):
    """The platform cannot be talked to, so that nothing was said now."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.error = error
        self.wait = error.wait if isinstance(error, Throttled) else LOOK_AGAIN


class Unknowable(Exception):
    """It was tried, nobody knows whether it was done, and nobody can look."""


Voices = Callable[[SpaceId], Awaitable[Voice]]
Closed = Callable[[SpaceId, bool], Awaitable[None]]
Unsettled = Callable[[Slot], Awaitable[None]]


class Deliverer:
    """The loop.

    Args:
        store: where messages wait.
        chats: the platforms.
        clock: the time.
        voices: says how a space is spoken to.
        closed: forgets a space, or its whole workspace.
        unsettled: sets a message aside of which nobody knows whether it was said.
    """

    def __init__(
        self, *, store: Store, chats: Chats, clock: Clock, voices: Voices, closed: Closed, unsettled: Unsettled
    ) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self._voices = voices
        self._closed = closed
        self._unsettled = unsettled
        self._pace = Pace()
        self._wake = asyncio.Event()
        self._results: list[Result] = []
        self._under_way: dict[asyncio.Task[None], Slot] = {}
        self._looking = False
        self.refusals: Counter[tuple[str, str]] = Counter()

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
            except StorageError:
                log.exception("outbox.store_failed")  # the next tick wakes this loop again; results are still held
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
        space, slot = errand.slot.space, errand.slot
        workspace = workspace_of(space)
        result = Result(errand=errand, ending=Ending.UNKNOWN if errand.attempt < ATTEMPTS else Ending.DROPPED)
        try:
            result = Result(errand=errand, ending=Ending.DELIVERED, ref=await self._send(errand))
            self._pace.went_well(workspace)
        except NotTried as down:
            self._count(space, down.error)
            result = Result(errand=errand, ending=Ending.LATER, wait=down.wait)
        except Throttled as throttled:
            self._count(space, throttled)
            self._wait(workspace, throttled.wait)
            result = Result(errand=errand, ending=Ending.LATER, wait=throttled.wait)
        except TooLate:
            log.info("outbox.too_late", kind=slot.kind)
            result = Result(errand=errand, ending=Ending.DROPPED)
        except Unknowable:
            log.warning("outbox.unknowable", kind=slot.kind)
            if slot.recipient:
                result = Result(errand=errand, ending=Ending.DROPPED)
            else:
                await self._unsettled(slot)
        except NotAccepted as refused:
            self._count(space, refused)
            log.warning("outbox.refused", error=type(refused).__name__, kind=slot.kind)
            result = Result(errand=errand, ending=Ending.DROPPED)
        except (SpaceClosed, WorkspaceClosed) as closed:
            self._count(space, closed)
            log.warning("outbox.closed", error=type(closed).__name__)
            result = Result(errand=errand, ending=Ending.DROPPED)
            await self._closed(space, isinstance(closed, WorkspaceClosed))
        except ChatError as unsure:
            self._count(space, unsure)
            log.warning("outbox.unsure", error=type(unsure).__name__, kind=slot.kind, attempt=errand.attempt)
        finally:
            self._pace.ends(workspace)
            self._results.append(result)

    def _wait(self, workspace: str, wait: timedelta) -> None:
        self._pace.must_wait(workspace, self._clock.now() + wait)
        asyncio.get_running_loop().call_later(wait.total_seconds(), self.wake)

    def _count(self, space: SpaceId, error: Exception) -> None:
        self.refusals[space.split(":", 1)[0], type(error).__name__] += 1

    async def _send(self, errand: Errand) -> str:
        slot = errand.slot
        voice = await self._voices(slot.space)
        message = render(errand.content, voice)
        if not isinstance(message, Message):
            raise NotAccepted(f"{type(errand.content).__name__} is no message")
        chat = self._chats.of(slot.space)
        ref = errand.ref or await self._found(chat, errand)
        if ref:
            await chat.amend(slot.space, ref, message)
            return ref
        if errand.until and self._clock.now() >= errand.until:
            raise TooLate
        if slot.recipient and isinstance(errand.content, Closing):
            raise NotAccepted("nothing stands there that could be over")
        if slot.recipient:
            return await say_to(chat, voice, message, slot.recipient, errand.thread)
        return await chat.post(slot.space, message, recipient=None, thread=errand.thread, marker=errand.slot.marker)

    async def _found(self, chat: Chat, errand: Errand) -> str | None:
        """Where a message stands that may have been said before; None: nowhere, or it may be said once more.

        Raises:
            Unknowable: nobody can look, and it was said often enough.
            NotTried: the platform cannot be talked to now.
        """
        if errand.attempt == 1:
            return None
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._looked_for(chat, errand)
        except CannotLook:
            if errand.attempt > BLIND_ATTEMPTS:
                raise Unknowable from None
            return None
        except (SpaceClosed, WorkspaceClosed):
            raise
        except (ChatError, TimeoutError) as error:
            raise NotTried(error) from None

    async def _looked_for(self, chat: Chat, errand: Errand) -> str | None:
        """Where nobody can look, it is at least sure that the platform answers, so that the second time will tell."""
        slot = errand.slot
        try:
            if slot.recipient is None:
                return await chat.find(slot.space, slot.marker, errand.thread)
        except CannotLook:
            pass
        await chat.answers(slot.space)
        raise CannotLook("what one person sees is not looked for")
