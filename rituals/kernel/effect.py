"""What should be said, as data: effects go into slots in chat.

A **slot** is a place where one message stands. Saying something into a slot that is filled edits that message, so a
bell is one message in the channel from the first announcement to the thanks. No sentence for people is in here.
"""

import sys
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.reply import Reply

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for one message.

    Attributes:
        about: the meeting, or a random id of its own.
        kind: which message of it.
        recipient: who alone may see it; None means the whole space.
        number: tells repeated messages of one kind apart.
        under: the kind of the message in whose thread this stands.
    """

    space: SpaceId
    about: str
    kind: str
    recipient: ParticipantId | None = None
    number: int = 0
    under: str | None = None

    @property
    def marker(self) -> str:
        """Tells this message from any other and not whom it is for; the same however often it is tried."""
        key = "\0".join((self.about, self.kind, self.recipient or "", str(self.number)))
        return blake2b(key.encode(), digest_size=12, person=b"message").hexdigest()

    @property
    def shown_as(self) -> str:
        """What an occurrence calls the message that shows it."""
        return f"{self.about}/{self.kind}"


def message_of(shown_as: str) -> tuple[str, str]:
    """``about`` and ``kind`` of the message that an occurrence calls so: the other way of :attr:`Slot.shown_as`."""
    about, _, kind = shown_as.rpartition("/")
    return about, kind


# What a slot can hold.


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The root of everything that can stand in a slot."""


def asker_of(content: Content) -> ParticipantId | None:
    """Who asked for it, where it says so."""
    by: ParticipantId | None = getattr(content, "by", None)
    return by


class Closing(Content):
    """Only worth saying where something stands already: whoever saw no question need not hear that it is over."""


# Effects.


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Put ``content`` into ``slot``. After ``last`` nothing more is said there, and its row goes once delivered.

    ``until``: from then on it is of no use any more, and is not said.
    """

    slot: Slot
    content: Content
    last: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """Nothing more will be said about this: its rows go, those still under way once they are delivered."""

    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """What stands in ``slot`` stays, and nothing is remembered of it."""

    slot: Slot


Effect = Say | Clear | Forget


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a handler returns: the answer to the click and what chat should show next."""

    reply: Reply | None = None
    effects: tuple[Effect, ...] = ()


def kinds_of(root: type[Kind]) -> frozenset[type[Kind]]:
    """Every kind of content (or reply, or command) that there is.

    A dataclass with slots is made twice; only the one that its module has is meant.
    """
    below = frozenset(kind for child in root.__subclasses__() for kind in (child, *kinds_of(child)))
    return frozenset(kind for kind in below if getattr(sys.modules[kind.__module__], kind.__name__, None) is kind)
