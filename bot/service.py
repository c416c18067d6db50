"""Runs commands and answers people: one command, one unit, the reply in the words of the space.

A refusal becomes its sentence. Broken machinery becomes "that didn't work", and the operator's log has the rest.
``requests`` makes the commands; the clock's come from here.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog

from bot.chat import Chat, ChatError, Chats
from bot.clock import Clock
from bot.views import render
from bot.views.message import Form, Message
from bot.views.space import one_line, refused
from bot.views.voice import Voice
from rituals.checkout import CheckOut
from rituals.commands import (
    Arrived,
    CallBell,
    ChangeSettings,
    CheckOutCommand,
    CheckOutTimePassed,
    Command,
    Introduce,
    Left,
    MeetingCommand,
    OpenCheckOut,
    SpaceGone,
    TimePassed,
)
from rituals.effects import Outcome
from rituals.errors import Because, Refusal
from rituals.handlers import handle
from rituals.handlers.occurring import Planned, meeting_now
from rituals.identifiers import ParticipantId, SpaceId
from rituals.meeting import Meeting
from rituals.organisation import organisation_of
from rituals.people import Person
from rituals.planning import PauseSpace, SavePlan, SayAgain
from rituals.ports import Unit
from rituals.replies import Reply
from rituals.space import Language, Space
from storage import StorageError, Store

log = structlog.get_logger()

DUE_AT_ONCE = 100
"""How many waiting meetings one look at the clock handles."""

CHANGES_SPACE = (Arrived, CallBell, ChangeSettings, Introduce, OpenCheckOut, PauseSpace, SavePlan, SpaceGone)
"""Commands after which the settings of a space may be others."""

Result = TypeVar("Result")

Asked = Callable[[Voice], "Awaitable[Answer]"]
"""A request that knows how the space is spoken to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the person who clicked gets to see.

    Attributes:
        takes_place: where the button was, if the platform can.
        refused: nothing was done, so that what was filled in should stay where it can.
    """

    shown: Message | Form | None = None
    takes_place: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The organisation's own words, from the settings. With a name of its own it has all workspaces together."""

    contact: str = ""
    word: str = ""
    organisation: str = ""

    def organisation_of(self, space: SpaceId) -> str:
        """Which organisation a space belongs to: one of all workspaces where it has a name, else each its own."""
        return organisation_of(space, joined=bool(self.organisation))


class Service:
    """The one way in."""

    def __init__(self, *, store: Store, chats: Chats, clock: Clock, house: House, wake: Callable[[], None]) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self.house = house
        self._wake = wake
        self._half_done = False
        self.ticked_at: datetime | None = None
        self._spaces: dict[SpaceId, Space] = {}  # as they stand in the record, which nobody else writes

    def chat(self, space: SpaceId) -> Chat:
        return self._chats.of(space)

    def today(self, space: Space) -> date:
        return self._clock.now().astimezone(ZoneInfo(space.zone)).date()

    async def do(self, command: Command) -> Reply | None:
        """Run one command and see to it that what it decided is delivered.

        Raises:
            Refusal: a person asked for what cannot be.
            StorageError: nothing was written.
        """
        moment, seed = self._clock.now(), self._clock.seed()
        try:
            outcome = await self.run(lambda unit: _decide(command, unit, moment, seed))
        except StorageError:
            self._half_done = True  # the record may have it and the live side not: the next tick looks at everything
            raise
        finally:
            if isinstance(command, CHANGES_SPACE):
                self._spaces.pop(command.space, None)
        if outcome.effects or isinstance(command, SayAgain):
            self._wake()
        return outcome.reply

    async def run(self, work: Callable[[Unit], Result]) -> Result:
        return await asyncio.wrap_future(self._store.run(work))

    async def person(self, space: SpaceId, who: ParticipantId) -> Person:
        people = await self.chat(space).people(space, frozenset({who}))
        if not people:
            raise Refusal(Because.NOT_IN_SPACE)
        return people[0]

    async def planned_now(self, space: SpaceId) -> Planned | None:
        """The planned meeting of a space that runs now or starts soon."""
        now = self._clock.now()
        return await self.run(lambda unit: meeting_now(unit, space, now))

    async def gone(self, space: SpaceId, *, whole_workspace: bool = False) -> None:
        """Forget a space, or every space of its workspace: the bot was removed."""
        spaces = [space]
        if whole_workspace:
            workspace = ":".join(space.split(":")[:2]) + ":"
            known = await self.run(lambda unit: (*unit.record.spaces(), *unit.live.spaces()))
            spaces = sorted({*spaces, *(other for other in known if other.startswith(workspace))})
        for each in spaces:
            await self.do(SpaceGone(space=each))
            self._chats.forget(each)

    async def as_chair(self, command: MeetingCommand | CheckOutCommand) -> Reply | None:
        """Run what only the chair may; if it is refused and the chair is no longer in the space, anyone may."""
        try:
            return await self.do(command)
        except Refusal as refusal:
            if refusal.because is not Because.NOT_CHAIR or not await self._chair_left(command):
                raise
            return await self.do(command)

    async def answer(
        self,
        space: SpaceId,
        asked: Asked,
        *,
        language: Language | None = None,
        reads: Language | None = None,
        failed: str = "failed",
    ) -> Answer:
        """Answer a request: its reply, its refusal, or that it did not work; never a stack trace.

        Args:
            space: where, for the words.
            asked: the request, as a coroutine function of the voice.
            language: of the command that was typed, where the space has not chosen yet.
            reads: of the person, where it is known.
            failed: what is said when it did not work.
        """
        voice = self._voice(self._spaces.get(space) or Space(id=space, language=language or Language.DUTCH))
        try:
            voice = replace(await self.voice(space, language), reads=reads)
            answer = await asked(voice)
        except Refusal as refusal:
            if refusal.because is Because.BOT_NOT_HERE:  # nobody told us that we were removed
                await self.gone(space)
            answer = Answer(shown=refused(refusal, voice), refused=True)
        except (StorageError, ChatError):
            log.exception("request.failed")
            answer = Answer(shown=one_line(failed, voice), refused=True)
        shown = answer.shown
        return replace(answer, shown=replace(shown, language=voice.say.language) if shown else None)

    async def voice(self, space: SpaceId, language: Language | None = None) -> Voice:
        found = self._spaces.get(space)
        if found is None:
            found = self._spaces[space] = await self.run(lambda unit: unit.record.space(space))
        if language and not found.introduced:
            found = replace(found, language=language)
        return self._voice(found)

    def _voice(self, space: Space) -> Voice:
        house = self.house
        return Voice(
            space=space,
            contact=house.contact,
            word=space.word or house.word,
            organisation=house.organisation,
            platform=self.chat(space.id).platform,
        )

    async def start(self) -> None:
        """Finish what a crash left: check-outs that were published but not yet destroyed, or whose key is gone."""
        for checkout in await self.run(lambda unit: unit.live.checkouts()):
            await self.do(CheckOutTimePassed(space=checkout.space, checkout=checkout.id))
        await self.run(lambda unit: unit.live.accept_key())
        await self.tick()

    async def tick(self) -> None:
        """Look at the clock: whatever is due happens now. One that fails does not hold up the others."""
        now = self._clock.now()
        until, self._half_done = None if self._half_done else now, False
        meetings, checkouts = await self.run(lambda unit: _due(unit, now, until))
        steps = [self.do(TimePassed(space=meeting.space, meeting=meeting.id)) for meeting in meetings]
        steps += [self.do(CheckOutTimePassed(space=due.space, checkout=due.id)) for due in checkouts]
        for failed in filter(None, await asyncio.gather(*steps, return_exceptions=True)):
            if isinstance(failed, BaseException):
                log.error("tick.failed", exc_info=failed)
        self._wake()
        await self.seal()
        self.ticked_at = now

    async def seal(self) -> None:
        """See to it that nothing that was destroyed leaves a byte; what stands in the way is tried at the next tick."""
        if not await asyncio.wrap_future(self._store.tidy()):
            log.warning("store.not_sealed_yet")

    async def _chair_left(self, command: MeetingCommand | CheckOutCommand) -> bool:
        """Whether the chair is no longer in the space; then they are forgotten, and the space has no chair."""
        chair = await self.run(lambda unit: _chair_of(command, unit))
        if chair is None:
            return False
        here = await self.chat(command.space).roster(command.space, at_most=0)
        if chair in here.ids:
            return False
        await self.do(Left(space=command.space, actor=chair))
        return True


def _chair_of(command: MeetingCommand | CheckOutCommand, unit: Unit) -> ParticipantId | None:
    if isinstance(command, CheckOutCommand):
        wanted = command.checkout
        led: CheckOut | Meeting | None = unit.live.checkout(wanted) if wanted else unit.live.checkout_in(command.space)
    else:
        led = unit.live.meeting(command.meeting) if command.meeting else unit.live.running(command.space)
    return led.chair if led else None


def _due(unit: Unit, now: datetime, until: datetime | None) -> tuple[tuple[Meeting, ...], tuple[CheckOut, ...]]:
    """What the clock says something about: ``until`` None means every open check-out."""
    unit.live.end_pauses(now.date())
    return unit.live.due(now, DUE_AT_ONCE), unit.live.checkouts(until)


def _decide(command: Command, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """The decision and what must be said of it, in one transaction."""
    outcome = handle(command, unit, moment, seed)
    unit.outbox.put(outcome.effects, moment)
    return outcome


def shown(reply: Reply | None, voice: Voice) -> Answer:
    if reply is None:
        return Answer()
    return Answer(shown=render(reply, voice), takes_place=reply.takes_place)
