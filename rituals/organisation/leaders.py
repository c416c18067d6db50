"""Who may read an organisation's month."""

from dataclasses import replace
from datetime import date, datetime

from rituals.kernel.effect import Effect, Forget, Outcome
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId, fresh, workspace_of
from rituals.kernel.ritual import Kept
from rituals.organisation.commands import (
    ChangeLeaders,
    LeaderCommand,
    NameLeaders,
    ShowLeaders,
)
from rituals.organisation.contents import slot_of
from rituals.organisation.organisation import JOINED, Leader, LeaderChange
from rituals.organisation.ports import Readable, Unit
from rituals.organisation.refusals import OrganisationBecause
from rituals.organisation.replies import LeadersKept, LeadersShown


def leader_in(space: SpaceId, who: ParticipantId, organisation: str, unit: Readable) -> Leader | None:
    """Somebody of the workspace of a space, if they may read the organisation's month."""
    found = (each for each in unit.organisation.leaders(organisation) if each.workspace == workspace_of(space))
    return next((each for each in found if each.participant == who), None)


def ever_led(who: ParticipantId, workspace: str, unit: Readable) -> bool:
    """Whether somebody of a workspace stands in the changes of who leads: is or was a leader, or said who is."""
    changes = (
        change for organisation in (workspace, JOINED) for change in unit.organisation.leader_changes(organisation)
    )
    return any(who in (each.leader.participant, each.by) for each in changes if each.leader.workspace == workspace)


def require_leader(command: LeaderCommand, unit: Unit) -> None:
    """Raises:
    Refusal: whoever asks does not lead.
    """
    if leader_in(command.space, command.actor, command.organisation, unit) is None:
        raise Refusal(OrganisationBecause.NOT_LEADER)


def show_leaders(command: ShowLeaders, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """For administrators, and for leaders themselves, who cannot change it."""
    if not command.person.administrator:
        require_leader(command, unit)
    leaders = unit.organisation.leaders(command.organisation)
    here = tuple(each for each in leaders if each.workspace == workspace_of(command.space))
    return Outcome(
        reply=LeadersShown(
            leaders=here,
            elsewhere=len(leaders) - len(here),
            changes=unit.organisation.leader_changes(command.organisation),
            may_change=command.person.administrator,
        )
    )


def change_leaders(command: ChangeLeaders, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Those of this workspace that the operator did not name. Each change is kept with who made it."""
    if not command.person.administrator:
        raise Refusal(OrganisationBecause.NOT_ADMINISTRATOR)
    workspace, effects = workspace_of(command.space), list[Effect]()
    here = [each for each in unit.organisation.leaders(command.organisation) if each.workspace == workspace]
    before = {each.participant: each for each in here}
    for who in sorted(set(command.leaders) - before.keys()):
        leader = Leader(workspace=workspace, participant=who, link=_link(seed, who))
        _add(command.organisation, leader, unit, moment.date(), by=command.actor)
    for who in sorted(before.keys() - set(command.leaders)):
        if not before[who].by_operator:
            effects += remove(command.organisation, before[who], unit, moment.date(), by=command.actor)
    return Outcome(reply=LeadersKept(), effects=tuple(effects))


def _link(seed: bytes, who: ParticipantId) -> str:
    return fresh(seed + who.encode())


def name_leaders(command: NameLeaders, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Bring what is kept in line with the settings."""
    named = {(each.workspace, each.participant) for each in command.leaders}
    before = {(each.workspace, each.participant): each for each in unit.organisation.leaders(command.organisation)}
    effects: list[Effect] = []
    for key, leader in before.items():
        if leader.by_operator and key not in named:
            effects += remove(command.organisation, leader, unit, moment.date(), by=None)
    for leader in command.leaders:
        known = before.get((leader.workspace, leader.participant))
        if known is None or not known.by_operator:
            link = known.link if known else _link(seed, leader.participant)
            _add(command.organisation, replace(leader, link=link), unit, moment.date(), by=None)
    return Outcome(effects=tuple(effects))


def _add(organisation: str, leader: Leader, unit: Unit, day: date, *, by: ParticipantId | None) -> None:
    unit.organisation.change_leader(organisation, LeaderChange(day=day, leader=leader, added=True, by=by))


def remove(organisation: str, leader: Leader, unit: Unit, day: date, *, by: ParticipantId | None) -> tuple[Effect, ...]:
    """Nobody who leads no more gets what was still on its way to them."""
    unit.organisation.change_leader(organisation, LeaderChange(day=day, leader=leader, added=False, by=by))
    months = unit.month.months(organisation, 1)
    return tuple(Forget(slot=slot_of(organisation, month.month, leader, SpaceId(organisation))) for month in months)


def kept(who: ParticipantId, space: SpaceId, unit: Unit) -> tuple[Kept, ...]:
    leads = any(leader_in(space, who, organisation, unit) for organisation in unit.organisation.led())
    led = ever_led(who, workspace_of(space), unit)
    return (*((Kept(what="leader"),) if leads else ()), *((Kept(what="led", stays=True),) if led else ()))


def lead_no_more(who: ParticipantId, space: SpaceId, unit: Unit, moment: datetime, _seed: bytes) -> tuple[Effect, ...]:
    """Whoever is forgotten reads no organisation's month; that it ended stays with the changes, as everybody's does."""
    return tuple(
        effect
        for organisation in unit.organisation.led()
        for leader in unit.organisation.leaders(organisation)
        if (leader.workspace, leader.participant) == (workspace_of(space), who)
        for effect in remove(organisation, leader, unit, moment.date(), by=who)
    )
