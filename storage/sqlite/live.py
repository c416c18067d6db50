"""The present: see :class:`rituals.ports.Live`, in the same order."""

from collections.abc import Mapping
from datetime import date, datetime

from rituals.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.meeting import Meeting, Seat, State
from rituals.rotation import Rotation
from storage.records import MEETING_COLUMNS, day_to_text, marks, meeting_from_row, meeting_to_row, seat_from_row, to_ms
from storage.sqlite.ballots import BallotsSqlite
from storage.sqlite.occurrences import OccurrencesSqlite

TABLES = ("credit", "pause", "meeting", "message", "checkout", "occurrence")
"""Every table with a space in it; seats belong to their meeting, marks and counters to their check-out."""


class LiveSqlite(OccurrencesSqlite, BallotsSqlite):
    """``live.db``. Every call is inside a transaction that the store has begun."""

    def rotation(self, space: SpaceId) -> Rotation:
        rows = self._db.execute("SELECT participant, credit, had_last FROM credit WHERE space = ?", (space,)).fetchall()
        last = next((row[0] for row in rows if row[2]), None)
        return Rotation(credits={row[0]: row[1] for row in rows}, last=last)

    def credit(self, space: SpaceId, changes: Mapping[ParticipantId, int], last: ParticipantId | None) -> None:
        self._db.executemany(
            "INSERT INTO credit (space, participant, credit) VALUES (?, ?, ?) "
            "ON CONFLICT (space, participant) DO UPDATE SET credit = credit + excluded.credit",
            ((space, who, change) for who, change in sorted(changes.items())),
        )
        self._had_last(space, last)
        self._db.execute("DELETE FROM credit WHERE space = ? AND credit = 0 AND had_last = 0", (space,))

    def keep_rotation(self, space: SpaceId, rotation: Rotation) -> None:
        self._db.execute("DELETE FROM credit WHERE space = ?", (space,))
        self.credit(space, rotation.credits, rotation.last)

    def paused(self, space: SpaceId, today: date) -> frozenset[ParticipantId]:
        rows = self._db.execute(
            "SELECT participant FROM pause WHERE space = ? AND until > ?", (space, day_to_text(today))
        )
        return frozenset(ParticipantId(row[0]) for row in rows)

    def pause(self, space: SpaceId, who: ParticipantId, until: date | None) -> None:
        self._db.execute("DELETE FROM pause WHERE space = ? AND participant = ?", (space, who))
        if until:
            self._db.execute("INSERT INTO pause VALUES (?, ?, ?)", (space, who, day_to_text(until)))

    def end_pauses(self, today: date) -> None:
        self._db.execute("DELETE FROM pause WHERE until <= ?", (day_to_text(today),))

    def paused_until(self, space: SpaceId, who: ParticipantId) -> date | None:
        row = self._db.execute("SELECT until FROM pause WHERE space = ? AND participant = ?", (space, who)).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def meeting(self, meeting: MeetingId) -> Meeting | None:
        return self._one("id = ?", (meeting,))

    def running(self, space: SpaceId) -> Meeting | None:
        return self._one("space = ? AND state <> 'concluded'", (space,))

    def concluded(self, space: SpaceId) -> tuple[Meeting, ...]:
        rows = self._db.execute(
            f"SELECT {MEETING_COLUMNS} FROM meeting WHERE space = ? AND state = ? ORDER BY id",
            (space, State.CONCLUDED.value),
        )
        return tuple(map(meeting_from_row, rows))

    def keep_meeting(self, meeting: Meeting) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO meeting ({MEETING_COLUMNS}) VALUES ({marks(MEETING_COLUMNS)})",
            meeting_to_row(meeting),
        )

    def forget_meeting(self, meeting: MeetingId) -> None:
        self.unseat(meeting)
        self._db.execute("DELETE FROM meeting WHERE id = ?", (meeting,))

    def seats(self, meeting: MeetingId) -> tuple[Seat, ...]:
        rows = self._db.execute(
            "SELECT participant, asked, earned FROM seat WHERE meeting = ? ORDER BY participant", (meeting,)
        )
        return tuple(map(seat_from_row, rows))

    def seat(self, meeting: MeetingId, seats: tuple[Seat, ...]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO seat VALUES (?, ?, ?, ?)",
            ((meeting, seat.participant, int(seat.asked), seat.earned) for seat in seats),
        )

    def unseat(self, meeting: MeetingId, who: ParticipantId | None = None) -> None:
        self.forgot = True
        if who is None:
            self._db.execute("DELETE FROM seat WHERE meeting = ?", (meeting,))
        else:
            self._db.execute("DELETE FROM seat WHERE meeting = ? AND participant = ?", (meeting, who))

    def due(self, now: datetime, at_most: int) -> tuple[Meeting, ...]:
        rows = self._db.execute(
            f"SELECT {MEETING_COLUMNS} FROM meeting WHERE due_at <= ? ORDER BY due_at LIMIT ?", (to_ms(now), at_most)
        )
        return tuple(map(meeting_from_row, rows))

    def spaces(self) -> tuple[SpaceId, ...]:
        rows = self._db.execute(" UNION ".join(f"SELECT space FROM {table}" for table in TABLES) + " ORDER BY space")
        return tuple(SpaceId(row[0]) for row in rows)

    def spaces_about(self, who: ParticipantId, workspace: str) -> tuple[SpaceId, ...]:
        rows = self._db.execute(
            "SELECT space FROM credit WHERE participant = :who UNION SELECT space FROM pause WHERE participant = :who"
            " ORDER BY space",
            {"who": who},
        )
        return tuple(SpaceId(row[0]) for row in rows if row[0].startswith(f"{workspace}:"))

    def forget_space(self, space: SpaceId) -> None:
        self.forgot = True
        for row in self._db.execute("SELECT id FROM checkout WHERE space = ?", (space,)).fetchall():
            self.destroy(row[0])
        self._db.execute("DELETE FROM seat WHERE meeting IN (SELECT id FROM meeting WHERE space = ?)", (space,))
        self._db.execute("DELETE FROM dated WHERE plan IN (SELECT plan FROM occurrence WHERE space = ?)", (space,))
        for table in TABLES:
            self._db.execute(f"DELETE FROM {table} WHERE space = ?", (space,))

    def _had_last(self, space: SpaceId, last: ParticipantId | None) -> None:
        self._db.execute("UPDATE credit SET had_last = 0 WHERE space = ? AND had_last = 1", (space,))
        if last is not None:
            self._db.execute(
                "INSERT INTO credit (space, participant, credit, had_last) VALUES (?, ?, 0, 1) "
                "ON CONFLICT (space, participant) DO UPDATE SET had_last = 1",
                (space, last),
            )

    def _one(self, where: str, parameters: tuple[str, ...]) -> Meeting | None:
        row = self._db.execute(f"SELECT {MEETING_COLUMNS} FROM meeting WHERE {where}", parameters).fetchone()
        return meeting_from_row(row) if row else None
