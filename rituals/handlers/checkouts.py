"""Opening, answering, closing and cancelling a check-out. The reasons: see ``rituals.checkout``."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rituals.checkout import CLOSE_AFTER, CheckOut, Form, Mode, Release, closing_time, default_mode, reminding_time
from rituals.commands import (
    AnswerCheckOut,
    CancelCheckOut,
    CheckOutCommand,
    CheckOutTimePassed,
    CloseCheckOut,
    MeetingEnded,
    OpenCheckOut,
    ShowForm,
)
from rituals.effects import (
    CheckOutClosed,
    CheckOutOpen,
    CheckOutWithdrawn,
    Effect,
    Outcome,
    Reminder,
    Say,
    Slot,
    SpokenLine,
)
from rituals.errors import Because, Refusal
from rituals.handlers.afterwards import conclude_meeting
from rituals.handlers.occurring import any_planned_today
from rituals.identifiers import CheckOutId, ParticipantId, SpaceId, fresh
from rituals.people import Person
from rituals.ports import Unit
from rituals.publication import publish
from rituals.questions import OWN_NEEDS, SETS, Question, SetName, ballot_from
from rituals.replies import (
    AnswerForm,
    CheckOutCancelled,
    CheckOutEnded,
    ChooseForm,
    ConfirmCancel,
    ConfirmClose,
    Counted,
    Opened,
    SpokenAsked,
)
from rituals.schedule import Occurrence, Stage, Why
from rituals.space import Space

STILL_THERE = timedelta(minutes=5)
"""So long after the end of a meeting there may still be somebody to ask aloud."""


def open_checkout(command: OpenCheckOut, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    space = unit.record.space(command.space)
    if not space.introduced:
        space = replace(space, introduced=True, language=command.language)
        unit.record.save_space(space)
    mode = mode_of(space, command.people)
    if mode is Mode.SPOKEN or command.spoken:
        if command.name:
            raise Refusal(Because.SPOKEN_ONLY, n=space.threshold)
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
    space = unit.record.space(command.space)
    running = unit.live.running(space.id)
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


def mode_of(space: Space, people: int | None) -> Mode:
    """How a space checks out; with ``people`` None there are surely not few."""
    if space.mode:
        return space.mode
    return Mode.EACH if people is None else default_mode(people, space.threshold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What should open. ``people``: see :class:`OpenCheckOut`. ``closes_at`` None: at the usual time."""

    name: SetName = SetName.STANDARD
    form: Form = Form.MEETING
    chair: ParticipantId | None = None
    people: int | None
    closes_at: datetime | None = None


def open_form(wanted: Wanted, space: Space, unit: Unit, moment: datetime, seed: bytes) -> tuple[CheckOut, Say]:
    """Open a form, if it may: one at a time, and the same questions at most once a day."""
    if unit.live.checkout_in(space.id):
        raise Refusal(Because.CHECKOUT_RUNS)
    if wanted.form is Form.ROUND and unit.record.round_in(space.id, space.month(moment)):
        raise Refusal(Because.ROUND_THIS_MONTH)
    version, questions = _questions(wanted, space, unit)
    _not_asked_today(questions, space, unit, moment)
    closes_at = wanted.closes_at or closing_time(wanted.form, moment, space.zone)
    checkout = CheckOut(
        id=CheckOutId(fresh(seed)),
        space=space.id,
        chair=wanted.chair,
        form=wanted.form,
        name=wanted.name,
        version=version,
        questions=questions,
        threshold=space.threshold,
        opened_at=moment,
        closes_at=closes_at,
        remind_at=reminding_time(wanted.form, moment, closes_at),
    )
    unit.live.open_checkout(checkout)
    shown = CheckOutOpen(checkout=replace(checkout, chair=None), author=_author(checkout, unit))
    return checkout, Say(slot=slot_of(checkout), content=shown, until=closes_at)


def _questions(wanted: Wanted, space: Space, unit: Unit) -> tuple[int, tuple[Question, ...]]:
    if wanted.name is not SetName.OWN:
        return 0, SETS[wanted.name]
    own = unit.record.own_questions(space.id)
    if own is None:
        raise Refusal(Because.NO_OWN_QUESTIONS)
    if wanted.people is not None and wanted.people < OWN_NEEDS:
        raise Refusal(Because.OWN_NEEDS_MORE, n=OWN_NEEDS)
    return own.version, own.questions


def _not_asked_today(questions: tuple[Question, ...], space: Space, unit: Unit, moment: datetime) -> None:
    """No question twice on a day, in whichever set: two releases among nearly the same people tell who came between."""
    asked: set[Question] = set()
    for release in unit.record.releases_on(space.id, space.day(moment)):
        own = unit.record.own_questions(space.id, release.version) if release.version else None
        asked.update(own.questions if own else SETS.get(release.name, ()))
    if asked & set(questions):
        raise Refusal(Because.CHECKOUT_TODAY)


def _author(checkout: CheckOut, unit: Unit) -> ParticipantId | None:
    """Who added the questions, where they are the team's own: shown beside them."""
    own = unit.record.own_questions(checkout.space, checkout.version) if checkout.version else None
    return own.author if own else None


def ask_aloud(
    space: Space, unit: Unit, moment: datetime, seed: bytes, planned: Occurrence | None = None
) -> tuple[Effect, ...]:
    """The spoken question, in the thread of the bell if one went round; and that bell has done its work.

    ``planned``: what it belongs to. It is then counted under a name that stays when a crash repeats it, and not said
    any more when everybody has gone.
    """
    running = unit.live.running(space.id)
    about = running.id if running else fresh(seed + b"spoken")
    line = Slot(space=space.id, about=about, kind="spoken", under="bell" if running else None)
    counted_as = f"{planned.plan}/{planned.key}" if planned else fresh(seed + b"counted")
    unit.record.count_spoken(counted_as, space.id, space.month(moment))
    concluded = conclude_meeting(running, unit, moment) if running and running.holder else ()
    until = planned.ends_at + STILL_THERE if planned else None
    return (Say(slot=line, content=SpokenLine(), last=True, until=until), *concluded)


def show_form(command: ShowForm, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=AnswerForm(checkout=_open(command, unit, moment)))


def answer(command: AnswerCheckOut, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """Count an answer, once. Nothing of it is in an effect, and the reply is the same for every answer."""
    checkout = _open(command, unit, moment, Because.ANSWER_TOO_LATE)
    _may_answer(command.person, checkout, unit)
    ballot = ballot_from(checkout.questions, command.given)
    if not unit.live.mark(checkout.id, command.actor):
        raise Refusal(Because.ANSWERED_BEFORE)
    unit.live.count(checkout.id, ballot)
    return Outcome(reply=Counted())


def _may_answer(person: Person | None, checkout: CheckOut, unit: Unit) -> None:
    if person is None or person.bot or person.deactivated:
        raise Refusal(Because.NOT_A_MEMBER)
    if person.guest and not unit.record.space(checkout.space).guests:
        raise Refusal(Because.GUEST_ANSWER)


def close(command: CloseCheckOut, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    """By hand: warned once, and told nothing about how many answered."""
    checkout = _open(command, unit, moment)
    _require_chair(checkout, command)
    if moment < checkout.opened_at + CLOSE_AFTER:
        raise Refusal(Because.TOO_EARLY)
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
    unit.live.destroy(checkout.id)
    unit.live.end_occurrence(slot_of(checkout).shown_as, Stage.SKIPPED, Why.CALLED_OFF)
    withdrawn = Say(slot=slot_of(checkout), content=CheckOutWithdrawn(), last=True)
    return Outcome(reply=CheckOutCancelled(), effects=(withdrawn,))


def time_passed(command: CheckOutTimePassed, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    checkout = unit.live.checkout(command.checkout)
    if checkout is None:
        return Outcome()
    early = unit.live.key_changed()
    if checkout.remind_at and checkout.remind_at <= moment < checkout.closes_at and not early:
        unit.live.keep_checkout(replace(checkout, remind_at=None))
        line = Slot(space=checkout.space, about=checkout.id, kind="reminder", under="checkout")
        reminder = Reminder(form=checkout.form, until=checkout.closes_at)
        return Outcome(effects=(Say(slot=line, content=reminder, last=True, until=checkout.closes_at),))
    if moment < checkout.closes_at and not early and unit.record.release(checkout.id) is None:
        return Outcome()
    return Outcome(effects=_close(checkout, unit, moment, early=early))


def _close(checkout: CheckOut, unit: Unit, moment: datetime, *, early: bool = False) -> tuple[Effect, ...]:
    """Publish in the record, then destroy. After a crash in between, what was published then is what is shown."""
    turnout, tally = unit.live.tally(checkout)
    release = unit.record.release(checkout.id) or Release(
        id=checkout.id,
        space=checkout.space,
        form=checkout.form,
        name=checkout.name,
        version=checkout.version,
        closed_on=unit.record.space(checkout.space).day(moment),
        published=publish(turnout, tally, checkout.threshold),
    )
    unit.record.keep_release(release)
    unit.live.destroy(checkout.id)
    shown = CheckOutClosed(questions=checkout.questions, published=release.published, early=early)
    return (Say(slot=slot_of(checkout), content=shown, last=True),)


def chair_left(space: SpaceId, who: str, unit: Unit) -> None:
    """Anyone may close a check-out whose chair has left."""
    checkout = unit.live.checkout_in(space)
    if checkout and checkout.chair == who:
        unit.live.keep_checkout(replace(checkout, chair=None))


def _open(
    command: CheckOutCommand, unit: Unit, moment: datetime, closed: Because = Because.CHECKOUT_CLOSED
) -> CheckOut:
    """The check-out that is meant, if it is still open."""
    named = command.checkout
    checkout = unit.live.checkout(named) if named else unit.live.checkout_in(command.space)
    if named is None and checkout is None:
        raise Refusal(Because.NO_CHECKOUT)
    if checkout is None or checkout.space != command.space or moment >= checkout.closes_at:
        raise Refusal(closed)
    if unit.record.release(checkout.id):  # published, and a crash came before the rest
        raise Refusal(closed)
    return checkout


def _require_chair(checkout: CheckOut, command: CheckOutCommand) -> None:
    if checkout.chair not in (None, command.actor):
        raise Refusal(Because.NOT_CHAIR)


def slot_of(checkout: CheckOut) -> Slot:
    return Slot(space=checkout.space, about=checkout.id, kind="checkout")
