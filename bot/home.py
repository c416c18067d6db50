"""What somebody sees of Belletje for themselves."""

from dataclasses import replace

from bot.service import Answer, Service
from bot.views.home import home
from bot.views.voice import Voice
from rituals.errors import Refusal
from rituals.handlers.organisations import leader_in, organisation_view
from rituals.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.months import BEFORE
from rituals.organisation import OrganisationView
from rituals.ports import Unit


async def home_of(service: Service, who: ParticipantId, voice: Voice) -> Answer:
    """One's own page: where something is kept about them, and for leaders the organisation's month."""
    here = voice.space.id
    organisation = service.house.organisation_of(here)
    spaces, seen = await service.run(lambda unit: _found(unit, here, who, organisation))
    return Answer(shown=home(replace(voice, word=""), spaces, seen))


def _found(
    unit: Unit, here: SpaceId, who: ParticipantId, organisation: str
) -> tuple[tuple[SpaceId, ...], OrganisationView | None]:
    spaces = unit.live.spaces_about(who, workspace_of(here))
    if leader_in(here, who, organisation, unit.record) is None:
        return spaces, None
    try:
        return spaces, organisation_view(organisation, unit.record, at_most=BEFORE + 1)
    except Refusal:
        return spaces, None
