"""Keeps an eye on the calendars that plans follow, and on who is at a meeting.

What a calendar says is read every few minutes and put beside the plans; a calendar that cannot be read leaves what it
said before. Of a date only its times are kept, under a name made from its number. Who is invited is read when it is
needed, and kept nowhere.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

import structlog

from bot.chat import Chat
from bot.kernel.clock import Clock
from bot.kernel.holidays import days_off
from bot.planning import calendar
from bot.planning.calendar import WARN_DAYS, Calendar, CalendarError, Guests, Series
from bot.service import Service
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.plan.commands import CalendarRead, Replan
from rituals.plan.schedule import Date, Linked, Plan

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who is at a meeting, by its calendar.

    Attributes:
        coming: who is invited and did not decline, absent people too.
        absent: who declined or is out of office.
        organiser: who leads it; None if the calendar does not tell, or they are not in the space.
    """

    coming: frozenset[ParticipantId]
    absent: frozenset[ParticipantId]
    organiser: ParticipantId | None


def key_of(number: str) -> str:
    """A short name for what a calendar has a long number for."""
    return blake2b(number.encode(), digest_size=10, person=b"calendar").hexdigest()


class Watch:
    """``calendar`` None: there is none, and plans follow rhythms only. ``secret_until``: the last day of its secret."""

    def __init__(
        self, service: Service, clock: Clock, calendar: Calendar | None, country: str, secret_until: date | None = None
    ) -> None:
        self._service = service
        self._clock = clock
        self._calendar = calendar
        self._country = country
        self._secret_until = secret_until
        self._told_on: date | None = None
        self._unread: set[str] = set()
        self.read_at: datetime | None = None

    @property
    def reads(self) -> bool:
        return self._calendar is not None

    def unread(self, plans: Iterable[Plan]) -> frozenset[PlanId]:
        """Plans whose calendar could not be read the last time."""
        return frozenset(plan.id for plan in plans if plan.linked and plan.linked.mailbox in self._unread)

    async def series(self, mailbox: str) -> tuple[Series, ...]:
        return await self._calendar.series(mailbox) if self._calendar else ()

    async def dates(self, mailbox: str, series: str) -> tuple[Date, ...]:
        """The dates of a series as a plan has them.

        Raises:
            CalendarError: they cannot be read.
        """
        found = await self._calendar.dates(mailbox) if self._calendar else {}
        return tuple(_as_planned(each) for each in found.get(series, ()))

    @property
    def secret_days(self) -> int | None:
        """How many days the secret or certificate of the calendar still holds, where that is known."""
        return (self._secret_until - self._clock.now().date()).days if self._secret_until else None

    def _warn_of_the_secret(self) -> None:
        """Once a day, from a month before it ends."""
        left, today = self.secret_days, self._clock.now().date()
        if left is not None and left <= WARN_DAYS and self._told_on != today:
            self._told_on = today
            log.warning("calendar.secret_ends", count=left)

    async def read_all(self) -> None:
        """Read every calendar that is followed, and bring the plans in line."""
        self._warn_of_the_secret()
        plans = await self._service.run(lambda unit: unit.plan.linked_plans())
        by_mailbox: dict[str, list[Plan]] = {}
        for plan in plans:
            if plan.linked:
                by_mailbox.setdefault(plan.linked.mailbox, []).append(plan)
        self._unread &= by_mailbox.keys()
        await asyncio.gather(*(self._read(mailbox, tuple(plans)) for mailbox, plans in by_mailbox.items()))
        if not self._unread:
            self.read_at = self._clock.now()

    async def _read(self, mailbox: str, plans: tuple[Plan, ...]) -> None:
        try:
            for plan in plans:
                if plan.linked:
                    await self._bring_in_line(plan, await self.dates(mailbox, plan.linked.series))
        except CalendarError as error:
            log.warning("calendar.unread", error=type(error).__name__)
            self._unread.add(mailbox)
        else:
            self._unread.discard(mailbox)

    async def _bring_in_line(self, plan: Plan, dates: tuple[Date, ...]) -> None:
        if plan.linked and await self._service.run(lambda unit: unit.plan.dates(plan.id)) != dates:
            read = CalendarRead(linked=plan.linked, dates=dates)
            await self.look_ahead(plan.space, {plan.id: read})

    async def look_ahead(self, space: SpaceId, dates: Mapping[PlanId, CalendarRead] | None = None) -> None:
        """Make what is due in the coming days anew."""
        holidays = days_off(self._country, self._clock.now().year)
        await self._service.do(Replan(space=space, days_off=holidays, dates=dates))

    async def who_comes(self, chat: Chat, plan: Plan, when: Date) -> Present | None:
        """Who is at a meeting; None where no calendar tells, or nobody of it is in the space.

        Raises:
            CalendarError: it cannot be read now, or there is no such meeting any more.
            ChatError: who is in the space cannot be read.
        """
        if plan.linked is None or self._calendar is None:
            return None
        guests = await _guests(self._calendar, plan.linked, when.key)
        here = (await chat.roster(plan.space, at_most=0)).ids
        addresses = await chat.addresses(plan.space, here)
        coming = _whose(addresses, guests.coming)
        declined = _whose(addresses, guests.declined)
        if not coming:
            return None
        away = await _away(self._calendar, plan.linked.mailbox, guests, when)
        leads = _whose(addresses, frozenset({guests.organiser} if guests.organiser else ()))
        return Present(
            coming=coming | declined,
            absent=declined | _whose(addresses, away),
            organiser=min(leads, default=None),
        )


async def _guests(asked: Calendar, linked: Linked, key: str) -> Guests:
    dates = await asked.dates(linked.mailbox)
    event = next((each.event for each in dates.get(linked.series, ()) if key_of(each.event) == key), None)
    if event is None:
        raise calendar.Gone("no such date any more")
    return await asked.guests(linked.mailbox, event)


async def _away(asked: Calendar, mailbox: str, guests: Guests, when: Date) -> frozenset[str]:
    """Out of office; where that cannot be read nobody is."""
    try:
        return await asked.away(mailbox, guests.coming, when.starts_at, when.ends_at)
    except CalendarError as error:
        log.warning("calendar.no_absences", error=type(error).__name__)
        return frozenset()


def _as_planned(each: calendar.Date) -> Date:
    return Date(key=key_of(each.event), starts_at=each.starts_at, ends_at=each.ends_at)


def _whose(addresses: Mapping[ParticipantId, frozenset[str]], wanted: frozenset[str]) -> frozenset[ParticipantId]:
    return frozenset(who for who, mails in addresses.items() if mails & wanted)
