"""Looking at a store from outside: see :func:`storage.examine`."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Space
from storage.errors import StoreRefused, StoreUnavailable
from storage.examined import Examined
from storage.rows import Fields
from storage.sqlite import opening
from storage.sqlite.connection import OLDEST_SQLITE
from storage.sqlite.files import LIVE_FILE, LOCK_FILE, RECORD_FILE, RecordFile
from storage.sqlite.month import MonthSqlite
from storage.sqlite.organisation import OrganisationSqlite
from storage.sqlite.record_schema import RECORD
from storage.sqlite.space import SpaceSqlite
from storage.sqlite.unit import PARTS


def examine_sqlite(data: Path, live: Path) -> Examined:
    file = data / RECORD_FILE
    version, sound = _record(file) if file.exists() else (0, True)
    return Examined(
        engine=sqlite3.sqlite_version,
        engine_is_enough=sqlite3.sqlite_version_info >= OLDEST_SQLITE,
        exists=file.exists(),
        sound=sound,
        version=version,
        newest=len(RECORD.steps),
        in_use=_in_use(live / LOCK_FILE),
        not_writable=tuple(folder for folder in (data, live) if folder.exists() and not os.access(folder, os.W_OK)),
    )


def _record(file: Path) -> tuple[int, bool]:
    """The version of the record and whether its pages are sound, read beside whoever writes it."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            record = Database(connection)
            version = record.execute("PRAGMA user_version").fetchone()[0]
            sound = record.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(f"cannot read {file}: {error}") from error
    return version, sound


def _in_use(lock: Path) -> bool:
    if not lock.exists():
        return False
    with lock.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def schema_of_sqlite(folder: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name in (RECORD_FILE, LIVE_FILE):
        with closing(Database(folder / name)) as database:
            found |= {(name, table.name): tuple(table.columns_dict) for table in database.tables}
    return found


class SqliteReading:
    """See :class:`rituals.organisation.ports.Readable`."""

    def __init__(self, file: RecordFile) -> None:
        self.space = SpaceSqlite(file)
        self.month = MonthSqlite(file)
        self.organisation = OrganisationSqlite(file)


@contextmanager
def reading_sqlite(data: Path) -> Iterator[SqliteReading]:
    file = data / RECORD_FILE
    if not file.exists():
        raise StoreRefused(f"there is no {RECORD_FILE} in {data}")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != len(RECORD.steps):
                raise StoreRefused(f"{file} has version {version} and not {len(RECORD.steps)}; start the service first")
            connection.execute("BEGIN")  # everything is read as it is at one moment
            yield SqliteReading(RecordFile(record=connection, new_space=lambda space: Space(id=SpaceId(space))))
    except sqlite3.Error as error:
        raise StoreUnavailable(f"cannot read {file}: {error}") from error


def back_up_sqlite(data: Path, target: Path) -> None:
    source = data / RECORD_FILE
    if target.exists():
        raise StoreRefused(f"there is already something at {target}; nothing was written")
    if not source.exists():
        raise StoreRefused(f"there is no {RECORD_FILE} in {data}; nothing was written")
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600))
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as record,
            closing(sqlite3.connect(target)) as copy,
        ):
            record.backup(copy)
    except (sqlite3.Error, OSError) as error:
        target.unlink(missing_ok=True)
        raise StoreUnavailable(f"cannot copy {source} to {target}: {error}") from error


def purposes_of_sqlite() -> dict[str, Fields]:
    record, present = dict(opening.RECORD), dict(opening.PRESENT)
    for kept in PARTS:
        record |= kept.RECORD
        present |= kept.PRESENT
    return {RECORD_FILE: record, LIVE_FILE: present}
