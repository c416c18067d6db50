"""What answers a click about months, phases and leaders, as data: see ``replies``."""

from dataclasses import dataclass

from rituals.months import MonthView
from rituals.organisation import Leader, LeaderChange, OrganisationView
from rituals.phases import Ritual
from rituals.replies import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsShown(Reply):
    view: MonthView


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedKept(Reply):
    """``teams``: a leader said it to the teams."""

    teams: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasesShown(Reply):
    in_use: frozenset[Ritual]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationShown(Reply):
    view: OrganisationView


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadersShown(Reply):
    """Who may read the organisation's month, in this workspace; how many ``elsewhere``; what was changed lately."""

    leaders: tuple[Leader, ...]
    elsewhere: int
    changes: tuple[LeaderChange, ...]
    may_change: bool


class LeadersKept(Reply):
    pass
