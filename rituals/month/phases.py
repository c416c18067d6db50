"""The four phases of the research, and where a team's rituals have their place in them. No level, no score.

After the report on professional dissent at Dutch municipalities, chapter 5: *begrijpen, meten, activeren, borgen*; each
has a key question. "There is a certain course of life in the phases", and no order in which a team must go.
"""

from collections.abc import Sequence
from enum import StrEnum

from rituals.kernel.space import Space
from rituals.month.months import Figures
from rituals.plan.schedule import Plan


class Phase(StrEnum):
    UNDERSTAND = "understand"
    MEASURE = "measure"
    ACTIVATE = "activate"
    ANCHOR = "anchor"


class Habit(StrEnum):
    """What a team can have made a habit of: some rituals, and some parts of one."""

    WORD = "word"
    CHECKOUT = "checkout"
    MONTH = "month"
    BELL = "bell"
    SPOKEN = "spoken"
    PLAN = "plan"
    OWN_QUESTIONS = "own_questions"


PLACED: dict[Phase, tuple[Habit, ...]] = {
    Phase.UNDERSTAND: (Habit.WORD,),
    Phase.MEASURE: (Habit.CHECKOUT, Habit.MONTH),
    Phase.ACTIVATE: (Habit.BELL, Habit.SPOKEN),
    Phase.ANCHOR: (Habit.PLAN, Habit.OWN_QUESTIONS),
}
"""A common language is understanding; looking back and the month are measuring ("curiosity, not control"); the bell and
the question aloud make it visible; what comes by itself, and is the team's own, stays."""


def in_use(space: Space, lately: Figures, *, plans: Sequence[Plan], own_questions: bool) -> frozenset[Habit]:
    """What a team uses.

    Args:
        space: its settings.
        lately: what was counted in the last months.
        plans: what happens by itself.
        own_questions: whether it has any.
    """
    used = {
        Habit.WORD: bool(space.word),
        Habit.CHECKOUT: lately.checkouts > 0,
        Habit.MONTH: lately.shown > 0,
        Habit.BELL: lately.announced > 0,
        Habit.SPOKEN: lately.spoken > 0,
        Habit.PLAN: bool(plans),
        Habit.OWN_QUESTIONS: own_questions,
    }
    return frozenset(ritual for ritual, is_used in used.items() if is_used)
