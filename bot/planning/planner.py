"""What happens by itself: the clock hands out what is due, and here it is looked up who is there, and begun.

Beginning is one transaction that also says what should be posted, so that it happens once whatever happens in between.
An occurrence that was handed out and not begun, because the process died or a platform did not answer, is handed out
again when its lease has run out, as long as it is of use.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.chat import ChatError, NotNow, SpaceClosed, WorkspaceClosed, platform_of
from bot.chat.later import Later
from bot.chat.participants import size_of, whole_space
from bot.kernel.clock import Clock
from bot.planning.calendar import CalendarError, Gone
from bot.planning.month import MonthClosing
from bot.planning.watch import Watch
from bot.service import Service
from rituals import Unit
from rituals.agenda.commands import MissOccurrence, OccurrenceCommand, PutOff
from rituals.agenda.occurrence import Kind, Occurrence, Why
from rituals.kernel.errors import RitualError
from rituals.kernel.identifiers import SpaceId, workspace_of
from rituals.plan.commands import BeginBell, BeginCheckOut
from rituals.plan.schedule import Date
from storage import StorageError

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""Longer than looking up who is there takes, with all its waiting."""

AT_ONCE = 8
"""Look-ups in one workspace at the same time."""

HANDED_OUT_AT_ONCE = 200
AGAIN_AFTER = timedelta(seconds=30)

CALENDAR_AGAIN_AFTER = timedelta(minutes=1)
CALENDAR_WAITED_FOR = timedelta(minutes=12)
"""So long before the start nobody waits for the calendar any more."""

LOOK_AHEAD_EVERY = timedelta(hours=1)
READ_CALENDAR_EVERY = timedelta(minutes=3)


class Planner:
    """Ask it to ``tick`` every few seconds."""

    def __init__(self, service: Service, watch: Watch, months: MonthClosing, clock: Clock) -> None:
        self._service = service
        self._watch = watch
        self._months = months
        self._clock = clock
        self._later = Later()
        self._rooms: dict[str, asyncio.Semaphore] = {}
        self._looked_ahead: datetime | None = None
        self._read_calendar: datetime | None = None
        self._busy = False

    async def tick(self) -> None:
        """Begin what is due. Looking ahead, and into calendars, goes on beside it."""
        now = self._clock.now()
        if self._looked_ahead is None:  # what a calendar says now comes before what was planned when we were last here
            await self._look_around(now)
        if not self._busy and (_is_time(self._looked_ahead, LOOK_AHEAD_EVERY, now) or self._calendar_is_due(now)):
            self._busy = True
            self._later.tell(self._look_around(now))
        due = await self._service.run(lambda unit: unit.agenda.claim_occurrences(now, now + LEASE, HANDED_OUT_AT_ONCE))
        for occurrence in due:
            self._later.tell(self._begin(occurrence))

    async def look_ahead(self) -> None:
        """Make what is due in the coming days anew, everywhere."""
        for space in await self._service.run(_planned_spaces):
            try:
                await self._watch.look_ahead(space)
            except (StorageError, RitualError):  # one that fails does not hold up the others
                log.exception("planner.not_looked_ahead")

    async def settle(self) -> None:
        """Wait for what is under way."""
        await self._later.settle()

    async def finish(self) -> None:
        """Wait for what is under way, a moment at most: what has not begun is handed out again at the next start."""
        await self._later.finish()

    def _calendar_is_due(self, now: datetime) -> bool:
        return self._watch.reads and _is_time(self._read_calendar, READ_CALENDAR_EVERY, now)

    async def _look_around(self, now: datetime) -> None:
        try:
            if _is_time(self._looked_ahead, LOOK_AHEAD_EVERY, now):
                await self.look_ahead()
                await self._months.look()
                self._looked_ahead = now
            if self._calendar_is_due(now):
                self._read_calendar = now
                await self._watch.read_all()
        finally:
            self._busy = False

    async def _begin(self, occurrence: Occurrence) -> None:
        about: dict[str, Any] = {
            "space": occurrence.space,
            "plan": occurrence.plan,
            "key": occurrence.key,
            "kind": occurrence.kind,
        }
        room = self._rooms.setdefault(workspace_of(occurrence.space), asyncio.Semaphore(AT_ONCE))
        async with room:
            try:
                await self._service.do(await self._command(occurrence, about))
            except NotNow as waits:
                self._service.trouble.met(platform_of(occurrence.space), waits, self._clock.now())
                await self._service.do(PutOff(**about, until=self._clock.now() + waits.wait_or(AGAIN_AFTER)))
            except CalendarError as error:
                log.warning("planner.calendar", error=type(error).__name__)
                await self._service.do(PutOff(**about, until=self._clock.now() + CALENDAR_AGAIN_AFTER))
            except (SpaceClosed, WorkspaceClosed) as closed:
                log.warning("planner.closed", error=type(closed).__name__, kind=occurrence.kind)
                self._service.doubt(occurrence.space)
                await self._service.do(PutOff(**about, until=self._clock.now() + AGAIN_AFTER))
            except ChatError as error:
                log.warning("planner.put_off", error=type(error).__name__, kind=occurrence.kind)
                await self._service.do(PutOff(**about, until=self._clock.now() + AGAIN_AFTER))
            except Exception as error:  # a fault of ours: put off, so that it is missed in time and not tried for ever
                log.exception("planner.failed", kind=occurrence.kind, error=type(error).__name__)
                await self._service.do(PutOff(**about, until=self._clock.now() + AGAIN_AFTER))

    async def _command(self, occurrence: Occurrence, about: Mapping[str, Any]) -> OccurrenceCommand:
        """What begins an occurrence, with what must be looked up for it."""
        chat = self._service.chat(occurrence.space)
        if occurrence.kind is not Kind.BELL:
            space = (await self._service.voice(occurrence.space)).space
            people = None if space.mode else await size_of(chat, space)
            return BeginCheckOut(**about, people=people)
        plan = await self._service.run(lambda unit: unit.plan.plan(occurrence.plan))
        when = Date(key=occurrence.key, starts_at=occurrence.starts_at, ends_at=occurrence.ends_at)
        try:
            present = await self._watch.who_comes(chat, plan, when) if plan else None
        except CalendarError as error:
            if isinstance(error, Gone) or self._clock.now() < occurrence.starts_at - CALENDAR_WAITED_FOR:
                raise
            return BeginBell(**about, people=())  # nobody is asked in private who may not be there; everyone openly
        if present:
            people_there = await chat.people(occurrence.space, present.coming)
            return BeginBell(**about, people=people_there, absent=present.absent, organiser=present.organiser)
        everybody = await whole_space(chat, occurrence.space)
        if everybody is None:
            return MissOccurrence(**about, why=Why.TOO_MANY)
        return BeginBell(**about, people=everybody)


def _planned_spaces(unit: Unit) -> tuple[SpaceId, ...]:
    """Where there is a plan, or something is left of one."""
    left = (space for space in unit.present() if unit.agenda.occurrences(space))
    return tuple(sorted({*unit.plan.planning_spaces(), *left}))


def _is_time(before: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether it is time again; also when the clock went back."""
    return before is None or not before <= now < before + every
