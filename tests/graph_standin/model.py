"""What lives in a tenant: mailboxes, who is invited, and requests as they came in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from graph_standin.world import World

Json = dict[str, Any]
Answer = Literal["none", "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded"]
Role = Literal["required", "optional", "resource"]


class CannotDo(RuntimeError):
    """Somebody tried something Outlook would not let them do: the test is wrong."""


class Call(NamedTuple):
    """One request as it came in, and how it was answered (0: the connection was cut)."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    prefer: tuple[str, ...] = ()

    @property
    def selected(self) -> set[str]:
        """What `$select` asked for; empty: everything."""
        return {one.strip() for one in self.query.get("$select", "").split(",") if one.strip()}


@dataclass
class Away:
    """Automatic replies; without a beginning: always."""

    start: datetime | None
    end: datetime | None
    message: str


@dataclass(eq=False)
class Mailbox:
    """Somebody with a calendar, a room, or (outside) an address elsewhere."""

    world: "World"
    id: str
    name: str
    address: str
    zone: str = "W. Europe Standard Time"
    allowed: bool = True
    enabled: bool = True
    kind: Literal["user", "room", "outside"] = "user"
    replies: Away | None = None

    @property
    def person(self) -> Json:
        return {"name": self.name, "address": self.address}

    def away(self, start: str | None = None, end: str | None = None, message: str = "", *, block: bool = True) -> None:
        """Automatic replies between two wall times (without: until further notice).

        With `block` (as Outlook offers) the calendar says so too; only that is seen in free/busy.
        """
        self.world.away(self, start, end, message, block=block)

    def back(self) -> None:
        """No automatic replies any more; what blocked the calendar goes too."""
        self.world.back(self)


@dataclass(eq=False)
class Invitation:
    """Somebody who is asked to come, and what they answered; for single dates apart."""

    who: Mailbox
    role: Role = "required"
    answer: Answer = "none"
    at: datetime | None = None
    apart: dict[Any, tuple[Answer, datetime]] = field(default_factory=dict)

    def answered(self, date: Any = None) -> tuple[Answer, datetime | None]:
        return self.apart.get(date, (self.answer, self.at))
