"""Settings of spaces: see :class:`rituals.kernel.ports.Spaces`, in the same order."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Address, Language, Mode, Space
from storage.rows import WITH_SPACE, Fields, Row, marks
from storage.sqlite.files import RecordFile


class SpaceSqlite:
    """``space`` and ``address`` of the record."""

    RECORD: ClassVar[Fields] = {
        "space": {
            "id": ("which space these settings are for", WITH_SPACE),
            "introduced": ("whether somebody there knows what will happen", WITH_SPACE),
            "language": ("how the space is spoken to", WITH_SPACE),
            "zone": ("its times and months", WITH_SPACE),
            "word": ("what the team calls dissent", WITH_SPACE),
            "guests": ("whether guests take part", WITH_SPACE),
            "mode": ("how it checks out", WITH_SPACE),
            "threshold": ("from how many answers on any are shown", "the bot is removed; kept where it was raised"),
            "offers": ("whether the start of a meeting offers the bell", WITH_SPACE),
            "paused_until": ("until when the team wants nothing by itself", WITH_SPACE),
            "shared_as": ("under which name leaders see its month, where it chose that", WITH_SPACE),
        },
        "address": {
            "space": ("which space", WITH_SPACE),
            "url": ("where Teams is reached for it", WITH_SPACE),
            "part_of": ("of which team the channel is, for the bot leaves both at once", WITH_SPACE),
        },
    }
    PRESENT: ClassVar[Fields] = {}

    def __init__(self, files: RecordFile) -> None:
        self._files = files
        self._record = files.record
        self._new_space = files.new_space

    def of(self, space: SpaceId) -> Space:
        row = self._record.execute(f"SELECT {SPACE_COLUMNS} FROM space WHERE id = ?", (space,)).fetchone()
        return self._found(row) if row else self._new_space(space)

    def known(self) -> tuple[SpaceId, ...]:
        return tuple(SpaceId(row[0]) for row in self._record.execute("SELECT id FROM space ORDER BY id"))

    def every(self) -> tuple[Space, ...]:
        return tuple(map(self._found, self._record.execute(f"SELECT {SPACE_COLUMNS} FROM space ORDER BY id")))

    def save(self, space: Space) -> None:
        self._files.begin()
        self._record.execute(
            f"INSERT OR REPLACE INTO space ({SPACE_COLUMNS}) VALUES ({marks(SPACE_COLUMNS)})", space_to_row(space)
        )
        if space.shared_as is None:
            self._shared_no_more(space.id)

    def address(self, space: SpaceId) -> Address | None:
        row = self._record.execute("SELECT url, part_of FROM address WHERE space = ?", (space,)).fetchone()
        return Address(url=row[0], within=row[1]) if row else None

    def keep_address(self, space: SpaceId, address: Address) -> None:
        self._files.begin()
        self._record.execute(
            "INSERT INTO address VALUES (?, ?, ?) ON CONFLICT (space) DO UPDATE SET url = excluded.url,"
            " part_of = coalesce(excluded.part_of, part_of)",
            (space, address.url, address.within),
        )

    def within(self, within: str) -> tuple[SpaceId, ...]:
        rows = self._record.execute("SELECT space FROM address WHERE part_of = ? ORDER BY space", (within,))
        return tuple(SpaceId(row[0]) for row in rows)

    def forget_space(self, space: SpaceId) -> None:
        kept = self.of(space).threshold
        self._files.begin()
        self._record.execute("DELETE FROM space WHERE id = ?", (space,))
        self._shared_no_more(space)
        self._record.execute("DELETE FROM address WHERE space = ?", (space,))
        if kept > self._new_space(space).threshold:  # once raised it is not lowered by coming back
            self.save(replace(self._new_space(space), threshold=kept))

    def _shared_no_more(self, space: SpaceId) -> None:
        self._record.execute("UPDATE month SET shared_as = NULL WHERE about = ? AND shared_as IS NOT NULL", (space,))

    def _found(self, row: Row) -> Space:
        """With the threshold of the installation, where that is higher."""
        found = space_from_row(row)
        return replace(found, threshold=max(found.threshold, self._new_space(found.id).threshold))


SPACE_COLUMNS = "id, introduced, language, zone, word, guests, mode, threshold, offers, paused_until, shared_as"


def space_to_row(space: Space) -> Row:
    return (
        space.id,
        int(space.introduced),
        space.language.value,
        space.zone,
        space.word,
        int(space.guests),
        space.mode.value if space.mode else None,
        space.threshold,
        int(space.offers),
        space.paused_until.isoformat() if space.paused_until else None,
        space.shared_as,
    )


def space_from_row(row: Row) -> Space:
    return Space(
        id=SpaceId(row[0]),
        introduced=bool(row[1]),
        language=Language(row[2]),
        zone=row[3],
        word=row[4],
        guests=bool(row[5]),
        mode=Mode(row[6]) if row[6] else None,
        threshold=row[7],
        offers=bool(row[8]),
        paused_until=date.fromisoformat(row[9]) if row[9] else None,
        shared_as=row[10],
    )
