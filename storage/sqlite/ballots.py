"""Open check-outs: the part of the present that must leave no trace. See :class:`rituals.ports.Live`.

A mark is ``blake2b(nonce || participant, key=pepper)``. The nonce is random and destroyed with the check-out; the
pepper never is in a database. Counters stand at zero from the beginning, so that a row says nothing by existing.
"""

import secrets
import sqlite3
from datetime import datetime
from hashlib import blake2b

from rituals.checkout import CheckOut
from rituals.identifiers import CheckOutId, ParticipantId, SpaceId
from rituals.publication import Tally
from rituals.questions import Ballot
from storage.records import CHECKOUT_COLUMNS, checkout_from_row, checkout_to_row, marks, maybe_ms, to_ms

NONCE_BYTES = 32
STUB_BYTES = 16


class BallotsSqlite:
    """The tables ``checkout``, ``nonce``, ``stub`` and ``tally`` of ``live.db``."""

    def __init__(self, connection: sqlite3.Connection, pepper: bytes) -> None:
        self._db = connection
        self._pepper = pepper
        self.forgot = False

    def open_checkout(self, checkout: CheckOut) -> None:
        self.keep_checkout(checkout)
        self._db.execute("INSERT INTO nonce VALUES (?, ?)", (checkout.id, secrets.token_bytes(NONCE_BYTES)))
        self._db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?, 0)",
            (
                (checkout.id, place, choice)
                for place, question in enumerate(checkout.questions)
                for choice in range(len(question.choices))
            ),
        )

    def keep_checkout(self, checkout: CheckOut) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO checkout ({CHECKOUT_COLUMNS}) VALUES ({marks(CHECKOUT_COLUMNS)})",
            checkout_to_row(checkout),
        )

    def checkout(self, checkout: CheckOutId) -> CheckOut | None:
        return self._checkout("id = ?", checkout)

    def checkout_in(self, space: SpaceId) -> CheckOut | None:
        return self._checkout("space = ?", space)

    def checkouts(self, due_before: datetime | None = None) -> tuple[CheckOut, ...]:
        until = maybe_ms(due_before)
        rows = self._db.execute(
            f"SELECT {CHECKOUT_COLUMNS} FROM checkout WHERE :until IS NULL OR closes_at <= :until "
            "OR remind_at <= :until ORDER BY closes_at, id",
            {"until": until},
        )
        return tuple(map(checkout_from_row, rows))

    def mark(self, checkout: CheckOutId, who: ParticipantId) -> bool:
        nonce = self._db.execute("SELECT nonce FROM nonce WHERE checkout = ?", (checkout,)).fetchone()[0]
        stub = blake2b(nonce + who.encode(), key=self._pepper, digest_size=STUB_BYTES).digest()
        return self._db.execute("INSERT OR IGNORE INTO stub VALUES (?, ?)", (checkout, stub)).rowcount == 1

    def count(self, checkout: CheckOutId, ballot: Ballot) -> None:
        self._db.executemany(
            "UPDATE tally SET n = n + 1 WHERE checkout = ? AND question = ? AND choice = ?",
            ((checkout, place, choice) for place, chosen in enumerate(ballot) for choice in sorted(chosen)),
        )

    def tally(self, checkout: CheckOut) -> tuple[int, Tally]:
        turnout = self._db.execute("SELECT count(*) FROM stub WHERE checkout = ?", (checkout.id,)).fetchone()[0]
        rows = self._db.execute(
            "SELECT question, n FROM tally WHERE checkout = ? ORDER BY question, choice", (checkout.id,)
        )
        counts: list[list[int]] = [[] for _ in checkout.questions]
        for question, n in rows:
            counts[question].append(n)
        return turnout, tuple(map(tuple, counts))

    def destroy(self, checkout: CheckOutId) -> None:
        self.forgot = True
        for table in ("stub", "nonce", "tally"):
            self._db.execute(f"DELETE FROM {table} WHERE checkout = ?", (checkout,))
        self._db.execute("DELETE FROM checkout WHERE id = ?", (checkout,))

    def key_changed(self) -> bool:
        row = self._db.execute("SELECT key_check FROM installation").fetchone()
        return row is not None and row[0] != key_check(self._pepper)

    def accept_key(self) -> None:
        self._db.execute("UPDATE installation SET key_check = ?", (key_check(self._pepper),))

    def install(self, installation: str, born_at: datetime) -> None:
        """These rows belong to this installation, and begin now."""
        row = (installation, key_check(self._pepper), to_ms(born_at))
        self._db.execute("INSERT INTO installation (id, key_check, born_at) VALUES (?, ?, ?)", row)

    def installation(self) -> str | None:
        row = self._db.execute("SELECT id FROM installation").fetchone()
        return row[0] if row else None

    def _checkout(self, where: str, parameter: str) -> CheckOut | None:
        row = self._db.execute(f"SELECT {CHECKOUT_COLUMNS} FROM checkout WHERE {where}", (parameter,)).fetchone()
        return checkout_from_row(row) if row else None


def key_check(pepper: bytes) -> bytes:
    """Tells one pepper from another and says nothing else about it."""
    return blake2b(b"is this the same key", key=pepper, digest_size=STUB_BYTES).digest()
