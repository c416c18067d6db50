"""What should be said, as data: replies answer the click, effects go into slots in chat.

A **slot** is a place where one message stands. Saying something into a slot that is filled edits that message, so a
bell is one message in the channel from the first announcement to the thanks. No sentence for people is in here.
"""

from dataclasses import dataclass
from datetime import date, datetime

from rituals.commands import Invited
from rituals.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.meeting import Done, State
from rituals.people import Reason
from rituals.space import Space


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


# What a slot can hold.


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The root of everything that can stand in a slot."""


class Closing(Content):
    """Only worth saying where something stands already: whoever saw no question need not hear that it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCard(Content):
    meeting: MeetingId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCard(Content):
    meeting: MeetingId


class CardOver(Closing):
    """Nothing is asked of you any more. The same words whatever the reason, so that they tell nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCall(Content):
    meeting: MeetingId


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Content):
    meeting: MeetingId
    holder: ParticipantId
    again: bool = False


class Looking(Closing):
    """Stands where the announcement stood while somebody else is asked."""


class Withdrawn(Closing):
    """The bell was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Content):
    """The announcement after the meeting: no name, and what was done once the chair has said so."""

    done: Done | None = None


class Ringing(Content):
    """A moment opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairCard(Content):
    meeting: MeetingId
    holder: ParticipantId


class ChairCardOver(Closing):
    """The chair's buttons have done their work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneAsk(Content):
    meeting: MeetingId


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneAnswer(Closing):
    done: Done | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks(Content):
    rung: bool


class Welcome(Content):
    """For whoever added the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Content):
    by: ParticipantId
    space: Space


# Effects.


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Put ``content`` into ``slot``. After ``last`` nothing more is said there, and its row goes once delivered."""

    slot: Slot
    content: Content
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """Nothing more will be said about this: its rows go, those still under way once they are delivered."""

    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """What stands in ``slot`` stays, and nothing is remembered of it."""

    slot: Slot


Effect = Say | Clear | Forget


# Replies.


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The root of everything that answers a click. ``takes_place`` puts the answer where the button was."""

    @property
    def takes_place(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUse(Reply):
    invited: Invited


class Ready(Reply):
    """Nothing stands in the way: the people can be looked up. Never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingAround(Reply):
    minutes: int

    @property
    def takes_place(self) -> bool:
        return True


class Declined(Reply):
    """Fine, somebody else is asked. A reply and not an effect: that somebody said no is written nowhere."""

    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Reply):
    """How it stands with the bell. ``state`` None: none runs. ``invited``: for whom a new one was asked."""

    state: State | None = None
    meeting: MeetingId | None = None
    holder: ParticipantId | None = None
    invited: Invited | None = None


class Rang(Reply):
    pass


class StillRinging(Reply):
    pass


class PassedOn(Reply):
    pass


class Redrawing(Reply):
    pass


class Cancelled(Reply):
    pass


class Concluded(Reply):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Reply):
    to: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Reply):
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsShown(Reply):
    space: Space


class SettingsKept(Reply):
    pass


class Introduced(Reply):
    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyEligible(Reply):
    """Why nobody could be asked: how many for each reason."""

    why_not: dict[Reason, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a handler returns: the answer to the click and what chat should show next."""

    reply: Reply | None = None
    effects: tuple[Effect, ...] = ()
