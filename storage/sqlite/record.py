"""The record: see :class:`rituals.ports.Record`, in the same order."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rituals.checkout import OwnQuestions, Release
from rituals.identifiers import CheckOutId, ParticipantId, SpaceId
from rituals.meeting import Done, Meeting
from rituals.ports import Activity
from rituals.questions import Question
from rituals.space import Address, Space
from storage.records import (
    RELEASE_COLUMNS,
    SPACE_COLUMNS,
    marks,
    questions_from_text,
    questions_to_text,
    release_from_row,
    release_to_row,
    space_from_row,
    space_to_row,
)
from storage.sqlite.months import MonthsSqlite
from storage.sqlite.plans import PlansSqlite

COUNTED = ("announced", "rung", "moments", "spoken", "planned", "took_place")


class RecordSqlite(PlansSqlite, MonthsSqlite):
    """``belletje.db``. A transaction begins with the first write."""

    def __init__(self, connection: sqlite3.Connection, new_space: Callable[[str], Space]) -> None:
        self._db = connection
        self._new_space = new_space

    def space(self, space: SpaceId) -> Space:
        row = self._db.execute(f"SELECT {SPACE_COLUMNS} FROM space WHERE id = ?", (space,)).fetchone()
        fresh = self._new_space(space)
        if row is None:
            return fresh
        found = space_from_row(row)
        return replace(found, threshold=max(found.threshold, fresh.threshold))

    def spaces(self) -> tuple[SpaceId, ...]:
        return tuple(SpaceId(row[0]) for row in self._db.execute("SELECT id FROM space ORDER BY id"))

    def save_space(self, space: Space) -> None:
        self._begin()
        self._db.execute(
            f"INSERT OR REPLACE INTO space ({SPACE_COLUMNS}) VALUES ({marks(SPACE_COLUMNS)})", space_to_row(space)
        )

    def forget_space(self, space: SpaceId) -> None:
        kept = self.space(space).threshold
        self._begin()
        self._db.execute("DELETE FROM space WHERE id = ?", (space,))
        self._db.execute("DELETE FROM address WHERE space = ?", (space,))
        for plan in self.plans(space):
            self.remove_plan(plan.id)
        if kept > self._new_space(space).threshold:  # once raised it is not lowered by coming back
            self.save_space(replace(self._new_space(space), threshold=kept))
        self._db.execute("UPDATE own_questions SET author = NULL WHERE space = ?", (space,))

    def address(self, space: SpaceId) -> Address | None:
        row = self._db.execute("SELECT url, part_of FROM address WHERE space = ?", (space,)).fetchone()
        return Address(url=row[0], within=row[1]) if row else None

    def keep_address(self, space: SpaceId, address: Address) -> None:
        self._begin()
        self._db.execute(
            "INSERT INTO address VALUES (?, ?, ?) ON CONFLICT (space) DO UPDATE SET url = excluded.url,"
            " part_of = coalesce(excluded.part_of, part_of)",
            (space, address.url, address.within),
        )

    def spaces_within(self, within: str) -> tuple[SpaceId, ...]:
        rows = self._db.execute("SELECT space FROM address WHERE part_of = ? ORDER BY space", (within,))
        return tuple(SpaceId(row[0]) for row in rows)

    def keep_release(self, release: Release) -> None:
        self._begin()
        self._db.execute(
            f"INSERT OR IGNORE INTO release ({RELEASE_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", release_to_row(release)
        )

    def release(self, checkout: CheckOutId) -> Release | None:
        return self._release("id = ?", checkout)

    def last_release(self, space: SpaceId) -> Release | None:
        return self._release("space = ? AND turnout IS NOT NULL ORDER BY closed_on DESC, id LIMIT 1", space)

    def releases_on(self, space: SpaceId, day: date) -> tuple[Release, ...]:
        return self._releases("space = ? AND closed_on = ?", space, day.isoformat())

    def round_in(self, space: SpaceId, month: str) -> bool:
        return self._release("space = ? AND form = 'round' AND substr(closed_on, 1, 7) = ?", space, month) is not None

    def own_questions(self, space: SpaceId, version: int | None = None) -> OwnQuestions | None:
        row = self._db.execute(
            "SELECT version, questions, author FROM own_questions WHERE space = ? AND (? IS NULL OR version = ?) "
            "ORDER BY version DESC LIMIT 1",
            (space, version, version),
        ).fetchone()
        questions = questions_from_text(row[1]) if row else ()
        return OwnQuestions(version=row[0], questions=questions, author=row[2]) if questions else None

    def save_own_questions(self, space: SpaceId, questions: tuple[Question, ...], author: ParticipantId) -> None:
        self._begin()
        self._db.execute("UPDATE own_questions SET author = NULL WHERE space = ?", (space,))
        self._db.execute(
            "INSERT INTO own_questions "
            "SELECT ?, coalesce(max(version), 0) + 1, ?, ? FROM own_questions WHERE space = ?",
            (space, questions_to_text(questions), author if questions else None, space),
        )

    def forget_author(self, space: SpaceId, author: ParticipantId) -> None:
        self._begin()
        self._db.execute("UPDATE own_questions SET author = NULL WHERE space = ? AND author = ?", (space, author))
        for plan in self.plans(space):
            self.save_plan(plan.without(author))

    def count_spoken(self, about: str, space: SpaceId, month: str) -> None:
        if self._counts_now(about):
            self._add(space, month, spoken=1)

    def count_bell(self, meeting: Meeting, month: str, done: Done | None) -> None:
        if self._counts_now(meeting.id):
            counts = {"announced": 1, "rung": int(meeting.moments > 0), "moments": meeting.moments}
            self._add(meeting.space, month, **counts, **({done.value: 1} if done else {}))

    def count_planned(self, about: str, space: SpaceId, month: str, *, took_place: bool) -> None:
        if self._counts_now(about):
            self._add(space, month, planned=1, took_place=int(took_place))

    def activity(self, space: SpaceId, month: str) -> Activity:
        columns = ", ".join((*COUNTED, *Done))
        row = self._db.execute(
            f"SELECT {columns} FROM activity WHERE space = ? AND month = ?", (space, month)
        ).fetchone()
        counts = dict(zip((*COUNTED, *Done), row or (0,) * (len(COUNTED) + len(Done)), strict=True))
        return Activity(**{name: counts[name] for name in COUNTED}, done={done: counts[done] for done in Done})

    def counted(self) -> tuple[str, ...]:
        """What is marked as counted."""
        return tuple(row[0] for row in self._db.execute("SELECT about FROM counted"))

    def uncount(self, about: str) -> None:
        """Drop the mark: the live side has forgotten this, so that it cannot come again."""
        self._begin()
        self._db.execute("DELETE FROM counted WHERE about = ?", (about,))

    def installation(self) -> str | None:
        row = self._db.execute("SELECT id FROM installation").fetchone()
        return row[0] if row else None

    def install(self, installation: str) -> None:
        self._begin()
        self._db.execute("INSERT INTO installation VALUES (?)", (installation,))

    def _counts_now(self, about: str) -> bool:
        self._begin()
        return self._db.execute("INSERT OR IGNORE INTO counted VALUES (?)", (about,)).rowcount == 1

    def _add(self, space: SpaceId, month: str, **counts: int) -> None:
        self._db.execute("INSERT OR IGNORE INTO activity (space, month) VALUES (?, ?)", (space, month))
        added = ", ".join(f"{name} = {name} + ?" for name in counts)
        self._db.execute(f"UPDATE activity SET {added} WHERE space = ? AND month = ?", (*counts.values(), space, month))

    def _release(self, where: str, *parameters: str) -> Release | None:
        return next(iter(self._releases(where, *parameters)), None)

    def _releases(self, where: str, *parameters: str) -> tuple[Release, ...]:
        rows = self._db.execute(f"SELECT {RELEASE_COLUMNS} FROM release WHERE {where}", parameters)
        return tuple(map(release_from_row, rows.fetchall()))
