"""Answers to a click about months and phases."""

from dataclasses import dataclass

from rituals.kernel.reply import Reply
from rituals.month.months import MonthView
from rituals.month.phases import Habit


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsShown(Reply):
    view: MonthView


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedKept(Reply):
    """``teams``: a leader said it to the teams."""

    teams: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasesShown(Reply):
    in_use: frozenset[Habit]
