"""The organisation's month, its leaders, and how long published months are kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from rituals import curiosity
from rituals.effects import Effect, Forget, OrganisationTold, Outcome, Say, Slot
from rituals.errors import Because, Refusal
from rituals.handlers.months import TOLD_FOR, next_to_close, occurrence, told_again
from rituals.identifiers import ParticipantId, PlanId, SpaceId, fresh, workspace_of
from rituals.month_replies import FollowedKept, LeadersKept, LeadersShown, OrganisationShown
from rituals.monthly import (
    ChangeLeaders,
    CloseOrganisation,
    ForgetOld,
    LeaderCommand,
    NameLeaders,
    ShowLeaders,
    ShowOrganisation,
    TellTeams,
)
from rituals.months import BEFORE, Month, closes_at, month_after, month_before
from rituals.organisation import (
    JOINED,
    SPACES_NEEDED,
    Leader,
    LeaderChange,
    OrganisationView,
    added_up,
    rows_for_leaders,
)
from rituals.ports import Record, Unit
from rituals.schedule import Kind, Stage

WAITED_FOR = timedelta(days=3)
"""An organisation's month waits so long for a space whose month could not be closed; then that one is late."""

CHANGES_KEPT = timedelta(days=731)
MONTHS_A_YEAR = 12
LOOKED_BACK = 24
"""Months of spaces that are looked through for the first month of an organisation."""


def close(command: CloseOrganisation, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Publish the organisation's months that are over, once every space has its own; tell leaders the latest, once."""
    for month in _to_close(command, unit, moment):
        if not _ready(command, month, unit, moment):
            break
        unit.record.publish(_closed(command.organisation, month, unit))
    return Outcome(effects=_told(command, unit, moment))


def _to_close(command: CloseOrganisation, unit: Unit, moment: datetime) -> tuple[str, ...]:
    """The months from the first that is not closed to the last that is over."""
    newest = month_before(moment.isoformat()[:7])
    if closes_at(newest, command.zone, command.days_off) > moment:
        newest = month_before(newest)
    last = _last_closed(command.organisation, unit.record)
    first = month_after(last) if last else _first(command.organisation, newest, unit.record)
    months = []
    while first and first <= newest:
        months.append(first)
        first = month_after(first)
    return tuple(months)


def _last_closed(organisation: str, record: Record) -> str | None:
    """The latest month published of its spaces, also before workspaces were joined or separated."""
    if organisation == JOINED:
        return record.last_closed()
    found = (*record.months(organisation, 1), *record.months(JOINED, 1))
    return max((month.month for month in found), default=None)


def _first(organisation: str, newest: str, record: Record) -> str | None:
    found = None
    for _ in range(LOOKED_BACK):
        if record.months_in(within(organisation), newest):
            found = newest
        newest = month_before(newest)
    return found


def within(organisation: str) -> str:
    """The workspace that an organisation is; empty for all of them."""
    return "" if organisation == JOINED else organisation


def _ready(command: CloseOrganisation, month: str, unit: Unit, moment: datetime) -> bool:
    """Whether every space has its month, of every organisation: what is closed for one is closed for all."""
    if moment >= closes_at(month, command.zone, command.days_off) + WAITED_FOR:
        return True
    waiting = {space: since for space, since in unit.record.open_months().items() if since <= month}
    return all(next_to_close(space, since, unit) > month for space, since in waiting.items())


def _closed(organisation: str, month: str, unit: Unit) -> Month:
    found = unit.record.months_in(within(organisation), month)
    figures, hidden = added_up(found)
    before = next(iter(unit.record.months(organisation, 1)), None)
    rule = curiosity.curious(month, figures, before, whole=True, hidden=hidden)
    return Month(about=organisation, month=month, spaces=len(found), figures=figures, curious=rule, hidden=hidden)


def _told(command: CloseOrganisation, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """To each leader in private, where there is something to tell."""
    latest = next(iter(unit.record.months(command.organisation, 1)), None)
    if latest is None or latest.spaces < SPACES_NEEDED:
        return ()
    plan, where = PlanId(command.organisation), SpaceId(command.organisation)
    if unit.live.occurrence(plan, latest.month, Kind.MONTH):
        return ()
    due_at = closes_at(latest.month, command.zone, command.days_off)
    unit.live.keep_occurrence(occurrence(plan, where, latest.month, due_at).ended(Stage.SENT))
    if due_at < unit.live.born_at() or moment >= due_at + TOLD_FOR:
        return ()
    content = OrganisationTold(view=organisation_view(command.organisation, unit.record, at_most=BEFORE + 1))
    return tuple(
        Say(
            slot=_slot(command.organisation, latest.month, leader, space),
            content=content,
            last=True,
            until=due_at + TOLD_FOR,
        )
        for leader in unit.record.leaders(command.organisation)
        if (space := _reached_from(leader, latest.month, unit.record))
    )


def _reached_from(leader: Leader, month: str, record: Record) -> SpaceId | None:
    """A space of a leader's workspace: from there the platform can be reached."""
    found = record.months_in(leader.workspace, month)
    known = set(record.spaces())
    return next((SpaceId(each.about) for each in found if each.about in known), None)


def organisation_view(organisation: str, record: Record, *, month: str | None = None, at_most: int) -> OrganisationView:
    """What leaders see.

    Raises:
        Refusal: nothing was published yet, no such month, or too few spaces in it.
    """
    if not record.months(organisation, 1):
        raise Refusal(Because.NO_MONTH_YET)
    if month is not None and record.month(organisation, month) is None:
        raise Refusal(Because.NO_SUCH_MONTH)
    found = record.months(organisation, at_most, until=month)
    months = tuple(each for each in found if each.spaces >= SPACES_NEEDED)
    if not months or month not in (None, months[0].month):
        raise Refusal(Because.FEW_SPACES, n=found[0].spaces, needed=SPACES_NEEDED)
    found_in = record.months_in(within(organisation), months[0].month)
    shared = (SpaceId(each.about) for each in found_in if each.shared_as)
    sharing = frozenset(space for space in shared if record.space(space).shared_as)
    rows = rows_for_leaders(found_in, sharing)
    return OrganisationView(
        months=months,
        rows=rows,
        followed=record.followed(organisation, months[0].month),
        before=record.followed(organisation, months[1].month) if len(months) > 1 else None,
    )


def show(command: ShowOrganisation, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    _require_leader(command, unit)
    shown = organisation_view(command.organisation, unit.record, month=command.month, at_most=command.at_most)
    return Outcome(reply=OrganisationShown(view=shown))


def tell_teams(command: TellTeams, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """What became of the question stands in every team's month, without a new message."""
    _require_leader(command, unit)
    month = unit.record.month(command.organisation, command.month)
    if month is None or month.spaces < SPACES_NEEDED:
        raise Refusal(Because.NO_SUCH_MONTH)
    newer = (each for each in unit.record.months(command.organisation, BEFORE) if each.month > command.month)
    if any(each.spaces >= SPACES_NEEDED for each in newer):
        raise Refusal(Because.OLD_MONTH)
    unit.record.keep_followed(command.organisation, command.month, command.followed)
    spaces = unit.record.months_in(within(command.organisation), command.month)
    again = (told_again(SpaceId(each.about), command.organisation, unit) for each in spaces)
    return Outcome(reply=FollowedKept(teams=True), effects=tuple(effect for effects in again for effect in effects))


def leader_in(space: SpaceId, who: ParticipantId, organisation: str, record: Record) -> Leader | None:
    """Somebody of the workspace of a space, if they may read the organisation's month."""
    found = (each for each in record.leaders(organisation) if each.workspace == workspace_of(space))
    return next((each for each in found if each.participant == who), None)


def ever_led(who: ParticipantId, workspace: str, record: Record) -> bool:
    """Whether somebody of a workspace stands in the changes of who leads: is or was a leader, or said who is."""
    changes = (change for organisation in (workspace, JOINED) for change in record.leader_changes(organisation))
    return any(who in (each.leader.participant, each.by) for each in changes if each.leader.workspace == workspace)


def _require_leader(command: LeaderCommand, unit: Unit) -> None:
    if leader_in(command.space, command.actor, command.organisation, unit.record) is None:
        raise Refusal(Because.NOT_LEADER)


# Who they are.


def show_leaders(command: ShowLeaders, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """For administrators, and for leaders themselves, who cannot change it."""
    if not command.person.administrator:
        _require_leader(command, unit)
    leaders = unit.record.leaders(command.organisation)
    here = tuple(each for each in leaders if each.workspace == workspace_of(command.space))
    return Outcome(
        reply=LeadersShown(
            leaders=here,
            elsewhere=len(leaders) - len(here),
            changes=unit.record.leader_changes(command.organisation),
            may_change=command.person.administrator,
        )
    )


def change_leaders(command: ChangeLeaders, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Those of this workspace that the operator did not name. Each change is kept with who made it."""
    if not command.person.administrator:
        raise Refusal(Because.NOT_ADMINISTRATOR)
    workspace, effects = workspace_of(command.space), list[Effect]()
    here = [each for each in unit.record.leaders(command.organisation) if each.workspace == workspace]
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
    before = {(each.workspace, each.participant): each for each in unit.record.leaders(command.organisation)}
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
    unit.record.change_leader(organisation, LeaderChange(day=day, leader=leader, added=True, by=by))


def remove(organisation: str, leader: Leader, unit: Unit, day: date, *, by: ParticipantId | None) -> tuple[Effect, ...]:
    """Nobody who leads no more gets what was still on its way to them."""
    unit.record.change_leader(organisation, LeaderChange(day=day, leader=leader, added=False, by=by))
    months = unit.record.months(organisation, 1)
    return tuple(Forget(slot=_slot(organisation, month.month, leader, SpaceId(organisation))) for month in months)


def _slot(organisation: str, month: str, leader: Leader, space: SpaceId) -> Slot:
    about = blake2b(f"{organisation}/{month}".encode(), digest_size=8).hexdigest()
    return Slot(space=space, about=about, kind="organisation", recipient=leader.participant)


def forget_old(command: ForgetOld, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Published months and changes of leaders that were kept long enough."""
    today = moment.date()
    year = today.year - command.years
    unit.record.forget_before(f"{year:04}-{today.month:02}", today - CHANGES_KEPT)
    return Outcome()
