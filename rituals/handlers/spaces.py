"""What a team chooses, who joins and leaves, and forgetting a space."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals import rotation
from rituals.commands import Arrived, ChangeSettings, Introduce, Left, PauseMe, ShowSettings, SpaceGone
from rituals.effects import (
    CardOver,
    Effect,
    Introduced,
    Looking,
    Outcome,
    Paused,
    Say,
    SettingsChanged,
    SettingsKept,
    SettingsShown,
    Slot,
    Welcome,
)
from rituals.errors import Because, Refusal
from rituals.handlers.afterwards import conclude_meeting, settle_meeting
from rituals.handlers.asking import ask_next, slot, take_back
from rituals.identifiers import ParticipantId, fresh
from rituals.meeting import Meeting, State
from rituals.ports import Unit
from rituals.space import WORD_AT_MOST

PAUSE_AT_MOST = timedelta(days=366)


def pause_me(command: PauseMe, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    if command.until and command.until <= moment.date():
        raise Refusal(Because.PAST_DATE)
    if command.until and command.until > moment.date() + PAUSE_AT_MOST:
        raise Refusal(Because.DATE_TOO_FAR)
    unit.live.pause(command.space, command.actor, command.until)
    return Outcome(reply=Paused(until=command.until))


def show_settings(command: ShowSettings, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=SettingsShown(space=unit.record.space(command.space)))


def change_settings(command: ChangeSettings, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Open to every member and said in the space, with who did it."""
    if command.word and len(command.word) > WORD_AT_MOST:
        raise Refusal(Because.WORD_TOO_LONG, n=WORD_AT_MOST)
    before = unit.record.space(command.space)
    after = replace(
        before, introduced=True, language=command.language, guests=command.guests, word=command.word or None
    )
    if after == before:
        return Outcome(reply=SettingsKept())
    unit.record.save_space(after)
    where = Slot(space=command.space, about=fresh(seed), kind="settings")
    return Outcome(
        reply=SettingsKept(),
        effects=(Say(slot=where, content=SettingsChanged(by=command.actor, space=after), last=True),),
    )


def introduce(command: Introduce, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    unit.record.save_space(replace(unit.record.space(command.space), introduced=True))
    return Outcome(reply=Introduced())


def arrived(command: Arrived, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Welcome whoever added the bot, and nobody else. The space is known from now on."""
    unit.record.save_space(unit.record.space(command.space))
    where = Slot(space=command.space, about=fresh(seed), kind="welcome", recipient=command.actor)
    return Outcome(effects=(Say(slot=where, content=Welcome(), last=True),))


def left(command: Left, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Forget somebody who is no longer here; the bell goes on without them."""
    who = command.actor
    effects: tuple[Effect, ...] = ()
    running = unit.live.running(command.space)
    if running:
        effects = _go_on_without(running, who, unit, moment, seed)
    for meeting in unit.live.concluded(command.space):
        if meeting.chair == who:
            effects += settle_meeting(meeting, None, unit)
    unit.live.pause(command.space, who, None)
    turns = unit.live.rotation(command.space)
    if who in turns.credits or turns.last == who:
        unit.live.keep_rotation(command.space, rotation.leave(turns, who))
    return Outcome(effects=effects)


def _go_on_without(
    meeting: Meeting, who: ParticipantId, unit: Unit, moment: datetime, seed: bytes
) -> tuple[Effect, ...]:
    if meeting.chair == who:
        meeting = replace(meeting, chair=None)
        unit.live.keep_meeting(meeting)
    effects: tuple[Effect, ...] = ()
    if meeting.holder == who and meeting.state is State.UNDER_WAY:
        return conclude_meeting(meeting, unit, moment)
    if who not in (meeting.holder, meeting.asked):
        unit.live.unseat(meeting.id, who)
        return effects
    if meeting.holder == who:
        effects = (*take_back(meeting, unit), Say(slot=slot(meeting, "bell"), content=Looking()))
    else:
        effects = (Say(slot=slot(meeting, "card", who), content=CardOver(), last=True),)
    effects += ask_next(meeting, unit, moment, seed)
    unit.live.unseat(meeting.id, who)
    return effects


def space_gone(command: SpaceGone, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """Forget everything of a space but its counts; the record first, so that a crash in between can be repeated."""
    unit.record.forget_space(command.space)
    unit.live.forget_space(command.space)
    return Outcome()
