"""Answers to a click of a leader, or about leaders."""

from dataclasses import dataclass

from rituals.kernel.reply import Reply
from rituals.organisation.organisation import Leader, LeaderChange, OrganisationView


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
