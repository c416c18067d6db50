"""How leaders read the organisation's month, and who they are. They need not be in any team."""

from urllib.parse import urlencode

import structlog

from bot.desk.desk import Asked, By, Desk, Office, Own, Way
from bot.desk.month import followed_in
from bot.report.links import LASTS as LINK_LASTS
from bot.service import Answer
from bot.views.organisation import (
    LEADERS,
    ORGANISATION,
    OrganisationForm,
    OrganisationIntent,
    organisation_month,
    page_link,
)
from rituals import Unit
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, workspace_of
from rituals.kernel.people import Person
from rituals.month.months import BEFORE
from rituals.organisation import commands
from rituals.organisation.closing import organisation_view
from rituals.organisation.leaders import ever_led, leader_in
from rituals.organisation.organisation import OrganisationView
from rituals.organisation.refusals import OrganisationBecause

log = structlog.get_logger()


async def _show(office: Office, asked: Asked) -> Answer:
    month = asked.given.get("month") or None
    return await _for_leaders(office, asked, commands.ShowOrganisation, month=month, at_most=BEFORE + 1)


async def _tell_teams(office: Office, asked: Asked) -> Answer:
    month = asked.given.get("month", "")
    return await _for_leaders(office, asked, commands.TellTeams, month=month, followed=followed_in(asked))


async def _page(office: Office, asked: Asked) -> Answer:
    """A link of their own, made new each time."""
    month = asked.given.get("month") or None
    await _for_leaders(office, asked, commands.ShowOrganisation, month=month, at_most=1)
    organisation = _of(office, asked)
    leader = await office.service.run(lambda unit: leader_in(asked.space, asked.actor, organisation, unit))
    now = office.clock.now()
    address = office.page_of(organisation, leader, now) if leader else None
    if address:
        address += "?" + urlencode({**({"month": month} if month else {}), "lang": asked.voice.say.language.value})
    return Answer(shown=page_link(address, now + LINK_LASTS, asked.voice))


async def _leaders(office: Office, asked: Asked) -> Answer:
    return await _for_leaders(office, asked, commands.ShowLeaders, person=await _person(office, asked))


async def _leaders_chosen(office: Office, asked: Asked) -> Answer:
    chosen = tuple(ParticipantId(each) for each in asked.fields.get("leaders", ()))
    person = await _person(office, asked)
    return await _for_leaders(office, asked, commands.ChangeLeaders, person=person, leaders=chosen)


async def _for_leaders(office: Office, asked: Asked, kind: type[commands.LeaderCommand], **more: object) -> Answer:
    """Who may not read it gets nothing, and that somebody tried is logged; not who."""
    try:
        return await office.do(asked, asked.command(kind, organisation=_of(office, asked), **more))
    except Refusal as refusal:
        if isinstance(refusal.because, OrganisationBecause):
            log.warning("organisation.refused", code=refusal.because.value)
        raise


async def _person(office: Office, asked: Asked) -> Person:
    """Who asks, as the platform describes them now."""
    found = await office.chat(asked).people(asked.space, frozenset({asked.actor}))
    return next(iter(found), Person(id=asked.actor))


def _of(office: Office, asked: Asked) -> str:
    return office.service.house.organisation_of(asked.space)


async def _home(office: Office, asked: Asked) -> Own:
    """What is kept of them as a leader, and the organisation's month."""
    workspace, organisation = workspace_of(asked.space), _of(office, asked)
    led = await office.service.run(lambda unit: ever_led(asked.actor, workspace, unit))
    seen = await office.service.run(lambda unit: _read_by(unit, asked, organisation))
    return Own(
        kept=(asked.voice.say("me.led"),) if led else (),
        below=organisation_month(seen, asked.voice).parts if seen else (),
    )


def _read_by(unit: Unit, asked: Asked, organisation: str) -> OrganisationView | None:
    if leader_in(asked.space, asked.actor, organisation, unit) is None:
        return None
    try:
        return organisation_view(organisation, unit, at_most=BEFORE + 1)
    except Refusal:
        return None


DESK = Desk(
    words={
        ORGANISATION: Way(do=_show, by=By.ANYBODY),
        LEADERS: Way(do=_leaders, by=By.ANYBODY),
    },
    buttons={
        OrganisationIntent.TELL_TEAMS: Way(do=_tell_teams, by=By.ANYBODY),
        OrganisationIntent.MONTH_PAGE: Way(do=_page, by=By.ANYBODY),
    },
    forms={OrganisationForm.LEADERS: Way(do=_leaders_chosen, again=_leaders)},
    home=_home,
)
"""That whoever asks leads is looked up in the core."""
