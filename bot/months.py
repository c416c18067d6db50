"""Months close by themselves; and what people and leaders ask about them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import structlog

from bot.asked import Submitted
from bot.chat import Chat
from bot.clock import Clock
from bot.holidays import days_off
from bot.participants import must_be_here
from bot.report.links import LASTS as LINK_LASTS
from bot.service import Answer, Service, shown
from bot.views.message import FormName, Intent
from bot.views.month import page_link
from bot.views.voice import Voice
from bot.words import Understood, Verb
from rituals.errors import Because, Refusal, RitualError
from rituals.handlers.organisations import leader_in
from rituals.identifiers import ParticipantId, PlanId, SpaceId, workspace_of
from rituals.monthly import (
    ChangeLeaders,
    CloseMonth,
    CloseOrganisation,
    FollowUp,
    ForgetOld,
    NameLeaders,
    ShowLeaders,
    ShowMonths,
    ShowOrganisation,
    ShowPhases,
    TellTeams,
)
from rituals.months import BEFORE, Followed, month_before
from rituals.organisation import Leader
from rituals.people import Person
from rituals.ports import Unit
from rituals.schedule import Kind
from storage import StorageError

log = structlog.get_logger()

FURTHEST_EAST = timedelta(hours=14)
"""Where a month begins first."""

AT_ONCE_AT_MOST = 120
"""Months of one space closed at one look: ten years."""

FOR_LEADERS = frozenset({Verb.ORGANISATION, Verb.LEADERS})
WORDS = frozenset({Verb.STATS, Verb.PHASES}) | FOR_LEADERS

PageOf = Callable[[str, Leader, datetime], str | None]
"""The address of a page for a leader of an organisation, from now on; None where there is no web address."""

Pressed = Callable[[dict[str, Any], dict[str, str], Voice], Awaitable[Answer]]


class Months:
    """What is asked about months.

    Args:
        service: runs commands.
        clock: the time.
        page_of: the address of a leader's page.
        zone, country: the operator's, for when months close.
        keep_years: so long they stay.
    """

    words = WORDS

    def __init__(
        self, service: Service, clock: Clock, page_of: PageOf, *, zone: str, country: str, keep_years: int
    ) -> None:
        self._service = service
        self._clock = clock
        self._zone = zone
        self._country = country
        self._keep_years = keep_years
        self._page_of = page_of
        self.buttons: dict[str, Pressed] = {
            Intent.MONTH_PAGE: self._page,
            Intent.STATS: self._stats,
            Intent.PHASES: self._phases,
            Intent.FOLLOWED: self._followed,
            Intent.TELL_TEAMS: self._tell_teams,
        }
        self.forms: dict[str, Callable[[dict[str, Any], Voice, Submitted], Awaitable[Answer]]] = {
            FormName.LEADERS: self._leaders_chosen
        }

    # What happens by itself.

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
            since = (await self._service.run(lambda unit: unit.record.open_months())).get(space)
            if since is None or since == before:
                return

    async def name_leaders(self, named: tuple[Leader, ...]) -> None:
        """Bring the leaders in line with the settings, of every organisation that has or had some."""
        house = self._service.house
        wanted: dict[str, list[Leader]] = {}
        for leader in named:
            wanted.setdefault(house.organisation_of(SpaceId(f"{leader.workspace}:")), []).append(leader)
        known = await self._service.run(lambda unit: unit.record.led())
        for organisation in sorted({*known, *wanted}):
            leaders = tuple(wanted.get(organisation, ()))
            await self._service.do(NameLeaders(space=SpaceId(organisation), organisation=organisation, leaders=leaders))

    async def _attempt(self, command: CloseMonth | CloseOrganisation | ForgetOld) -> None:
        try:
            await self._service.do(command)
        except (StorageError, RitualError):
            log.exception("months.not_closed")

    # What people ask.

    async def said(self, understood: Understood, who: dict[str, Any], voice: Voice) -> Answer:
        verb = understood.verb
        if verb is Verb.STATS:
            return await self._stats(who, {}, voice)
        if verb is Verb.PHASES:
            return await self._phases(who, {}, voice)
        if verb is Verb.ORGANISATION:
            return await self._organisation(who, {}, voice)
        person = await self._person(who)
        return await self._for_leaders(ShowLeaders(**who, organisation=self._of(who), person=person), voice)

    async def pressed(self, intent: str, who: dict[str, Any], given: dict[str, str], voice: Voice) -> Answer:
        return await self.buttons[intent](who, given, voice)

    async def _stats(self, who: dict[str, Any], _given: dict[str, str], voice: Voice) -> Answer:
        return shown(await self._service.do(ShowMonths(**who, organisation=self._of(who))), voice)

    async def _phases(self, who: dict[str, Any], _given: dict[str, str], voice: Voice) -> Answer:
        return shown(await self._service.do(ShowPhases(**who)), voice)

    async def _followed(self, who: dict[str, Any], given: dict[str, str], voice: Voice) -> Answer:
        await must_be_here(self._service.chat(who["space"]), who["space"], who["actor"])
        command = FollowUp(**who, organisation=self._of(who), month=given.get("month", ""), followed=_said(given))
        return shown(await self._service.do(command), voice)

    async def _organisation(self, who: dict[str, Any], given: dict[str, str], voice: Voice) -> Answer:
        command = ShowOrganisation(
            **who, organisation=self._of(who), month=given.get("month") or None, at_most=BEFORE + 1
        )
        return await self._for_leaders(command, voice)

    async def _tell_teams(self, who: dict[str, Any], given: dict[str, str], voice: Voice) -> Answer:
        command = TellTeams(**who, organisation=self._of(who), month=given.get("month", ""), followed=_said(given))
        return await self._for_leaders(command, voice)

    async def _page(self, who: dict[str, Any], given: dict[str, str], voice: Voice) -> Answer:
        """A link of their own, made new each time."""
        organisation, month = self._of(who), given.get("month") or None
        command = ShowOrganisation(**who, organisation=organisation, month=month, at_most=1)
        await self._for_leaders(command, voice)
        leader = await self._service.run(lambda unit: leader_in(who["space"], who["actor"], organisation, unit.record))
        now = self._clock.now()
        address = self._page_of(organisation, leader, now) if leader else None
        if address:
            address += "?" + urlencode({**({"month": month} if month else {}), "lang": voice.say.language.value})
        return Answer(shown=page_link(address, now + LINK_LASTS, voice))

    async def _leaders_chosen(self, who: dict[str, Any], voice: Voice, submitted: Submitted) -> Answer:
        chosen = tuple(ParticipantId(each) for each in submitted.fields.get("leaders", ()))
        person = await self._person(who)
        command = ChangeLeaders(**who, organisation=self._of(who), person=person, leaders=chosen)
        return await self._for_leaders(command, voice)

    async def _for_leaders(
        self, command: ShowOrganisation | TellTeams | ShowLeaders | ChangeLeaders, voice: Voice
    ) -> Answer:
        """Who may not read it gets nothing, and that somebody tried is logged; not who."""
        try:
            return shown(await self._service.do(command), voice)
        except Refusal as refusal:
            if refusal.because in (Because.NOT_LEADER, Because.NOT_ADMINISTRATOR):
                log.warning("organisation.refused", code=refusal.because.value)
            raise

    async def _person(self, who: dict[str, Any]) -> Person:
        """Who asks, as the platform describes them now."""
        chat: Chat = self._service.chat(who["space"])
        found = await chat.people(who["space"], frozenset({who["actor"]}))
        return next(iter(found), Person(id=who["actor"]))

    def _of(self, who: dict[str, Any]) -> str:
        return self._service.house.organisation_of(who["space"])


def _to_look_at(unit: Unit, now: datetime) -> dict[SpaceId, str | None]:
    """Spaces with a month that may be over, or whose latest was not told; each with its earliest open month."""
    this = (now + FURTHEST_EAST).isoformat()[:7]
    found: dict[SpaceId, str | None] = {space: since for space, since in _begun(unit).items() if since < this}
    for month in unit.record.months_in("", month_before(this)):
        space = SpaceId(month.about)
        if space not in found and unit.live.occurrence(PlanId(space), month.month, Kind.MONTH) is None:
            found[space] = None
    return found


def _begun(unit: Unit) -> dict[SpaceId, str]:
    """The earliest open month of each space, also where there is only a bell whose chair has not answered yet."""
    begun = dict(unit.record.open_months())
    for space in unit.live.spaces():
        for meeting in unit.live.concluded(space):
            month = unit.record.space(space).month(meeting.concluded_at)
            begun[space] = min(month, begun.get(space, month))
    return begun


def _known(unit: Unit) -> tuple[SpaceId, ...]:
    return unit.record.spaces()


def _said(given: dict[str, str]) -> Followed:
    try:
        return Followed(given.get("said", ""))
    except ValueError:
        raise Refusal(Because.NO_SUCH_MONTH) from None


def leaders_from(text: str) -> tuple[Leader, ...]:
    """The leaders that the settings name: ``platform:workspace:person``, separated by spaces."""
    found = []
    for word in text.split():
        workspace = workspace_of(SpaceId(word))
        who = ParticipantId(word.removeprefix(f"{workspace}:"))
        found.append(Leader(workspace=workspace, participant=who, by_operator=True))
    return tuple(found)
