"""Opening a form, if it may: one at a time, and the same questions at most once a day."""

from dataclasses import dataclass, replace
from datetime import datetime

from rituals.checkout.checkout import (
    CheckOut,
    Form,
    closing_time,
    reminding_time,
)
from rituals.checkout.contents import CheckOutOpen
from rituals.checkout.ports import Unit
from rituals.checkout.questions import OWN_NEEDS, SETS, Question, SetName
from rituals.checkout.refusals import CheckOutBecause
from rituals.kernel.effect import Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import CheckOutId, ParticipantId, fresh
from rituals.kernel.space import Space


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
    if unit.checkout.checkout_in(space.id):
        raise Refusal(CheckOutBecause.CHECKOUT_RUNS)
    if wanted.form is Form.ROUND and unit.checkout.round_in(space.id, space.month(moment)):
        raise Refusal(CheckOutBecause.ROUND_THIS_MONTH)
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
    unit.checkout.open_checkout(checkout)
    shown = CheckOutOpen(checkout=replace(checkout, chair=None), author=_author(checkout, unit))
    return checkout, Say(slot=slot_of(checkout), content=shown, until=closes_at)


def _questions(wanted: Wanted, space: Space, unit: Unit) -> tuple[int, tuple[Question, ...]]:
    if wanted.name is not SetName.OWN:
        return 0, SETS[wanted.name]
    own = unit.checkout.own_questions(space.id)
    if own is None:
        raise Refusal(CheckOutBecause.NO_OWN_QUESTIONS)
    if wanted.people is not None and wanted.people < OWN_NEEDS:
        raise Refusal(CheckOutBecause.OWN_NEEDS_MORE, n=OWN_NEEDS)
    return own.version, own.questions


def _not_asked_today(questions: tuple[Question, ...], space: Space, unit: Unit, moment: datetime) -> None:
    """No question twice on a day, in whichever set: two releases among nearly the same people tell who came between."""
    asked: set[Question] = set()
    for release in unit.checkout.releases_on(space.id, space.day(moment)):
        own = unit.checkout.own_questions(space.id, release.version) if release.version else None
        asked.update(own.questions if own else SETS.get(release.name, ()))
    if asked & set(questions):
        raise Refusal(CheckOutBecause.CHECKOUT_TODAY)


def _author(checkout: CheckOut, unit: Unit) -> ParticipantId | None:
    """Who added the questions, where they are the team's own: shown beside them."""
    own = unit.checkout.own_questions(checkout.space, checkout.version) if checkout.version else None
    return own.author if own else None


def slot_of(checkout: CheckOut) -> Slot:
    return Slot(space=checkout.space, about=checkout.id, kind="checkout")
