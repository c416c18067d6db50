"""While the bell is with somebody: yes, no, take it, ring it, pass it on, draw again, call it off, new chair."""

from dataclasses import replace
from datetime import datetime

from rituals.agenda.occurrence import Stage, Why
from rituals.bell.asking import about_bell, ask_next, cards_over, find, give, slot, take_back
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
from rituals.bell.contents import ChairCard, ChairCardOver, Looking, Ringing, Withdrawn
from rituals.bell.meeting import LOOKING, MOMENT_LASTS, MOVES, Event, Meeting, State
from rituals.bell.ports import Unit
from rituals.bell.refusals import BellBecause
from rituals.bell.replies import Cancelled, Declined, HandedOver, PassedOn, Rang, Redrawing, StillRinging
from rituals.kernel.effect import Clear, Effect, Outcome, Say, Slot
from rituals.kernel.errors import NotChair, Refusal
from rituals.kernel.transitions import step


def accept(command: Accept, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    meeting = find(unit, command.space, command.meeting)
    if meeting.holder == command.actor:
        return Outcome()
    seats = {seat.participant: seat for seat in unit.bell.seats(meeting.id)}
    seat = seats.get(command.actor)
    if seat is None or (meeting.state is State.ASKING and not seat.asked):
        raise Refusal(BellBecause.NOT_ASKED)
    if meeting.state in LOOKING:
        return Outcome(effects=give(meeting, unit, command.actor))
    raise Refusal(BellBecause.TOO_LATE)


def decline(command: Decline, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """A no is silence whose card is put away at once: nothing is kept of it, and nothing happens sooner or later.

    Whoever has the bell by now passes it on: they answer a card that was still on their screen.
    """
    meeting = find(unit, command.space, command.meeting)
    if meeting.holder == command.actor:
        return pass_on(command, unit, moment, seed)
    return Outcome(reply=Declined())


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


def pass_on(command: PassOn | Decline, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
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
    if meeting.state in LOOKING:
        effects += cards_over(meeting, unit)
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
