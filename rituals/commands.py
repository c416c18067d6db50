"""What people and the clock may ask, as data.

``meeting`` is None where somebody typed a word instead of pressing a button: then the bell that runs here is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rituals.checkout import Form, Mode
from rituals.identifiers import CheckOutId, MeetingId, ParticipantId, SpaceId
from rituals.meeting import Done
from rituals.people import Person
from rituals.publication import THRESHOLD
from rituals.questions import SetName
from rituals.space import Address, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom the caller named. Nobody named means everyone in the space."""

    people: tuple[ParticipantId, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Somebody (or the clock, when there is no actor) asks something of a space."""

    space: SpaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalCommand(Command):
    actor: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareBell(PersonalCommand):
    """May a bell be looked for now? Asked before anybody's name is looked up.

    Attributes:
        confirmed: the caller has seen what will happen and said go ahead.
        replaces: the running bell that this one ends, when the caller chose "for a new meeting".
    """

    invited: Invited
    language: Language
    confirmed: bool = False
    replaces: MeetingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBell(PersonalCommand):
    """Look for an advocate among ``people``; ``whole_space`` says that these are all who are in the space.

    Attributes:
        absent: who declined the meeting or is out of office.
        organiser: who leads the meeting by the calendar, if it tells.
    """

    people: tuple[Person, ...]
    language: Language
    absent: frozenset[ParticipantId] = frozenset()
    organiser: ParticipantId | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheckOut(PersonalCommand):
    """Check out now.

    Attributes:
        people: how many are in the space; None where it is not known that they are few.
        name: which questions; None means the standard ones.
        form: the form chosen where a space can choose; None means what its mode says.
        spoken: only the question to answer aloud.
    """

    people: int | None
    language: Language
    name: SetName | None = None
    form: Form | None = None
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutCommand(PersonalCommand):
    """``checkout`` None: the one that is open here."""

    checkout: CheckOutId | None = None


class ShowForm(CheckOutCommand):
    """Somebody wants to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheckOut(CheckOutCommand):
    """Somebody answers. ``person`` None: not in the space. ``given``: see :func:`rituals.questions.ballot_from`."""

    person: Person | None
    given: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCheckOut(CheckOutCommand):
    """Close it now; ``sure`` after the warning."""

    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheckOut(CheckOutCommand):
    """It was a mistake: everything in it is destroyed; ``sure`` after the warning."""

    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutTimePassed(Command):
    """Close it if it is due, or if a crash or a changed key left it half open; or remind of it once."""

    checkout: CheckOutId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuestions(PersonalCommand):
    """A team's own questions; empty takes them away. ``sure`` after the preview."""

    words: tuple[str, ...]
    people: int
    names: frozenset[str]
    sure: bool = False


class ShowQuestions(PersonalCommand):
    """What are our own questions?"""


class ShowMyData(PersonalCommand):
    """What is kept about me here?"""


class ForgetMe(PersonalCommand):
    """Erase what is kept about me here."""


class ShowSettings(PersonalCommand):
    """What has this team chosen?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings(PersonalCommand):
    language: Language
    guests: bool
    word: str | None
    mode: Mode | None = None
    threshold: int = THRESHOLD
    offers: bool = False
    zone: str | None = None
    shared_as: str | None = None


class Introduce(PersonalCommand):
    """Whoever invited the bot says: just start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(PersonalCommand):
    """The bot was added to a space by ``actor``. ``address``: where its platform is reached for this space, if told."""

    address: Address | None = None


class Left(PersonalCommand):
    """``actor`` is no longer in the space."""


class MeetingStarted(Command):
    """The platform says that the meeting of this space begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEnded(Command):
    """The platform says that the meeting of this space is over. ``people``: see :class:`OpenCheckOut`."""

    people: int | None


class SpaceGone(Command):
    """The bot was removed, or the space was: nothing of it may stay, but published counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed(Command):
    """The moment that ``meeting`` waited for has come."""

    meeting: MeetingId
