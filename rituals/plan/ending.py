"""The end of a planned meeting: the question to answer aloud, the form, and the round of the month."""

from datetime import datetime, timedelta

from rituals.agenda.claiming import any_planned_today, begun, claimed, over, put_off
from rituals.agenda.occurrence import Kind, Occurrence, Stage, Why
from rituals.checkout.checkout import Form, mode_of
from rituals.checkout.opening import Wanted, open_form
from rituals.checkout.refusals import CheckOutBecause
from rituals.closing.closing import STILL_THERE, ask_aloud
from rituals.kernel.effect import Effect, Outcome, Say
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Mode
from rituals.plan.commands import BeginCheckOut
from rituals.plan.ports import Unit

AGAIN = timedelta(hours=1)


def begin(command: BeginCheckOut, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """What a plan says for the end of a meeting, or for the end of a month."""
    occurrence = claimed(command, unit, moment)
    if occurrence is None:
        return Outcome()
    if occurrence.kind is Kind.ROUND:
        return _round(occurrence, command.people, unit, moment, seed)
    return _end_of_meeting(occurrence, command.people, unit, moment, seed)


def _end_of_meeting(occurrence: Occurrence, people: int | None, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Aloud while they are still together; and the form, if this is the day's last meeting and it is that kind."""
    space, plan = unit.space.of(occurrence.space), unit.plan.plan(occurrence.plan)
    if plan is None:  # without its plan it goes when one looks ahead
        return Outcome()
    effects: tuple[Effect, ...] = ()
    if moment < occurrence.ends_at + STILL_THERE:
        effects = ask_aloud(space, unit, moment, seed, occurrence)
    if mode_of(space, people) is Mode.EACH and not any_planned_today(space, unit, moment):
        try:
            chair = plan.chair or (plan.author if plan.rhythm else None)  # the organiser is not known now: anyone may
            _checkout, opening = open_form(Wanted(people=people, chair=chair), space, unit, moment, seed)
        except Refusal:  # one runs, or these questions were asked today
            if not effects:
                over(occurrence, unit, Stage.SKIPPED, Why.ALREADY)
                return Outcome()
        else:
            effects = (*effects, opening)
    if not effects:
        over(occurrence, unit, Stage.MISSED, Why.LATE)
        return Outcome()
    shown = [effect for effect in effects if isinstance(effect, Say) and effect.slot.kind in ("checkout", "spoken")]
    begun(occurrence, unit, shown[-1].slot.shown_as)
    return Outcome(effects=effects)


def _round(occurrence: Occurrence, people: int | None, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    space = unit.space.of(occurrence.space)
    if mode_of(space, people) is not Mode.ROUND:
        over(occurrence, unit, Stage.SKIPPED, Why.NOT_FITTING)
        return Outcome()
    wanted = Wanted(form=Form.ROUND, people=None, closes_at=occurrence.ends_at)
    try:
        _checkout, opening = open_form(wanted, space, unit, moment, seed)
    except Refusal as refusal:
        if refusal.because is CheckOutBecause.ROUND_THIS_MONTH:
            over(occurrence, unit, Stage.SKIPPED, Why.ALREADY)
        else:
            put_off(occurrence, unit, moment + AGAIN)
        return Outcome()
    begun(occurrence, unit, opening.slot.shown_as)
    return Outcome(effects=(opening,))
