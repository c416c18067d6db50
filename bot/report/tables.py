"""The figures that leaders see, as tables. The page, CSV, Excel and the export are made of these.

A number that is hidden is None. Column names are the same in every language; their titles are words.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.texts import Texts
from bot.views.month import curious_words
from rituals.month.months import COUNTS, QUESTION_COUNTS, Month, QuestionFigures
from rituals.organisation.organisation import PARTS, QUESTION, OrganisationView

Cell = str | int | None

FIGURES = tuple(name for name in COUNTS if name not in ("late", "rounds"))
"""What leaders see: rounds count with the forms."""
OF_TEAMS = tuple(name for name in FIGURES if name not in PARTS["done"])
OF_QUESTIONS = ("shown", *QUESTION_COUNTS)

PART_OF = {name: part for part, names in PARTS.items() for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``columns``: names, which the catalogue has titles for under ``col.``."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(view: OrganisationView, say: Texts) -> tuple[Table, ...]:
    """Everything in a view, the newest month first."""
    return (months_table(view.months, say), questions_table(view.months, say), teams_table(view, say),
            team_questions_table(view, say))  # fmt: skip


def months_table(months: Iterable[Month], say: Texts) -> Table:
    rows = tuple(
        (month.month, month.spaces, *figures(month, FIGURES, month.hidden), curious_words(month, say))
        for month in months
    )
    return Table(name="months", columns=("month", "spaces", *FIGURES, "curious"), rows=rows)


def figures(month: Month, names: Iterable[str], hidden: frozenset[str]) -> tuple[Cell, ...]:
    return tuple(None if PART_OF.get(name) in hidden else getattr(month.figures, name) for name in names)


def questions_table(months: Iterable[Month], say: Texts) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (month.month, say.label(f"q.{asked.key}"), *_asked(asked))
        for month in months
        for asked in month.figures.questions
    )
    return Table(name="questions", columns=("month", "question", *OF_QUESTIONS), rows=rows)


def _asked(asked: QuestionFigures) -> tuple[int, ...]:
    return tuple(getattr(asked, name) for name in OF_QUESTIONS)


def teams_table(view: OrganisationView, _say: Texts) -> Table:
    """The rows of teams that share. What was done with bells is in none."""
    rows = tuple(
        (month.month, month.shared_as, *figures(month, OF_TEAMS, view.rows.hidden)) for month in view.rows.rows
    )
    return Table(name="teams", columns=("month", "team", *OF_TEAMS), rows=rows)


def team_questions_table(view: OrganisationView, say: Texts) -> Table:
    rows = tuple(
        (month.month, month.shared_as, say.label(f"q.{asked.key}"), *_asked(asked))
        for month in view.rows.rows
        for asked in month.figures.questions
        if f"{QUESTION}{asked.key}" not in view.rows.hidden
    )
    return Table(name="team_questions", columns=("month", "team", "question", *OF_QUESTIONS), rows=rows)
