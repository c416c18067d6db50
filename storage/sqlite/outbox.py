"""Messages under way: see :class:`rituals.kernel.ports.Outbox`, in the same order.

A row whose ``due_at`` is NULL stands in chat as it should. Otherwise it waits: until ``due_at`` when free, and while
``leased`` until its lease runs out. ``version`` counts what was said into the slot, so that an errand that comes back
knows whether something newer was said meanwhile.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar

from pydantic import TypeAdapter

from rituals.kernel.effect import Clear, Closing, Content, Effect, Forget, Say, Slot, kinds_of
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.kernel.ports import Errand
from storage.rows import MS, Fields, Row, from_ms, maybe_moment, maybe_ms, to_ms
from storage.sqlite.files import Files

UNSURE = "due_at IS NULL AND name IS NOT NULL"
"""What stands in chat as it should has nothing left to say; what may or may not stand there still has."""

FIRST = "ref IS NULL AND due_at IS NOT NULL"
"""What was not said yet keeps its turn when it is said otherwise: what stands in its thread comes after it."""

KEY = "about = ? AND kind = ? AND recipient = ? AND number = ?"

CLAIM = """
UPDATE message SET leased = 1, due_at = :lease, attempt = attempt + 1
WHERE (about, kind, recipient, number) IN (
    SELECT about, kind, recipient, number FROM message AS waiting
    WHERE workspace = :workspace AND due_at IS NOT NULL AND due_at <= :now
      AND turn = (SELECT min(turn) FROM message WHERE space = waiting.space AND due_at IS NOT NULL)
    ORDER BY turn LIMIT :at_most
)
RETURNING about, kind, recipient, number, space, under, name, content, version, attempt, ref, turn, until
"""


NEXT_TURN = "(SELECT coalesce(max(turn), 0) + 1 FROM message WHERE space = ? AND due_at IS NOT NULL)"
"""Counted among what waits in the space and not on from there: else it would tell how much was said before."""

WORKSPACES = """
WITH RECURSIVE waiting(workspace) AS (
    SELECT min(workspace) FROM message WHERE due_at IS NOT NULL
    UNION ALL
    SELECT (SELECT min(workspace) FROM message WHERE due_at IS NOT NULL AND workspace > waiting.workspace)
    FROM waiting WHERE waiting.workspace IS NOT NULL
)
SELECT workspace FROM waiting WHERE workspace IS NOT NULL
"""
"""From one workspace to the next in the index, however many messages wait for each."""


DELIVERED = "delivered, or the meeting it belongs to is forgotten"


class OutboxSqlite:
    """The ``message`` table of ``live.db``."""

    RECORD: ClassVar[Fields] = {}
    PRESENT: ClassVar[Fields] = {
        "message": {
            "about": ("what the message is about; a random number", DELIVERED),
            "kind": ("which message of it", DELIVERED),
            "recipient": ("who alone may see it", DELIVERED),
            "number": ("which of several", DELIVERED),
            "space": ("where", DELIVERED),
            "under": ("in which thread", DELIVERED),
            "name": ("what it says: the kind of text", DELIVERED),
            "content": ("what it says: names and times in it", DELIVERED),
            "last": ("nothing follows it", DELIVERED),
            "version": ("which wording", DELIVERED),
            "workspace": ("in which workspace", DELIVERED),
            "until": ("from when on it is of no use", DELIVERED),
            "turn": ("the order of messages in a space", DELIVERED),
            "due_at": ("when to try", DELIVERED),
            "leased": ("it is being sent", DELIVERED),
            "attempt": ("how often it was tried", DELIVERED),
            "ref": ("where it stands in chat, to edit it; of a private message that names the chat of two", DELIVERED),
        },
    }

    def __init__(self, files: Files) -> None:
        self._files = files
        self._live = files.live

    def put(self, effects: tuple[Effect, ...], now: datetime) -> None:
        for effect in effects:
            match effect:
                case Say():
                    self._say(effect, now)
                case Forget(slot=slot):
                    self._live.execute(f"DELETE FROM message WHERE {KEY}", _key(slot))
                case Clear(about=about):
                    self._live.execute("UPDATE message SET last = 1 WHERE about = ?", (about,))
                    self._live.execute("DELETE FROM message WHERE about = ? AND due_at IS NULL", (about,))

    def workspaces(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._live.execute(WORKSPACES))

    def claim(self, workspace: str, now: datetime, lease_until: datetime, at_most: int) -> tuple[Errand, ...]:
        if self._files.unsealed:
            return ()
        given = {"workspace": workspace, "now": to_ms(now), "lease": to_ms(lease_until), "at_most": at_most}
        rows = self._live.execute(CLAIM, given).fetchall()
        errands = (self._errand(row) for row in sorted(rows, key=lambda row: row[11]))
        return tuple(errand for errand in errands if errand)

    def delivered(self, errand: Errand, ref: str) -> None:
        key = _key(errand.slot)
        row = self._live.execute(f"SELECT version, last FROM message WHERE {KEY}", key).fetchone()
        if row is None:
            return
        version, last = row
        if version != errand.version:
            self._live.execute(
                f"UPDATE message SET ref = ?, leased = 0, attempt = 0, due_at = 0 WHERE {KEY}", (ref, *key)
            )
        elif last:
            self.dropped(errand)
        else:
            self._live.execute(
                "UPDATE message SET ref = ?, leased = 0, attempt = 0, due_at = NULL, name = NULL, content = NULL, "
                f"turn = 0 WHERE {KEY}",
                (ref, *key),
            )

    def later(self, errand: Errand, until: datetime) -> None:
        self._live.execute(
            f"UPDATE message SET leased = 0, due_at = ?, attempt = max(attempt - 1, 0) WHERE {KEY}",
            (to_ms(until), *_key(errand.slot)),
        )

    def unanswered(self, errand: Errand, until: datetime) -> None:
        self._live.execute(f"UPDATE message SET due_at = ? WHERE {KEY} AND leased", (to_ms(until), *_key(errand.slot)))

    def dropped(self, errand: Errand) -> None:
        self._live.execute(f"DELETE FROM message WHERE {KEY}", _key(errand.slot))

    def unsure(self, slot: Slot) -> None:
        self._live.execute(
            f"UPDATE message SET leased = 0, due_at = NULL WHERE {KEY} AND (ref IS NULL OR leased)", _key(slot)
        )

    def say_again(self, slot: Slot, now: datetime) -> bool:
        again = f"UPDATE message SET due_at = ?, attempt = 0 WHERE {KEY} AND space = ? AND {UNSURE}"
        return self._live.execute(again, (to_ms(now), *_key(slot), slot.space)).rowcount == 1

    def was_said(self, slot: Slot) -> bool:
        gone = f"DELETE FROM message WHERE {KEY} AND space = ? AND {UNSURE}"
        return self._live.execute(gone, (*_key(slot), slot.space)).rowcount == 1

    def _say(self, say: Say, now: datetime) -> None:
        if isinstance(say.content, Closing):
            unseen = f"DELETE FROM message WHERE {KEY} AND ref IS NULL AND NOT leased"
            self._live.execute(unseen, _key(say.slot))
            if not self._live.execute(f"SELECT 1 FROM message WHERE {KEY}", _key(say.slot)).fetchone():
                return
        name, content = content_to_row(say.content)
        self._live.execute(
            "INSERT INTO message (about, kind, recipient, number, space, under, name, content, last, version, turn,"
            " due_at, workspace, until)"
            f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, {NEXT_TURN}, ?, ?, ?)"
            " ON CONFLICT (about, kind, recipient, number) DO UPDATE SET name = excluded.name,"
            " content = excluded.content, last = excluded.last, version = version + 1,"
            f" turn = CASE WHEN {FIRST} THEN turn ELSE excluded.turn END,"
            f" until = excluded.until, attempt = CASE WHEN {UNSURE} THEN 0 ELSE attempt END,"
            " due_at = CASE WHEN leased THEN due_at ELSE excluded.due_at END",
            (
                *(*_key(say.slot), say.slot.space, say.slot.under, name, content, int(say.last), say.slot.space),
                *(to_ms(now), workspace_of(say.slot.space), maybe_ms(say.until)),
            ),
        )

    def forget_recipient(self, who: ParticipantId) -> None:
        self._live.execute("DELETE FROM message WHERE recipient = ?", (who,))

    def clock_went_back(self, by: timedelta) -> None:
        self._live.execute("UPDATE message SET due_at = due_at - ? WHERE due_at > 0", (by // MS,))

    def oldest_due(self) -> datetime | None:
        due = self._live.execute("SELECT min(due_at) FROM message WHERE due_at > 0").fetchone()[0]
        return None if due is None else from_ms(due)

    def _errand(self, row: Row) -> Errand | None:
        """The errand in a row; one that cannot be read, as from another version, is dropped and delays nobody."""
        about, kind, recipient, number, space, under, name, content, version, attempt, ref, _turn, until = row
        try:
            said = content_from_row(name, content)
        except (KeyError, ValueError):
            self._live.execute(f"DELETE FROM message WHERE {KEY}", row[:4])
            return None
        thread = None
        if under:
            above = self._live.execute(f"SELECT ref FROM message WHERE {KEY}", (about, under, "", 0)).fetchone()
            thread = above[0] if above else None
        return Errand(
            slot=Slot(
                space=SpaceId(space),
                about=about,
                kind=kind,
                recipient=ParticipantId(recipient) if recipient else None,
                number=number,
                under=under,
            ),
            content=said,
            version=version,
            attempt=attempt,
            ref=ref,
            thread=thread,
            until=maybe_moment(until),
        )


def _key(slot: Slot) -> Row:
    return slot.about, slot.kind, slot.recipient or "", slot.number


@cache
def _adapter(name: str) -> TypeAdapter[Content]:
    """Of a kind of content by its name, which is how a row knows it; each is made when it is first said."""
    return TypeAdapter({kind.__name__: kind for kind in kinds_of(Content)}[name])


def content_to_row(content: Content) -> tuple[str, str]:
    """The name of the content's class and its fields as JSON."""
    name = type(content).__name__
    return name, _adapter(name).dump_json(content).decode()


def content_from_row(name: str, fields: str) -> Content:
    return _adapter(name).validate_json(fields)
