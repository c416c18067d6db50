"""What can be seen of a store from outside."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What can be seen of a store from outside, beside a running process. The present is never opened for this.

    Attributes:
        engine: the version of the database engine, and whether it is new enough.
        version: which version the record is, and ``newest`` the one this program makes.
        in_use: a process has it open.
        not_writable: folders that this user cannot write.
    """

    engine: str
    engine_is_enough: bool
    exists: bool
    sound: bool
    version: int
    newest: int
    in_use: bool
    not_writable: tuple[Path, ...]
