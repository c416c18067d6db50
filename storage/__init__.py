"""Keeps it: back-ends behind the ports of ``rituals``.

A back-end is one folder that passes ``tests/storage/contract.py``. Values become rows, and rows values, in ``records``.
"""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

from rituals.ports import Unit
from rituals.space import Space

Result = TypeVar("Result")


class StorageError(Exception):
    """The root of what can go wrong with keeping. The message is a sentence for the operator."""


class StoreUnavailable(StorageError):
    """Nothing was written: the database is locked, read-only, full or broken. Trying again later may help."""


class StoreRefused(StorageError):
    """This folder cannot be used as it is: the database is newer, not ours, or in use by another process."""


class Store(Protocol):
    """One open store.

    * ``run`` calls ``work`` with a unit, in a thread of the store, one after the other. What it wrote counts when it
      returns and not when it raises. The record is committed before the live side.
    * ``tidy`` empties the log of the live side, where rows that were deleted would otherwise linger.
    * ``close`` waits for what is under way.
    """

    def run(self, work: Callable[[Unit], Result]) -> Future[Result]: ...
    def tidy(self) -> Future[None]: ...
    def close(self) -> None: ...


def open_store(data: Path, live: Path, *, new_space: Callable[[str], Space] | None = None) -> Store:
    """Open the store that lives in two folders, making and upgrading it where needed.

    Args:
        data: the folder of the record; this is what is backed up.
        live: the folder of the present; this is never backed up.
        new_space: what a space looks like that nobody has set up yet.

    Raises:
        StoreRefused: in use by another process, made by a newer version, or not ours.
        StoreUnavailable: cannot be read or written.
    """
    from storage.sqlite import SqliteStore  # noqa: PLC0415  the back-end is chosen here and nowhere else

    return SqliteStore(data, live, new_space=new_space)
