"""The room's chat: what Slack is elsewhere. It keeps messages in a file of its own, as a chat platform would."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from bot.chat import GroupsUnavailable, NotAccepted, NotEditable, Roster
from bot.texts import Span
from bot.views.message import Form, Message, Paragraph
from bot.views.voice import Platform
from bot.web.people import NAMES, ROOM
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person

SHOWN_AT_MOST = 200
"""Messages on the page; older ones are still in the file."""

ELSEWHERE = "elsewhere"
"""Where messages for other teams stand: in channels that nobody here looks at."""

MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message as it stands in the room. ``author`` None: Belletje. ``thread``: the message it stands under."""

    id: int
    author: str | None
    recipient: str | None
    thread: int | None
    message: Message


class RoomChat:
    """See :class:`bot.chat.Chat`."""

    platform = Platform(name="Kamer")

    def __init__(self, file: Path) -> None:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, mode=0o600))
        self._db = Database(file)
        self._table = self._db.table("message")
        self._table.create(
            {"id": int, "author": str, "recipient": str, "thread": int, "message": str}, pk="id", if_not_exists=True
        )
        if "marker" not in self._table.columns_dict:
            self._table.add_column("marker", str)
        self._seen = self._db.table("seen")
        self._seen.create({"person": str, "message": int}, pk="person", if_not_exists=True)
        self._changed = asyncio.Event()
        self._open = True
        self._forms: dict[ParticipantId, Form] = {}
        self.changes = 0

    async def post(
        self, space: SpaceId, message: Message, *, recipient: ParticipantId | None, thread: str | None, marker: str = ""
    ) -> str:
        if space != ROOM and recipient is None:
            return ELSEWHERE
        if recipient is not None and recipient not in NAMES:
            raise NotAccepted("nobody of that name is in the room")
        return str(self.add(message, recipient=recipient, thread=int(thread) if thread else None, marker=marker))

    async def find(self, space: SpaceId, marker: str, thread: str | None) -> str | None:
        found = next(self._table.rows_where("marker = ?", [marker], select="id"), None)
        return str(found["id"]) if found else None

    async def answers(self, space: SpaceId) -> None:
        pass

    async def here(self, space: SpaceId) -> None:
        pass

    async def amend(self, space: SpaceId, ref: str, message: Message) -> None:
        if ref != ELSEWHERE and not self.replace(int(ref), message):
            raise NotEditable("that message is gone")

    async def roster(self, space: SpaceId, *, at_most: int, fresh: bool = True) -> Roster:
        people = tuple(Person(id=who) for who in NAMES)
        return Roster(ids=frozenset(NAMES), people=people if len(people) <= at_most else None)

    def was_told(self, space: SpaceId, who: ParticipantId, *, now: bool = False) -> bool:
        return True

    def forget(self, space: SpaceId, who: ParticipantId | None = None) -> None:
        pass

    def meets(self, space: SpaceId) -> bool:
        return False

    async def people(
        self, space: SpaceId, ids: frozenset[ParticipantId], *, among: frozenset[ParticipantId] = frozenset()
    ) -> tuple[Person, ...]:
        return tuple(Person(id=who) for who in sorted(ids & NAMES.keys()))

    async def addresses(self, space: SpaceId, ids: frozenset[ParticipantId]) -> dict[ParticipantId, frozenset[str]]:
        return {}

    async def names(self, space: SpaceId, ids: frozenset[ParticipantId]) -> frozenset[str]:
        return frozenset(NAMES[who] for who in ids if who in NAMES)

    async def group(self, group: str) -> frozenset[ParticipantId]:
        raise GroupsUnavailable("the room has no groups")

    def talk(self, author: ParticipantId, text: str) -> None:
        """Somebody just says something."""
        self.add(Message(parts=(Paragraph(text=(Span(text=text),)),)), author=author)

    def add(
        self,
        message: Message,
        *,
        author: ParticipantId | None = None,
        recipient: ParticipantId | None = None,
        thread: int | None = None,
        marker: str = "",
    ) -> int:
        row = {"author": author, "recipient": recipient, "thread": thread, "marker": marker or None}
        added = self._table.insert({**row, "message": MESSAGE.dump_json(message).decode()}).last_pk
        self._tell()
        return int(added or 0)

    def replace(self, ref: int, message: Message, *, recipient: ParticipantId | None = None) -> bool:
        """Whether there was a message to replace; with ``recipient``, one that only they see."""
        mine = {"ref": ref, "recipient": recipient}
        if not self._table.count_where("id = :ref AND (:recipient IS NULL OR recipient = :recipient)", mine):
            return False
        self._table.update(ref, {"message": MESSAGE.dump_json(message).decode()})
        self._tell()
        return True

    def form(self, person: ParticipantId) -> Form | None:
        """The form that somebody has open."""
        return self._forms.get(person)

    def open_form(self, person: ParticipantId, form: Form) -> None:
        self._forms[person] = form
        self._tell()

    def close_form(self, person: ParticipantId) -> Form | None:
        """The form that was open."""
        form = self._forms.pop(person, None)
        self._tell()
        return form

    def seen_by(self, person: ParticipantId) -> tuple[Shown, ...]:
        """What somebody sees, oldest first, each thread under its message."""
        shown = self.standing(person)
        if self.waiting(person):
            self._seen.upsert({"person": person, "message": max(message.id for message in shown)}, pk="person")
            self._tell()
        return tuple(sorted(shown, key=lambda message: (message.thread or message.id, message.id)))

    def standing(self, person: ParticipantId) -> list[Shown]:
        """What stands there for somebody, the newest first; whether they looked at it is not changed."""
        rows = self._table.rows_where(
            "recipient IS NULL OR recipient = ?", [person], order_by="id desc", limit=SHOWN_AT_MOST
        )
        return [_shown(row) for row in rows]

    def waiting(self, person: ParticipantId) -> int:
        """Private messages that somebody has not looked at yet."""
        unseen = "recipient = :who AND id > coalesce((SELECT message FROM seen WHERE person = :who), 0)"
        return int(self._table.count_where(unseen, {"who": person}))

    async def wait_for_change(self, seen: int, seconds: float) -> None:
        """Until something changed after ``seen``, or so many seconds."""
        if self.changes != seen or not self._open:
            return
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

    def hush(self) -> None:
        """The room closes: nobody waits for a change any more."""
        self._open = False
        self._tell()

    def touch(self) -> None:
        """Something else on the page changed."""
        self._tell()

    def close(self) -> None:
        self._tell()
        self._db.close()

    def _tell(self) -> None:
        self.changes += 1
        self._changed.set()
        self._changed = asyncio.Event()


def _shown(row: dict[str, Any]) -> Shown:
    about = {name: row[name] for name in ("id", "author", "recipient", "thread")}
    return Shown(**about, message=MESSAGE.validate_json(row["message"]))
