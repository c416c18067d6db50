"""A message that was not said, as far as is known, is set aside, and somebody hears of it."""

from datetime import datetime

from rituals.agenda.occurrence import Stage, Why
from rituals.bell.ports import Unit
from rituals.kernel.effect import Content, Outcome, Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import CheckOutId, MeetingId, ParticipantId
from rituals.unsure.commands import MessageUnsure, SayAgain, Unsaid
from rituals.unsure.contents import NotSaid, UnsureAsk
from rituals.unsure.refusals import UnsureBecause
from rituals.unsure.replies import UnsureSettled

WORTH_ASKING = ("bell", "checkout", "spoken")
"""Kinds of messages that a meeting cannot do without."""


def message_unsure(command: MessageUnsure, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    """Set it aside, and ask or tell those who count on it. Only what a meeting cannot do without can be said again."""
    slot = Slot(space=command.space, about=command.about, kind=command.kind, number=command.number)
    unit.outbox.unsure(slot)
    again = slot.kind in WORTH_ASKING
    if not again:
        unit.outbox.was_said(slot)
    if command.why is not Unsaid.UNKNOWN:
        unit.agenda.end_occurrence(slot.shown_as, Stage.MISSED, Why.PLATFORM)
        content: Content = NotSaid(
            about=slot.about,
            kind=slot.kind,
            number=slot.number,
            allowed=command.why is not Unsaid.NOT_ALLOWED,
            again=again,
        )
        return Outcome(effects=_told(slot, content, {*_counting_on(slot, unit), command.asker}))
    if not again:
        return Outcome()
    unit.agenda.end_occurrence(slot.shown_as, Stage.UNSURE)
    asked = UnsureAsk(about=slot.about, kind=slot.kind, number=slot.number)
    return Outcome(effects=_told(slot, asked, _chair(slot, unit)))


def _chair(slot: Slot, unit: Unit) -> set[ParticipantId | None]:
    meeting, checkout = unit.bell.meeting(MeetingId(slot.about)), unit.checkout.checkout(CheckOutId(slot.about))
    return {led.chair for led in (meeting, checkout) if led}


def _counting_on(slot: Slot, unit: Unit) -> set[ParticipantId | None]:
    """Who leads, and whoever has the bell: both were told what everybody would read."""
    meeting = unit.bell.meeting(MeetingId(slot.about))
    return _chair(slot, unit) | {meeting.holder if meeting else None}


def _told(about: Slot, content: Content, people: set[ParticipantId | None]) -> tuple[Say, ...]:
    return tuple(
        Say(
            slot=Slot(space=about.space, about=about.about, kind="unsure", recipient=who, number=about.number),
            content=content,
            last=True,
        )
        for who in sorted(filter(None, people))
    )


def say_again(command: SayAgain, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Somebody looked whether a message stands in chat."""
    slot = Slot(space=command.space, about=command.about, kind=command.kind, number=command.number)
    if not (unit.outbox.say_again(slot, moment) if command.again else unit.outbox.was_said(slot)):
        raise Refusal(UnsureBecause.ALREADY_SETTLED)
    if not command.again:
        unit.agenda.end_occurrence(slot.shown_as, Stage.SENT)
    return Outcome(reply=UnsureSettled(again=command.again))
