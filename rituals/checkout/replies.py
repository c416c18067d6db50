"""Answers to a click about a check-out, and about a team's own questions."""

from dataclasses import dataclass
from datetime import datetime

from rituals.checkout.checkout import CheckOut, Form
from rituals.checkout.questions import Question
from rituals.kernel.identifiers import CheckOutId
from rituals.kernel.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm(Reply):
    checkout: CheckOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Reply):
    """``closes``: the check-out, for the chair, who may close it; None for everybody else."""

    closes: CheckOutId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClose(Reply):
    checkout: CheckOutId
    form: Form
    threshold: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCancel(Reply):
    checkout: CheckOutId


class CheckOutEnded(Reply):
    """Closed; the result stands in the space."""

    @property
    def takes_place(self) -> bool:
        return True


class CheckOutCancelled(Reply):
    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsShown(Reply):
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPreview(Reply):
    """How the questions would look; nothing is changed yet."""

    questions: tuple[Question, ...]


class QuestionsKept(Reply):
    @property
    def takes_place(self) -> bool:
        return True
