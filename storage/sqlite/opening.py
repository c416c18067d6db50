"""What is looked at when a store is opened: whether both files belong together, and what a crash left."""

import secrets
from datetime import datetime

from rituals.agenda.occurrence import KEPT, PLANNED, Kind, Stage
from rituals.kernel.identifiers import MeetingId, PlanId
from storage.errors import StoreRefused
from storage.rows import Fields, from_ms, to_ms
from storage.sqlite.checkout import key_check
from storage.sqlite.files import Files
from storage.sqlite.unit import SqliteUnit

RECORD: Fields = {"installation": {"id": ("that both files belong together; a random number", "kept")}}
PRESENT: Fields = {
    "installation": {
        "id": ("that both files belong together; a random number", "kept"),
        "born_at": ("what was due before is unknown here", "kept"),
        "key_check": ("to notice that the secret key was changed; says nothing of the key", "kept"),
    },
}


def belong_together(files: Files, now: datetime) -> None:
    """Give both files the same number, if they have none yet. ``now``: when a live file that is new begins.

    Raises:
        StoreRefused: the live file is of another installation.
    """
    here = files.record.execute("SELECT id FROM installation").fetchone()
    there = files.live.execute("SELECT id FROM installation").fetchone()
    if there and here != there:
        raise StoreRefused(
            "live.db belongs to another belletje.db; put back the one it belongs to, or move live.db away "
            "(turns then begin anew)"
        )
    number = here[0] if here else secrets.token_hex(8)
    if here is None:
        files.begin()
        files.record.execute("INSERT INTO installation VALUES (?)", (number,))
        files.record.execute("COMMIT")
    if there is None:
        row = (number, key_check(files.pepper), to_ms(now))
        files.live.execute("INSERT INTO installation (id, key_check, born_at) VALUES (?, ?, ?)", row)


def after_a_crash(unit: SqliteUnit, files: Files, now: datetime) -> None:
    """A bell that was counted and already forgotten needs its mark against counting twice no longer.

    What was forgotten before is rewritten at the next tidying, as nobody knows whether it was. Commits.
    """
    for about in unit.counts.counted():
        if unit.bell.meeting(MeetingId(about)) is None and not _may_come_again(unit, about, now):
            unit.counts.uncount(about)
    files.forgot = True
    unit.commit()


def _may_come_again(unit: SqliteUnit, about: str, now: datetime) -> bool:
    """Whether this was counted for something planned, and a crash came before the rest."""
    if about.startswith(PLANNED):
        return from_ms(int(about.split("/")[1])) > now - KEPT
    plan, _, key = about.partition("/")
    planned = unit.agenda.occurrence(PlanId(plan), key, Kind.CHECKOUT)
    return planned is not None and planned.stage in (Stage.WAITING, Stage.CLAIMED)
