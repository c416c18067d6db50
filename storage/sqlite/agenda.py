"""What is due by itself: see :class:`rituals.agenda.ports.Agenda`, in the same order. All of it is the present."""

from datetime import datetime, timedelta
from typing import ClassVar

from rituals.agenda.occurrence import Kind, Occurrence, Stage, Why
from rituals.kernel.identifiers import PlanId, SpaceId
from storage.rows import MS, Fields, Row, from_ms, marks, maybe_moment, maybe_ms, to_ms
from storage.sqlite.files import Files

OCCURRENCE_COLUMNS = "plan, key, kind, space, starts_at, ends_at, due_at, expires_at, look_at, stage, why, about"

CLAIM = f"""
UPDATE occurrence SET stage = 'claimed', look_at = :lease
WHERE (plan, key, kind) IN (
    SELECT plan, key, kind FROM occurrence WHERE look_at <= :now ORDER BY look_at LIMIT :at_most
)
RETURNING {OCCURRENCE_COLUMNS}
"""


OVER = "five weeks after it was due"


class AgendaSqlite:
    """The table ``occurrence`` of ``live.db``."""

    RECORD: ClassVar[Fields] = {}
    PRESENT: ClassVar[Fields] = {
        "occurrence": {
            "plan": ("of which plan; of a month: which space", OVER),
            "key": ("of which date, or month", OVER),
            "kind": ("a bell, a check-out, a round or a month", OVER),
            "space": ("where", OVER),
            "starts_at": ("when that meeting starts", OVER),
            "ends_at": ("when it ends", OVER),
            "due_at": ("when this should happen", OVER),
            "expires_at": ("from when on it is of no use", OVER),
            "look_at": ("when to look at it", OVER),
            "stage": ("how far it is", OVER),
            "why": ("why it was missed; never because of somebody", OVER),
            "about": ("which message shows it; a random number, or the month", OVER),
        },
    }

    def __init__(self, files: Files) -> None:
        self._live = files.live

    def occurrences(self, space: SpaceId) -> tuple[Occurrence, ...]:
        rows = self._live.execute(
            f"SELECT {OCCURRENCE_COLUMNS} FROM occurrence WHERE space = ? ORDER BY due_at, plan, key, kind", (space,)
        )
        return tuple(map(occurrence_from_row, rows))

    def occurrence(self, plan: PlanId, key: str, kind: Kind) -> Occurrence | None:
        row = self._live.execute(
            f"SELECT {OCCURRENCE_COLUMNS} FROM occurrence WHERE plan = ? AND key = ? AND kind = ?", (plan, key, kind)
        ).fetchone()
        return occurrence_from_row(row) if row else None

    def keep_occurrence(self, occurrence: Occurrence) -> None:
        self._live.execute(
            f"INSERT OR REPLACE INTO occurrence ({OCCURRENCE_COLUMNS}) VALUES ({marks(OCCURRENCE_COLUMNS)})",
            occurrence_to_row(occurrence),
        )

    def drop_occurrence(self, occurrence: Occurrence) -> None:
        self._live.execute("DELETE FROM occurrence WHERE plan = ? AND key = ? AND kind = ?", occurrence.name)

    def claim_occurrences(self, now: datetime, lease_until: datetime, at_most: int) -> tuple[Occurrence, ...]:
        given = {"now": to_ms(now), "lease": to_ms(lease_until), "at_most": at_most}
        claimed = map(occurrence_from_row, self._live.execute(CLAIM, given).fetchall())
        return tuple(sorted(claimed, key=lambda each: (each.due_at, each.name)))

    def end_occurrence(self, about: str, stage: Stage, why: Why | None = None) -> None:
        self._live.execute(
            "UPDATE occurrence SET stage = ?, why = ?, look_at = NULL WHERE about = ? AND stage IN ('begun', 'unsure')",
            (stage.value, why.value if why else None, about),
        )

    def clock_went_back(self, by: timedelta) -> None:
        """Leases, and what was put off; what waits for its own moment goes on to."""
        self._live.execute(
            "UPDATE occurrence SET look_at = max(due_at, look_at - ?) WHERE look_at > due_at", (by // MS,)
        )

    def born_at(self) -> datetime:
        return from_ms(self._live.execute("SELECT coalesce(max(born_at), 0) FROM installation").fetchone()[0])

    def spaces(self) -> tuple[SpaceId, ...]:
        return tuple(
            SpaceId(row[0]) for row in self._live.execute("SELECT DISTINCT space FROM occurrence ORDER BY space")
        )


def occurrence_to_row(occurrence: Occurrence) -> Row:
    return (
        occurrence.plan,
        occurrence.key,
        occurrence.kind.value,
        occurrence.space,
        to_ms(occurrence.starts_at),
        to_ms(occurrence.ends_at),
        to_ms(occurrence.due_at),
        to_ms(occurrence.expires_at),
        maybe_ms(occurrence.look_at),
        occurrence.stage.value,
        occurrence.why.value if occurrence.why else None,
        occurrence.about,
    )


def occurrence_from_row(row: Row) -> Occurrence:
    return Occurrence(
        plan=PlanId(row[0]),
        key=row[1],
        kind=Kind(row[2]),
        space=SpaceId(row[3]),
        starts_at=from_ms(row[4]),
        ends_at=from_ms(row[5]),
        due_at=from_ms(row[6]),
        expires_at=from_ms(row[7]),
        look_at=maybe_moment(row[8]),
        stage=Stage(row[9]),
        why=Why(row[10]) if row[10] else None,
        about=row[11],
    )
