"""Both files of an open store, as what is kept of each ritual uses them."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from rituals.kernel.space import Space

RECORD_FILE = "belletje.db"
LIVE_FILE = "live.db"
LOCK_FILE = "in-use.lock"


@dataclass(slots=True, kw_only=True)
class RecordFile:
    """The record. ``new_space``: what a space looks like that nobody has set up yet."""

    record: sqlite3.Connection
    new_space: Callable[[str], Space]

    def begin(self) -> None:
        """A transaction on the record begins with the first write; on the live side the store has begun it."""
        if not self.record.in_transaction:
            self.record.execute("BEGIN IMMEDIATE")


@dataclass(slots=True, kw_only=True)
class Files(RecordFile):
    """Both, with one connection each, used by one thread only.

    Attributes:
        pepper: what marks are made with.
        forgot: something was destroyed on the live side, so that it must be rewritten.
        unsealed: a check-out was, so that nobody is told anything before it is.
    """

    live: sqlite3.Connection
    pepper: bytes
    forgot: bool = False
    unsealed: bool = False
