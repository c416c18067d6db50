"""The check-out: one form, one submit, one release.

Theory of operation. A ballot is never a row. An answer is one transaction on the live side that marks *that* somebody
took part (a keyed hash, only to refuse a second answer) and adds to counters; the only trace of an answer is the
counter. Closing publishes in the record first and then destroys marks, key and counters on the live side; each step can
be repeated after a crash, and neither knows of an order or a moment at which anybody answered. The back-end then
rewrites its file, so that not even the layout of pages remembers.

While it is open nobody sees a number, not even whether there are enough.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rituals.checkout.publication import Published
from rituals.checkout.questions import Question, SetName
from rituals.kernel.identifiers import CheckOutId, ParticipantId, SpaceId
from rituals.kernel.space import THRESHOLD, Mode, Space

CLOSE_AFTER = timedelta(minutes=5)
"""Not closed by hand earlier than this, so that nobody can close it around one answer."""

OPEN_AT_LEAST = timedelta(hours=1)
CLOSES_AT = time(17, 0)
ROUND_DAYS = 5
"""Working days that a round is open, the first one included."""

FRIDAY = 4

ROUND_REMINDER = timedelta(days=1)
REMINDER = timedelta(minutes=30)
"""How long before the end one line says that a form is still open."""


class Form(StrEnum):
    """What a form is about: one meeting, or the past month."""

    MEETING = "meeting"
    ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A check-out that was held: what was published of it, or that there were too few answers (``published`` None).

    Attributes:
        version: of the team's own questions; 0 for ours.
        closed_on: the day in the space.
    """

    id: CheckOutId
    space: SpaceId
    form: Form
    name: SetName
    version: int
    closed_on: date
    published: Published | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestions:
    """A team's own set. ``author``: who added it, shown beside it; None once replaced or forgotten."""

    version: int
    questions: tuple[Question, ...]
    author: ParticipantId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut:
    """An open check-out.

    Attributes:
        chair: who opened it and may close it; None once that person has left.
        version: of the team's own questions; 0 for ours.
        questions: as they were when it opened; a change of the set is for the next one.
        threshold: k, fixed when it opened.
        remind_at: when one line says that it is still open; None: not, or not any more.
    """

    id: CheckOutId
    space: SpaceId
    chair: ParticipantId | None
    form: Form
    name: SetName
    version: int
    questions: tuple[Question, ...]
    threshold: int
    opened_at: datetime
    closes_at: datetime
    remind_at: datetime | None = None


def default_mode(people: int, threshold: int = THRESHOLD) -> Mode:
    """The form that fits a size: answers are only shown from k on, so k must be usual and not lucky."""
    if people < threshold:
        return Mode.SPOKEN
    return Mode.ROUND if people < 2 * threshold else Mode.EACH


def closing_time(form: Form, now: datetime, zone: str) -> datetime:
    """When a form that opens now closes, UTC: at five in the afternoon there, an hour away at least.

    A round stays open for five working days.
    """
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    if form is Form.ROUND:
        days = [day + timedelta(days=ahead) for ahead in range(2 * ROUND_DAYS)]
        day = [each for each in days if each.weekday() <= FRIDAY][ROUND_DAYS - 1]
    closes = datetime.combine(day, CLOSES_AT, tzinfo=ZoneInfo(zone)).astimezone(now.tzinfo)
    return max(closes, now + OPEN_AT_LEAST)


def reminding_time(form: Form, opened_at: datetime, closes_at: datetime) -> datetime | None:
    """When one line says that a form is still open: a day before a round closes, half an hour before another one.

    None where it would follow the opening within half an hour.
    """
    remind_at = closes_at - (ROUND_REMINDER if form is Form.ROUND else REMINDER)
    return remind_at if remind_at >= opened_at + REMINDER else None


def mode_of(space: Space, people: int | None) -> Mode:
    """How a space checks out; with ``people`` None there are surely not few."""
    if space.mode:
        return space.mode
    return Mode.EACH if people is None else default_mode(people, space.threshold)
