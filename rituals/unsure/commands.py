"""What is asked about a message of which nobody knows whether it was said."""

from dataclasses import dataclass
from enum import StrEnum

from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.identifiers import ParticipantId


class Unsaid(StrEnum):
    """Why a message is not said, as far as is known: nobody knows and nobody can look, it was refused for good, or we
    may not write there.
    """

    UNKNOWN = "unknown"
    REFUSED = "refused"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUnsure(Command):
    """A message was not said, as far as is known. ``asker``: who asked for it, where it says so itself."""

    about: str
    kind: str
    number: int
    why: Unsaid = Unsaid.UNKNOWN
    asker: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SayAgain(PersonalCommand):
    """About a message of which nobody knows whether it was said: it was not (``again``), or it was."""

    about: str
    kind: str
    number: int
    again: bool
