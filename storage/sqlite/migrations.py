"""Bringing a file from the schema it has to the one we know.

The tables stand in ``record_schema`` and ``live_schema``, as steps from nothing to now. A step that was released is
never edited; a change is a new step.
"""

import sqlite3
from dataclasses import dataclass

from storage.errors import StoreRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The steps of one file. ``application_id`` tells our files from somebody else's (sqlite.org/fileformat2.html)."""

    name: str
    application_id: int
    steps: tuple[str, ...]


def migrate(connection: sqlite3.Connection, schema: Schema) -> None:
    """Bring a file up to date, alone: other processes wait for the lock and then find it done.

    Raises:
        StoreRefused: another program's file, or one from a newer version. Nothing was changed.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, schema)
        if version == len(schema.steps):
            connection.execute("ROLLBACK")
            return
        for step in schema.steps[version:]:
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.application_id}")
        connection.execute(f"PRAGMA user_version = {len(schema.steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, schema: Schema) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != schema.application_id and not empty:
        raise StoreRefused(f"the {schema.name} database is not one of Belletje's; nothing was changed")
    if version > len(schema.steps):
        raise StoreRefused(
            f"the {schema.name} database was made by a newer Belletje (version {version}, this one knows "
            f"{len(schema.steps)}); install that version again, nothing was changed"
        )
    return version
