"""Keeps it: back-ends behind the ports of ``rituals``.

A back-end is one folder that passes ``tests/storage``. Of each ritual it has a module of the same name.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from rituals import Unit
from rituals.kernel.space import Space
from rituals.organisation.ports import Readable
from storage.errors import StorageError, StoreHalfDone, StoreRefused, StoreUnavailable
from storage.examined import Examined
from storage.rows import Fields

__all__ = [
    "Examined",
    "StorageError",
    "Store",
    "StoreHalfDone",
    "StoreRefused",
    "StoreUnavailable",
    "back_up",
    "examine",
    "open_store",
    "purposes",
    "reading",
    "schema_of",
]

Result = TypeVar("Result")


class Store(Protocol):
    """One open store.

    * ``run`` calls ``work`` with a unit, in a thread of the store, one after the other. What it wrote counts when it
      returns and not when it raises. The record is committed before the live side.
    * ``tidy`` sees to it that what was deleted on the live side leaves no byte, and that the layout of the file tells
      no order. It says False when somebody's reader is in the way; then it must be called again.
    * ``sealed`` says whether nothing of a check-out that is over is left in the files. Until then no message is handed
      out: nobody is told that answers are erased before they are.
    * ``proof`` writes to both files and reads them through; it names those that fail.
    * ``close`` waits for what is under way.
    """

    def run(self, work: Callable[[Unit], Result]) -> Future[Result]: ...
    @property
    def sealed(self) -> bool: ...
    def tidy(self) -> Future[bool]: ...
    def proof(self) -> Future[tuple[str, ...]]: ...
    def close(self) -> None: ...


def examine(data: Path, live: Path) -> Examined:
    """Look at a store without changing anything.

    Raises:
        StoreUnavailable: the record cannot be read.
    """
    from storage.sqlite.examine import examine_sqlite  # noqa: PLC0415  as in open_store

    return examine_sqlite(data, live)


def schema_of(scratch: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """The columns of every table, by file and table, as a fresh store in the folder ``scratch`` has them."""
    from storage.sqlite.examine import schema_of_sqlite  # noqa: PLC0415  as in open_store

    open_store(scratch, scratch, pepper=b"a pepper for a scratch store").close()
    return schema_of_sqlite(scratch)


def purposes() -> dict[str, Fields]:
    """Why each column of each file is kept, and until when."""
    from storage.sqlite.examine import purposes_of_sqlite  # noqa: PLC0415  as in open_store

    return purposes_of_sqlite()


def back_up(data: Path, target: Path) -> None:
    """A consistent copy of the record alone, made beside a running process.

    Raises:
        StoreRefused: there is something at ``target`` already, or no record to copy.
        StoreUnavailable: it cannot be read or written.
    """
    from storage.sqlite.examine import back_up_sqlite  # noqa: PLC0415  as in open_store

    back_up_sqlite(data, target)


@contextmanager
def reading(data: Path) -> Iterator[Readable]:
    """The record alone, read beside a running process. The present is never opened for this.

    Raises:
        StoreRefused: there is none, or another version made it.
        StoreUnavailable: it cannot be read.
    """
    from storage.sqlite.examine import reading_sqlite  # noqa: PLC0415  as in open_store

    with reading_sqlite(data) as record:
        yield record


def open_store(
    data: Path,
    live: Path,
    *,
    pepper: bytes,
    new_space: Callable[[str], Space] | None = None,
    now: datetime | None = None,
) -> Store:
    """Open the store that lives in two folders, making and upgrading it where needed.

    Args:
        data: the folder of the record; this is what is backed up.
        live: the folder of the present; this is never backed up.
        pepper: the secret that marks are made with, 16 to 64 bytes; kept elsewhere than either folder.
        new_space: what a space looks like that nobody has set up yet.
        now: the moment, UTC, at which a present that does not exist yet begins. None: it was always there.

    Raises:
        StoreRefused: in use by another process, made by a newer version, or not ours.
        StoreUnavailable: cannot be read or written.
    """
    from storage.sqlite.store import SqliteStore  # noqa: PLC0415  the back-end is chosen here and nowhere else

    return SqliteStore(data, live, pepper=pepper, new_space=new_space, now=now)
