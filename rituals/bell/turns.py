"""Somebody and their turns: pausing, what is kept, and going on without them."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals.bell import rotation
from rituals.bell.afterwards import conclude_meeting, settle_meeting
from rituals.bell.asking import ask_next, slot, take_back
from rituals.bell.commands import PauseMe
from rituals.bell.contents import CardOver, ChairCardOver, Looking
from rituals.bell.meeting import LOOKING, Meeting, State
from rituals.bell.ports import Unit
from rituals.bell.replies import Paused
from rituals.kernel.effect import Effect, Outcome, Say
from rituals.kernel.errors import CommonBecause, Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.ritual import Kept

PAUSE_AT_MOST = timedelta(days=366)


def pause_me(command: PauseMe, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    today = unit.space.of(command.space).day(moment)
    if command.until and command.until <= today:
        raise Refusal(CommonBecause.PAST_DATE)
    if command.until and command.until > today + PAUSE_AT_MOST:
        raise Refusal(CommonBecause.DATE_TOO_FAR)
    unit.bell.pause(command.space, command.actor, command.until)
    running = unit.bell.running(command.space)
    if command.until and running and command.actor != running.holder:
        _unseat_unasked(running, command.actor, unit)
    return Outcome(reply=Paused(until=command.until))


def kept(who: ParticipantId, space: SpaceId, unit: Unit) -> tuple[Kept, ...]:
    """The turn, the pause, and the parts somebody has in the bell that runs, or as a chair who is still asked."""
    turns, running, paused = unit.bell.rotation(space), unit.bell.running(space), unit.bell.paused_until(space, who)
    chairs = {meeting.chair for meeting in unit.bell.concluded(space)} | ({running.chair} if running else set())
    seats = unit.bell.seats(running.id) if running else ()
    found = {
        Kept(what="turn"): who in turns.credits,
        Kept(what="had_last"): turns.last == who or (running is not None and running.last_before == who),
        Kept(what="paused", until=paused): paused is not None,
        Kept(what="holder"): running is not None and running.holder == who,
        Kept(what="asked"): who in {seat.participant for seat in seats},
        Kept(what="chair"): who in chairs,
    }
    return tuple(each for each, so in found.items() if so)


def left(who: ParticipantId, space: SpaceId, unit: Unit, moment: datetime, seed: bytes) -> tuple[Effect, ...]:
    """Every row about somebody goes, and the bell goes on without them."""
    effects: tuple[Effect, ...] = ()
    running = unit.bell.running(space)
    if running and running.last_before == who:  # else undoing the draw would bring them back
        running = replace(running, last_before=None)
        unit.bell.keep_meeting(running)
    if running:
        effects = _go_on_without(running, who, unit, moment, seed)
    for meeting in unit.bell.concluded(space):
        if meeting.chair == who:
            effects += settle_meeting(meeting, None, unit)
    unit.bell.pause(space, who, None)
    turns = unit.bell.rotation(space)
    if who in turns.credits or turns.last == who:
        unit.bell.keep_rotation(space, rotation.leave(turns, who))
    return effects


def _go_on_without(
    meeting: Meeting, who: ParticipantId, unit: Unit, moment: datetime, seed: bytes
) -> tuple[Effect, ...]:
    effects: tuple[Effect, ...] = ()
    if meeting.chair == who:
        effects = (Say(slot=slot(meeting, "chair", who), content=ChairCardOver(), last=True),)
        meeting = replace(meeting, chair=None)
        unit.bell.keep_meeting(meeting)
    if meeting.holder == who and meeting.state is State.UNDER_WAY:
        return (*effects, *conclude_meeting(meeting, unit, moment))
    if meeting.holder == who:
        effects += (*take_back(meeting, unit), Say(slot=slot(meeting, "bell"), content=Looking()))
        effects += ask_next(meeting, unit, moment, seed)
    elif meeting.state in LOOKING:
        effects += (Say(slot=slot(meeting, "card", who), content=CardOver(), last=True),)
    unit.bell.unseat(meeting.id, who)
    return effects


def _unseat_unasked(meeting: Meeting, who: ParticipantId, unit: Unit) -> None:
    """Whoever pauses is not asked any more; a question that stands already stays, so that the pause tells nothing."""
    if any(seat.participant == who and not seat.asked for seat in unit.bell.seats(meeting.id)):
        unit.bell.unseat(meeting.id, who)
