"""Bells and turns: see :class:`rituals.bell.ports.Bells`, in the same order. All of it is the present."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals.bell.meeting import Meeting, Seat, State
from rituals.bell.rotation import Rotation
from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId
from storage.rows import MS, Fields, Row, day_to_text, from_ms, marks, maybe_moment, maybe_ms, to_ms
from storage.sqlite.files import Files

CHAIR = "known what was done with the bell, a day at most"
MEETING = "the meeting is over"


class BellSqlite:
    """The tables ``credit``, ``pause``, ``meeting`` and ``seat`` of ``live.db``; seats belong to their meeting."""

    RECORD: ClassVar[Fields] = {}
    PRESENT: ClassVar[Fields] = {
        "credit": {
            "space": ("where turns go round", "leaves the space, or is forgotten"),
            "participant": ("whose turn; the platform's number", "leaves the space, or is forgotten"),
            "credit": ("fair turns: how near the turn is", "leaves the space, or is forgotten"),
            "had_last": ("nobody has it twice in a row", "somebody else has it"),
        },
        "pause": {
            "space": ("where", "that day"),
            "participant": ("who wants to be left out", "that day"),
            "until": ("until when", "that day"),
        },
        "meeting": {
            "id": ("which bell; a random number", CHAIR),
            "space": ("where", CHAIR),
            "state": ("what can be done with it now", CHAIR),
            "chair": ("only they may close it", CHAIR),
            "holder": ("who has the bell now", MEETING),
            "due_at": ("when something happens by itself", CHAIR),
            "ends_at": ("when it is over by itself", CHAIR),
            "moments": ("how often it rang", CHAIR),
            "moment_until": ("that a second ring is the same moment", MEETING),
            "last_before": ("to undo a draw", MEETING),
            "shown": ("whether the space has seen it", CHAIR),
            "starts_at": ("when the meeting starts", CHAIR),
            "open_at": ("when everybody is asked openly", CHAIR),
        },
        "seat": {
            "meeting": ("for which bell", MEETING),
            "participant": ("who can be asked for it", MEETING),
            "asked": ("nobody is asked twice", MEETING),
            "earned": ("to undo a draw", MEETING),
        },
    }

    def __init__(self, files: Files) -> None:
        self._files = files
        self._live = files.live

    def rotation(self, space: SpaceId) -> Rotation:
        rows = self._live.execute(
            "SELECT participant, credit, had_last FROM credit WHERE space = ?", (space,)
        ).fetchall()
        last = next((row[0] for row in rows if row[2]), None)
        return Rotation(credits={row[0]: row[1] for row in rows}, last=last)

    def credit(self, space: SpaceId, changes: Mapping[ParticipantId, int], last: ParticipantId | None) -> None:
        self._live.executemany(
            "INSERT INTO credit (space, participant, credit) VALUES (?, ?, ?) "
            "ON CONFLICT (space, participant) DO UPDATE SET credit = credit + excluded.credit",
            ((space, who, change) for who, change in sorted(changes.items())),
        )
        self._had_last(space, last)
        self._live.execute("DELETE FROM credit WHERE space = ? AND credit = 0 AND had_last = 0", (space,))

    def keep_rotation(self, space: SpaceId, rotation: Rotation) -> None:
        self._live.execute("DELETE FROM credit WHERE space = ?", (space,))
        self.credit(space, rotation.credits, rotation.last)

    def paused(self, space: SpaceId, today: date) -> frozenset[ParticipantId]:
        rows = self._live.execute(
            "SELECT participant FROM pause WHERE space = ? AND until > ?", (space, day_to_text(today))
        )
        return frozenset(ParticipantId(row[0]) for row in rows)

    def pause(self, space: SpaceId, who: ParticipantId, until: date | None) -> None:
        self._live.execute("DELETE FROM pause WHERE space = ? AND participant = ?", (space, who))
        if until:
            self._live.execute("INSERT INTO pause VALUES (?, ?, ?)", (space, who, day_to_text(until)))

    def end_pauses(self, today: date) -> None:
        self._live.execute("DELETE FROM pause WHERE until <= ?", (day_to_text(today),))

    def paused_until(self, space: SpaceId, who: ParticipantId) -> date | None:
        row = self._live.execute("SELECT until FROM pause WHERE space = ? AND participant = ?", (space, who)).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def meeting(self, meeting: MeetingId) -> Meeting | None:
        return self._one("id = ?", (meeting,))

    def running(self, space: SpaceId) -> Meeting | None:
        return self._one("space = ? AND state <> 'concluded'", (space,))

    def concluded(self, space: SpaceId) -> tuple[Meeting, ...]:
        rows = self._live.execute(
            f"SELECT {MEETING_COLUMNS} FROM meeting WHERE space = ? AND state = ? ORDER BY id",
            (space, State.CONCLUDED.value),
        )
        return tuple(map(meeting_from_row, rows))

    def keep_meeting(self, meeting: Meeting) -> None:
        self._live.execute(
            f"INSERT OR REPLACE INTO meeting ({MEETING_COLUMNS}) VALUES ({marks(MEETING_COLUMNS)})",
            meeting_to_row(meeting),
        )

    def forget_meeting(self, meeting: MeetingId) -> None:
        self.unseat(meeting)
        self._live.execute("DELETE FROM meeting WHERE id = ?", (meeting,))

    def seats(self, meeting: MeetingId) -> tuple[Seat, ...]:
        rows = self._live.execute(
            "SELECT participant, asked, earned FROM seat WHERE meeting = ? ORDER BY participant", (meeting,)
        )
        return tuple(map(seat_from_row, rows))

    def seat(self, meeting: MeetingId, seats: tuple[Seat, ...]) -> None:
        self._live.executemany(
            "INSERT OR REPLACE INTO seat VALUES (?, ?, ?, ?)",
            ((meeting, seat.participant, int(seat.asked), seat.earned) for seat in seats),
        )

    def unseat(self, meeting: MeetingId, who: ParticipantId | None = None) -> None:
        self._files.forgot = True
        if who is None:
            self._live.execute("DELETE FROM seat WHERE meeting = ?", (meeting,))
        else:
            self._live.execute("DELETE FROM seat WHERE meeting = ? AND participant = ?", (meeting, who))

    def due(self, now: datetime, at_most: int) -> tuple[Meeting, ...]:
        rows = self._live.execute(
            f"SELECT {MEETING_COLUMNS} FROM meeting WHERE due_at <= ? ORDER BY due_at LIMIT ?", (to_ms(now), at_most)
        )
        return tuple(map(meeting_from_row, rows))

    def clock_went_back(self, by: timedelta) -> None:
        """What a planned meeting waits for is counted from its start, which stays."""
        counted = ", ".join(f"{each} = {each} - :by" for each in ("due_at", "ends_at", "open_at"))
        self._live.execute(
            f"UPDATE meeting SET {counted} WHERE starts_at IS NULL OR state = 'concluded'", {"by": by // MS}
        )
        self._live.execute("UPDATE meeting SET moment_until = moment_until - ?", (by // MS,))

    def spaces_about(self, who: ParticipantId, workspace: str) -> tuple[SpaceId, ...]:
        rows = self._live.execute(
            "SELECT space FROM credit WHERE participant = :who UNION SELECT space FROM pause WHERE participant = :who"
            " ORDER BY space",
            {"who": who},
        )
        return tuple(SpaceId(row[0]) for row in rows if row[0].startswith(f"{workspace}:"))

    def forget_space(self, space: SpaceId) -> None:
        self._files.forgot = True
        self._live.execute("DELETE FROM seat WHERE meeting IN (SELECT id FROM meeting WHERE space = ?)", (space,))

    def _had_last(self, space: SpaceId, last: ParticipantId | None) -> None:
        self._live.execute("UPDATE credit SET had_last = 0 WHERE space = ? AND had_last = 1", (space,))
        if last is not None:
            self._live.execute(
                "INSERT INTO credit (space, participant, credit, had_last) VALUES (?, ?, 0, 1) "
                "ON CONFLICT (space, participant) DO UPDATE SET had_last = 1",
                (space, last),
            )

    def _one(self, where: str, parameters: tuple[str, ...]) -> Meeting | None:
        row = self._live.execute(f"SELECT {MEETING_COLUMNS} FROM meeting WHERE {where}", parameters).fetchone()
        return meeting_from_row(row) if row else None


MEETING_COLUMNS = (
    "id, space, state, chair, holder, due_at, ends_at, moments, moment_until, last_before, shown, starts_at, open_at"
)


def meeting_to_row(meeting: Meeting) -> Row:
    return (
        meeting.id,
        meeting.space,
        meeting.state.value,
        meeting.chair,
        meeting.holder,
        to_ms(meeting.due_at),
        to_ms(meeting.ends_at),
        meeting.moments,
        maybe_ms(meeting.moment_until),
        meeting.last_before,
        int(meeting.shown),
        maybe_ms(meeting.starts_at),
        maybe_ms(meeting.open_at),
    )


def meeting_from_row(row: Row) -> Meeting:
    return Meeting(
        id=MeetingId(row[0]),
        space=SpaceId(row[1]),
        state=State(row[2]),
        chair=row[3],
        holder=row[4],
        due_at=from_ms(row[5]),
        ends_at=from_ms(row[6]),
        moments=row[7],
        moment_until=maybe_moment(row[8]),
        last_before=row[9],
        shown=bool(row[10]),
        starts_at=maybe_moment(row[11]),
        open_at=maybe_moment(row[12]),
    )


def seat_from_row(row: Row) -> Seat:
    return Seat(participant=ParticipantId(row[0]), asked=bool(row[1]), earned=row[2])
