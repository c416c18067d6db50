"""What happens by itself: the tables ``occurrence`` and ``dated`` of ``live.db``. See :class:`rituals.ports.Live`."""

import sqlite3
from datetime import datetime

from rituals.identifiers import PlanId, SpaceId
from rituals.schedule import Date, Kind, Occurrence, Stage, Why
from storage.plan_records import OCCURRENCE_COLUMNS, occurrence_from_row, occurrence_to_row
from storage.records import from_ms, marks, to_ms

CLAIM = f"""
UPDATE occurrence SET stage = 'claimed', look_at = :lease
WHERE (plan, key, kind) IN (
    SELECT plan, key, kind FROM occurrence WHERE look_at <= :now ORDER BY look_at LIMIT :at_most
)
RETURNING {OCCURRENCE_COLUMNS}
"""


class OccurrencesSqlite:
    """Occurrences, and what a calendar said last."""

    _db: sqlite3.Connection

    def occurrences(self, space: SpaceId) -> tuple[Occurrence, ...]:
        rows = self._db.execute(
            f"SELECT {OCCURRENCE_COLUMNS} FROM occurrence WHERE space = ? ORDER BY due_at, plan, key, kind", (space,)
        )
        return tuple(map(occurrence_from_row, rows))

    def occurrence(self, plan: PlanId, key: str, kind: Kind) -> Occurrence | None:
        row = self._db.execute(
            f"SELECT {OCCURRENCE_COLUMNS} FROM occurrence WHERE plan = ? AND key = ? AND kind = ?", (plan, key, kind)
        ).fetchone()
        return occurrence_from_row(row) if row else None

    def keep_occurrence(self, occurrence: Occurrence) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO occurrence ({OCCURRENCE_COLUMNS}) VALUES ({marks(OCCURRENCE_COLUMNS)})",
            occurrence_to_row(occurrence),
        )

    def drop_occurrence(self, occurrence: Occurrence) -> None:
        self._db.execute("DELETE FROM occurrence WHERE plan = ? AND key = ? AND kind = ?", occurrence.name)

    def claim_occurrences(self, now: datetime, lease_until: datetime, at_most: int) -> tuple[Occurrence, ...]:
        given = {"now": to_ms(now), "lease": to_ms(lease_until), "at_most": at_most}
        claimed = map(occurrence_from_row, self._db.execute(CLAIM, given).fetchall())
        return tuple(sorted(claimed, key=lambda each: (each.due_at, each.name)))

    def end_occurrence(self, about: str, stage: Stage, why: Why | None = None) -> None:
        self._db.execute(
            "UPDATE occurrence SET stage = ?, why = ?, look_at = NULL WHERE about = ? AND stage IN ('begun', 'unsure')",
            (stage.value, why.value if why else None, about),
        )

    def dates(self, plan: PlanId) -> tuple[Date, ...]:
        rows = self._db.execute(
            "SELECT key, starts_at, ends_at FROM dated WHERE plan = ? ORDER BY starts_at, key", (plan,)
        )
        return tuple(Date(key=row[0], starts_at=from_ms(row[1]), ends_at=from_ms(row[2])) for row in rows)

    def keep_dates(self, plan: PlanId, dates: tuple[Date, ...] | None) -> None:
        self._db.execute("DELETE FROM dated WHERE plan = ?", (plan,))
        self._db.executemany(
            "INSERT INTO dated VALUES (?, ?, ?, ?)",
            ((plan, each.key, to_ms(each.starts_at), to_ms(each.ends_at)) for each in dates or ()),
        )

    def born_at(self) -> datetime:
        return from_ms(self._db.execute("SELECT coalesce(max(born_at), 0) FROM installation").fetchone()[0])
