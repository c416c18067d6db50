"""Looking for an advocate: from the command to the first question in private."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals import rotation
from rituals.commands import AskStatus, CallBell, Invited, MeetingStarted, PrepareBell
from rituals.effects import BellOffer, Outcome, Say, Slot
from rituals.handlers.afterwards import conclude_meeting
from rituals.handlers.asking import ask_next
from rituals.identifiers import MeetingId, SpaceId, fresh
from rituals.meeting import ASK_FOR, ASKED_IN_PRIVATE, ENDS_AFTER, Meeting, Seat, State
from rituals.people import eligibility
from rituals.ports import Unit
from rituals.replies import AskingAround, FirstUse, NobodyEligible, Ready, Reply, Status

TELL_WHY_FROM = 3
"""People considered. Among fewer, a reason would tell about one of them, such as a pause."""

MINUTES = -(ASK_FOR * ASKED_IN_PRIVATE // timedelta(minutes=-1))
"""How long it takes at most before the chair hears."""


def prepare(command: PrepareBell, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    space = unit.record.space(command.space)
    if not space.introduced and not command.confirmed:
        return Outcome(reply=FirstUse(invited=command.invited))
    return Outcome(reply=_in_the_way(unit, command.space, command.replaces, command.invited) or Ready())


def call(command: CallBell, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    in_the_way = _in_the_way(unit, command.space, command.replaces, Invited())
    if in_the_way:
        return Outcome(reply=in_the_way)
    space = unit.record.space(command.space)
    who = eligibility(
        command.people,
        chair=command.actor,
        guests_welcome=space.guests,
        paused=unit.live.paused(command.space, space.day(moment)),
    )
    if not who.eligible:
        told = who.why_not if len(command.people) >= TELL_WHY_FROM else {}
        return Outcome(reply=NobodyEligible(why_not=dict(told)))
    _introduce(unit, command)
    running = unit.live.running(command.space)
    ended = conclude_meeting(running, unit, moment) if running else ()
    if command.whole_space:
        _notice_leavers(unit, command)
    meeting = Meeting(
        id=MeetingId(fresh(seed)),
        space=command.space,
        state=State.ASKING,
        chair=command.actor,
        due_at=moment,
        ends_at=moment + ENDS_AFTER,
    )
    unit.live.keep_meeting(meeting)
    unit.live.seat(meeting.id, tuple(Seat(participant=participant) for participant in who.eligible))
    return Outcome(reply=AskingAround(minutes=MINUTES), effects=ended + ask_next(meeting, unit, moment, seed))


def meeting_started(command: MeetingStarted, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Offer the bell, where a team wants that and none goes round yet."""
    space = unit.record.space(command.space)
    if not (space.introduced and space.offers) or unit.live.running(space.id):
        return Outcome()
    where = Slot(space=space.id, about=fresh(seed), kind="offer")
    return Outcome(effects=(Say(slot=where, content=BellOffer(), last=True),))


def status(command: AskStatus, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=_status(unit, command.space))


def _in_the_way(unit: Unit, space: SpaceId, replaces: MeetingId | None, invited: Invited) -> Reply | None:
    running = unit.live.running(space)
    if running is None or running.id == replaces:
        return None
    return _status(unit, space, invited)


def _status(unit: Unit, space: SpaceId, invited: Invited | None = None) -> Status:
    running = unit.live.running(space)
    if running is None:
        return Status()
    return Status(state=running.state, meeting=running.id, holder=running.holder, invited=invited)


def _introduce(unit: Unit, command: CallBell) -> None:
    space = unit.record.space(command.space)
    if not space.introduced:
        unit.record.save_space(replace(space, introduced=True, language=command.language))


def _notice_leavers(unit: Unit, command: CallBell) -> None:
    """Whoever has a credit and is not among everyone in the space has left it."""
    here = {person.id for person in command.people if not person.deactivated}
    turns = unit.live.rotation(command.space)
    for who in sorted(set(turns.credits) - here):
        turns = rotation.leave(turns, who)
    if set(turns.credits) != set(unit.live.rotation(command.space).credits):
        unit.live.keep_rotation(command.space, turns)
