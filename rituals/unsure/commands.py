"""What is asked about a message of which nobody knows whether it was said."""

from dataclasses import dataclass

from rituals.kernel.command import Command, PersonalCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUnsure(Command):
    """Nobody knows whether a message was said, and nobody can look."""

    about: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SayAgain(PersonalCommand):
    """About a message of which nobody knows whether it was said: it was not (``again``), or it was."""

    about: str
    kind: str
    number: int
    again: bool
