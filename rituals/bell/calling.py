"""Looking for an advocate: from the command to the first question in private."""

from datetime import datetime, timedelta
from typing import Protocol

from rituals.bell import rotation
from rituals.bell.afterwards import conclude_meeting
from rituals.bell.asking import ask_next
from rituals.bell.commands import AskStatus, CallBell, Invited, MeetingStarted, PrepareBell
from rituals.bell.contents import BellOffer
from rituals.bell.meeting import ASK_FOR, ASKED_IN_PRIVATE, ENDS_AFTER, Meeting, Seat, State
from rituals.bell.ports import Unit
from rituals.bell.replies import AskingAround, FirstUse, NamedAlone, NobodyEligible, Ready, Status
from rituals.kernel.effect import Outcome, Say, Slot
from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId, fresh
from rituals.kernel.introducing import introduced
from rituals.kernel.people import Eligibility, Person, eligibility
from rituals.kernel.reply import Reply

MINUTES = -(ASK_FOR * ASKED_IN_PRIVATE // timedelta(minutes=-1))
"""How long it takes at most before the chair hears."""


def prepare(command: PrepareBell, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    space = unit.space.of(command.space)
    if not space.introduced and not command.confirmed:
        return Outcome(reply=FirstUse(invited=command.invited))
    return Outcome(reply=_in_the_way(unit, command.space, command.replaces, command.invited) or Ready())


def call(command: CallBell, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Begin asking. Where all who could be asked are on pause it looks as if they said nothing, at the same moments."""
    in_the_way = _in_the_way(unit, command.space, command.replaces, Invited())
    if in_the_way:
        return Outcome(reply=in_the_way)
    chair = command.chair or command.actor
    who = eligible(command, unit, moment, chair=chair, left_out=command.left_out)
    if not who.considered:
        return Outcome(reply=NobodyEligible(why_not=dict(who.why_not)))
    if len(who.considered) == 1 and not (command.whole_space or command.alone):
        return Outcome(reply=NamedAlone(invited=command.invited, replaces=command.replaces, minutes=MINUTES))
    introduced(command.space, command.language, unit)
    running = unit.bell.running(command.space)
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
    seat(meeting, who, unit)
    return Outcome(reply=AskingAround(minutes=MINUTES), effects=ended + ask_next(meeting, unit, moment, seed))


class Called(Protocol):
    """What asks for a bell: somebody, or a plan."""

    @property
    def space(self) -> SpaceId: ...
    @property
    def people(self) -> tuple[Person, ...]: ...
    @property
    def absent(self) -> frozenset[ParticipantId]: ...


def eligible(
    command: Called,
    unit: Unit,
    moment: datetime,
    *,
    chair: ParticipantId | None,
    left_out: tuple[ParticipantId, ...],
) -> Eligibility:
    """Who may be asked."""
    space = unit.space.of(command.space)
    return eligibility(
        command.people,
        chair=chair,
        guests_welcome=space.guests,
        away=unit.bell.paused(command.space, space.day(moment)) | command.absent,
        left_out=left_out,
    )


def seat(meeting: Meeting, who: Eligibility, unit: Unit) -> None:
    """A bell begins among these."""
    unit.bell.keep_meeting(meeting)
    unit.bell.seat(meeting.id, tuple(Seat(participant=participant) for participant in who.eligible))


def meeting_started(command: MeetingStarted, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Offer the bell, where a team wants that and none goes round yet."""
    space = unit.space.of(command.space)
    if not (space.introduced and space.offers) or unit.bell.running(space.id):
        return Outcome()
    where = Slot(space=space.id, about=fresh(seed), kind="offer")
    return Outcome(effects=(Say(slot=where, content=BellOffer(), last=True),))


def status(command: AskStatus, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=_status(unit, command.space))


def _in_the_way(unit: Unit, space: SpaceId, replaces: MeetingId | None, invited: Invited) -> Reply | None:
    running = unit.bell.running(space)
    if running is None or running.id == replaces:
        return None
    return _status(unit, space, invited)


def _status(unit: Unit, space: SpaceId, invited: Invited | None = None) -> Status:
    running = unit.bell.running(space)
    if running is None:
        return Status()
    return Status(state=running.state, meeting=running.id, holder=running.holder, invited=invited)


def _notice_leavers(unit: Unit, command: CallBell) -> None:
    """Whoever has a credit and is not among everyone in the space has left it."""
    here = {person.id for person in command.people if not person.deactivated}
    turns = unit.bell.rotation(command.space)
    for who in sorted(set(turns.credits) - here):
        turns = rotation.leave(turns, who)
    if set(turns.credits) != set(unit.bell.rotation(command.space).credits):
        unit.bell.keep_rotation(command.space, turns)
