"""While the bell is with somebody: yes, no, take it, ring it, pass it on, draw again, call it off, new chair."""

from dataclasses import replace
from datetime import datetime

from rituals.agenda.occurrence import Stage, Why
from rituals.bell.asking import about_bell, ask_next, find, give, nobody_left_to_ask, slot, take_back
from rituals.bell.commands import (
    Accept,
    Cancel,
    Decline,
    HandOver,
    MeetingCommand,
    PassOn,
    Ring,
    SomeoneElse,
    Volunteer,
)
from rituals.bell.contents import CardOver, ChairCard, ChairCardOver, Looking, Ringing, Withdrawn
from rituals.bell.meeting import MOMENT_LASTS, MOVES, Event, Meeting, State
from rituals.bell.ports import Unit
from rituals.bell.refusals import BellBecause
from rituals.bell.replies import Cancelled, Declined, HandedOver, PassedOn, Rang, Redrawing, StillRinging
from rituals.kernel.effect import Clear, Effect, Forget, Outcome, Say, Slot
from rituals.kernel.errors import NotChair, Refusal
from rituals.kernel.transitions import step

LOOKING = (State.ASKING, State.OPEN)


def accept(command: Accept, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.holder == command.actor:
        return Outcome()
    seated = any(seat.participant == command.actor for seat in unit.bell.seats(meeting.id))
    if not seated:
        raise Refusal(BellBecause.NOT_ASKED)
    # A yes that comes late is still welcome while anyone may take the bell, or nobody is being asked.
    if meeting.state is State.OPEN or (meeting.state is State.ASKING and meeting.asked in (None, command.actor)):
        return Outcome(effects=give(meeting, unit, command.actor))
    raise Refusal(BellBecause.TOO_LATE)


def decline(command: Decline, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.state is not State.ASKING or meeting.asked != command.actor:
        raise Refusal(BellBecause.TOO_LATE)
    answered = Forget(slot=slot(meeting, "card", command.actor))
    if nobody_left_to_ask(meeting, unit):
        # The open question waits as long as for somebody who says nothing: else its moment would tell of the no.
        return Outcome(reply=Declined(), effects=(answered,))
    return Outcome(reply=Declined(), effects=(answered, *ask_next(meeting, unit, moment, seed)))


def volunteer(command: Volunteer, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.holder == command.actor:
        return Outcome()
    if meeting.state is not State.OPEN:
        raise Refusal(BellBecause.STILL_LOOKING if meeting.state is State.ASKING else BellBecause.TAKEN)
    if command.person.bot or (command.person.guest and not unit.space.of(meeting.space).guests):
        raise Refusal(BellBecause.GUEST)
    return Outcome(effects=give(meeting, unit, command.actor))


def ring(command: Ring, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.state is State.CONCLUDED:
        raise Refusal(BellBecause.BELL_OVER)
    if meeting.state in LOOKING:
        raise Refusal(BellBecause.NOT_RINGABLE)
    if meeting.moment_until and moment < meeting.moment_until:
        return Outcome(reply=StillRinging())
    rung = replace(
        meeting,
        state=step(MOVES, meeting.state, Event.RING),
        moments=meeting.moments + 1,
        moment_until=moment + MOMENT_LASTS,
    )
    unit.bell.keep_meeting(rung)
    line = Slot(space=meeting.space, about=meeting.id, kind="ring", number=rung.moments, under="bell")
    return Outcome(reply=Rang(), effects=(Say(slot=line, content=Ringing(), until=rung.moment_until),))


def pass_on(command: PassOn, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.holder != command.actor:
        raise Refusal(BellBecause.NOT_YOURS)
    return Outcome(reply=PassedOn(), effects=_redraw(meeting, unit, moment, seed))


def someone_else(command: SomeoneElse, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    require_chair(meeting, command)
    if meeting.state in LOOKING:
        raise Refusal(BellBecause.STILL_LOOKING)
    return Outcome(reply=Redrawing(), effects=_redraw(meeting, unit, moment, seed))


def cancel(command: Cancel, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    require_chair(meeting, command)
    _before_first_ring(meeting)
    unit.agenda.end_occurrence(about_bell(meeting), Stage.SKIPPED, Why.CALLED_OFF)
    return Outcome(reply=Cancelled(), effects=call_off(meeting, unit))


def call_off(meeting: Meeting, unit: Unit) -> tuple[Effect, ...]:
    """Undo a bell that has not rung: credits as before, and the space hears it if it had heard of it."""
    step(MOVES, meeting.state, Event.CANCEL)
    effects: tuple[Effect, ...] = take_back(meeting, unit)
    if meeting.asked:
        effects += (Say(slot=slot(meeting, "card", meeting.asked), content=CardOver(), last=True),)
    if meeting.shown:
        effects += (Say(slot=slot(meeting, "bell"), content=Withdrawn(), last=True),)
    unit.bell.forget_meeting(meeting.id)
    return (*effects, Clear(about=meeting.id))


def hand_over(command: HandOver, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, None)
    require_chair(meeting, command)
    if command.to.bot or command.to.deactivated:
        raise Refusal(BellBecause.CHAIR_NOT_HERE)
    effects: tuple[Effect, ...] = ()
    if meeting.holder and meeting.chair != command.to.id:
        card = ChairCard(meeting=meeting.id, holder=meeting.holder)
        effects = (Say(slot=slot(meeting, "chair", command.to.id), content=card),)
        if meeting.chair:
            effects += (Say(slot=slot(meeting, "chair", meeting.chair), content=ChairCardOver(), last=True),)
    unit.bell.keep_meeting(replace(meeting, chair=command.to.id))
    return Outcome(reply=HandedOver(to=command.to.id), effects=effects)


def require_chair(meeting: Meeting, command: MeetingCommand | HandOver) -> None:
    """Only the chair may; anyone may once the chair has left."""
    if meeting.chair is not None and meeting.chair != command.actor:
        raise NotChair(meeting.chair)


def _before_first_ring(meeting: Meeting) -> None:
    if meeting.state is State.UNDER_WAY:
        raise Refusal(BellBecause.ALREADY_RUNG)
    if meeting.state is State.CONCLUDED:
        raise Refusal(BellBecause.BELL_OVER)


def _redraw(meeting: Meeting, unit: Unit, moment: datetime, seed: bytes) -> tuple[Effect, ...]:
    """Take the bell back and ask the next one; the announcement says so meanwhile."""
    _before_first_ring(meeting)
    taken_back = take_back(meeting, unit)
    looking = Say(slot=slot(meeting, "bell"), content=Looking())
    return (*taken_back, looking, *ask_next(meeting, unit, moment, seed))
