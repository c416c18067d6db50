"""What stands in a slot about a check-out, and about a team's own questions."""

from dataclasses import dataclass
from datetime import datetime

from rituals.checkout.checkout import CheckOut, Form
from rituals.checkout.publication import Published
from rituals.checkout.questions import Question
from rituals.kernel.effect import Closing, Content
from rituals.kernel.identifiers import ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutOpen(Content):
    """The one message of a check-out while it is open. Never edited while answers come in. It names no chair."""

    checkout: CheckOut
    author: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutClosed(Content):
    """The same message afterwards. ``early``: closed because its key was gone."""

    questions: tuple[Question, ...]
    published: Published | None
    early: bool = False


class CheckOutWithdrawn(Closing):
    """The check-out was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Content):
    """One line that a form is still open."""

    form: Form
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsChanged(Content):
    by: ParticipantId
    questions: tuple[Question, ...]
