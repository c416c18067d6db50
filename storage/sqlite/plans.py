"""Plans: the tables ``plan`` and ``plan_change`` of ``belletje.db``. See :class:`rituals.ports.Record`."""

import sqlite3
from datetime import datetime

from rituals.identifiers import PlanId, SpaceId
from rituals.schedule import Plan
from storage.plan_records import PLAN_COLUMNS, plan_from_row, plan_to_row
from storage.records import marks, maybe_moment, maybe_ms


class PlansSqlite:
    """Plans, and the dates of them that somebody changed."""

    _db: sqlite3.Connection

    def plans(self, space: SpaceId) -> tuple[Plan, ...]:
        return self._plans("space = ?", space)

    def plan(self, plan: PlanId) -> Plan | None:
        return next(iter(self._plans("id = ?", plan)), None)

    def linked_plans(self) -> tuple[Plan, ...]:
        return self._plans("mailbox IS NOT NULL")

    def planning_spaces(self) -> tuple[SpaceId, ...]:
        return tuple(SpaceId(row[0]) for row in self._db.execute("SELECT DISTINCT space FROM plan ORDER BY space"))

    def save_plan(self, plan: Plan) -> None:
        self._begin()
        self._db.execute(
            f"INSERT OR REPLACE INTO plan ({PLAN_COLUMNS}) VALUES ({marks(PLAN_COLUMNS)})", plan_to_row(plan)
        )

    def remove_plan(self, plan: PlanId) -> None:
        self._begin()
        self._db.execute("DELETE FROM plan WHERE id = ?", (plan,))
        self._db.execute("DELETE FROM plan_change WHERE plan = ?", (plan,))

    def changes(self, plan: PlanId) -> dict[str, datetime | None]:
        rows = self._db.execute("SELECT key, starts_at FROM plan_change WHERE plan = ? ORDER BY key", (plan,))
        return {key: maybe_moment(starts_at) for key, starts_at in rows}

    def change_date(self, plan: PlanId, key: str, starts_at: datetime | None) -> None:
        self._begin()
        self._db.execute("INSERT OR REPLACE INTO plan_change VALUES (?, ?, ?)", (plan, key, maybe_ms(starts_at)))

    def restore_date(self, plan: PlanId, key: str) -> None:
        self._begin()
        self._db.execute("DELETE FROM plan_change WHERE plan = ? AND key = ?", (plan, key))

    def _plans(self, where: str, *parameters: str) -> tuple[Plan, ...]:
        rows = self._db.execute(f"SELECT {PLAN_COLUMNS} FROM plan WHERE {where} ORDER BY id", parameters)
        return tuple(map(plan_from_row, rows.fetchall()))

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
