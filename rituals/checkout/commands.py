"""What people and the clock may ask about a check-out, and about a team's own questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.identifiers import CheckOutId
from rituals.kernel.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutCommand(PersonalCommand):
    """``checkout`` None: the one that is open here."""

    checkout: CheckOutId | None = None


class ShowForm(CheckOutCommand):
    """Somebody wants to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheckOut(CheckOutCommand):
    """Somebody answers. ``person`` None: not in the space.

    ``given`` is what :func:`rituals.checkout.questions.ballot_from` reads.
    """

    person: Person | None
    given: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCheckOut(CheckOutCommand):
    """Close it now; ``sure`` after the warning."""

    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheckOut(CheckOutCommand):
    """It was a mistake: everything in it is destroyed; ``sure`` after the warning."""

    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutTimePassed(Command):
    """Close it if it is due, or if a crash or a changed key left it half open; or remind of it once."""

    checkout: CheckOutId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuestions(PersonalCommand):
    """A team's own questions; empty takes them away. ``sure`` after the preview."""

    words: tuple[str, ...]
    people: int
    names: frozenset[str]
    sure: bool = False


class ShowQuestions(PersonalCommand):
    """What are our own questions?"""
