"""Check-outs: see :class:`rituals.checkout.ports.CheckOuts`, in the same order.

Open ones are the part of the present that must leave no trace. A mark is ``blake2b(nonce || participant, key=pepper)``.
The nonce is random and destroyed with the check-out; the pepper never is in a database. Counters stand at zero from the
beginning, so that a row says nothing by existing.
"""

import secrets
from datetime import date, datetime
from hashlib import blake2b
from typing import ClassVar

from pydantic import TypeAdapter

from rituals.checkout.checkout import CheckOut, Form, OwnQuestions, Release
from rituals.checkout.publication import Tally
from rituals.checkout.questions import Ballot, Question, SetName
from rituals.kernel.identifiers import CheckOutId, ParticipantId, SpaceId
from storage.rows import Fields, Row, from_ms, marks, maybe_moment, maybe_ms, to_ms
from storage.sqlite.files import Files
from storage.sqlite.releases import RELEASE_COLUMNS, release_from_row, release_to_row

NONCE_BYTES = 32
STUB_BYTES = 16


CLOSING = "the check-out closes"
LATEST = "its month is closed; the latest with enough answers stays, to be shown with the next bell"
SHOWN = "there are two newer versions, and neither the latest month nor a check-out shows it"


class CheckOutSqlite:
    """``checkout``, ``nonce``, ``stub``, ``tally`` of ``live.db``; ``release`` and ``own_questions`` of the record."""

    RECORD: ClassVar[Fields] = {
        "release": {
            "id": ("which check-out; a random number", LATEST),
            "space": ("where it was held", LATEST),
            "form": ("about a meeting or a month", LATEST),
            "name": ("which questions", LATEST),
            "version": ("which of the team's own questions", LATEST),
            "closed_on": ("on which day", LATEST),
            "turnout": ("how many answered, as everyone saw; nothing below the threshold", LATEST),
            "bands": ("what was shown of the answers; nothing below the threshold", LATEST),
            "counted": ("whether it is in a published month", LATEST),
        },
        "own_questions": {
            "space": ("whose questions", SHOWN),
            "version": ("which version", SHOWN),
            "questions": ("a team's own questions", SHOWN),
            "author": ("who made them, as the team saw", "replaced, removed, or that person is forgotten"),
        },
    }
    PRESENT: ClassVar[Fields] = {
        "checkout": {
            "id": ("which check-out; a random number", CLOSING),
            "space": ("where", CLOSING),
            "chair": ("only they may close it", CLOSING),
            "form": ("about a meeting or a month", CLOSING),
            "name": ("which questions", CLOSING),
            "version": ("which of the team's own questions", CLOSING),
            "questions": ("the questions as they were when it opened", CLOSING),
            "threshold": ("from how many answers on any are shown", CLOSING),
            "opened_at": ("not closed too early", CLOSING),
            "closes_at": ("when it closes by itself", CLOSING),
            "remind_at": ("when one line says that it is open", CLOSING),
        },
        "nonce": {
            "checkout": ("which check-out", CLOSING),
            "nonce": ("makes marks of different check-outs different; random", CLOSING),
        },
        "stub": {
            "checkout": ("which check-out", CLOSING),
            "stub": (
                "a mark, so that nobody answers twice; cannot be read without the key that lies elsewhere",
                CLOSING,
            ),
        },
        "tally": {
            "checkout": ("which check-out", CLOSING),
            "question": ("which question", CLOSING),
            "choice": ("which choice", CLOSING),
            "n": ("how often it was chosen; the only trace of an answer", CLOSING),
        },
    }

    def __init__(self, files: Files) -> None:
        self._files = files
        self._live = files.live
        self._record = files.record
        self._pepper = files.pepper

    def open_checkout(self, checkout: CheckOut) -> None:
        self.keep_checkout(checkout)
        self._live.execute("INSERT INTO nonce VALUES (?, ?)", (checkout.id, secrets.token_bytes(NONCE_BYTES)))
        self._live.executemany(
            "INSERT INTO tally VALUES (?, ?, ?, 0)",
            (
                (checkout.id, place, choice)
                for place, question in enumerate(checkout.questions)
                for choice in range(len(question.choices))
            ),
        )

    def keep_checkout(self, checkout: CheckOut) -> None:
        self._live.execute(
            f"INSERT OR REPLACE INTO checkout ({CHECKOUT_COLUMNS}) VALUES ({marks(CHECKOUT_COLUMNS)})",
            checkout_to_row(checkout),
        )

    def checkout(self, checkout: CheckOutId) -> CheckOut | None:
        return self._checkout("id = ?", checkout)

    def checkout_in(self, space: SpaceId) -> CheckOut | None:
        return self._checkout("space = ?", space)

    def checkouts(self, due_before: datetime | None = None) -> tuple[CheckOut, ...]:
        until = maybe_ms(due_before)
        rows = self._live.execute(
            f"SELECT {CHECKOUT_COLUMNS} FROM checkout WHERE :until IS NULL OR closes_at <= :until "
            "OR remind_at <= :until ORDER BY closes_at, id",
            {"until": until},
        )
        return tuple(map(checkout_from_row, rows))

    def mark(self, checkout: CheckOutId, who: ParticipantId) -> bool:
        nonce = self._live.execute("SELECT nonce FROM nonce WHERE checkout = ?", (checkout,)).fetchone()[0]
        stub = blake2b(nonce + who.encode(), key=self._pepper, digest_size=STUB_BYTES).digest()
        return self._live.execute("INSERT OR IGNORE INTO stub VALUES (?, ?)", (checkout, stub)).rowcount == 1

    def count(self, checkout: CheckOutId, ballot: Ballot) -> None:
        self._live.executemany(
            "UPDATE tally SET n = n + 1 WHERE checkout = ? AND question = ? AND choice = ?",
            ((checkout, place, choice) for place, chosen in enumerate(ballot) for choice in sorted(chosen)),
        )

    def tally(self, checkout: CheckOut) -> tuple[int, Tally]:
        turnout = self._live.execute("SELECT count(*) FROM stub WHERE checkout = ?", (checkout.id,)).fetchone()[0]
        rows = self._live.execute(
            "SELECT question, n FROM tally WHERE checkout = ? ORDER BY question, choice", (checkout.id,)
        )
        counts: list[list[int]] = [[] for _ in checkout.questions]
        for question, n in rows:
            counts[question].append(n)
        return turnout, tuple(map(tuple, counts))

    def destroy(self, checkout: CheckOutId) -> None:
        self._files.forgot = self._files.unsealed = True
        for table in ("stub", "nonce", "tally"):
            self._live.execute(f"DELETE FROM {table} WHERE checkout = ?", (checkout,))
        self._live.execute("DELETE FROM checkout WHERE id = ?", (checkout,))

    def key_changed(self) -> bool:
        row = self._live.execute("SELECT key_check FROM installation").fetchone()
        return row is not None and row[0] != key_check(self._pepper)

    def accept_key(self) -> None:
        self._live.execute("UPDATE installation SET key_check = ?", (key_check(self._pepper),))

    def keep_release(self, release: Release) -> None:
        self._files.begin()
        self._record.execute(
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
        row = self._record.execute(
            "SELECT version, questions, author FROM own_questions WHERE space = ? AND (? IS NULL OR version = ?) "
            "ORDER BY version DESC LIMIT 1",
            (space, version, version),
        ).fetchone()
        questions = questions_from_text(row[1]) if row else ()
        return OwnQuestions(version=row[0], questions=questions, author=row[2]) if questions else None

    def save_own_questions(self, space: SpaceId, questions: tuple[Question, ...], author: ParticipantId) -> None:
        self._files.begin()
        self._record.execute("UPDATE own_questions SET author = NULL WHERE space = ?", (space,))
        self._record.execute(
            "INSERT INTO own_questions "
            "SELECT ?, coalesce(max(version), 0) + 1, ?, ? FROM own_questions WHERE space = ?",
            (space, questions_to_text(questions), author if questions else None, space),
        )

    def forget_author(self, space: SpaceId, author: ParticipantId) -> None:
        self._files.begin()
        self._record.execute("UPDATE own_questions SET author = NULL WHERE space = ? AND author = ?", (space, author))

    def forget_space(self, space: SpaceId) -> None:
        for row in self._live.execute("SELECT id FROM checkout WHERE space = ?", (space,)).fetchall():
            self.destroy(row[0])
        self._files.begin()
        self._record.execute("UPDATE own_questions SET author = NULL WHERE space = ?", (space,))

    def _checkout(self, where: str, parameter: str) -> CheckOut | None:
        row = self._live.execute(f"SELECT {CHECKOUT_COLUMNS} FROM checkout WHERE {where}", (parameter,)).fetchone()
        return checkout_from_row(row) if row else None

    def _release(self, where: str, *parameters: str) -> Release | None:
        return next(iter(self._releases(where, *parameters)), None)

    def _releases(self, where: str, *parameters: str) -> tuple[Release, ...]:
        rows = self._record.execute(f"SELECT {RELEASE_COLUMNS} FROM release WHERE {where}", parameters)
        return tuple(map(release_from_row, rows.fetchall()))


def key_check(pepper: bytes) -> bytes:
    """Tells one pepper from another and says nothing else about it."""
    return blake2b(b"is this the same key", key=pepper, digest_size=STUB_BYTES).digest()


CHECKOUT_COLUMNS = "id, space, chair, form, name, version, questions, threshold, opened_at, closes_at, remind_at"


def checkout_to_row(checkout: CheckOut) -> Row:
    return (
        checkout.id,
        checkout.space,
        checkout.chair,
        checkout.form.value,
        checkout.name.value,
        checkout.version,
        questions_to_text(checkout.questions),
        checkout.threshold,
        to_ms(checkout.opened_at),
        to_ms(checkout.closes_at),
        maybe_ms(checkout.remind_at),
    )


def checkout_from_row(row: Row) -> CheckOut:
    return CheckOut(
        id=CheckOutId(row[0]),
        space=SpaceId(row[1]),
        chair=row[2],
        form=Form(row[3]),
        name=SetName(row[4]),
        version=row[5],
        questions=questions_from_text(row[6]),
        threshold=row[7],
        opened_at=from_ms(row[8]),
        closes_at=from_ms(row[9]),
        remind_at=maybe_moment(row[10]),
    )


_QUESTIONS: TypeAdapter[tuple[Question, ...]] = TypeAdapter(tuple[Question, ...])


def questions_to_text(questions: tuple[Question, ...]) -> str:
    return _QUESTIONS.dump_json(questions).decode()


def questions_from_text(text: str) -> tuple[Question, ...]:
    return _QUESTIONS.validate_json(text)
