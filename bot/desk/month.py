"""What people and leaders ask about months."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import structlog

from bot.chat import Chat
from bot.chat.participants import must_be_here
from bot.desk.asked import Submitted
from bot.kernel.clock import Clock
from bot.report.links import LASTS as LINK_LASTS
from bot.service import Answer, Service, shown
from bot.views.message import FormName, Intent
from bot.views.month import page_link
from bot.views.voice import Voice
from bot.views.words import Understood, Verb
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.people import Person
from rituals.month.commands import FollowUp, ShowMonths, ShowPhases
from rituals.month.months import BEFORE, Followed
from rituals.month.refusals import MonthBecause
from rituals.organisation.commands import (
    ChangeLeaders,
    ShowLeaders,
    ShowOrganisation,
    TellTeams,
)
from rituals.organisation.leaders import leader_in
from rituals.organisation.organisation import Leader
from rituals.organisation.refusals import OrganisationBecause

log = structlog.get_logger()

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
    """

    words = WORDS

    def __init__(self, service: Service, clock: Clock, page_of: PageOf) -> None:
        self._service = service
        self._clock = clock
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
        leader = await self._service.run(lambda unit: leader_in(who["space"], who["actor"], organisation, unit))
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
            if refusal.because in (OrganisationBecause.NOT_LEADER, OrganisationBecause.NOT_ADMINISTRATOR):
                log.warning("organisation.refused", code=refusal.because.value)
            raise

    async def _person(self, who: dict[str, Any]) -> Person:
        """Who asks, as the platform describes them now."""
        chat: Chat = self._service.chat(who["space"])
        found = await chat.people(who["space"], frozenset({who["actor"]}))
        return next(iter(found), Person(id=who["actor"]))

    def _of(self, who: dict[str, Any]) -> str:
        return self._service.house.organisation_of(who["space"])


def _said(given: dict[str, str]) -> Followed:
    try:
        return Followed(given.get("said", ""))
    except ValueError:
        raise Refusal(MonthBecause.NO_SUCH_MONTH) from None
