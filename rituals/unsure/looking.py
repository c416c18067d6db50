"""A message of which nobody knows whether it was said is set aside, and somebody looks."""

from datetime import datetime

from rituals.agenda.occurrence import Stage
from rituals.bell.ports import Unit
from rituals.kernel.effect import Outcome, Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import CheckOutId, MeetingId
from rituals.unsure.commands import MessageUnsure, SayAgain
from rituals.unsure.contents import UnsureAsk
from rituals.unsure.refusals import UnsureBecause
from rituals.unsure.replies import UnsureSettled

WORTH_ASKING = ("bell", "checkout", "spoken")
"""Kinds of messages that a meeting cannot do without."""


def message_unsure(command: MessageUnsure, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """Set it aside; the chair can look, where there is one. Only what a meeting cannot do without is worth asking."""
    slot = Slot(space=command.space, about=command.about, kind=command.kind, number=command.number)
    unit.outbox.unsure(slot)
    if slot.kind not in WORTH_ASKING:
        unit.outbox.was_said(slot)
        return Outcome()
    unit.agenda.end_occurrence(slot.shown_as, Stage.UNSURE)
    meeting, checkout = unit.bell.meeting(MeetingId(slot.about)), unit.checkout.checkout(CheckOutId(slot.about))
    chairs = [led.chair for led in (meeting, checkout) if led]
    chair = chairs[0] if chairs else None
    if chair is None:
        return Outcome()
    where = Slot(space=command.space, about=slot.about, kind="unsure", recipient=chair)
    asked = UnsureAsk(about=slot.about, kind=slot.kind, number=slot.number)
    return Outcome(effects=(Say(slot=where, content=asked, last=True),))


def say_again(command: SayAgain, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Somebody looked whether a message stands in chat."""
    slot = Slot(space=command.space, about=command.about, kind=command.kind, number=command.number)
    if not (unit.outbox.say_again(slot, moment) if command.again else unit.outbox.was_said(slot)):
        raise Refusal(UnsureBecause.ALREADY_SETTLED)
    if not command.again:
        unit.agenda.end_occurrence(slot.shown_as, Stage.SENT)
    return Outcome(reply=UnsureSettled(again=command.again))
