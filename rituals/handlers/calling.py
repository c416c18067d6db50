"""Looking for an advocate: from the command to the first question in private."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals import rotation
from rituals.commands import AskStatus, CallBell, Invited, MeetingStarted, PrepareBell
from rituals.effects import BellOffer, Outcome, Say, Slot
from rituals.handlers.afterwards import conclude_meeting
from rituals.handlers.asking import about_bell, ask_next
from rituals.handlers.occurring import begun, claimed, meeting_now, over, put_off
from rituals.identifiers import MeetingId, ParticipantId, SpaceId, fresh
from rituals.meeting import ASK_FOR, ASKED_IN_PRIVATE, ENDS_AFTER, Meeting, Seat, State
from rituals.people import Eligibility, Reason, eligibility
from rituals.planning import BeginBell
from rituals.ports import Unit
from rituals.replies import AskingAround, FirstUse, NobodyEligible, Ready, Reply, Status
from rituals.schedule import SOON, Occurrence, Stage, Why

TELL_WHY_FROM = 3
"""People considered. Among fewer, a reason would tell about one of them, such as a pause."""

ONES_OWN = (Reason.PAUSED, Reason.ABSENT)
"""Nobody's business, also not as a number: whoever knows about the others knows then who it is."""

LAST_CALL = timedelta(minutes=5)
"""So long before a meeting starts, its bell ends one that still runs."""

LOOK_AGAIN = timedelta(minutes=1)

OVERRUN = timedelta(minutes=15)
"""Meetings run over: so long after its end a planned meeting is still under way."""

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
    planned = meeting_now(unit, command.space, moment)
    chair = (planned and planned.plan.chair) or command.organiser or command.actor
    left_out = planned.plan.left_out if planned else ()
    who = _eligible(command, unit, moment, chair=chair, left_out=left_out)
    if not who.eligible:
        told = who.why_not if len(command.people) >= TELL_WHY_FROM else {}
        shown = {reason: n for reason, n in told.items() if reason not in ONES_OWN}
        return Outcome(reply=NobodyEligible(why_not=shown))
    _introduce(unit, command)
    running = unit.live.running(command.space)
    ended = conclude_meeting(running, unit, moment) if running else ()
    if command.whole_space:
        _notice_leavers(unit, command)
    meeting = Meeting(
        id=MeetingId(fresh(seed)),
        space=command.space,
        state=State.ASKING,
        chair=chair,
        due_at=moment,
        ends_at=moment + ENDS_AFTER,
    )
    _seat(meeting, who, unit)
    return Outcome(reply=AskingAround(minutes=MINUTES), effects=ended + ask_next(meeting, unit, moment, seed))


def begin(command: BeginBell, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """A planned bell: nobody called it, and whoever may be asked is asked in time for the start.

    Where nobody may be asked, everyone is asked openly at the usual moment: anything else would tell of a pause.
    """
    occurrence, plan = claimed(command, unit, moment), unit.record.plan(command.plan)
    if occurrence is None or plan is None:  # without its plan it goes when one looks ahead
        return Outcome()
    running = unit.live.running(command.space)
    if running and (_for_this_meeting(running, moment) or _in_the_midst(running, occurrence, moment)):
        over(occurrence, unit, Stage.SKIPPED, Why.ALREADY)
        return Outcome()
    if running and running.ends_at > moment and moment < occurrence.starts_at - LAST_CALL:
        put_off(occurrence, unit, moment + LOOK_AGAIN)  # another meeting still has its bell
        return Outcome()
    chair = plan.chair or command.organiser or plan.author
    who = _eligible(command, unit, moment, chair=chair, left_out=plan.left_out)
    ended = conclude_meeting(running, unit, moment) if running else ()
    meeting = Meeting(
        id=MeetingId(fresh(seed)),
        space=command.space,
        state=State.ASKING,
        chair=chair,
        due_at=moment,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at + OVERRUN,
    )
    _seat(meeting, who, unit)
    begun(occurrence, unit, about_bell(meeting))
    return Outcome(effects=ended + ask_next(meeting, unit, moment, seed))


def _for_this_meeting(running: Meeting, moment: datetime) -> bool:
    """Somebody called a bell by hand just now."""
    return running.starts_at is None and running.ends_at - ENDS_AFTER > moment - SOON


def _in_the_midst(running: Meeting, occurrence: Occurrence, moment: datetime) -> bool:
    """Another meeting is under way and will be for longer: its bell is not cut short."""
    last_moment = moment >= occurrence.starts_at - LAST_CALL
    return last_moment and running.starts_at is not None and running.ends_at - OVERRUN > moment + LAST_CALL


def _eligible(
    command: CallBell | BeginBell,
    unit: Unit,
    moment: datetime,
    *,
    chair: ParticipantId | None,
    left_out: tuple[ParticipantId, ...],
) -> Eligibility:
    space = unit.record.space(command.space)
    return eligibility(
        command.people,
        chair=chair,
        guests_welcome=space.guests,
        paused=unit.live.paused(command.space, space.day(moment)),
        absent=command.absent,
        left_out=left_out,
    )


def _seat(meeting: Meeting, who: Eligibility, unit: Unit) -> None:
    unit.live.keep_meeting(meeting)
    unit.live.seat(meeting.id, tuple(Seat(participant=participant) for participant in who.eligible))


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
