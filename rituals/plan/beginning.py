"""A planned bell: nobody called it, and whoever may be asked is asked in time for the start."""

from datetime import datetime, timedelta

from rituals.agenda.claiming import begun, claimed, over, put_off
from rituals.agenda.occurrence import Occurrence, Stage, Why
from rituals.bell.afterwards import conclude_meeting
from rituals.bell.asking import about_bell, ask_next
from rituals.bell.calling import eligible, seat
from rituals.bell.meeting import ENDS_AFTER, Meeting, State
from rituals.kernel.effect import Outcome
from rituals.kernel.identifiers import MeetingId, fresh
from rituals.plan.commands import BeginBell
from rituals.plan.ports import Unit
from rituals.plan.schedule import SOON

LAST_CALL = timedelta(minutes=5)
"""So long before a meeting starts, its bell ends one that still runs."""

LOOK_AGAIN = timedelta(minutes=1)

OVERRUN = timedelta(minutes=15)
"""Meetings run over: so long after its end a planned meeting is still under way."""


def begin(command: BeginBell, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """A planned bell: nobody called it, and whoever may be asked is asked in time for the start.

    Where nobody may be asked, everyone is asked openly at the usual moment: anything else would tell of a pause.
    """
    occurrence, plan = claimed(command, unit, moment), unit.plan.plan(command.plan)
    if occurrence is None or plan is None:  # without its plan it goes when one looks ahead
        return Outcome()
    running = unit.bell.running(command.space)
    if running and (_for_this_meeting(running, moment) or _in_the_midst(running, occurrence, moment)):
        over(occurrence, unit, Stage.SKIPPED, Why.ALREADY)
        return Outcome()
    if running and running.ends_at > moment and moment < occurrence.starts_at - LAST_CALL:
        put_off(occurrence, unit, moment + LOOK_AGAIN)  # another meeting still has its bell
        return Outcome()
    chair = plan.chair or command.organiser or plan.author
    who = eligible(command, unit, moment, chair=chair, left_out=plan.left_out)
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
    seat(meeting, who, unit)
    begun(occurrence, unit, about_bell(meeting))
    return Outcome(effects=ended + ask_next(meeting, unit, moment, seed))


def _for_this_meeting(running: Meeting, moment: datetime) -> bool:
    """Somebody called a bell by hand just now."""
    return running.starts_at is None and running.ends_at - ENDS_AFTER > moment - SOON


def _in_the_midst(running: Meeting, occurrence: Occurrence, moment: datetime) -> bool:
    """Another meeting is under way and will be for longer: its bell is not cut short."""
    last_moment = moment >= occurrence.starts_at - LAST_CALL
    return last_moment and running.starts_at is not None and running.ends_at - OVERRUN > moment + LAST_CALL
