"""About one person: pausing, leaving, what is kept, erasing it."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals import rotation
from rituals.commands import ForgetMe, Left, PauseMe, ShowMyData
from rituals.effects import CardOver, ChairCardOver, Effect, Looking, Outcome, Say
from rituals.errors import Because, Refusal
from rituals.handlers.afterwards import conclude_meeting, settle_meeting
from rituals.handlers.asking import ask_next, slot, take_back
from rituals.handlers.checkouts import chair_left
from rituals.handlers.occurring import stop
from rituals.handlers.organisations import ever_led, leader_in, remove
from rituals.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.meeting import Meeting, State
from rituals.ports import Unit
from rituals.replies import Erased, MyData, Paused

PAUSE_AT_MOST = timedelta(days=366)


def pause_me(command: PauseMe, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    today = unit.record.space(command.space).day(moment)
    if command.until and command.until <= today:
        raise Refusal(Because.PAST_DATE)
    if command.until and command.until > today + PAUSE_AT_MOST:
        raise Refusal(Because.DATE_TOO_FAR)
    unit.live.pause(command.space, command.actor, command.until)
    running = unit.live.running(command.space)
    if command.until and running and command.actor not in (running.asked, running.holder):
        unit.live.unseat(running.id, command.actor)
    return Outcome(reply=Paused(until=command.until))


def show_my_data(command: ShowMyData, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=_kept_about(command.actor, command.space, unit))


def forget_me(command: ForgetMe, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Erase every row about somebody who stays; the reply says what there was."""
    was = _kept_about(command.actor, command.space, unit)
    effects = _forget(command.actor, command.space, unit, moment, seed)
    effects += _forget_in_record(command.actor, command.space, unit, moment)
    effects += _lead_no_more(command.actor, command.space, unit, moment)
    return Outcome(reply=Erased(was=was), effects=effects)


def left(command: Left, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Forget somebody who is no longer here; the bell goes on without them."""
    effects = _forget(command.actor, command.space, unit, moment, seed)
    return Outcome(effects=(*effects, *_forget_in_record(command.actor, command.space, unit, moment)))


def _lead_no_more(who: ParticipantId, space: SpaceId, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """Whoever is forgotten reads no organisation's month; that it ended stays with the changes, as everybody's does."""
    return tuple(
        effect
        for organisation in unit.record.led()
        for leader in unit.record.leaders(organisation)
        if (leader.workspace, leader.participant) == (workspace_of(space), who)
        for effect in remove(organisation, leader, unit, moment.date(), by=who)
    )


def _forget_in_record(who: ParticipantId, space: SpaceId, unit: Unit, moment: datetime) -> tuple[Effect, ...]:
    """Their name in questions and plans; and what their calendar said."""
    linked = [plan.id for plan in unit.record.plans(space) if plan.linked and plan.linked.by == who]
    unit.record.forget_author(space, who)
    return tuple(effect for plan in linked for effect in stop(plan, space, unit, moment))


def _kept_about(who: ParticipantId, space: SpaceId, unit: Unit) -> MyData:
    turns, running = unit.live.rotation(space), unit.live.running(space)
    own = unit.record.own_questions(space)
    checkout = unit.live.checkout_in(space)
    return MyData(
        turn=who in turns.credits,
        had_last=turns.last == who or (running is not None and running.last_before == who),
        paused_until=unit.live.paused_until(space, who),
        roles=_roles(who, space, unit),
        author=own is not None and own.author == who,
        marked=checkout is not None,
        led=ever_led(who, workspace_of(space), unit.record),
    )


def _roles(who: ParticipantId, space: SpaceId, unit: Unit) -> tuple[str, ...]:
    """The parts somebody has in the bell that runs, or as a chair who is still asked, or in an open check-out."""
    running, checkout = unit.live.running(space), unit.live.checkout_in(space)
    chairs = {meeting.chair for meeting in unit.live.concluded(space)}
    chairs |= {running.chair} if running else set()
    chairs |= {checkout.chair} if checkout else set()
    seats = unit.live.seats(running.id) if running else ()
    roles = {
        "holder": running is not None and running.holder == who,
        "asked": any(seat.participant == who for seat in seats),
        "chair": who in chairs,
        "leader": any(leader_in(space, who, organisation, unit.record) for organisation in unit.record.led()),
        **_roles_in_plans(who, space, unit),
    }
    return tuple(role for role, so in roles.items() if so)


def _roles_in_plans(who: ParticipantId, space: SpaceId, unit: Unit) -> dict[str, bool]:
    plans = unit.record.plans(space)
    return {
        "plan_author": any(plan.author == who for plan in plans),
        "plan_chair": any(plan.chair == who for plan in plans),
        "plan_left_out": any(who in plan.left_out for plan in plans),
        "plan_mailbox": any(plan.linked is not None and plan.linked.by == who for plan in plans),
    }


def _forget(who: ParticipantId, space: SpaceId, unit: Unit, moment: datetime, seed: bytes) -> tuple[Effect, ...]:
    effects: tuple[Effect, ...] = ()
    running = unit.live.running(space)
    if running and running.last_before == who:  # else undoing the draw would bring them back
        running = replace(running, last_before=None)
        unit.live.keep_meeting(running)
    if running:
        effects = _go_on_without(running, who, unit, moment, seed)
    for meeting in unit.live.concluded(space):
        if meeting.chair == who:
            effects += settle_meeting(meeting, None, unit)
    chair_left(space, who, unit)
    unit.live.pause(space, who, None)
    turns = unit.live.rotation(space)
    if who in turns.credits or turns.last == who:
        unit.live.keep_rotation(space, rotation.leave(turns, who))
    return effects


def _go_on_without(
    meeting: Meeting, who: ParticipantId, unit: Unit, moment: datetime, seed: bytes
) -> tuple[Effect, ...]:
    effects: tuple[Effect, ...] = ()
    if meeting.chair == who:
        effects = (Say(slot=slot(meeting, "chair", who), content=ChairCardOver(), last=True),)
        meeting = replace(meeting, chair=None)
        unit.live.keep_meeting(meeting)
    if meeting.holder == who and meeting.state is State.UNDER_WAY:
        return (*effects, *conclude_meeting(meeting, unit, moment))
    if who not in (meeting.holder, meeting.asked):
        unit.live.unseat(meeting.id, who)
        return effects
    if meeting.holder == who:
        effects += (*take_back(meeting, unit), Say(slot=slot(meeting, "bell"), content=Looking()))
    else:
        effects += (Say(slot=slot(meeting, "card", who), content=CardOver(), last=True),)
    effects += ask_next(meeting, unit, moment, seed)
    unit.live.unseat(meeting.id, who)
    return effects
