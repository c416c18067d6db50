"""Opening one file the way the promise needs it."""

import os
import sqlite3
from pathlib import Path

from storage.errors import StoreRefused, StoreUnavailable
from storage.sqlite.migrations import Schema, migrate

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with 3.37 (sqlite.org/stricttables.html)."""

BUSY_SECONDS = 5
"""How long somebody else's lock is waited for before a person is told that it did not work."""

PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
"""


ALONE = "PRAGMA locking_mode = EXCLUSIVE;"
"""Before WAL: then there is no ``-shm`` file, whose counter of commits would tell how many answered
(sqlite.org/wal.html#use_of_wal_without_shared_memory)."""


def connect(path: Path, schema: Schema, *, alone: bool = False) -> sqlite3.Connection:
    """Open ``path`` for writing, making it and bringing it up to date where needed. ``alone``: nobody else may read it.

    WAL with ``synchronous=FULL``: what was confirmed survives a power cut. ``secure_delete``: what is deleted is
    overwritten. ``temp_store=MEMORY``: nothing is written outside the folder.

    Raises:
        StoreRefused: not ours, or from a newer version.
        StoreUnavailable: cannot be read or written.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreRefused(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, mode=0o600))
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.executescript((ALONE if alone else "") + PRAGMAS)
            migrate(connection, schema)
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as error:
        raise StoreUnavailable(f"cannot open {path}: {error}") from error
    return connection
