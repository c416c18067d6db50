"""Plans: showing, making, changing and removing them, single dates, and the team's own pause."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals.effects import Content, DateChanged, Outcome, PlanKept, PlanRemoved, Say, Slot, SpacePaused, UnsureAsk
from rituals.errors import Because, Refusal
from rituals.handlers.occurring import MOVED_AT_MOST, SEEN_AHEAD, dates_between, look_ahead, next_dates
from rituals.handlers.people import PAUSE_AT_MOST
from rituals.identifiers import CheckOutId, MeetingId, PlanId, SpaceId, fresh
from rituals.planning import (
    DateCommand,
    MessageUnsure,
    MoveDate,
    PauseSpace,
    PlanCommand,
    RemovePlan,
    RestoreDate,
    SavePlan,
    SayAgain,
    ShowDate,
    ShowPlan,
    ShowPlans,
    SkipDate,
)
from rituals.ports import Unit
from rituals.replies import (
    ConfirmRemove,
    DateDetails,
    PlanDetails,
    PlanShown,
    PlansShown,
    SpacePauseKept,
    UnsureSettled,
)
from rituals.rhythm import Rhythm, exists, moment_of
from rituals.schedule import LOOKED_BACK, Date, Off, Plan, Stage
from rituals.space import Space

PLANS_AT_MOST = 10
"""In one space. Somebody with more meetings than that needs another channel for some of them."""

WORTH_ASKING = ("bell", "checkout", "spoken")
"""Kinds of messages that a meeting cannot do without."""

BEGINS_AT_MOST = timedelta(days=366)


def show_all(command: ShowPlans, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=_shown(command, unit, moment))


def show_one(command: ShowPlan, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """One plan to be changed, or None where there may be another one."""
    if command.plan is None:
        _room_for_another(command.space, unit)
    plan = _plan(command.plan, command.space, unit) if command.plan else None
    return Outcome(reply=PlanDetails(plan=plan, today=unit.record.space(command.space).day(moment)))


def save(command: SavePlan, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Open to every member and said in the space, with who did it."""
    before = _plan(command.plan, command.space, unit) if command.plan else None
    if before is None:
        _room_for_another(command.space, unit)
    elif before.version != command.version:
        raise Refusal(Because.PLAN_CHANGED)
    if command.bell_before is None and not command.checkout:
        raise Refusal(Because.NOTHING_PLANNED)
    space = _introduced(command, unit)
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
    unit.record.save_plan(plan)
    unit.live.keep_dates(plan.id, command.dates if command.linked else None)
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
    unit.record.remove_plan(plan.id)
    unit.live.keep_dates(plan.id, None)
    return _changed(command, PlanRemoved(by=command.actor, rhythm=plan.rhythm), unit, moment, seed)


def show_date(command: ShowDate, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    plan, found = _date(command, unit, moment)
    if plan.rhythm is None:
        raise Refusal(Because.FOLLOWS_CALENDAR)
    return Outcome(reply=DateDetails(plan=plan.id, date=found))


def skip(command: SkipDate, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    plan, found = _date(command, unit, moment)
    if found.off is Off.SKIPPED:
        return Outcome(reply=_shown(command, unit, moment, changed=True))
    unit.record.change_date(plan.id, command.key, None)
    return _changed(command, DateChanged(by=command.actor, was=found.starts_at, to=None), unit, moment, seed)


def restore(command: RestoreDate, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """As the plan says after all."""
    plan, before = _date(command, unit, moment)
    if before.off is Off.HOLIDAY:  # it happens all the same
        unit.record.change_date(plan.id, command.key, before.starts_at)
    else:
        unit.record.restore_date(plan.id, command.key)
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
        raise Refusal(Because.FOLLOWS_CALENDAR)
    zone = unit.record.space(command.space).zone
    if not exists(command.day, command.at, zone):
        raise Refusal(Because.NO_SUCH_TIME)
    to = moment_of(command.day, command.at, zone)
    if to <= moment:
        raise Refusal(Because.PAST_MOMENT)
    if abs(to - (found.was or found.starts_at)) > MOVED_AT_MOST:
        raise Refusal(Because.MOVED_TOO_FAR, n=MOVED_AT_MOST.days)
    if to == found.starts_at and found.off is None:
        return Outcome(reply=_shown(command, unit, moment, changed=True))
    unit.record.change_date(plan.id, command.key, to)
    return _changed(command, DateChanged(by=command.actor, was=found.starts_at, to=to), unit, moment, seed)


def pause_space(command: PauseSpace, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Nothing happens by itself for a while; what people do by hand still works."""
    space = unit.record.space(command.space)
    today = space.day(moment)
    if command.until and command.until <= today:
        raise Refusal(Because.PAST_DATE)
    if command.until and command.until > today + PAUSE_AT_MOST:
        raise Refusal(Because.DATE_TOO_FAR)
    before = space.paused_until if space.paused_until and space.paused_until > today else None
    if before == command.until:
        return Outcome(reply=SpacePauseKept(until=command.until, changed=False))
    unit.record.save_space(replace(space, paused_until=command.until))
    outcome = _changed(command, SpacePaused(by=command.actor, until=command.until), unit, moment, seed)
    return replace(outcome, reply=SpacePauseKept(until=command.until, changed=True))


def message_unsure(command: MessageUnsure, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """Set it aside; the chair can look, where there is one. Only what a meeting cannot do without is worth asking."""
    slot = Slot(space=command.space, about=command.about, kind=command.kind, number=command.number)
    unit.outbox.unsure(slot)
    if slot.kind not in WORTH_ASKING:
        unit.outbox.was_said(slot)
        return Outcome()
    unit.live.end_occurrence(slot.shown_as, Stage.UNSURE)
    meeting, checkout = unit.live.meeting(MeetingId(slot.about)), unit.live.checkout(CheckOutId(slot.about))
    chairs = [led.chair for led in (meeting, checkout) if led]
    chair = chairs[0] if chairs else None
    if chair is None:
        return Outcome()
    where = Slot(space=command.space, about=slot.about, kind="unsure", recipient=chair)
    asked = UnsureAsk(about=slot.about, kind=slot.kind, number=slot.number)
    return Outcome(effects=(Say(slot=where, content=asked, last=True),))


def say_again(command: SayAgain, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Somebody looked whether a message stands in chat."""
    slot = Slot(space=command.space, about=command.about, kind=command.kind, number=command.number)
    if not (unit.outbox.say_again(slot, moment) if command.again else unit.outbox.was_said(slot)):
        raise Refusal(Because.ALREADY_SETTLED)
    if not command.again:
        unit.live.end_occurrence(slot.shown_as, Stage.SENT)
    return Outcome(reply=UnsureSettled(again=command.again))


def _changed(command: PlanCommand, said: Content, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Look ahead again, tell the space, and show how it stands now."""
    effects = look_ahead(command.space, unit, moment, command.days_off)
    where = Slot(space=command.space, about=fresh(seed + b"plan"), kind="settings")
    told = Say(slot=where, content=said, last=True)
    return Outcome(reply=_shown(command, unit, moment, changed=True), effects=(*effects, told))


def _shown(command: PlanCommand, unit: Unit, moment: datetime, *, changed: bool = False) -> PlansShown:
    """Every plan, or after something about one of them that one."""
    only = getattr(command, "plan", None)
    space, plans = unit.record.space(command.space), unit.record.plans(command.space)
    plans = tuple(plan for plan in plans if plan.id == only) or plans
    lately = [
        each
        for each in unit.live.occurrences(command.space)
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
    found = unit.record.plan(plan)
    if found is None or found.space != space:
        raise Refusal(Because.PLAN_GONE)
    return found


def _date(command: DateCommand, unit: Unit, moment: datetime) -> tuple[Plan, Date]:
    plan = _plan(command.plan, command.space, unit)
    space = unit.record.space(command.space)
    for each in dates_between(plan, space, unit, command.days_off, (moment, moment + SEEN_AHEAD)):
        if each.key == command.key:
            return plan, each
    raise Refusal(Because.DATE_OVER)


def _room_for_another(space: SpaceId, unit: Unit) -> None:
    if len(unit.record.plans(space)) >= PLANS_AT_MOST:
        raise Refusal(Because.TOO_MANY_PLANS, n=PLANS_AT_MOST)


def _begins_in_time(rhythm: Rhythm, space: Space, moment: datetime) -> None:
    today = space.day(moment)
    if not rhythm.weekdays:
        raise Refusal(Because.NO_WEEKDAY)
    if rhythm.first < today:
        raise Refusal(Because.PAST_MOMENT)
    if rhythm.first > today + BEGINS_AT_MOST:
        raise Refusal(Because.DATE_TOO_FAR)


def _introduced(command: SavePlan, unit: Unit) -> Space:
    space = unit.record.space(command.space)
    if not space.introduced:
        space = replace(space, introduced=True, language=command.language)
        unit.record.save_space(space)
    return space
