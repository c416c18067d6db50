"""Months close by themselves, and leaders are as the settings say."""

from datetime import datetime, timedelta

import structlog

from bot.kernel.clock import Clock
from bot.kernel.holidays import days_off
from bot.service import Service
from rituals import Unit
from rituals.agenda.occurrence import Kind
from rituals.kernel.errors import RitualError
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId, workspace_of
from rituals.month.commands import CloseMonth
from rituals.month.months import month_before
from rituals.organisation.commands import (
    CloseOrganisation,
    ForgetOld,
    NameLeaders,
)
from rituals.organisation.organisation import Leader
from storage import StorageError

log = structlog.get_logger()

FURTHEST_EAST = timedelta(hours=14)
"""Where a month begins first."""

AT_ONCE_AT_MOST = 120
"""Months of one space closed at one look: ten years."""


class MonthClosing:
    """Ask it to ``look`` every hour.

    Args:
        service: runs commands.
        clock: the time.
        zone, country: the operator's, for when months close.
        keep_years: so long they stay.
    """

    def __init__(self, service: Service, clock: Clock, *, zone: str, country: str, keep_years: int) -> None:
        self._service = service
        self._clock = clock
        self._zone = zone
        self._country = country
        self._keep_years = keep_years

    async def look(self) -> None:
        """Close what is over. One that fails does not hold up the others."""
        now = self._clock.now()
        await self._attempt(ForgetOld(space=SpaceId(""), years=self._keep_years))
        spaces = await self._service.run(lambda unit: _to_look_at(unit, now))
        for space, since in spaces.items():
            await self._close(space, since)
        organisations = {self._service.house.organisation_of(space) for space in await self._service.run(_known)}
        holidays = days_off(self._country, now.year)
        for organisation in sorted(organisations):
            about = SpaceId(organisation)
            await self._attempt(
                CloseOrganisation(space=about, organisation=organisation, zone=self._zone, days_off=holidays)
            )

    async def _close(self, space: SpaceId, since: str | None) -> None:
        """One month after the other, where several are over."""
        organisation = self._service.house.organisation_of(space)
        holidays = days_off(self._country, self._clock.now().year)
        for _ in range(AT_ONCE_AT_MOST):
            before = since
            await self._attempt(CloseMonth(space=space, organisation=organisation, days_off=holidays, since=since))
            since = (await self._service.run(lambda unit: unit.month.open_months())).get(space)
            if since is None or since == before:
                return

    async def name_leaders(self, named: tuple[Leader, ...]) -> None:
        """Bring the leaders in line with the settings, of every organisation that has or had some."""
        house = self._service.house
        wanted: dict[str, list[Leader]] = {}
        for leader in named:
            wanted.setdefault(house.organisation_of(SpaceId(f"{leader.workspace}:")), []).append(leader)
        known = await self._service.run(lambda unit: unit.organisation.led())
        for organisation in sorted({*known, *wanted}):
            leaders = tuple(wanted.get(organisation, ()))
            await self._service.do(NameLeaders(space=SpaceId(organisation), organisation=organisation, leaders=leaders))

    async def _attempt(self, command: CloseMonth | CloseOrganisation | ForgetOld) -> None:
        try:
            await self._service.do(command)
        except (StorageError, RitualError):
            log.exception("months.not_closed")


def _to_look_at(unit: Unit, now: datetime) -> dict[SpaceId, str | None]:
    """Spaces with a month that may be over, or whose latest was not told; each with its earliest open month."""
    this = (now + FURTHEST_EAST).isoformat()[:7]
    found: dict[SpaceId, str | None] = {space: since for space, since in _begun(unit).items() if since < this}
    for month in unit.month.months_in("", month_before(this)):
        space = SpaceId(month.about)
        if space not in found and unit.agenda.occurrence(PlanId(space), month.month, Kind.MONTH) is None:
            found[space] = None
    return found


def _begun(unit: Unit) -> dict[SpaceId, str]:
    """The earliest open month of each space, also where there is only a bell whose chair has not answered yet."""
    begun = dict(unit.month.open_months())
    for space in unit.present():
        for meeting in unit.bell.concluded(space):
            month = unit.space.of(space).month(meeting.concluded_at)
            begun[space] = min(month, begun.get(space, month))
    return begun


def _known(unit: Unit) -> tuple[SpaceId, ...]:
    return unit.space.known()


def leaders_from(text: str) -> tuple[Leader, ...]:
    """The leaders that the settings name: ``platform:workspace:person``, separated by spaces."""
    found = []
    for word in text.split():
        workspace = workspace_of(SpaceId(word))
        who = ParticipantId(word.removeprefix(f"{workspace}:"))
        found.append(Leader(workspace=workspace, participant=who, by_operator=True))
    return tuple(found)
