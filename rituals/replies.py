"""What answers the very click, as data: made now, never stored. No sentence for people is in here."""

from dataclasses import dataclass
from datetime import date, datetime

from rituals.checkout import CheckOut, Form
from rituals.commands import Invited
from rituals.identifiers import CheckOutId, MeetingId, ParticipantId, PlanId
from rituals.meeting import State
from rituals.people import Reason
from rituals.questions import Question, SetName
from rituals.rhythm import Rhythm
from rituals.schedule import Date, Occurrence, Plan
from rituals.space import Space


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseForm(Reply):
    """A space that holds rounds: the line to answer aloud, or the round?"""

    name: SetName | None


class SpokenAsked(Reply):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Reply):
    form: Form
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm(Reply):
    checkout: CheckOut


class Counted(Reply):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClose(Reply):
    checkout: CheckOutId
    form: Form
    threshold: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCancel(Reply):
    checkout: CheckOutId


class CheckOutEnded(Reply):
    """Closed; the result stands in the space."""

    @property
    def takes_place(self) -> bool:
        return True


class CheckOutCancelled(Reply):
    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsShown(Reply):
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPreview(Reply):
    """How the questions would look; nothing is changed yet."""

    questions: tuple[Question, ...]


class QuestionsKept(Reply):
    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData(Reply):
    """What is kept about the one who asks, in this space.

    Attributes:
        turn: whether a credit is kept; ``had_last`` and ``paused_until`` as they are kept.
        roles: in the bell that runs or was just concluded: holder, asked, chair.
        author: made the team's own questions.
        marked: there is an open check-out, in which a mark may stand.
        led: named among the changes of who leads, which are kept also when somebody asks to be forgotten.
    """

    turn: bool
    had_last: bool
    paused_until: date | None
    roles: tuple[str, ...]
    author: bool
    marked: bool
    led: bool

    @property
    def anything(self) -> bool:
        """Whether there is a row about this person."""
        return bool(self.turn or self.had_last or self.paused_until or self.roles or self.author)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Reply):
    was: MyData

    @property
    def takes_place(self) -> bool:
        return True


class Introduced(Reply):
    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyEligible(Reply):
    """Why nobody could be asked: how many for each reason."""

    why_not: dict[Reason, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan, its next dates (those where nothing happens too), and what of it was missed lately."""

    plan: Plan
    dates: tuple[Date, ...]
    missed: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansShown(Reply):
    """Every plan here. ``missed``: of what belongs to the space as a whole. ``changed``: after a change of one."""

    plans: tuple[PlanShown, ...]
    missed: tuple[Occurrence, ...] = ()
    paused_until: date | None = None
    changed: bool = False

    @property
    def takes_place(self) -> bool:
        return self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetails(Reply):
    """A plan to be changed, or (None) one to be made. ``today``: in the space."""

    plan: Plan | None
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDetails(Reply):
    """One date, to be moved."""

    plan: PlanId
    date: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRemove(Reply):
    plan: PlanId
    rhythm: Rhythm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacePauseKept(Reply):
    """``changed``: it was otherwise before."""

    until: date | None
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureSettled(Reply):
    again: bool

    @property
    def takes_place(self) -> bool:
        return True
