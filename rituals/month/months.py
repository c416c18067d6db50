"""Months: counts of what everybody in a space has already seen.

Theory of operation. What happens is counted in open counters of its month. On the first working day after a month it is
closed: the counters become a row that is never changed and are removed, so that what is stored is what was published. A
check-out counts in the month in which it closed. What comes after its month was closed counts in the next one, and that
one says so.

* Everything is a count of bells that went round, of moments, of check-outs that were held, or of releases. No figure
  is made from answers, so that nothing can be subtracted from anything.
* An **organisation** has the same figures added up over its spaces: see ``rituals.organisation``.
* What happened to a question is told in four bands of its *yes*, and by how many releases were *uneasy*
  (:func:`rituals.checkout.publication.is_uneasy`), a count that the rules of ``rituals.month.curiosity`` use and
  anyone can check.

Never counted: who, when within a day, refusals, pauses, absences.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rituals.checkout.checkout import Form, Release
from rituals.checkout.publication import Band, is_uneasy
from rituals.checkout.questions import SETS, STANDARD_CHOICES, Question
from rituals.plan.rhythm import FRIDAY, moment_of

CLOSES_AT = time(9, 0)
"""On the first working day after, in the space."""

BEFORE = 12
"""Months shown, and compared with."""

OWN = "own."
"""How the name of a team's own question begins; its version and place follow."""


class Rule(StrEnum):
    """Which rule chose the question to be curious about: see ``rituals.month.curiosity``."""

    VOICE = "voice"
    REPLY = "reply"
    TABLE = "table"
    QUIET = "quiet"
    TIME = "time"
    GOING = "going"


class Followed(StrEnum):
    """What became of a month's question."""

    TALKED = "talked"
    COMING = "coming"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFigures:
    """How often a question's *yes* lay in which band. The first four add up to ``shown``.

    Attributes:
        key: of the question; a team's own ones begin with ``own.``.
        differ: with six answers: not most.
        uneasy: in how many more than a few said partly or no, or the answers differed.
    """

    key: str
    most: int = 0
    some: int = 0
    few: int = 0
    differ: int = 0
    uneasy: int = 0

    @property
    def shown(self) -> int:
        return self.most + self.some + self.few + self.differ

    def __add__(self, other: "QuestionFigures") -> "QuestionFigures":
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in QUESTION_COUNTS})


QUESTION_COUNTS = ("most", "some", "few", "differ", "uneasy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The counts of a month.

    Attributes:
        announced: bells that went round; ``rung``: those that rang; ``moments``: how often they rang.
        taken_on: how many bells the chair said this of; likewise the next three.
        spoken: questions asked aloud; ``forms`` and ``rounds``: check-outs with a form, about a meeting or a month.
        shown: of those, how many had enough answers; ``answers``: the answers in these.
        planned: moments that plans named; ``took_place``: those that were begun.
        late: of all this, what belongs to an earlier month that was closed already.
    """

    announced: int = 0
    rung: int = 0
    moments: int = 0
    taken_on: int = 0
    weighed: int = 0
    heard: int = 0
    not_reached: int = 0
    spoken: int = 0
    forms: int = 0
    rounds: int = 0
    shown: int = 0
    answers: int = 0
    planned: int = 0
    took_place: int = 0
    late: int = 0
    questions: tuple[QuestionFigures, ...] = ()

    @property
    def replied(self) -> int:
        """Bells of which the chair said that they were taken on, weighed or heard."""
        return self.taken_on + self.weighed + self.heard

    @property
    def checkouts(self) -> int:
        return self.forms + self.rounds

    def question(self, key: str) -> QuestionFigures:
        return next((each for each in self.questions if each.key == key), QuestionFigures(key=key))

    def __add__(self, other: "Figures") -> "Figures":
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return Figures(**counts, questions=added(*self.questions, *other.questions))


COUNTS = tuple(field.name for field in fields(Figures) if field.name != "questions")


def added(*questions: QuestionFigures) -> tuple[QuestionFigures, ...]:
    """The figures of each question added up, in the order in which questions are always shown."""
    sums: dict[str, QuestionFigures] = {}
    for each in questions:
        sums[each.key] = sums.get(each.key, QuestionFigures(key=each.key)) + each
    return tuple(sums[key] for key in sorted(sums, key=lambda key: (ORDER.get(key, len(ORDER)), key)))


ORDER = {key: place for place, key in enumerate(dict.fromkeys(q.key for asked in SETS.values() for q in asked))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One published month of a space or of an organisation. Never changed.

    Attributes:
        about: the space, or the organisation.
        month: as ``YYYY-MM``.
        spaces: how many took part; 1 for a space.
        curious: which rule chose the question.
        shared_as: the name under which the space shows it to leaders, if it had chosen that when the month was closed
            and has not stopped since.
        hidden: parts of an organisation's figures to which too few spaces contributed; they are zero here.
    """

    about: str
    month: str
    spaces: int = 1
    figures: Figures
    curious: Rule
    shared_as: str | None = None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """What a team sees of its month.

    Attributes:
        months: published ones, the newest first; those before it are what it is compared with.
        own: the words of the team's own questions in it.
        followed: what became of the question of the month before it.
        asked_by_leaders: the organisation's month whose question leaders read aloud, and what they say became of it.
    """

    months: tuple[Month, ...]
    own: Mapping[str, str]
    followed: Followed | None = None
    asked_by_leaders: Month | None = None
    leaders_followed: Followed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What was counted in a space and is in no published month yet. ``activity``: by the names of :class:`Figures`."""

    activity: Mapping[str, int]
    releases: tuple[Release, ...]
    late: int


def figures_of(found: Open, own: Mapping[int, tuple[Question, ...]]) -> Figures:
    """The figures of a month.

    Args:
        found: what was counted.
        own: the team's own questions, by version.
    """
    shown = [release for release in found.releases if release.published]
    return Figures(
        **found.activity,
        forms=sum(release.form is Form.MEETING for release in found.releases),
        rounds=sum(release.form is Form.ROUND for release in found.releases),
        shown=len(shown),
        answers=sum(release.published.turnout for release in shown if release.published),
        late=found.late,
        questions=added(*(each for release in shown for each in _questions_of(release, own))),
    )


def _questions_of(release: Release, own: Mapping[int, tuple[Question, ...]]) -> list[QuestionFigures]:
    """Only questions with the standard choices: of others there is no *yes* to count."""
    questions = own.get(release.version, ()) if release.version else SETS.get(release.name, ())
    bands = release.published.bands if release.published else ()
    return [
        QuestionFigures(
            key=question.key or f"{OWN}{release.version}.{place}",
            **{(given[0] if Band.DIFFER not in given or given[0] is Band.MOST else Band.DIFFER).value: 1},
            uneasy=int(is_uneasy(given)),
        )
        for place, (question, given) in enumerate(zip(questions, bands, strict=False))
        if question.choices == STANDARD_CHOICES
    ]


def own_question(key: str) -> tuple[int, int] | None:
    """Version and place of a team's own question; None for one of ours."""
    if not key.startswith(OWN):
        return None
    version, place = key.removeprefix(OWN).split(".")
    return int(version), int(place)


# The calendar.


def month_after(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).isoformat()[:7]


def month_before(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return (first - timedelta(days=1)).isoformat()[:7]


def closes_at(month: str, zone: str, days_off: Collection[date] = ()) -> datetime:
    """When a month is closed: nine o'clock on the first working day after it, UTC."""
    day = date.fromisoformat(f"{month_after(month)}-01")
    while day.weekday() > FRIDAY or day in days_off:
        day += timedelta(days=1)
    return moment_of(day, CLOSES_AT, zone)


SPACES_NEEDED = 5
