"""What is counted: see :class:`rituals.kernel.ports.Counts`, in the same order."""

from rituals.kernel.identifiers import SpaceId
from storage.sqlite.files import Files


class CountsSqlite:
    """``activity`` and ``counted`` of the record."""

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
