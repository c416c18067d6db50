"""What people and the clock may ask about a month.

``organisation`` is the one that the space belongs to, as the operator joined them.
"""

from dataclasses import dataclass
from datetime import date

from rituals.kernel.command import Command, PersonalCommand
from rituals.month.months import Followed


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMonth(Command):
    """The clock: close a month of this space that is over, and tell the space. ``since``: the earliest open month."""

    organisation: str
    days_off: frozenset[date]
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMonths(PersonalCommand):
    """The latest published month of this space, with earlier ones."""

    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(PersonalCommand):
    """Somebody in the space says what became of the question of a month."""

    organisation: str
    month: str
    followed: Followed


class ShowPhases(PersonalCommand):
    """Where could this team go next?"""
