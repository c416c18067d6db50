"""Closing a month, telling it to the space, and what became of its question."""

from datetime import datetime, timedelta

from rituals.agenda.occurrence import Kind, Occurrence, Stage, Why
from rituals.bell.afterwards import settle_meeting
from rituals.checkout.questions import Question
from rituals.kernel.effect import Clear, Effect, Outcome, Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import PlanId, SpaceId
from rituals.kernel.space import Space
from rituals.month import curiosity
from rituals.month.commands import CloseMonth, FollowUp, ShowMonths, ShowPhases
from rituals.month.contents import MonthTold
from rituals.month.months import (
    BEFORE,
    SPACES_NEEDED,
    Figures,
    Month,
    MonthView,
    closes_at,
    figures_of,
    month_after,
    month_before,
    own_question,
)
from rituals.month.phases import in_use
from rituals.month.ports import Unit
from rituals.month.refusals import MonthBecause
from rituals.month.replies import FollowedKept, MonthsShown, PhasesShown

TOLD_FOR = timedelta(days=7)
"""A month is told until so long after it was closed; then it can still be asked for."""

LOOKED_AT = 3
"""What was used in so many months before this one is in use."""


def close(command: CloseMonth, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Publish the earliest month that is over and open; tell the latest that is published, once."""
    space = unit.space.of(command.space)
    ended: tuple[Effect, ...] = ()
    if command.since:
        month = next_to_close(space.id, command.since, unit)
        if closes_at(month, space.zone, command.days_off) <= moment:
            ended = _settled(space, month, unit)
            closed = _closed(space, month, unit)
            unit.month.publish(closed)
            if unit.checkout.checkout_in(space.id) is None:  # an open one may be asking an older version
                unit.month.forget_own_questions(closed)
    return Outcome(effects=(*ended, *_told(command, space, unit, moment)))


def _settled(space: Space, month: str, unit: Unit) -> tuple[Effect, ...]:
    """A bell whose chair is still asked what was done with it counts in its own month, without an answer."""
    asked = (each for each in unit.bell.concluded(space.id) if space.month(each.concluded_at) <= month)
    return tuple(effect for each in asked for effect in settle_meeting(each, None, unit))


def next_to_close(space: SpaceId, since: str, unit: Unit) -> str:
    """In which month the open counters of a space will be: never in one that was closed, there or for any leaders."""
    closed = [*(month.month for month in unit.month.months(space, 1)), unit.month.last_closed()]
    return max([since, *(month_after(month) for month in closed if month)])


def _closed(space: Space, month: str, unit: Unit) -> Month:
    found = unit.month.open_in(space.id, month)
    versions = {release.version for release in found.releases if release.version}
    own = {version: _questions(space.id, version, unit) for version in versions}
    figures = figures_of(found, own)
    before = next(iter(unit.month.months(space.id, 1)), None)
    rule = curiosity.curious(month, figures, before, whole=False)
    return Month(about=space.id, month=month, figures=figures, curious=rule, shared_as=space.shared_as)


def _questions(space: SpaceId, version: int, unit: Unit) -> tuple[Question, ...]:
    own = unit.checkout.own_questions(space, version)
    return own.questions if own else ()


def _told(command: CloseMonth, space: Space, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """The message of the latest month, if it was not said before. The live side keeps that it was."""
    latest = next(iter(unit.month.months(space.id, 1)), None)
    if latest is None or unit.agenda.occurrence(PlanId(space.id), latest.month, Kind.MONTH):
        return ()
    due_at = closes_at(latest.month, space.zone, command.days_off)
    about = slot_of(space.id, latest.month).shown_as
    stage, why = _stage(space, due_at, unit, moment)
    kept = occurrence(PlanId(space.id), space.id, latest.month, due_at)
    unit.agenda.keep_occurrence(kept.ended(stage, why, about))
    if stage is not Stage.BEGUN:
        return ()
    content = MonthTold(view=month_view(space.id, command.organisation, unit))
    said = Say(slot=slot_of(space.id, latest.month), content=content, until=due_at + TOLD_FOR)
    return (Clear(about=slot_of(space.id, month_before(latest.month)).about), said)


def _stage(space: Space, due_at: datetime, unit: Unit, moment: datetime) -> tuple[Stage, Why | None]:
    if due_at < unit.agenda.born_at():  # said before the present was lost, or not: it is not said twice
        return Stage.MISSED, Why.RESTORED
    if moment >= due_at + TOLD_FOR:
        return Stage.MISSED, Why.LATE
    if space.paused_until and space.day(moment) < space.paused_until:
        return Stage.SKIPPED, Why.NOT_FITTING
    return Stage.BEGUN, None


def occurrence(plan: PlanId, space: SpaceId, month: str, due_at: datetime) -> Occurrence:
    """That a month is told, as something that happens once."""
    return Occurrence(
        plan=plan,
        key=month,
        kind=Kind.MONTH,
        space=space,
        starts_at=due_at,
        ends_at=due_at,
        due_at=due_at,
        expires_at=due_at + TOLD_FOR,
        look_at=None,
    )


def slot_of(space: SpaceId, month: str) -> Slot:
    return Slot(space=space, about=f"{space}/{month}", kind="month")


def month_view(space: SpaceId, organisation: str, unit: Unit) -> MonthView:
    """A space's month as it is told now: with those before, and what became of the questions."""
    months = unit.month.months(space, BEFORE + 1)
    before = months[1] if len(months) > 1 else None
    whole = (each for each in unit.month.months(organisation, BEFORE) if each.spaces >= SPACES_NEEDED)
    replied = ((each, unit.month.followed(organisation, each.month)) for each in whole)
    asked, said = next(((each, followed) for each, followed in replied if followed), (None, None))
    return MonthView(
        months=months,
        own=_own_words(space, months[0].figures, unit),
        followed=unit.month.followed(space, before.month) if before else None,
        asked_by_leaders=asked,
        leaders_followed=said,
    )


def _own_words(space: SpaceId, figures: Figures, unit: Unit) -> dict[str, str]:
    words = {}
    for asked in figures.questions:
        if own := own_question(asked.key):
            version, place = own
            words[asked.key] = _questions(space, version, unit)[place].words
    return words


def show(command: ShowMonths, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    if not unit.month.months(command.space, 1):
        raise Refusal(MonthBecause.NO_MONTH_YET)
    return Outcome(reply=MonthsShown(view=month_view(command.space, command.organisation, unit)))


def follow_up(command: FollowUp, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """What the team says stands in its latest month, which asks it of the one before."""
    if unit.month.month(command.space, command.month) is None:
        raise Refusal(MonthBecause.NO_SUCH_MONTH)
    if command.month not in [month.month for month in unit.month.months(command.space, 2)[1:]]:
        raise Refusal(MonthBecause.OLD_MONTH)
    unit.month.keep_followed(command.space, command.month, command.followed)
    return Outcome(reply=FollowedKept(), effects=told_again(command.space, command.organisation, unit))


def told_again(space: SpaceId, organisation: str, unit: Unit) -> tuple[Effect, ...]:
    """The message of the latest month with what is known now, where it was said."""
    latest = next(iter(unit.month.months(space, 1)), None)
    if latest is None:
        return ()
    said = unit.agenda.occurrence(PlanId(space), latest.month, Kind.MONTH)
    if said is None or said.stage not in (Stage.BEGUN, Stage.SENT):
        return ()
    content = MonthTold(view=month_view(space, organisation, unit))
    return (Say(slot=slot_of(space, latest.month), content=content, until=said.expires_at),)


def show_phases(command: ShowPhases, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """What was used this month and in the three before it."""
    space = unit.space.of(command.space)
    since = space.month(moment)
    for _ in range(LOOKED_AT):
        since = month_before(since)
    published = (month.figures for month in unit.month.months(space.id, LOOKED_AT) if month.month >= since)
    lately = sum(published, figures_of(unit.month.open_in(space.id, space.month(moment)), {}))
    own = unit.checkout.own_questions(space.id) is not None
    plans = unit.plan.plans(space.id)
    return Outcome(reply=PhasesShown(in_use=in_use(space, lately, plans=plans, own_questions=own)))
