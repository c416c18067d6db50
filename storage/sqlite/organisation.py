"""Leaders: see :class:`rituals.organisation.ports.Leaders`, in the same order."""

from datetime import date
from typing import ClassVar

from rituals.kernel.identifiers import ParticipantId
from rituals.organisation.organisation import Leader, LeaderChange
from storage.rows import Fields, day_to_text
from storage.sqlite.files import RecordFile

LEADS = "no leader any more"
TWO_YEARS = "two years after"


class OrganisationSqlite:
    """``leader`` and ``leader_change`` of the record."""

    RECORD: ClassVar[Fields] = {
        "leader": {
            "organisation": ("of which organisation", LEADS),
            "workspace": ("in which workspace", LEADS),
            "participant": ("who may read the organisation's month", LEADS),
            "by_operator": ("whether the settings name them", LEADS),
            "link": ("so that links end when they lead no more; a random number", LEADS),
        },
        "leader_change": {
            "organisation": ("of which organisation", TWO_YEARS),
            "day": ("on which day", TWO_YEARS),
            "number": ("which change of that day", TWO_YEARS),
            "workspace": ("in which workspace", TWO_YEARS),
            "participant": ("who was made a leader, or is none any more", TWO_YEARS),
            "added": ("which of the two", TWO_YEARS),
            "changed_by": ("who changed it; nothing: the operator", TWO_YEARS),
        },
    }
    PRESENT: ClassVar[Fields] = {}

    def __init__(self, files: RecordFile) -> None:
        self._files = files
        self._record = files.record

    def led(self) -> tuple[str, ...]:
        rows = self._record.execute("SELECT DISTINCT organisation FROM leader ORDER BY organisation")
        return tuple(row[0] for row in rows)

    def leaders(self, organisation: str) -> tuple[Leader, ...]:
        rows = self._record.execute(
            "SELECT workspace, participant, by_operator, link FROM leader WHERE organisation = ? ORDER BY 1, 2",
            (organisation,),
        )
        return tuple(
            Leader(workspace=row[0], participant=ParticipantId(row[1]), by_operator=bool(row[2]), link=row[3])
            for row in rows
        )

    def leader_changes(self, organisation: str) -> tuple[LeaderChange, ...]:
        rows = self._record.execute(
            "SELECT day, workspace, participant, added, changed_by FROM leader_change WHERE organisation = ?"
            " ORDER BY day DESC, number DESC",
            (organisation,),
        )
        return tuple(
            LeaderChange(
                day=date.fromisoformat(row[0]),
                leader=Leader(workspace=row[1], participant=ParticipantId(row[2]), by_operator=row[4] is None),
                added=bool(row[3]),
                by=ParticipantId(row[4]) if row[4] else None,
            )
            for row in rows
        )

    def change_leader(self, organisation: str, change: LeaderChange) -> None:
        self._files.begin()
        who = (organisation, change.leader.workspace, change.leader.participant)
        if change.added:
            self._record.execute(
                "INSERT OR REPLACE INTO leader VALUES (?, ?, ?, ?, ?)",
                (*who, int(change.by is None), change.leader.link),
            )
        else:
            self._record.execute("DELETE FROM leader WHERE organisation = ? AND workspace = ? AND participant = ?", who)
        self._record.execute(
            "INSERT INTO leader_change SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?"
            " FROM leader_change WHERE organisation = ? AND day = ?",
            (
                *(organisation, day_to_text(change.day), *who[1:], int(change.added), change.by),
                *(organisation, day_to_text(change.day)),
            ),
        )

    def forget_before(self, day: date) -> None:
        self._files.begin()
        self._record.execute("DELETE FROM leader_change WHERE day < ?", (day_to_text(day),))
