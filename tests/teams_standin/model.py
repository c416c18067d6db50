"""What lives in a tenant: people, places where they talk, and messages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from teams_standin.plain import readable, spoken

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
Kind = Literal["personal", "groupChat", "channel"]
MeetingKind = Literal["scheduled", "recurring", "adhoc", "channel"]


class CannotDo(RuntimeError):
    """Somebody tried something Teams' client would not let them do: the test is wrong, or the bot hid the button."""


class Call(NamedTuple):
    """One request to the connector as it came in, and how it was answered."""

    method: str
    path: str
    body: Any
    status: int | None = None


@dataclass(frozen=True, eq=False)
class Person:
    id: str
    name: str
    aad: str
    email: str
    locale: str = "nl-NL"
    timezone: str = "Europe/Amsterdam"
    guest: bool = False
    # Rosters and messages do not always carry a name; people without one are told apart by their id alone.
    named: bool = True

    @property
    def account(self) -> Json:
        """As in events."""
        return {"id": self.id, "aadObjectId": self.aad}

    @property
    def sender(self) -> Json:
        """As in messages and presses of a button."""
        return {"id": self.id, "name": self.name, "aadObjectId": self.aad} if self.named else self.account


@dataclass(eq=False)
class Place:
    """Where people talk: a personal chat, a group chat, the chat of a meeting, or a channel."""

    id: str
    kind: Kind
    name: str | None = None
    people: list[Person] = field(default_factory=list)
    installed: bool = False
    deleted: bool = False
    team: "Team | None" = None

    @property
    def members(self) -> list[Person]:
        return self.team.members if self.team else self.people

    @property
    def with_bot(self) -> bool:
        return self.team.installed if self.team else self.installed

    @property
    def gone(self) -> bool:
        return self.deleted or bool(self.team and self.team.deleted)

    def account(self, tenant_id: str, thread: str | None = None, *, named: bool = False) -> Json:
        """`conversation` in an activity; a thread is written behind the id of its channel."""
        shared = {} if self.kind == "personal" else {"isGroup": True}
        where = f"{self.id};messageid={thread}" if thread else self.id
        body = {**shared, "conversationType": self.kind, "tenantId": tenant_id, "id": where}
        return body | ({"name": self.name} if named and self.name else {})


@dataclass(eq=False)
class Team:
    """A team; its first channel has the id of the team, and no name in any answer."""

    id: str
    name: str
    aad: str
    members: list[Person]
    new_channel: "Callable[[Team, str], Place]"
    channels: list[Place] = field(default_factory=list)
    installed: bool = False
    deleted: bool = False

    def channel(self, name: str) -> Place:
        """The channel of that name; it comes into being when it is first asked for."""
        return next((one for one in self.channels if one.name == name), None) or self.new_channel(self, name)

    @property
    def general(self) -> Place:
        return self.channels[0]

    @property
    def account(self) -> Json:
        return {"id": self.id, "name": self.name, "aadGroupId": self.aad}


@dataclass(eq=False)
class Meeting(Place):
    """A place with a beginning and an end."""

    meeting_id: str = ""
    meeting: MeetingKind = "scheduled"
    organizer: Person | None = None
    inside: list[Person] = field(default_factory=list)

    @property
    def tells(self) -> bool:
        """Events come for scheduled meetings only."""
        return self.meeting != "adhoc"


@dataclass(frozen=True)
class Message:
    """A message as it stands now; after an update the same id carries another one of these."""

    id: str
    place: Place
    sender: Person | None
    text: str = ""
    attachments: tuple[Json, ...] = ()
    root: str | None = None
    targeted_to: Person | None = None
    edited: bool = False
    summary: str = ""
    created: float = 0.0
    format: str = "markdown"
    body: Json = field(default_factory=dict)

    @property
    def card(self) -> Json | None:
        """The Adaptive Card in it, if there is one."""
        return next((one["content"] for one in self.attachments if one.get("contentType") == CARD), None)

    @property
    def by_bot(self) -> bool:
        return self.sender is None

    @property
    def conversation_id(self) -> str:
        return f"{self.place.id};messageid={self.root}" if self.root else self.place.id

    def plain(self) -> str:
        """What a person reads: the text, and below it each card with buttons as [Label]."""
        parts = [spoken(self.text)] if self.text else []
        parts += [readable(one["content"]) for one in self.attachments if one.get("contentType") == CARD]
        return "\n".join(parts)


@dataclass(frozen=True)
class Delivered:
    """What the bot answered: an HTTP status and a body, or a reason why there is none."""

    activity: Json
    status: int | None = None
    body: Any = None
    failure: str | None = None
    attempts: int = 0

    @property
    def told(self) -> bool:
        """Whether it went to the bot at all."""
        return self.attempts > 0


@dataclass(frozen=True)
class Outcome:
    """What somebody sees after pressing a button: another card, a message below it, or that it went wrong."""

    kind: Literal["card", "message", "error", "nothing"]
    text: str = ""
    card: Json | None = None
    delivered: Delivered | None = None

    def plain(self) -> str:
        return readable(self.card) if self.card else self.text
