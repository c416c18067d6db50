"""What people and the clock may ask about a bell.

``meeting`` is None where somebody typed a word instead of pressing a button: then the bell that runs here is meant.
"""

from dataclasses import dataclass
from datetime import date

from rituals.bell.meeting import Done
from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.identifiers import MeetingId, ParticipantId
from rituals.kernel.people import Person
from rituals.kernel.space import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom the caller named. Nobody named means everyone in the space."""

    people: tuple[ParticipantId, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareBell(PersonalCommand):
    """May a bell be looked for now? Asked before anybody's name is looked up.

    Attributes:
        confirmed: the caller has seen what will happen and said go ahead.
        replaces: the running bell that this one ends, when the caller chose "for a new meeting".
    """

    invited: Invited
    confirmed: bool = False
    replaces: MeetingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBell(PersonalCommand):
    """Look for an advocate among ``people``; ``whole_space`` says that these are all who are in the space.

    Attributes:
        absent: who declined the meeting or is out of office.
        chair: who leads the meeting by its plan or its calendar, if these tell; else whoever asks does.
        left_out: whom the plan of the meeting leaves out.
        invited: whom the caller named, to ask again what they want.
        alone: the caller knows that only one person can be asked, and what that tells.
    """

    people: tuple[Person, ...]
    language: Language
    invited: Invited = Invited()
    alone: bool = False
    absent: frozenset[ParticipantId] = frozenset()
    chair: ParticipantId | None = None
    left_out: tuple[ParticipantId, ...] = ()
    whole_space: bool = False
    replaces: MeetingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCommand(PersonalCommand):
    meeting: MeetingId | None = None


class Accept(MeetingCommand):
    """Yes, fine."""


class Decline(MeetingCommand):
    """Not this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(MeetingCommand):
    """I'll take it."""

    person: Person


class Ring(MeetingCommand):
    """Five minutes for another view."""


class PassOn(MeetingCommand):
    """The holder would rather not."""


class SomeoneElse(MeetingCommand):
    """The chair wants another draw."""


class Cancel(MeetingCommand):
    """The bell was a mistake."""


class Conclude(MeetingCommand):
    """The meeting is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(MeetingCommand):
    """The chair says what was done with the bell."""

    done: Done


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(PersonalCommand):
    """Somebody else leads this meeting."""

    to: Person


class AskStatus(PersonalCommand):
    """Who has the bell now?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseMe(PersonalCommand):
    """Leave me out before ``until``; None means: pause is over."""

    until: date | None


class MeetingStarted(Command):
    """The platform says that the meeting of this space begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed(Command):
    """The moment that ``meeting`` waited for has come."""

    meeting: MeetingId
