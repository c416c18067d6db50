"""One line of what ``make bench`` prints, and the table of what holds at its end."""

import json
from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value and what it should be. ``goal`` None: told for the reader, nothing depends on it."""

    figure: str
    value: float
    unit: str
    goal: float | None
    better: Better = "lower"

    @property
    def holds(self) -> bool:
        if self.goal is None:
            return True
        return self.value >= self.goal if self.better == "higher" else self.value <= self.goal

    def line(self) -> str:
        return json.dumps(
            {
                "figure": self.figure,
                "value": round(self.value, 3),
                "unit": self.unit,
                "goal": self.goal,
                "better": self.better,
                "holds": self.holds,
            },
            ensure_ascii=False,
        )


def table(figures: list[Figure]) -> str:
    """What has a goal, a line each: first what does not hold."""
    bound = sorted((each for each in figures if each.goal is not None), key=lambda each: each.holds)
    wide = max((len(each.figure) for each in bound), default=0)
    signs = {"higher": "≥", "lower": "≤"}
    return "\n".join(
        f"{'holds' if each.holds else 'FAILS':5}  {each.figure:{wide}}  {each.value:10.3f} {each.unit:5}"
        f"  {signs[each.better]} {each.goal:g}"
        for each in bound
    )
