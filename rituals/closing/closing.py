"""The end of a meeting: the question asked aloud, the form, and the bell that has done its work."""

from datetime import datetime, timedelta

from rituals.agenda.claiming import any_planned_today
from rituals.agenda.occurrence import Occurrence
from rituals.bell.afterwards import conclude_meeting
from rituals.bell.ports import Unit
from rituals.checkout.checkout import Form, mode_of
from rituals.checkout.opening import Wanted, open_form
from rituals.checkout.questions import SetName
from rituals.closing.commands import MeetingEnded, OpenCheckOut
from rituals.closing.contents import SpokenLine
from rituals.closing.refusals import ClosingBecause
from rituals.closing.replies import ChooseForm, Opened, SpokenAsked
from rituals.kernel.effect import Effect, Outcome, Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import fresh
from rituals.kernel.introducing import introduced
from rituals.kernel.space import Mode, Space

STILL_THERE = timedelta(minutes=5)
"""So long after the end of a meeting there may still be somebody to ask aloud."""


def open_checkout(command: OpenCheckOut, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    space = introduced(command.space, command.language, unit)
    mode = mode_of(space, command.people)
    if mode is Mode.SPOKEN or command.spoken:
        if command.name:
            raise Refusal(ClosingBecause.SPOKEN_ONLY, n=space.threshold)
        return Outcome(reply=SpokenAsked(), effects=ask_aloud(space, unit, moment, seed))
    if mode is Mode.ROUND and command.form is None:
        return Outcome(reply=ChooseForm(name=command.name))
    wanted = Wanted(
        name=command.name or SetName.STANDARD,
        form=command.form or Form.MEETING,
        chair=command.actor,
        people=command.people,
    )
    checkout, opening = open_form(wanted, space, unit, moment, seed)
    aloud = ask_aloud(space, unit, moment, seed) if checkout.form is Form.MEETING else ()
    return Outcome(reply=Opened(form=checkout.form, until=checkout.closes_at), effects=(*aloud, opening))


def meeting_ended(command: MeetingEnded, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """The bell has done its work; and where each meeting has a form, it opens if none ran yet. Nobody is its chair."""
    space = unit.space.of(command.space)
    running = unit.bell.running(space.id)
    concluded = conclude_meeting(running, unit, moment) if running and running.holder else ()
    if (
        not space.introduced
        or mode_of(space, command.people) is not Mode.EACH
        or any_planned_today(space, unit, moment)
    ):
        return Outcome(effects=concluded)
    try:
        _checkout, opening = open_form(Wanted(people=command.people), space, unit, moment, seed)
    except Refusal:
        return Outcome(effects=concluded)
    return Outcome(effects=(*concluded, opening))


def ask_aloud(
    space: Space, unit: Unit, moment: datetime, seed: bytes, planned: Occurrence | None = None
) -> tuple[Effect, ...]:
    """The spoken question, in the thread of the bell if one went round; and that bell has done its work.

    ``planned``: what it belongs to. It is then counted under a name that stays when a crash repeats it, and not said
    any more when everybody has gone.
    """
    running = unit.bell.running(space.id)
    about = running.id if running else fresh(seed + b"spoken")
    line = Slot(space=space.id, about=about, kind="spoken", under="bell" if running else None)
    counted_as = f"{planned.plan}/{planned.key}" if planned else fresh(seed + b"counted")
    unit.counts.add(counted_as, space.id, space.month(moment), spoken=1)
    concluded = conclude_meeting(running, unit, moment) if running and running.holder else ()
    until = planned.ends_at + STILL_THERE if planned else None
    return (Say(slot=line, content=SpokenLine(), last=True, until=until), *concluded)
