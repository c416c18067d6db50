"""What should be said, as data: effects go into slots in chat.

A **slot** is a place where one message stands. Saying something into a slot that is filled edits that message, so a
bell is one message in the channel from the first announcement to the thanks. No sentence for people is in here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

from rituals.checkout import CheckOut, Form, Release
from rituals.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.meeting import Done
from rituals.months import MonthView
from rituals.organisation import OrganisationView
from rituals.publication import Published
from rituals.questions import Question
from rituals.replies import Reply
from rituals.rhythm import Rhythm
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


class Closing(Content):
    """Only worth saying where something stands already: whoever saw no question need not hear that it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCard(Content):
    meeting: MeetingId
    until: datetime
    starts_at: datetime | None = None


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
    last: Release | None = None
    own: tuple[Question, ...] = ()


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


class BellOffer(Content):
    """A meeting starts: whoever wants can look for an advocate."""


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


class SpokenLine(Content):
    """The question to answer aloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutOpen(Content):
    """The one message of a check-out while it is open. Never edited while answers come in. It names no chair."""

    checkout: CheckOut
    author: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutClosed(Content):
    """The same message afterwards. ``early``: closed because its key was gone."""

    questions: tuple[Question, ...]
    published: Published | None
    early: bool = False


class CheckOutWithdrawn(Closing):
    """The check-out was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Content):
    """One line that a form is still open."""

    form: Form
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKept(Content):
    """What a plan says, for everybody in the space; not who is left out."""

    by: ParticipantId
    fresh: bool
    rhythm: Rhythm | None
    next: datetime | None
    bell_before: timedelta | None
    checkout: bool
    chair: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRemoved(Content):
    by: ParticipantId
    rhythm: Rhythm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChanged(Content):
    """One date is skipped (``to`` None), moved, or as planned again (``restored``)."""

    by: ParticipantId
    was: datetime
    to: datetime | None
    restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacePaused(Content):
    by: ParticipantId
    until: date | None


class PlanStopped(Content):
    """For whoever made a plan: we are not in the space any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureAsk(Content):
    """For the chair: nobody knows whether this message was said; please look."""

    about: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsChanged(Content):
    by: ParticipantId
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTold(Content):
    view: MonthView


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTold(Content):
    """For one leader: the organisation's month."""

    view: OrganisationView


class Welcome(Content):
    """For whoever added the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Content):
    by: ParticipantId
    space: Space
    stopped_sharing: bool = False


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
