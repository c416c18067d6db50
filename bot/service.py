"""Runs commands and answers people: one command, one unit, the reply in the words of the space.

A refusal becomes its sentence. A chat or store that fails becomes "that didn't work", and the operator's log has the
rest. A fault of ours is not hidden: it goes on to the platform, which says that it failed.
The desks make the commands; what a ritual says is due is run from here.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog

from bot.chat import Chat, ChatError, Chats, WorkspaceClosed, platform_of
from bot.chat.doubts import Doubts
from bot.chat.later import Later
from bot.chat.trouble import Trouble
from bot.kernel.clock import Clock
from bot.kernel.refusals import ShellBecause
from bot.views.lines import one_line
from bot.views.message import Form, Message
from bot.views.refusal import refused
from bot.views.render import render
from bot.views.voice import Voice
from rituals import RITUALS, Unit, handle
from rituals.bell.commands import CallBell
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.command import Command
from rituals.kernel.effect import Outcome
from rituals.kernel.errors import NotChair, Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.kernel.people import Person
from rituals.kernel.reply import Reply
from rituals.kernel.space import Language, Space
from rituals.membership.commands import Arrived, Left, SpaceGone
from rituals.organisation.organisation import organisation_of
from rituals.plan.ahead import Planned, meeting_now
from rituals.plan.commands import PauseSpace, SavePlan
from rituals.space.commands import ChangeSettings, Introduce
from rituals.unsure.commands import SayAgain
from storage import StorageError, Store, StoreHalfDone

log = structlog.get_logger()

CHANGES_SPACE = (Arrived, CallBell, ChangeSettings, Introduce, OpenCheckOut, PauseSpace, SavePlan, SpaceGone)
"""Commands after which the settings of a space may be others."""

Result = TypeVar("Result")

Request = Callable[[Voice], "Awaitable[Answer]"]
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

    def __init__(
        self, *, store: Store, chats: Chats, clock: Clock, house: House, wake: Callable[[], None], trouble: Trouble
    ) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self.house = house
        self._wake = wake
        self._half_done = False
        self.ticked: float | None = None
        self._doubts = Doubts(chats)
        self._later = Later()
        self.trouble = trouble
        self._spaces: dict[SpaceId, Space] = {}  # as they stand in the record, which nobody else writes

    def chat(self, space: SpaceId) -> Chat:
        return self._chats.of(space)

    def knows(self, space: SpaceId) -> bool:
        """Whether something is known of a space since the start."""
        return space in self._spaces

    def today(self, space: Space) -> date:
        return self._clock.now().astimezone(ZoneInfo(space.zone)).date()

    async def do(self, command: Command) -> Reply | None:
        """Run one command and see to it that what it decided is delivered.

        Raises:
            Refusal: a person asked for what cannot be.
            StorageError: nothing was written.
        """
        outcome = await self._decided(command)
        if not self._store.sealed:
            await self.seal()
        if outcome.effects or isinstance(command, SayAgain):
            self._wake()
        return outcome.reply

    async def _decided(self, command: Command) -> Outcome:
        moment, seed = self._clock.now(), self._clock.seed()
        try:
            return await self.run(lambda unit: _decide(command, unit, moment, seed))
        except StorageError:
            self._half_done = True  # the record may have it and the live side not: the next tick looks at everything
            raise
        finally:
            if isinstance(command, CHANGES_SPACE):
                self._spaces.pop(command.space, None)

    async def run(self, work: Callable[[Unit], Result]) -> Result:
        return await asyncio.wrap_future(self._store.run(work))

    async def person(self, space: SpaceId, who: ParticipantId) -> Person:
        people = await self.chat(space).people(space, frozenset({who}))
        if not people:
            raise Refusal(ShellBecause.NOT_IN_SPACE)
        return people[0]

    async def planned_now(self, space: SpaceId) -> Planned | None:
        """The planned meeting of a space that runs now or starts soon."""
        now = self._clock.now()
        return await self.run(lambda unit: meeting_now(unit, space, now))

    def doubt(self, space: SpaceId) -> bool:
        """A platform calls a space closed: that is asked once more, later, before anything is forgotten.

        Returns:
            Whether it was asked a short while ago, and we are there after all.
        """
        return self._doubts.raise_for(space, self._clock.now())

    async def _settle(self, space: SpaceId) -> None:
        """Forget a space that is surely gone."""
        gone = await self._doubts.ask(space, self._clock.now())
        if gone:
            log.warning("space.gone", error=gone.__name__)
            await self.gone(space, whole_workspace=gone is WorkspaceClosed)

    async def finish(self) -> None:
        """Wait for what is under way."""
        await self._later.finish()

    async def gone(self, space: SpaceId, *, whole_workspace: bool = False) -> None:
        """Forget a space, or every space of its workspace: the bot was removed."""
        spaces = [space]
        if whole_workspace:
            workspace = workspace_of(space)
            known = await self.run(lambda unit: (*unit.space.known(), *unit.present()))
            spaces = sorted({*spaces, *(other for other in known if workspace_of(other) == workspace)})
        for each in spaces:
            await self.do(SpaceGone(space=each))
            self._chats.forget(each)

    async def as_chair(self, command: Command) -> Reply | None:
        """Run what only the chair may; if it is refused and the chair is no longer in the space, anyone may."""
        try:
            return await self.do(command)
        except NotChair as refused:
            here = await self.chat(command.space).roster(command.space, at_most=0)
            if refused.chair in here.ids:
                raise
            await self.do(Left(space=command.space, actor=refused.chair))  # they are forgotten, and there is no chair
            return await self.do(command)

    async def answer(
        self,
        space: SpaceId,
        request: Request,
        *,
        language: Language | None = None,
        reads: Language | None = None,
        failed: str = "failed",
    ) -> Answer:
        """Answer a request: its reply, its refusal, or that chat or store did not work.

        Args:
            space: where, for the words.
            request: a coroutine function of the voice.
            language: of the command that was typed, where the space has not chosen yet.
            reads: of the person, where it is known.
            failed: what is said when it did not work.
        """
        voice = self._voice(self._spaces.get(space) or Space(id=space, language=language or Language.DUTCH))
        try:
            voice = replace(await self.voice(space, language), reads=reads)
            answer = await request(voice)
        except Refusal as refusal:
            if refusal.because is ShellBecause.BOT_NOT_HERE and space in self._spaces:  # nobody told us of it
                self.doubt(space)
            answer = Answer(shown=refused(refusal, voice), refused=True)
        except StoreHalfDone:
            log.exception("request.half_done")
            answer = Answer(shown=one_line("half_done", voice))
        except (StorageError, ChatError) as error:
            log.exception("request.failed", error=type(error).__name__)
            self.trouble.met(platform_of(space), error, self._clock.now())
            answer = Answer(shown=one_line(failed, voice), refused=True)
        shown = answer.shown
        return replace(answer, shown=replace(shown, language=voice.say.language) if shown else None)

    async def voice(self, space: SpaceId, language: Language | None = None) -> Voice:
        found = self._spaces.get(space)
        if found is None:
            found = self._spaces[space] = await self.run(lambda unit: unit.space.of(space))
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
        """Finish what a crash left: what was published but not yet destroyed, or whose key is gone."""
        self._half_done = True
        for failed in await self._look():
            raise failed
        await self.run(lambda unit: unit.checkout.accept_key())
        for space in await self.run(lambda unit: unit.space.every()):  # once together, instead of at each first press
            self._spaces[space.id] = space
        await self.tick()

    async def tick(self) -> None:
        """Look at the clock: whatever is due happens now."""
        for failed in await self._look():  # one that fails does not hold up the others
            log.error("tick.failed", exc_info=failed, error=type(failed).__name__)
        for space in self._doubts.due(self._clock.now()):
            self._later.tell(self._settle(space))
        await self.seal()
        self._wake()
        self.ticked = self._clock.running()

    async def _look(self) -> list[BaseException]:
        """Do whatever a ritual says is due; what failed."""
        now, half_done, self._half_done = self._clock.now(), self._half_done, False
        try:
            due = await self.run(lambda unit: [each for ritual in RITUALS for each in ritual.due(unit, now, half_done)])
        except StorageError as error:
            self._half_done |= half_done  # not looked at yet
            return [error]
        came = await asyncio.gather(*map(self._decided, due), return_exceptions=True)
        return [each for each in came if isinstance(each, BaseException)]

    async def proof(self) -> tuple[str, ...]:
        """Which of our files cannot be written or read any more."""
        return await asyncio.wrap_future(self._store.proof())

    async def seal(self) -> None:
        """See to it that nothing that was destroyed leaves a byte; what stands in the way is tried at the next tick."""
        try:
            sealed = await asyncio.wrap_future(self._store.tidy())
        except StorageError:
            sealed = False
        if not sealed:
            log.warning("store.not_sealed_yet")


def _decide(command: Command, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """The decision and what must be said of it, in one transaction."""
    outcome = handle(command, unit, moment, seed)
    unit.outbox.put(outcome.effects, moment)
    return outcome


def shown(reply: Reply | None, voice: Voice) -> Answer:
    if reply is None:
        return Answer()
    return Answer(shown=render(reply, voice), takes_place=reply.takes_place)
