"""The end of a bell: concluded, what was done with it, thanks, forgotten. And what the clock does by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals.agenda.occurrence import Stage, Why
from rituals.bell.asking import about_bell, ask_next, find, slot
from rituals.bell.commands import Conclude, Settle, TimePassed
from rituals.bell.contents import CardOver, ChairCardOver, DoneAnswer, DoneAsk, Ended, Thanks
from rituals.bell.going_round import call_off, require_chair
from rituals.bell.meeting import CHAIR_ASKED_FOR, MOVES, Done, Event, Meeting, State
from rituals.bell.ports import Unit
from rituals.bell.refusals import BellBecause
from rituals.bell.replies import Concluded
from rituals.kernel.effect import Clear, Effect, Outcome, Say
from rituals.kernel.errors import CommonBecause, Refusal
from rituals.kernel.transitions import step

DUE_AT_ONCE = 100
"""How many waiting bells one look at the clock handles."""


def conclude(command: Conclude, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    require_chair(meeting, command)
    if meeting.state is State.CONCLUDED:
        raise Refusal(BellBecause.BELL_OVER)
    return Outcome(reply=Concluded(), effects=conclude_meeting(meeting, unit, moment))


def conclude_meeting(meeting: Meeting, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """End a bell: the name goes, the holder is thanked, the chair is asked. One that nobody took is just withdrawn."""
    if meeting.state in (State.ASKING, State.OPEN):
        unit.agenda.end_occurrence(about_bell(meeting), Stage.SKIPPED, Why.CALLED_OFF)
        return call_off(meeting, unit)
    if meeting.holder is None:
        return ()
    concluded = replace(
        meeting,
        state=step(MOVES, meeting.state, Event.CONCLUDE),
        holder=None,
        last_before=None,
        moment_until=None,
        due_at=moment + CHAIR_ASKED_FOR,
    )
    unit.bell.unseat(meeting.id)
    card = Say(slot=slot(meeting, "card", meeting.holder), content=CardOver(), last=True)
    thanks = Say(slot=slot(meeting, "thanks", meeting.holder), content=Thanks(rung=meeting.moments > 0), last=True)
    ended = Say(slot=slot(meeting, "bell"), content=Ended())
    if meeting.chair is None:
        return (card, thanks, ended, *settle_meeting(concluded, None, unit))
    unit.bell.keep_meeting(concluded)
    return (
        card,
        thanks,
        ended,
        Say(slot=slot(meeting, "chair", meeting.chair), content=ChairCardOver(), last=True),
        Say(slot=slot(meeting, "done", meeting.chair), content=DoneAsk(meeting=meeting.id)),
    )


def settle(command: Settle, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.chair != command.actor:
        raise Refusal(CommonBecause.NOT_CHAIR)
    if meeting.state is not State.CONCLUDED:
        raise Refusal(BellBecause.BELL_OVER)
    return Outcome(effects=settle_meeting(meeting, command.done, unit))


def due(unit: Unit, moment: datetime, _half_done: bool) -> tuple[TimePassed, ...]:  # noqa: FBT001  the ritual's shape
    """Bells whose moment has come; and pauses that are over everywhere go, a day later: it may be yesterday there."""
    unit.bell.end_pauses(moment.date() - timedelta(days=1))
    return tuple(TimePassed(space=each.space, meeting=each.id) for each in unit.bell.due(moment, DUE_AT_ONCE))


def time_passed(command: TimePassed, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """What is due now: ask the next one, end the meeting, or stop waiting for the chair."""
    meeting = unit.bell.meeting(command.meeting)
    if meeting is None or moment < meeting.due_at:
        return Outcome()
    if meeting.state is State.CONCLUDED:
        return Outcome(effects=settle_meeting(meeting, None, unit))
    if moment >= meeting.ends_at:
        unit.agenda.end_occurrence(about_bell(meeting), Stage.MISSED, Why.LATE)  # if the space never heard of it
        return Outcome(effects=conclude_meeting(meeting, unit, moment))
    return Outcome(effects=ask_next(meeting, unit, moment, seed))


def settle_meeting(meeting: Meeting, done: Done | None, unit: Unit) -> tuple[Effect, ...]:
    """Count it in the record first, then forget it: a crash in between repeats this without counting twice."""
    step(MOVES, meeting.state, Event.SETTLE)
    space = unit.space.of(meeting.space)
    month = space.month(meeting.concluded_at)
    unit.counts.add(meeting.id, meeting.space, month, **meeting.counts(done))
    unit.bell.forget_meeting(meeting.id)
    effects: tuple[Effect, ...] = (Say(slot=slot(meeting, "bell"), content=Ended(done=done), last=True),)
    if meeting.chair:
        effects += (Say(slot=slot(meeting, "done", meeting.chair), content=DoneAnswer(done=done), last=True),)
    return (*effects, Clear(about=meeting.id))
