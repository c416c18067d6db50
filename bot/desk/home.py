"""What somebody sees of Belletje for themselves."""

from dataclasses import replace

from bot.service import Answer, Service
from bot.views.home import home
from bot.views.voice import Voice
from rituals import Unit
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.month.months import BEFORE
from rituals.organisation.closing import organisation_view
from rituals.organisation.leaders import ever_led, leader_in
from rituals.organisation.organisation import OrganisationView


async def home_of(service: Service, who: ParticipantId, voice: Voice) -> Answer:
    """One's own page: where something is kept about them, and for leaders the organisation's month."""
    here = voice.space.id
    organisation = service.house.organisation_of(here)
    spaces, led = await service.run(lambda unit: _about(unit, here, who))
    seen = await service.run(lambda unit: _read_by(unit, here, who, organisation))
    return Answer(shown=home(replace(voice, word=""), spaces, seen, led=led))


def _about(unit: Unit, here: SpaceId, who: ParticipantId) -> tuple[tuple[SpaceId, ...], bool]:
    workspace = workspace_of(here)
    return unit.bell.spaces_about(who, workspace), ever_led(who, workspace, unit)


def _read_by(unit: Unit, here: SpaceId, who: ParticipantId, organisation: str) -> OrganisationView | None:
    if leader_in(here, who, organisation, unit) is None:
        return None
    try:
        return organisation_view(organisation, unit, at_most=BEFORE + 1)
    except Refusal:
        return None
