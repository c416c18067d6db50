"""One open store: see :class:`storage.Store`."""

import fcntl
import os
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from rituals import Unit
from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Space
from storage.errors import StoreHalfDone, StoreRefused, StoreUnavailable
from storage.rows import EPOCH
from storage.sqlite.connection import connect
from storage.sqlite.files import LIVE_FILE, LOCK_FILE, RECORD_FILE, Files
from storage.sqlite.live_schema import LIVE
from storage.sqlite.opening import after_a_crash, belong_together
from storage.sqlite.record_schema import RECORD
from storage.sqlite.unit import Attempt, SqliteUnit, unavailable

Result = TypeVar("Result")
Waiting = tuple[Callable[[Unit], Any], Future[Any]]

TOGETHER = 64
"""Units in one transaction at most, so that nobody waits for a whole crowd."""


class SqliteStore:
    """See :class:`storage.Store`."""

    def __init__(
        self,
        data: Path,
        live: Path,
        *,
        pepper: bytes,
        new_space: Callable[[str], Space] | None = None,
        now: datetime | None = None,
    ) -> None:
        with ExitStack() as opened:
            opened.enter_context(_only_one(live))
            self._files = Files(
                record=opened.enter_context(closing(connect(data / RECORD_FILE, RECORD))),
                live=opened.enter_context(closing(connect(live / LIVE_FILE, LIVE, alone=True))),
                pepper=pepper,
                new_space=new_space or (lambda space: Space(id=SpaceId(space))),
            )
            belong_together(self._files, now or EPOCH)
            self._unit = SqliteUnit(self._files)
            after_a_crash(self._unit, self._files, now or EPOCH)
            self._proved = (
                Proved.of(data / RECORD_FILE, self._files.record),
                Proved.of(live / LIVE_FILE, self._files.live),
            )
            self._tidied = (-1, -1)
            self._waiting: deque[Waiting] = deque()
            self._rewrite()
            self._opened = opened.pop_all()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def run(self, work: Callable[[Unit], Result]) -> Future[Result]:
        future: Future[Result] = Future()
        self._waiting.append((work, future))
        self._thread.submit(self._transact)
        return future

    @property
    def sealed(self) -> bool:
        return not self._files.unsealed

    def tidy(self) -> Future[bool]:
        return self._thread.submit(self._rewrite)

    def proof(self) -> Future[tuple[str, ...]]:
        return self._thread.submit(self._prove)

    def close(self) -> None:
        self._thread.shutdown()
        self._opened.close()

    def _rewrite(self) -> bool:
        """Write the live file anew if something was forgotten, and empty the logs.

        Deleted rows linger in the write-ahead log until it is truncated, and the layout of pages tells in which order
        rows came until the file is rewritten. Somebody else's reader can hold up the truncating: then this says False
        and is tried again at the next tick.
        """
        changes = (self._files.live.total_changes, self._files.record.total_changes)
        if changes == self._tidied:
            return True
        try:
            if self._files.forgot:
                self._files.live.execute("VACUUM")
                self._files.forgot = False
            busy = _empty_log(self._files.live), _empty_log(self._files.record)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"the databases could not be rewritten: {error}") from error
        self._files.unsealed &= busy[0]
        if any(busy):
            return False
        self._tidied = changes
        return True

    def _transact(self) -> None:
        """Everything that waits now, in one transaction; whoever comes meanwhile is in the next."""
        group: list[Waiting] = []
        while self._waiting and len(group) < TOGETHER:
            work, future = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                group.append((work, future))
        try:
            outcomes = self._committed([work for work, _ in group]) if group else []
        except sqlite3.Error as error:
            outcomes = [unavailable(error)] * len(group)
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if outcome.error is None:
                future.set_result(outcome.value)
            else:
                future.set_exception(outcome.error)

    def _committed(self, works: list[Callable[[Unit], Any]]) -> list[Attempt]:
        self._files.live.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [self._unit.attempt(work) for work in works]
            self._unit.commit()
        except StoreHalfDone as half:
            self._unit.roll_back()
            return [Attempt(error=half) if each.recorded else unavailable(half) for each in outcomes]
        except BaseException:
            self._unit.roll_back()
            raise
        return outcomes

    def _prove(self) -> tuple[str, ...]:
        return tuple(file.path.name for file in self._proved if not file.works())


@dataclass(frozen=True, slots=True)
class Proved:
    """A file that is open, and which it was when it was opened."""

    path: Path
    connection: sqlite3.Connection
    is_at: tuple[int, int]

    @classmethod
    def of(cls, path: Path, connection: sqlite3.Connection) -> "Proved":
        return cls(path, connection, _place(path))

    def works(self) -> bool:
        """Whether it is still that file, takes a write and can be read through. The write changes nothing."""
        try:
            version = self.connection.execute("PRAGMA user_version").fetchone()[0]
            self.connection.execute(f"PRAGMA user_version = {version}")
            sound = self.connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return sound and _place(self.path) == self.is_at
        except (sqlite3.Error, OSError):
            return False


def _place(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Truncate the write-ahead log; whether somebody's reader was in the way. Nobody is waited for: people are."""
    waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    finally:
        connection.execute(f"PRAGMA busy_timeout = {waits}")


def _only_one(folder: Path) -> IO[str]:
    """Hold the folder's lock for as long as the store is open."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = open(folder / LOCK_FILE, "a+", opener=_private)  # noqa: SIM115  held while the store is
    except OSError as error:
        raise StoreUnavailable(f"cannot write in the folder {folder}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StoreRefused(f"another Belletje is already running on {folder}; stop that one first") from error
    return lock


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
