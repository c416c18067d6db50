"""The organisation's month, and how long published months are kept."""

from datetime import datetime, timedelta

from rituals.agenda.occurrence import Kind, Stage
from rituals.kernel.effect import Effect, Outcome, Say
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import PlanId, SpaceId
from rituals.month import curiosity
from rituals.month.closing import TOLD_FOR, next_to_close, occurrence, told_again
from rituals.month.months import BEFORE, SPACES_NEEDED, Month, closes_at, month_after, month_before
from rituals.month.refusals import MonthBecause
from rituals.month.replies import FollowedKept
from rituals.organisation.commands import CloseOrganisation, ForgetOld, ShowOrganisation, TellTeams
from rituals.organisation.contents import OrganisationTold, slot_of
from rituals.organisation.leaders import require_leader
from rituals.organisation.organisation import JOINED, Leader, OrganisationView, added_up, rows_for_leaders
from rituals.organisation.ports import Readable, Unit
from rituals.organisation.replies import OrganisationShown

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
        unit.month.publish(_closed(command.organisation, month, unit))
    return Outcome(effects=_told(command, unit, moment))


def _to_close(command: CloseOrganisation, unit: Unit, moment: datetime) -> tuple[str, ...]:
    """The months from the first that is not closed to the last that is over."""
    newest = month_before(moment.isoformat()[:7])
    if closes_at(newest, command.zone, command.days_off) > moment:
        newest = month_before(newest)
    last = _last_closed(command.organisation, unit)
    first = month_after(last) if last else _first(command.organisation, newest, unit)
    months = []
    while first and first <= newest:
        months.append(first)
        first = month_after(first)
    return tuple(months)


def _last_closed(organisation: str, unit: Readable) -> str | None:
    """The latest month published of its spaces, also before workspaces were joined or separated."""
    if organisation == JOINED:
        return unit.month.last_closed()
    found = (*unit.month.months(organisation, 1), *unit.month.months(JOINED, 1))
    return max((month.month for month in found), default=None)


def _first(organisation: str, newest: str, unit: Readable) -> str | None:
    found = None
    for _ in range(LOOKED_BACK):
        if unit.month.months_in(within(organisation), newest):
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
    waiting = {space: since for space, since in unit.month.open_months().items() if since <= month}
    return all(next_to_close(space, since, unit) > month for space, since in waiting.items())


def _closed(organisation: str, month: str, unit: Unit) -> Month:
    found = unit.month.months_in(within(organisation), month)
    figures, hidden = added_up(found)
    before = next(iter(unit.month.months(organisation, 1)), None)
    rule = curiosity.curious(month, figures, before, whole=True, hidden=hidden)
    return Month(about=organisation, month=month, spaces=len(found), figures=figures, curious=rule, hidden=hidden)


def _told(command: CloseOrganisation, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """To each leader in private, where there is something to tell."""
    latest = next(iter(unit.month.months(command.organisation, 1)), None)
    if latest is None or latest.spaces < SPACES_NEEDED:
        return ()
    plan, where = PlanId(command.organisation), SpaceId(command.organisation)
    if unit.agenda.occurrence(plan, latest.month, Kind.MONTH):
        return ()
    due_at = closes_at(latest.month, command.zone, command.days_off)
    unit.agenda.keep_occurrence(occurrence(plan, where, latest.month, due_at).ended(Stage.SENT))
    if due_at < unit.agenda.born_at() or moment >= due_at + TOLD_FOR:
        return ()
    content = OrganisationTold(view=organisation_view(command.organisation, unit, at_most=BEFORE + 1))
    return tuple(
        Say(
            slot=slot_of(command.organisation, latest.month, leader, space),
            content=content,
            last=True,
            until=due_at + TOLD_FOR,
        )
        for leader in unit.organisation.leaders(command.organisation)
        if (space := _reached_from(leader, latest.month, unit))
    )


def _reached_from(leader: Leader, month: str, unit: Readable) -> SpaceId | None:
    """A space of a leader's workspace: from there the platform can be reached."""
    found = unit.month.months_in(leader.workspace, month)
    known = set(unit.space.known())
    return next((SpaceId(each.about) for each in found if each.about in known), None)


def organisation_view(organisation: str, unit: Readable, *, month: str | None = None, at_most: int) -> OrganisationView:
    """What leaders see.

    Raises:
        Refusal: nothing was published yet, no such month, or too few spaces in it.
    """
    if not unit.month.months(organisation, 1):
        raise Refusal(MonthBecause.NO_MONTH_YET)
    if month is not None and unit.month.month(organisation, month) is None:
        raise Refusal(MonthBecause.NO_SUCH_MONTH)
    found = unit.month.months(organisation, at_most, until=month)
    months = tuple(each for each in found if each.spaces >= SPACES_NEEDED)
    if not months or month not in (None, months[0].month):
        raise Refusal(MonthBecause.FEW_SPACES, n=found[0].spaces, needed=SPACES_NEEDED)
    found_in = unit.month.months_in(within(organisation), months[0].month)
    rows = rows_for_leaders(found_in)
    return OrganisationView(
        months=months,
        rows=rows,
        followed=unit.month.followed(organisation, months[0].month),
        before=unit.month.followed(organisation, months[1].month) if len(months) > 1 else None,
    )


def show(command: ShowOrganisation, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    require_leader(command, unit)
    shown = organisation_view(command.organisation, unit, month=command.month, at_most=command.at_most)
    return Outcome(reply=OrganisationShown(view=shown))


def tell_teams(command: TellTeams, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """What became of the question stands in every team's month, without a new message."""
    require_leader(command, unit)
    month = unit.month.month(command.organisation, command.month)
    if month is None or month.spaces < SPACES_NEEDED:
        raise Refusal(MonthBecause.NO_SUCH_MONTH)
    newer = (each for each in unit.month.months(command.organisation, BEFORE) if each.month > command.month)
    if any(each.spaces >= SPACES_NEEDED for each in newer):
        raise Refusal(MonthBecause.OLD_MONTH)
    unit.month.keep_followed(command.organisation, command.month, command.followed)
    spaces = unit.month.months_in(within(command.organisation), command.month)
    again = (told_again(SpaceId(each.about), command.organisation, unit) for each in spaces)
    return Outcome(reply=FollowedKept(teams=True), effects=tuple(effect for effects in again for effect in effects))


def forget_old(command: ForgetOld, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Published months and changes of leaders that were kept long enough."""
    today = moment.date()
    year = today.year - command.years
    unit.month.forget_before(f"{year:04}-{today.month:02}")
    unit.organisation.forget_before(today - CHANGES_KEPT)
    return Outcome()
