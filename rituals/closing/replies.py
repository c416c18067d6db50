"""Answers to whoever opens a check-out by hand."""

from dataclasses import dataclass
from datetime import datetime

from rituals.checkout.checkout import Form
from rituals.checkout.questions import SetName
from rituals.kernel.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseForm(Reply):
    """A space that holds rounds: the line to answer aloud, or the round?"""

    name: SetName | None


class SpokenAsked(Reply):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Reply):
    form: Form
    until: datetime
