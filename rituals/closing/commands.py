"""What is asked at the end of a meeting: by hand, or by the platform that says it is over."""

from dataclasses import dataclass

from rituals.checkout.checkout import Form
from rituals.checkout.questions import SetName
from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.space import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheckOut(PersonalCommand):
    """Check out now.

    Attributes:
        people: how many are in the space; None where it is not known that they are few.
        name: which questions; None means the standard ones.
        form: the form chosen where a space can choose; None means what its mode says.
        spoken: only the question to answer aloud.
    """

    people: int | None
    language: Language
    name: SetName | None = None
    form: Form | None = None
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEnded(Command):
    """The platform says that the meeting of this space is over. ``people``: see :class:`OpenCheckOut`."""

    people: int | None
