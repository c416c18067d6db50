"""What stands in a slot about a bell."""

from dataclasses import dataclass
from datetime import datetime

from rituals.bell.meeting import Done
from rituals.checkout.checkout import Release
from rituals.checkout.questions import Question
from rituals.kernel.effect import Closing, Content
from rituals.kernel.identifiers import MeetingId, ParticipantId


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
