"""A team's own questions."""

from datetime import datetime

from rituals.checkout.commands import ChangeQuestions, ShowQuestions
from rituals.checkout.contents import QuestionsChanged
from rituals.checkout.ports import Unit
from rituals.checkout.questions import own_questions
from rituals.checkout.replies import QuestionsKept, QuestionsPreview, QuestionsShown
from rituals.kernel.effect import Outcome, Say, Slot
from rituals.kernel.identifiers import fresh


def show_questions(command: ShowQuestions, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    own = unit.checkout.own_questions(command.space)
    return Outcome(reply=QuestionsShown(questions=own.questions if own else ()))


def change_questions(command: ChangeQuestions, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Shown as they would look first; then said in the space with who did it. They apply from the next check-out on."""
    questions = own_questions(command.words, people=command.people, names=command.names) if command.words else ()
    if not command.sure:
        return Outcome(reply=QuestionsPreview(questions=questions))
    own = unit.checkout.own_questions(command.space)
    if questions == (own.questions if own else ()):
        return Outcome(reply=QuestionsKept())
    unit.checkout.save_own_questions(command.space, questions, command.actor)
    where = Slot(space=command.space, about=fresh(seed), kind="settings")
    said = Say(slot=where, content=QuestionsChanged(by=command.actor, questions=questions), last=True)
    return Outcome(reply=QuestionsKept(), effects=(said,))
