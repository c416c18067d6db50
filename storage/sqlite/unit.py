"""What is kept of every ritual, by its name; and one transaction for each file."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from rituals import Unit
from rituals.kernel.identifiers import SpaceId
from storage.errors import StoreHalfDone, StoreUnavailable
from storage.sqlite.agenda import AgendaSqlite
from storage.sqlite.bell import BellSqlite
from storage.sqlite.checkout import CheckOutSqlite
from storage.sqlite.counts import CountsSqlite
from storage.sqlite.files import LIVE_FILE, RECORD_FILE, Files
from storage.sqlite.month import MonthSqlite
from storage.sqlite.organisation import OrganisationSqlite
from storage.sqlite.outbox import OutboxSqlite
from storage.sqlite.plan import PlanSqlite
from storage.sqlite.space import SpaceSqlite

PARTS = (
    SpaceSqlite,
    CountsSqlite,
    OutboxSqlite,
    AgendaSqlite,
    CheckOutSqlite,
    BellSqlite,
    PlanSqlite,
    MonthSqlite,
    OrganisationSqlite,
)


OF_SPACES = tuple(table for kept in PARTS for table, fields in kept.PRESENT.items() if "space" in fields)
"""Tables of the present that have the space in every row."""


@runtime_checkable
class _OfSpaces(Protocol):
    """A part with rows in the record, or rows that only belong to something of the space."""

    def forget_space(self, space: SpaceId) -> None: ...


@runtime_checkable
class _OnTheClock(Protocol):
    """A part with moments that were counted from now."""

    def clock_went_back(self, by: timedelta) -> None: ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one unit. ``recorded``: it wrote to the record."""

    value: Any = None
    error: BaseException | None = None
    recorded: bool = False


def unavailable(error: Exception) -> Attempt:
    """The database did not take it."""
    unavailable = StoreUnavailable(f"the database did not take it: {error}")
    unavailable.__cause__ = error
    return Attempt(error=unavailable)


class SqliteUnit:
    """See :class:`rituals.Unit`. One object for the life of the store: it holds no state between transactions.

    Each part says which of its tables are in the record and which in the present, and why each column is kept.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self.space = SpaceSqlite(files)
        self.counts = CountsSqlite(files)
        self.outbox = OutboxSqlite(files)
        self.agenda = AgendaSqlite(files)
        self.checkout = CheckOutSqlite(files)
        self.bell = BellSqlite(files)
        self.plan = PlanSqlite(files)
        self.month = MonthSqlite(files)
        self.organisation = OrganisationSqlite(files)

    def present(self) -> tuple[SpaceId, ...]:
        each = " UNION ".join(f"SELECT space FROM {table}" for table in OF_SPACES)
        return tuple(SpaceId(row[0]) for row in self._files.live.execute(f"{each} ORDER BY space"))

    def forget_space(self, space: SpaceId) -> None:
        """What does not have the space in its rows goes first, by what belongs to it."""
        for part in vars(self).values():
            if isinstance(part, _OfSpaces):
                part.forget_space(space)
        for table in OF_SPACES:
            self._files.live.execute(f"DELETE FROM {table} WHERE space = ?", (space,))

    def clock_went_back(self, by: timedelta) -> None:
        for part in vars(self).values():
            if isinstance(part, _OnTheClock):
                part.clock_went_back(by)

    def attempt(self, work: Callable[[Unit], Any]) -> Attempt:
        """One unit inside the transaction that is open: what it wrote is undone if it raises, and only that."""
        record, live = self._files.record, self._files.live
        begun, changes = record.in_transaction, record.total_changes
        points = (record, live) if begun else (live,)
        for connection in points:
            connection.execute("SAVEPOINT unit")
        try:
            value = work(self)
            outcome = Attempt(value=value, recorded=record.total_changes != changes)
        except BaseException as error:  # noqa: BLE001  handed to whoever waits, as an executor does
            outcome = unavailable(error) if isinstance(error, sqlite3.Error) else Attempt(error=error)
            for connection in points:
                connection.execute("ROLLBACK TO unit")
            if not begun and record.in_transaction:
                record.execute("ROLLBACK")
        for connection in points:
            connection.execute("RELEASE unit")
        return outcome

    def commit(self) -> None:
        """The record, then the present.

        Raises:
            StoreHalfDone: the record was committed, and the present was not.
        """
        record, live = self._files.record, self._files.live
        recorded = record.in_transaction
        if recorded:
            record.execute("COMMIT")
        try:
            if live.in_transaction:
                live.execute("COMMIT")
        except sqlite3.Error as error:
            if recorded:
                raise StoreHalfDone(f"{RECORD_FILE} has it, {LIVE_FILE} did not take it: {error}") from error
            raise

    def roll_back(self) -> None:
        for connection in (self._files.record, self._files.live):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
