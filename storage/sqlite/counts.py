"""What is counted: see :class:`rituals.kernel.ports.Counts`, in the same order."""

from typing import ClassVar

from rituals.kernel.identifiers import SpaceId
from storage.rows import Fields
from storage.sqlite.files import Files

COUNTED = "the next start; of planned moments five weeks later"
MONTH_CLOSED = "the month is closed, on the first working day after it"

ACTIVITIES = {
    "announced": "how many bells went round",
    "rung": "how many of them rang",
    "moments": "how often they rang",
    "taken_on": "how many bells were taken on",
    "weighed": "how many were weighed",
    "heard": "how many were heard",
    "not_reached": "how many were not reached",
    "spoken": "how often a question was asked aloud",
    "planned": "how many moments were planned",
    "took_place": "how many of them took place",
}


class CountsSqlite:
    """``activity`` and ``counted`` of the record."""

    RECORD: ClassVar[Fields] = {
        "activity": {
            "space": ("which space was active", MONTH_CLOSED),
            "month": ("in which month", MONTH_CLOSED),
            **{name: (purpose, MONTH_CLOSED) for name, purpose in ACTIVITIES.items()},
        },
        "counted": {
            "about": ("so that a crash counts nothing twice; a random number, or which planned moment", COUNTED),
        },
    }
    PRESENT: ClassVar[Fields] = {}

    def __init__(self, files: Files) -> None:
        self._files = files
        self._record = files.record

    def add(self, about: str, space: SpaceId, month: str, **counts: int) -> None:
        self._files.begin()
        if not self._record.execute("INSERT OR IGNORE INTO counted VALUES (?)", (about,)).rowcount:
            return
        self._record.execute("INSERT OR IGNORE INTO activity (space, month) VALUES (?, ?)", (space, month))
        added = ", ".join(f"{name} = {name} + ?" for name in counts)
        changed = f"UPDATE activity SET {added} WHERE space = ? AND month = ?"
        self._record.execute(changed, (*counts.values(), space, month))

    def counted(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._record.execute("SELECT about FROM counted"))

    def uncount(self, about: str) -> None:
        self._files.begin()
        self._record.execute("DELETE FROM counted WHERE about = ?", (about,))
