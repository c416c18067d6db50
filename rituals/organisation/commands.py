"""What leaders, administrators and the clock may ask about an organisation.

``organisation`` is the one that the space belongs to, as the operator joined them.
"""

from dataclasses import dataclass
from datetime import date

from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.people import Person
from rituals.month.months import Followed
from rituals.organisation.organisation import Leader


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOrganisation(Command):
    """The clock: close the organisation's months that are over, and tell its leaders. ``zone``: the operator's."""

    organisation: str
    zone: str
    days_off: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetOld(Command):
    """The clock: published months are kept so many years, changes of leaders two."""

    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderCommand(PersonalCommand):
    """``space``: where it was asked, which says for which workspace somebody is a leader."""

    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrganisation(LeaderCommand):
    """The organisation's month; the latest where ``month`` is None. ``at_most``: how many months."""

    month: str | None = None
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTeams(LeaderCommand):
    """A leader says what became of the organisation's question."""

    month: str
    followed: Followed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLeaders(LeaderCommand):
    """Who may read the organisation's month? ``person``: who asks."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLeaders(LeaderCommand):
    """An administrator of the workspace says who its leaders are. ``person``: that administrator."""

    person: Person
    leaders: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLeaders(Command):
    """The operator's settings say who the leaders are."""

    organisation: str
    leaders: tuple[Leader, ...]
