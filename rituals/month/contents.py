"""What stands in a slot about a month."""

from dataclasses import dataclass

from rituals.kernel.effect import Content
from rituals.month.months import MonthView


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTold(Content):
    view: MonthView
