"""SQLite, in two files.

* ``belletje.db``: the **record**. Settings, counts, what was published; durable, backed up. The participants in
  it: who made a team's own questions or a plan, who chairs a plan, is left out of it, or had their calendar linked.
* ``live.db``: the **present**. Turns, running bells, messages under way; survives a crash, never backed up.

One connection per file, both used by one thread only, so there are no locks to reason about. A unit is all or nothing.
Units that wait at the same moment share one ``BEGIN IMMEDIATE`` transaction on the live file, and one on the record if
something is written there, each inside a savepoint of its own: one flush to the disk serves them all, and none is
confirmed before it. The record is committed first, because SQLite in WAL mode is not atomic across files.
"""

import fcntl
import os
import secrets
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from rituals.identifiers import MeetingId, PlanId, SpaceId
from rituals.ports import Unit
from rituals.schedule import KEPT, PLANNED, Kind, Stage
from rituals.space import Space
from storage import StoreRefused, StoreUnavailable
from storage.records import EPOCH, from_ms
from storage.sqlite.connection import connect
from storage.sqlite.live import LiveSqlite
from storage.sqlite.live_schema import LIVE
from storage.sqlite.outbox import OutboxSqlite
from storage.sqlite.record import RecordSqlite
from storage.sqlite.record_schema import RECORD

Result = TypeVar("Result")
Waiting = tuple[Callable[[Unit], Any], Future[Any]]

TOGETHER = 64
"""Units in one transaction at most, so that nobody waits for a whole crowd."""

RECORD_FILE = "belletje.db"
LIVE_FILE = "live.db"
LOCK_FILE = "in-use.lock"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one unit."""

    value: Any = None
    error: BaseException | None = None


def _unavailable(error: sqlite3.Error) -> Outcome:
    unavailable = StoreUnavailable(f"the database did not take it: {error}")
    unavailable.__cause__ = error
    return Outcome(error=unavailable)


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
            self._record = opened.enter_context(closing(connect(data / RECORD_FILE, RECORD)))
            self._live = opened.enter_context(closing(connect(live / LIVE_FILE, LIVE)))
            self._unit = SqliteUnit(
                self._record, self._live, pepper, new_space or (lambda space: Space(id=SpaceId(space)))
            )
            self._unit.begin(now or EPOCH)
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

    def tidy(self) -> Future[bool]:
        return self._thread.submit(self._rewrite)

    def close(self) -> None:
        self._thread.shutdown()
        self._opened.close()

    def _rewrite(self) -> bool:
        """Write the live file anew if something was forgotten, and empty the logs.

        Deleted rows linger in the write-ahead log until it is truncated, and the layout of pages tells in which order
        rows came until the file is rewritten. Somebody else's reader can hold up the truncating: then this says False
        and is tried again at the next tick.
        """
        changes = (self._live.total_changes, self._record.total_changes)
        if changes == self._tidied:
            return True
        try:
            if self._unit.live.forgot:
                self._live.execute("VACUUM")
                self._unit.live.forgot = False
            busy = [_empty_log(connection) for connection in (self._live, self._record)]
        except sqlite3.Error as error:
            raise StoreUnavailable(f"the databases could not be rewritten: {error}") from error
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
            outcomes = [_unavailable(error)] * len(group)
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if outcome.error is None:
                future.set_result(outcome.value)
            else:
                future.set_exception(outcome.error)

    def _committed(self, works: list[Callable[[Unit], Any]]) -> list[Outcome]:
        self._live.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [self._unit.attempt(work) for work in works]
            self._unit.commit()
        except BaseException:
            self._unit.roll_back()
            raise
        return outcomes


class SqliteUnit:
    """See :class:`rituals.ports.Unit`. One object for the life of the store: it holds no state between transactions."""

    def __init__(
        self,
        record: sqlite3.Connection,
        live: sqlite3.Connection,
        pepper: bytes,
        new_space: Callable[[str], Space],
    ) -> None:
        self._connections = (record, live)  # the order of committing
        self.record = RecordSqlite(record, new_space)
        self.live = LiveSqlite(live, pepper)
        self.outbox = OutboxSqlite(live)

    def attempt(self, work: Callable[[Unit], Any]) -> Outcome:
        """One unit inside the transaction that is open: what it wrote is undone if it raises, and only that."""
        record, live = self._connections
        begun = record.in_transaction
        points = (record, live) if begun else (live,)
        for connection in points:
            connection.execute("SAVEPOINT unit")
        try:
            outcome = Outcome(value=work(self))
        except BaseException as error:  # noqa: BLE001  handed to whoever waits, as an executor does
            outcome = _unavailable(error) if isinstance(error, sqlite3.Error) else Outcome(error=error)
            for connection in points:
                connection.execute("ROLLBACK TO unit")
            if not begun and record.in_transaction:
                record.execute("ROLLBACK")
        for connection in points:
            connection.execute("RELEASE unit")
        return outcome

    def commit(self) -> None:
        for connection in self._connections:
            if connection.in_transaction:
                connection.execute("COMMIT")

    def roll_back(self) -> None:
        for connection in self._connections:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def begin(self, now: datetime) -> None:
        """Make sure that both files belong together, and finish what a crash left.

        A bell that was counted and already forgotten needs its mark against counting twice no longer.

        Raises:
            StoreRefused: the live file is of another installation.
        """
        here, there = self.record.installation(), self.live.installation()
        if there and here != there:
            raise StoreRefused(
                "live.db belongs to another belletje.db; put back the one it belongs to, or move live.db away "
                "(turns then begin anew)"
            )
        if here is None:
            here = secrets.token_hex(8)
            self.record.install(here)
        if there is None:
            self.live.install(here, now)
        for about in self.record.counted():
            if self.live.meeting(MeetingId(about)) is None and not self._may_come_again(about, now):
                self.record.uncount(about)
        self.live.forgot = True  # whatever was forgotten before the start is rewritten now
        self.commit()

    def _may_come_again(self, about: str, now: datetime) -> bool:
        """Whether this was counted for something planned, and a crash came before the rest."""
        if about.startswith(PLANNED):
            return from_ms(int(about.split("/")[1])) > now - KEPT
        plan, _, key = about.partition("/")
        planned = self.live.occurrence(PlanId(plan), key, Kind.CHECKOUT)
        return planned is not None and planned.stage in (Stage.WAITING, Stage.CLAIMED)


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
