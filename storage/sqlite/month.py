"""Months: see :class:`rituals.month.ports.Months`, in the same order."""

from collections import defaultdict
from typing import ClassVar

from rituals.bell.meeting import Done
from rituals.kernel.identifiers import SpaceId
from rituals.month.months import (
    COUNTS,
    QUESTION_COUNTS,
    Figures,
    Followed,
    Month,
    Open,
    QuestionFigures,
    Rule,
    added,
)
from storage.rows import YEARS, Fields, Row, marks
from storage.sqlite.counts import ACTIVITIES
from storage.sqlite.files import RecordFile
from storage.sqlite.releases import RELEASE_COLUMNS, release_from_row

ACTIVITY = ("announced", "rung", "moments", "spoken", *Done, "planned", "took_place")
LAST = "9999-12"

OF_ORGANISATIONS = "about NOT LIKE '%:%:%'"
"""A space's number has three parts, an organisation's fewer."""

UNCOUNTED = "space = ? AND NOT counted AND substr(closed_on, 1, 7) <= ?"

MONTH_COLUMNS = ", ".join(("about", "month", "spaces", *COUNTS, "curious", "shared_as", "hidden"))
QUESTION_COLUMNS = ", ".join(("about", "month", "question", *QUESTION_COUNTS))


HELD = {
    "forms": "how many check-outs were held about a meeting",
    "rounds": "how many about a month",
    "shown": "how many of them had enough answers",
    "answers": "how many answers those had",
    "late": "how much belongs to an earlier month",
}


class MonthSqlite:
    """``month``, ``month_question`` and ``followed`` of the record.

    What was counted, and what was published of check-outs, becomes a month once.
    """

    RECORD: ClassVar[Fields] = {
        "month": {
            "about": ("which space, or which organisation", YEARS),
            "month": ("which month", YEARS),
            "spaces": ("how many spaces took part", YEARS),
            **{name: (purpose, YEARS) for name, purpose in (ACTIVITIES | HELD).items()},
            "curious": ("which rule chose the question to be curious about", YEARS),
            "shared_as": ("under which name leaders see it, where the team chose that and did not stop", YEARS),
            "hidden": ("to which parts fewer than five spaces contributed", YEARS),
        },
        "month_question": {
            "about": ("which space, or which organisation", YEARS),
            "month": ("which month", YEARS),
            "question": ("which question", YEARS),
            "most": ("in how many check-outs most or all said yes", YEARS),
            "some": ("in how many some did", YEARS),
            "few": ("in how many none or a few did", YEARS),
            "differ": ("in how many the answers differed", YEARS),
            "uneasy": ("in how many not everyone could say yes", YEARS),
        },
        "followed": {
            "about": ("which space, or which organisation", YEARS),
            "month": ("of which month's question", YEARS),
            "followed": ("what the team, or a leader, said became of it; not who", YEARS),
        },
    }
    PRESENT: ClassVar[Fields] = {}

    def __init__(self, files: RecordFile) -> None:
        self._files = files
        self._record = files.record

    def open_months(self) -> dict[SpaceId, str]:
        rows = self._record.execute(
            "SELECT space, min(month) FROM ("
            " SELECT space, month FROM activity UNION ALL"
            " SELECT space, substr(closed_on, 1, 7) FROM release WHERE NOT counted"
            ") GROUP BY space ORDER BY space"
        )
        return {SpaceId(space): month for space, month in rows}

    def open_in(self, space: SpaceId, until: str) -> Open:
        sums = ", ".join(f"coalesce(sum({name}), 0)" for name in ACTIVITY)
        activity = self._record.execute(
            f"SELECT {sums}, coalesce(sum((announced + spoken + planned) * (month < ?)), 0)"
            " FROM activity WHERE space = ? AND month <= ?",
            (until, space, until),
        ).fetchone()
        rows = self._record.execute(f"SELECT {RELEASE_COLUMNS} FROM release WHERE {UNCOUNTED}", (space, until))
        releases = tuple(map(release_from_row, rows.fetchall()))
        late = sum(release.closed_on.isoformat()[:7] < until for release in releases)
        return Open(
            activity=dict(zip(ACTIVITY, activity[:-1], strict=True)), releases=releases, late=activity[-1] + late
        )

    def publish(self, month: Month) -> None:
        self._files.begin()
        kept = self._record.execute(
            f"INSERT OR IGNORE INTO month ({MONTH_COLUMNS}) VALUES ({marks(MONTH_COLUMNS)})", month_to_row(month)
        )
        if not kept.rowcount:
            return
        self._record.executemany(
            f"INSERT INTO month_question ({QUESTION_COLUMNS}) VALUES ({marks(QUESTION_COLUMNS)})", question_rows(month)
        )
        counted = (month.about, month.month)
        self._record.execute("DELETE FROM activity WHERE space = ? AND month <= ?", counted)
        self._record.execute(f"UPDATE release SET counted = 1 WHERE {UNCOUNTED}", counted)
        self._record.execute(
            "DELETE FROM release WHERE space = :space AND counted AND id IS NOT ("
            " SELECT id FROM release WHERE space = :space AND turnout IS NOT NULL ORDER BY closed_on DESC, id LIMIT 1)",
            {"space": month.about},
        )

    def forget_own_questions(self, month: Month) -> None:
        self._files.begin()
        self._record.execute(
            "DELETE FROM own_questions AS own WHERE space = :space"
            " AND version < (SELECT max(version) - 1 FROM own_questions WHERE space = :space)"
            " AND version NOT IN (SELECT version FROM release WHERE space = :space)"
            " AND NOT EXISTS (SELECT 1 FROM month_question WHERE about = :space AND month = :month"
            " AND question LIKE 'own.' || own.version || '.%')",
            {"space": month.about, "month": month.month},
        )

    def month(self, about: str, month: str) -> Month | None:
        return next(iter(self._months("about = ? AND month = ?", about, month)), None)

    def months(self, about: str, at_most: int, until: str | None = None) -> tuple[Month, ...]:
        last = until or LAST
        since = self._record.execute(
            "SELECT min(month) FROM"
            " (SELECT month FROM month WHERE about = ? AND month <= ? ORDER BY month DESC LIMIT ?)",
            (about, last, at_most),
        ).fetchone()[0]
        return self._months("about = ? AND month BETWEEN ? AND ?", about, since, last)[::-1] if since else ()

    def months_in(self, within: str, month: str) -> tuple[Month, ...]:
        """By the beginning of the space's number; an organisation's own row has no third part and is left out."""
        begin = f"{within}:" if within else ""
        return self._months(
            f"month = ? AND about >= ? AND about < ? AND NOT ({OF_ORGANISATIONS})", month, begin, f"{begin}\U0010ffff"
        )

    def last_closed(self) -> str | None:
        row = self._record.execute(f"SELECT max(month) FROM month WHERE {OF_ORGANISATIONS}").fetchone()
        return str(row[0]) if row[0] else None

    def organisations(self) -> tuple[str, ...]:
        rows = self._record.execute(f"SELECT DISTINCT about FROM month WHERE {OF_ORGANISATIONS} ORDER BY about")
        return tuple(row[0] for row in rows)

    def followed(self, about: str, month: str) -> Followed | None:
        row = self._record.execute(
            "SELECT followed FROM followed WHERE about = ? AND month = ?", (about, month)
        ).fetchone()
        return Followed(row[0]) if row else None

    def keep_followed(self, about: str, month: str, followed: Followed) -> None:
        self._files.begin()
        self._record.execute("INSERT OR REPLACE INTO followed VALUES (?, ?, ?)", (about, month, followed.value))

    def forget_before(self, month: str) -> None:
        self._files.begin()
        for table in ("month", "month_question", "followed"):
            self._record.execute(f"DELETE FROM {table} WHERE month < ?", (month,))

    def _months(self, where: str, *parameters: str) -> tuple[Month, ...]:
        asked = self._record.execute(
            f"SELECT about, month, question, {', '.join(QUESTION_COUNTS)} FROM month_question WHERE {where}", parameters
        )
        questions: dict[tuple[str, str], list[QuestionFigures]] = defaultdict(list)
        for about, month, *row in asked:
            questions[about, month].append(question_from_row(tuple(row)))
        rows = self._record.execute(
            f"SELECT {MONTH_COLUMNS} FROM month WHERE {where} ORDER BY month, about", parameters
        )
        return tuple(month_from_row(row, added(*questions[row[0], row[1]])) for row in rows.fetchall())


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
