"""Published months ↔ rows: see ``records``."""

from rituals.months import COUNTS, QUESTION_COUNTS, Figures, Month, QuestionFigures, Rule
from storage.records import Row

MONTH_COLUMNS = ", ".join(("about", "month", "spaces", *COUNTS, "curious", "shared_as", "hidden"))
QUESTION_COLUMNS = ", ".join(("about", "month", "question", *QUESTION_COUNTS))


def month_to_row(month: Month) -> Row:
    counts = (getattr(month.figures, name) for name in COUNTS)
    hidden = " ".join(sorted(month.hidden))
    return (month.about, month.month, month.spaces, *counts, month.curious.value, month.shared_as, hidden)


def question_rows(month: Month) -> list[Row]:
    return [
        (month.about, month.month, each.key, *(getattr(each, name) for name in QUESTION_COUNTS))
        for each in month.figures.questions
    ]


def month_from_row(row: Row, questions: tuple[QuestionFigures, ...]) -> Month:
    about, month, spaces, *counts, curious, shared_as, hidden = row
    return Month(
        about=about,
        month=month,
        spaces=spaces,
        figures=Figures(**dict(zip(COUNTS, counts, strict=True)), questions=questions),
        curious=Rule(curious),
        shared_as=shared_as,
        hidden=frozenset(hidden.split()),
    )


def question_from_row(row: Row) -> QuestionFigures:
    return QuestionFigures(key=row[0], **dict(zip(QUESTION_COUNTS, row[1:], strict=True)))
