"""The record: see :class:`rituals.ports.Record`, in the same order."""

import sqlite3
from collections.abc import Callable

from rituals.identifiers import MeetingId, SpaceId
from rituals.meeting import Done, Meeting
from rituals.ports import Activity
from rituals.space import Space
from storage.records import SPACE_COLUMNS, space_from_row, space_to_row


class RecordSqlite:
    """``belletje.db``. A transaction begins with the first write; settings that were read are remembered."""

    def __init__(self, connection: sqlite3.Connection, new_space: Callable[[str], Space]) -> None:
        self._db = connection
        self._new_space = new_space

    def space(self, space: SpaceId) -> Space:
        row = self._db.execute(f"SELECT {SPACE_COLUMNS} FROM space WHERE id = ?", (space,)).fetchone()
        return space_from_row(row) if row else self._new_space(space)

    def spaces(self) -> tuple[SpaceId, ...]:
        return tuple(SpaceId(row[0]) for row in self._db.execute("SELECT id FROM space ORDER BY id"))

    def save_space(self, space: Space) -> None:
        self._begin()
        self._db.execute(f"INSERT OR REPLACE INTO space ({SPACE_COLUMNS}) VALUES (?,?,?,?,?,?)", space_to_row(space))

    def forget_space(self, space: SpaceId) -> None:
        self._begin()
        self._db.execute("DELETE FROM space WHERE id = ?", (space,))

    def count_bell(self, meeting: Meeting, month: str, done: Done | None) -> None:
        self._begin()
        if self._db.execute("INSERT OR IGNORE INTO counted VALUES (?)", (meeting.id,)).rowcount == 0:
            return
        self._db.execute("INSERT OR IGNORE INTO activity (space, month) VALUES (?, ?)", (meeting.space, month))
        self._db.execute(
            "UPDATE activity SET announced = announced + 1, rung = rung + ?, moments = moments + ?, "
            "taken_on = taken_on + ?, weighed = weighed + ?, heard = heard + ?, not_reached = not_reached + ? "
            "WHERE space = ? AND month = ?",
            (
                int(meeting.moments > 0),
                meeting.moments,
                *(int(done is choice) for choice in Done),
                meeting.space,
                month,
            ),
        )

    def activity(self, space: SpaceId, month: str) -> Activity:
        row = (
            self._db.execute(
                "SELECT announced, rung, moments, taken_on, weighed, heard, not_reached "
                "FROM activity WHERE space = ? AND month = ?",
                (space, month),
            ).fetchone()
            or (0,) * 7
        )
        return Activity(announced=row[0], rung=row[1], moments=row[2], done=dict(zip(Done, row[3:], strict=True)))

    def counted(self) -> tuple[MeetingId, ...]:
        """Bells that are marked as counted."""
        return tuple(MeetingId(row[0]) for row in self._db.execute("SELECT meeting FROM counted"))

    def uncount(self, meeting: MeetingId) -> None:
        """Drop the mark: the live side has forgotten this bell, so that it cannot come again."""
        self._begin()
        self._db.execute("DELETE FROM counted WHERE meeting = ?", (meeting,))

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
