"""Months and leaders: the tables ``month``, ``month_question``, ``followed``, ``leader`` and ``leader_change``.

See :class:`rituals.ports.Record`.
"""

import sqlite3
from collections import defaultdict
from datetime import date

from rituals.identifiers import ParticipantId, SpaceId
from rituals.meeting import Done
from rituals.months import QUESTION_COUNTS, Followed, Month, Open, QuestionFigures, added
from rituals.organisation import Leader, LeaderChange
from storage.month_records import (
    MONTH_COLUMNS,
    QUESTION_COLUMNS,
    month_from_row,
    month_to_row,
    question_from_row,
    question_rows,
)
from storage.records import RELEASE_COLUMNS, day_to_text, marks, release_from_row

ACTIVITY = ("announced", "rung", "moments", "spoken", *Done, "planned", "took_place")
LAST = "9999-12"

OF_ORGANISATIONS = "about NOT LIKE '%:%:%'"
"""A space's number has three parts, an organisation's fewer."""

UNCOUNTED = "space = ? AND NOT counted AND substr(closed_on, 1, 7) <= ?"


class MonthsSqlite:
    """What was counted becomes a month, once."""

    _db: sqlite3.Connection

    def open_months(self) -> dict[SpaceId, str]:
        rows = self._db.execute(
            "SELECT space, min(month) FROM ("
            " SELECT space, month FROM activity UNION ALL"
            " SELECT space, substr(closed_on, 1, 7) FROM release WHERE NOT counted"
            ") GROUP BY space ORDER BY space"
        )
        return {SpaceId(space): month for space, month in rows}

    def open_in(self, space: SpaceId, until: str) -> Open:
        sums = ", ".join(f"coalesce(sum({name}), 0)" for name in ACTIVITY)
        activity = self._db.execute(
            f"SELECT {sums}, coalesce(sum((announced + spoken + planned) * (month < ?)), 0)"
            " FROM activity WHERE space = ? AND month <= ?",
            (until, space, until),
        ).fetchone()
        rows = self._db.execute(f"SELECT {RELEASE_COLUMNS} FROM release WHERE {UNCOUNTED}", (space, until))
        releases = tuple(map(release_from_row, rows.fetchall()))
        late = sum(release.closed_on.isoformat()[:7] < until for release in releases)
        return Open(
            activity=dict(zip(ACTIVITY, activity[:-1], strict=True)), releases=releases, late=activity[-1] + late
        )

    def publish(self, month: Month) -> None:
        self._begin()
        kept = self._db.execute(
            f"INSERT OR IGNORE INTO month ({MONTH_COLUMNS}) VALUES ({marks(MONTH_COLUMNS)})", month_to_row(month)
        )
        if not kept.rowcount:
            return
        self._db.executemany(
            f"INSERT INTO month_question ({QUESTION_COLUMNS}) VALUES ({marks(QUESTION_COLUMNS)})", question_rows(month)
        )
        counted = (month.about, month.month)
        self._db.execute("DELETE FROM activity WHERE space = ? AND month <= ?", counted)
        self._db.execute(f"UPDATE release SET counted = 1 WHERE {UNCOUNTED}", counted)
        self._db.execute(
            "DELETE FROM release WHERE space = :space AND counted AND id IS NOT ("
            " SELECT id FROM release WHERE space = :space AND turnout IS NOT NULL ORDER BY closed_on DESC, id LIMIT 1)",
            {"space": month.about},
        )

    def forget_own_questions(self, month: Month) -> None:
        self._begin()
        self._db.execute(
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
        since = self._db.execute(
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
        row = self._db.execute(f"SELECT max(month) FROM month WHERE {OF_ORGANISATIONS}").fetchone()
        return str(row[0]) if row[0] else None

    def organisations(self) -> tuple[str, ...]:
        rows = self._db.execute(f"SELECT DISTINCT about FROM month WHERE {OF_ORGANISATIONS} ORDER BY about")
        return tuple(row[0] for row in rows)

    def followed(self, about: str, month: str) -> Followed | None:
        row = self._db.execute("SELECT followed FROM followed WHERE about = ? AND month = ?", (about, month)).fetchone()
        return Followed(row[0]) if row else None

    def keep_followed(self, about: str, month: str, followed: Followed) -> None:
        self._begin()
        self._db.execute("INSERT OR REPLACE INTO followed VALUES (?, ?, ?)", (about, month, followed.value))

    def led(self) -> tuple[str, ...]:
        rows = self._db.execute("SELECT DISTINCT organisation FROM leader ORDER BY organisation")
        return tuple(row[0] for row in rows)

    def leaders(self, organisation: str) -> tuple[Leader, ...]:
        rows = self._db.execute(
            "SELECT workspace, participant, by_operator, link FROM leader WHERE organisation = ? ORDER BY 1, 2",
            (organisation,),
        )
        return tuple(
            Leader(workspace=row[0], participant=ParticipantId(row[1]), by_operator=bool(row[2]), link=row[3])
            for row in rows
        )

    def leader_changes(self, organisation: str) -> tuple[LeaderChange, ...]:
        rows = self._db.execute(
            "SELECT day, workspace, participant, added, changed_by FROM leader_change WHERE organisation = ?"
            " ORDER BY day DESC, number DESC",
            (organisation,),
        )
        return tuple(
            LeaderChange(
                day=date.fromisoformat(row[0]),
                leader=Leader(workspace=row[1], participant=ParticipantId(row[2]), by_operator=row[4] is None),
                added=bool(row[3]),
                by=ParticipantId(row[4]) if row[4] else None,
            )
            for row in rows
        )

    def change_leader(self, organisation: str, change: LeaderChange) -> None:
        self._begin()
        who = (organisation, change.leader.workspace, change.leader.participant)
        if change.added:
            self._db.execute(
                "INSERT OR REPLACE INTO leader VALUES (?, ?, ?, ?, ?)",
                (*who, int(change.by is None), change.leader.link),
            )
        else:
            self._db.execute("DELETE FROM leader WHERE organisation = ? AND workspace = ? AND participant = ?", who)
        self._db.execute(
            "INSERT INTO leader_change SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?"
            " FROM leader_change WHERE organisation = ? AND day = ?",
            (
                *(organisation, day_to_text(change.day), *who[1:], int(change.added), change.by),
                *(organisation, day_to_text(change.day)),
            ),
        )

    def forget_before(self, month: str, day: date) -> None:
        self._begin()
        for table in ("month", "month_question", "followed"):
            self._db.execute(f"DELETE FROM {table} WHERE month < ?", (month,))
        self._db.execute("DELETE FROM leader_change WHERE day < ?", (day_to_text(day),))

    def _months(self, where: str, *parameters: str) -> tuple[Month, ...]:
        asked = self._db.execute(
            f"SELECT about, month, question, {', '.join(QUESTION_COUNTS)} FROM month_question WHERE {where}", parameters
        )
        questions: dict[tuple[str, str], list[QuestionFigures]] = defaultdict(list)
        for about, month, *row in asked:
            questions[about, month].append(question_from_row(tuple(row)))
        rows = self._db.execute(f"SELECT {MONTH_COLUMNS} FROM month WHERE {where} ORDER BY month, about", parameters)
        return tuple(month_from_row(row, added(*questions[row[0], row[1]])) for row in rows.fetchall())

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
