"""How a question was answered lately, against the months before."""

from collections.abc import Sequence
from dataclasses import dataclass

from rituals.month.months import Month, QuestionFigures

COMPARED = 3
"""Months that are compared with those before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A question lately and before: in how many of how many check-outs most or all said yes, and whether it differs."""

    lately: tuple[int, int]
    before: tuple[int, int]
    other: bool


def compared(key: str, months: Sequence[Month]) -> Compared | None:
    """How a question was answered in the latest three months in which it was, against those before these.

    *Other* needs each of the three to lie on the same side, and not by little: the share of check-outs where most or
    all said yes is higher, or lower, by a tenth at least. One month says little.

    Args:
        key: of the question.
        months: the newest first.

    Returns:
        None where it was not shown in the newest month, or in fewer than four.
    """
    asked = [month.figures.question(key) for month in months]
    shown = [each for each in asked if each.shown]
    if not asked or not asked[0].shown or len(shown) <= COMPARED:
        return None
    lately, before = _together(shown[:COMPARED]), _together(shown[COMPARED:])
    sides = {_side((each.most, each.shown), before) for each in shown[:COMPARED]}
    return Compared(lately=lately, before=before, other=sides in ({1}, {-1}))


def _together(asked: Sequence[QuestionFigures]) -> tuple[int, int]:
    return sum(each.most for each in asked), sum(each.shown for each in asked)


def _side(one: tuple[int, int], other: tuple[int, int]) -> int:
    """1 where the first share is higher by a tenth at least, -1 where it is lower; reckoned in whole numbers."""
    difference = 10 * (one[0] * other[1] - other[0] * one[1])
    least = one[1] * other[1]
    return (difference >= least) - (difference <= -least)
