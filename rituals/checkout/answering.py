"""Answering, closing and cancelling a check-out. The reasons: see ``checkout``."""

from dataclasses import replace
from datetime import datetime

from rituals.agenda.occurrence import Stage, Why
from rituals.checkout.checkout import CLOSE_AFTER, CheckOut, Release
from rituals.checkout.commands import (
    AnswerCheckOut,
    CancelCheckOut,
    CheckOutCommand,
    CheckOutTimePassed,
    CloseCheckOut,
    ShowForm,
)
from rituals.checkout.contents import CheckOutClosed, CheckOutWithdrawn, Reminder
from rituals.checkout.opening import slot_of
from rituals.checkout.ports import Unit
from rituals.checkout.publication import publish
from rituals.checkout.questions import ballot_from
from rituals.checkout.refusals import CheckOutBecause
from rituals.checkout.replies import AnswerForm, CheckOutCancelled, CheckOutEnded, ConfirmCancel, ConfirmClose, Counted
from rituals.kernel.effect import Effect, Outcome, Say, Slot
from rituals.kernel.errors import Because, NotChair, Refusal
from rituals.kernel.people import Person


def show_form(command: ShowForm, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=AnswerForm(checkout=_open(command, unit, moment)))


def answer(command: AnswerCheckOut, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Count an answer, once. Nothing of it is in an effect, and the reply is the same whatever was answered."""
    checkout = _open(command, unit, moment, CheckOutBecause.ANSWER_TOO_LATE)
    _may_answer(command.person, checkout, unit)
    ballot = ballot_from(checkout.questions, command.given)
    if not unit.checkout.mark(checkout.id, command.actor):
        raise Refusal(CheckOutBecause.ANSWERED_BEFORE)
    unit.checkout.count(checkout.id, ballot)
    return Outcome(reply=Counted(closes=checkout.id if checkout.chair == command.actor else None))


def _may_answer(person: Person | None, checkout: CheckOut, unit: Unit) -> None:
    if person is None or person.bot or person.deactivated:
        raise Refusal(CheckOutBecause.NOT_A_MEMBER)
    if person.guest and not unit.space.of(checkout.space).guests:
        raise Refusal(CheckOutBecause.GUEST_ANSWER)


def close(command: CloseCheckOut, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """By hand: warned once, and told nothing about how many answered."""
    checkout = _open(command, unit, moment)
    _require_chair(checkout, command)
    if moment < checkout.opened_at + CLOSE_AFTER:
        raise Refusal(CheckOutBecause.TOO_EARLY)
    if not command.sure:
        warning = ConfirmClose(
            checkout=checkout.id, form=checkout.form, threshold=checkout.threshold, until=checkout.closes_at
        )
        return Outcome(reply=warning)
    return Outcome(reply=CheckOutEnded(), effects=_close(checkout, unit, moment))


def cancel(command: CancelCheckOut, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """A mistake: everything in it is destroyed, and nothing is kept but that nothing was."""
    checkout = _open(command, unit, moment)
    _require_chair(checkout, command)
    if not command.sure:
        return Outcome(reply=ConfirmCancel(checkout=checkout.id))
    unit.checkout.destroy(checkout.id)
    unit.agenda.end_occurrence(slot_of(checkout).shown_as, Stage.SKIPPED, Why.CALLED_OFF)
    withdrawn = Say(slot=slot_of(checkout), content=CheckOutWithdrawn(), last=True)
    return Outcome(reply=CheckOutCancelled(), effects=(withdrawn,))


def due(unit: Unit, moment: datetime, half_done: bool) -> tuple[CheckOutTimePassed, ...]:  # noqa: FBT001  as in Ritual
    """Check-outs that close or remind now; all that are open, where the record may have what the present has not."""
    found = unit.checkout.checkouts(None if half_done else moment)
    return tuple(CheckOutTimePassed(space=each.space, checkout=each.id) for each in found)


def time_passed(command: CheckOutTimePassed, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    checkout = unit.checkout.checkout(command.checkout)
    if checkout is None:
        return Outcome()
    early = unit.checkout.key_changed()
    if checkout.remind_at and checkout.remind_at <= moment < checkout.closes_at and not early:
        unit.checkout.keep_checkout(replace(checkout, remind_at=None))
        line = Slot(space=checkout.space, about=checkout.id, kind="reminder", under="checkout")
        reminder = Reminder(form=checkout.form, until=checkout.closes_at)
        return Outcome(effects=(Say(slot=line, content=reminder, last=True, until=checkout.closes_at),))
    if moment < checkout.closes_at and not early and unit.checkout.release(checkout.id) is None:
        return Outcome()
    return Outcome(effects=_close(checkout, unit, moment, early=early))


def _close(checkout: CheckOut, unit: Unit, moment: datetime, *, early: bool = False) -> tuple[Effect, ...]:
    """Publish in the record, then destroy. After a crash in between, what was published then is what is shown."""
    turnout, tally = unit.checkout.tally(checkout)
    release = unit.checkout.release(checkout.id) or Release(
        id=checkout.id,
        space=checkout.space,
        form=checkout.form,
        name=checkout.name,
        version=checkout.version,
        closed_on=unit.space.of(checkout.space).day(moment),
        published=publish(turnout, tally, checkout.threshold),
    )
    unit.checkout.keep_release(release)
    unit.checkout.destroy(checkout.id)
    shown = CheckOutClosed(questions=checkout.questions, published=release.published, early=early)
    return (Say(slot=slot_of(checkout), content=shown, last=True),)


def _open(
    command: CheckOutCommand, unit: Unit, moment: datetime, closed: Because = CheckOutBecause.CHECKOUT_CLOSED
) -> CheckOut:
    """The check-out that is meant, if it is still open."""
    named = command.checkout
    checkout = unit.checkout.checkout(named) if named else unit.checkout.checkout_in(command.space)
    if named is None and checkout is None:
        raise Refusal(CheckOutBecause.NO_CHECKOUT)
    if checkout is None or checkout.space != command.space or moment >= checkout.closes_at:
        raise Refusal(closed)
    if unit.checkout.release(checkout.id):  # published, and a crash came before the rest
        raise Refusal(closed)
    return checkout


def _require_chair(checkout: CheckOut, command: CheckOutCommand) -> None:
    if checkout.chair is not None and checkout.chair != command.actor:
        raise NotChair(checkout.chair)
