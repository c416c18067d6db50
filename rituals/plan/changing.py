"""Plans: showing, making, changing and removing them, single dates, and the team's own pause."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals.agenda.occurrence import LOOKED_BACK, Stage
from rituals.bell.turns import PAUSE_AT_MOST
from rituals.kernel.effect import Content, Outcome, Say, Slot
from rituals.kernel.errors import CommonBecause, Refusal
from rituals.kernel.identifiers import PlanId, SpaceId, fresh
from rituals.kernel.introducing import introduced
from rituals.kernel.space import Space
from rituals.plan.ahead import MOVED_AT_MOST, SEEN_AHEAD, dates_between, look_ahead, next_dates
from rituals.plan.commands import (
    DateCommand,
    MoveDate,
    PauseSpace,
    PlanCommand,
    RemovePlan,
    RestoreDate,
    SavePlan,
    ShowDate,
    ShowPlan,
    ShowPlans,
    SkipDate,
)
from rituals.plan.contents import DateChanged, PlanKept, PlanRemoved, SpacePaused
from rituals.plan.ports import Unit
from rituals.plan.refusals import PlanBecause
from rituals.plan.replies import ConfirmRemove, DateDetails, PlanDetails, PlanShown, PlansShown, SpacePauseKept
from rituals.plan.rhythm import Rhythm, exists, moment_of
from rituals.plan.schedule import Date, Off, Plan

PLANS_AT_MOST = 10
"""In one space. Somebody with more meetings than that needs another channel for some of them."""


BEGINS_AT_MOST = timedelta(days=366)


def show_all(command: ShowPlans, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=_shown(command, unit, moment))


def show_one(command: ShowPlan, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """One plan to be changed, or None where there may be another one."""
    if command.plan is None:
        _room_for_another(command.space, unit)
    plan = _plan(command.plan, command.space, unit) if command.plan else None
    return Outcome(reply=PlanDetails(plan=plan, today=unit.space.of(command.space).day(moment)))


def save(command: SavePlan, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Open to every member and said in the space, with who did it."""
    before = _plan(command.plan, command.space, unit) if command.plan else None
    if before is None:
        _room_for_another(command.space, unit)
    elif before.version != command.version:
        raise Refusal(PlanBecause.PLAN_CHANGED)
    if command.bell_before is None and not command.checkout:
        raise Refusal(PlanBecause.NOTHING_PLANNED)
    space = introduced(command.space, command.language, unit)
    if command.rhythm and (before is None or command.rhythm.first != (before.rhythm and before.rhythm.first)):
        _begins_in_time(command.rhythm, space, moment)
    plan = Plan(
        id=before.id if before else PlanId(fresh(seed)),
        space=command.space,
        version=before.version + 1 if before else 1,
        rhythm=command.rhythm,
        linked=command.linked,
        chair=command.chair,
        author=command.actor,
        left_out=command.left_out,
        bell_before=command.bell_before,
        checkout=command.checkout,
        holidays=command.holidays,
        since=moment,
    )
    if before and _same(before, plan):
        return Outcome(reply=_shown(command, unit, moment, changed=True))
    unit.plan.save_plan(plan)
    unit.plan.keep_dates(plan.id, command.dates if command.linked else None)
    upcoming = [each for each in next_dates(plan, space, unit, command.days_off, moment) if each.off is None]
    said = PlanKept(
        by=command.actor,
        fresh=before is None,
        rhythm=plan.rhythm,
        next=upcoming[0].starts_at if upcoming else None,
        bell_before=plan.bell_before,
        checkout=plan.checkout,
        chair=plan.chair,
    )
    return _changed(command, said, unit, moment, seed)


def _same(before: Plan, after: Plan) -> bool:
    """Whether a form was sent without a change; who sent it and when is none."""
    return replace(after, version=before.version, author=before.author, since=before.since) == before


def remove(command: RemovePlan, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    plan = _plan(command.plan, command.space, unit)
    if not command.sure:
        return Outcome(reply=ConfirmRemove(plan=plan.id, rhythm=plan.rhythm))
    unit.plan.remove_plan(plan.id)
    unit.plan.keep_dates(plan.id, None)
    return _changed(command, PlanRemoved(by=command.actor, rhythm=plan.rhythm), unit, moment, seed)


def show_date(command: ShowDate, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    plan, found = _date(command, unit, moment)
    if plan.rhythm is None:
        raise Refusal(PlanBecause.FOLLOWS_CALENDAR)
    return Outcome(reply=DateDetails(plan=plan.id, date=found))


def skip(command: SkipDate, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    plan, found = _date(command, unit, moment)
    if found.off is Off.SKIPPED:
        return Outcome(reply=_shown(command, unit, moment, changed=True))
    unit.plan.change_date(plan.id, command.key, None)
    return _changed(command, DateChanged(by=command.actor, was=found.starts_at, to=None), unit, moment, seed)


def restore(command: RestoreDate, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """As the plan says after all."""
    plan, before = _date(command, unit, moment)
    if before.off is Off.HOLIDAY:  # it happens all the same
        unit.plan.change_date(plan.id, command.key, before.starts_at)
    else:
        unit.plan.restore_date(plan.id, command.key)
    _plan_again, found = _date(command, unit, moment)
    if before == found:
        return Outcome(reply=_shown(command, unit, moment, changed=True))
    to = None if found.off else found.starts_at
    said = DateChanged(by=command.actor, was=found.starts_at, to=to, restored=to is not None)
    return _changed(command, said, unit, moment, seed)


def move(command: MoveDate, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Once, to another day or time; not far, and not into the past."""
    plan, found = _date(command, unit, moment)
    if plan.rhythm is None:
        raise Refusal(PlanBecause.FOLLOWS_CALENDAR)
    zone = unit.space.of(command.space).zone
    if not exists(command.day, command.at, zone):
        raise Refusal(PlanBecause.NO_SUCH_TIME)
    to = moment_of(command.day, command.at, zone)
    if to <= moment:
        raise Refusal(PlanBecause.PAST_MOMENT)
    if abs(to - (found.was or found.starts_at)) > MOVED_AT_MOST:
        raise Refusal(PlanBecause.MOVED_TOO_FAR, n=MOVED_AT_MOST.days)
    if to == found.starts_at and found.off is None:
        return Outcome(reply=_shown(command, unit, moment, changed=True))
    unit.plan.change_date(plan.id, command.key, to)
    return _changed(command, DateChanged(by=command.actor, was=found.starts_at, to=to), unit, moment, seed)


def pause_space(command: PauseSpace, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Nothing happens by itself for a while; what people do by hand still works."""
    space = unit.space.of(command.space)
    today = space.day(moment)
    if command.until and command.until <= today:
        raise Refusal(CommonBecause.PAST_DATE)
    if command.until and command.until > today + PAUSE_AT_MOST:
        raise Refusal(CommonBecause.DATE_TOO_FAR)
    before = space.paused_until if space.paused_until and space.paused_until > today else None
    if before == command.until:
        return Outcome(reply=SpacePauseKept(until=command.until, changed=False))
    unit.space.save(replace(space, paused_until=command.until))
    outcome = _changed(command, SpacePaused(by=command.actor, until=command.until), unit, moment, seed)
    return replace(outcome, reply=SpacePauseKept(until=command.until, changed=True))


def _changed(command: PlanCommand, said: Content, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Look ahead again, tell the space, and show how it stands now."""
    effects = look_ahead(command.space, unit, moment, command.days_off)
    where = Slot(space=command.space, about=fresh(seed + b"plan"), kind="settings")
    told = Say(slot=where, content=said, last=True)
    return Outcome(reply=_shown(command, unit, moment, changed=True), effects=(*effects, told))


def _shown(command: PlanCommand, unit: Unit, moment: datetime, *, changed: bool = False) -> PlansShown:
    """Every plan, or after something about one of them that one."""
    only = getattr(command, "plan", None)
    space, plans = unit.space.of(command.space), unit.plan.plans(command.space)
    plans = tuple(plan for plan in plans if plan.id == only) or plans
    lately = [
        each
        for each in unit.agenda.occurrences(command.space)
        if each.stage in (Stage.MISSED, Stage.UNSURE) and each.due_at > moment - LOOKED_BACK
    ]
    shown = (
        PlanShown(
            plan=plan,
            dates=next_dates(plan, space, unit, command.days_off, moment),
            missed=tuple(each for each in lately if each.plan == plan.id),
        )
        for plan in plans
    )
    return PlansShown(
        plans=tuple(sorted(shown, key=lambda each: (not each.dates, [date_.starts_at for date_ in each.dates[:1]]))),
        missed=tuple(each for each in lately if each.plan == PlanId(command.space)),
        paused_until=space.paused_until if space.paused_until and space.paused_until > space.day(moment) else None,
        changed=changed,
    )


def _plan(plan: PlanId, space: SpaceId, unit: Unit) -> Plan:
    found = unit.plan.plan(plan)
    if found is None or found.space != space:
        raise Refusal(PlanBecause.PLAN_GONE)
    return found


def _date(command: DateCommand, unit: Unit, moment: datetime) -> tuple[Plan, Date]:
    plan = _plan(command.plan, command.space, unit)
    space = unit.space.of(command.space)
    for each in dates_between(plan, space, unit, command.days_off, (moment, moment + SEEN_AHEAD)):
        if each.key == command.key:
            return plan, each
    raise Refusal(PlanBecause.DATE_OVER)


def _room_for_another(space: SpaceId, unit: Unit) -> None:
    if len(unit.plan.plans(space)) >= PLANS_AT_MOST:
        raise Refusal(PlanBecause.TOO_MANY_PLANS, n=PLANS_AT_MOST)


def _begins_in_time(rhythm: Rhythm, space: Space, moment: datetime) -> None:
    today = space.day(moment)
    if not rhythm.weekdays:
        raise Refusal(PlanBecause.NO_WEEKDAY)
    if rhythm.first < today:
        raise Refusal(PlanBecause.PAST_MOMENT)
    if rhythm.first > today + BEGINS_AT_MOST:
        raise Refusal(CommonBecause.DATE_TOO_FAR)
