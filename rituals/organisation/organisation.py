"""The month of an organisation: its spaces' months added up, and what leaders may see of single spaces.

* Nothing is said of fewer than five spaces: not of the organisation, and not of any **part** of its figures. A part is
  given only when at least five spaces had something in it; else it is *hidden*, and zero. A part is one figure, or
  figures that are there together; rounds count with the forms, for with one of the two hidden the sum would tell it.
* A space's own row is shown while that space wants it: it had chosen so when the month was closed, and never stopped
  since. Rows are shown only while no space, or at least five, do not share, and a part in them only while no space does
  not share, or at least five with something in that part do not: else one could subtract. Whoever stopped stays out of
  the months before, also if they share again: rows of a month only become fewer, so that whoever kept all they were
  ever shown has what was shown at first, and that obeyed the rule. What was done with bells, one chair's doing, is in
  no row.
* A month is published for one organisation only: joining or separating workspaces begins with the next month.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.month.months import OWN, SPACES_NEEDED, Figures, Followed, Month

JOINED = "organisation"
"""The organisation of all workspaces, where the operator joined them."""

DONE = "done"
QUESTION = "question."

PARTS: dict[str, tuple[str, ...]] = {
    "announced": ("announced",),
    "rung": ("rung", "moments"),
    DONE: ("taken_on", "weighed", "heard", "not_reached"),
    "spoken": ("spoken",),
    "forms": ("forms",),
    "shown": ("shown", "answers"),
    "planned": ("planned",),
    "took_place": ("took_place",),
}
"""The parts of the figures but for the questions, each of which is a part of its own. A space has something in a part
when one of its figures is not zero."""


def organisation_of(space: SpaceId, *, joined: bool) -> str:
    return JOINED if joined else workspace_of(space)


def has(part: str, figures: Figures) -> bool:
    """Whether there is something in a part."""
    if part.startswith(QUESTION):
        return figures.question(part.removeprefix(QUESTION)).shown > 0
    return any(getattr(figures, name) for name in PARTS[part])


def parts_of(months: Iterable[Month]) -> tuple[str, ...]:
    """Every part that some month has."""
    keys = {each.key for month in months for each in month.figures.questions}
    return (*PARTS, *(f"{QUESTION}{key}" for key in sorted(keys)))


def for_leaders(figures: Figures) -> Figures:
    """A space's figures as leaders may add them up: rounds with the forms, no own questions, nothing that was late."""
    asked = tuple(each for each in figures.questions if not each.key.startswith(OWN))
    return replace(figures, forms=figures.checkouts, rounds=0, late=0, questions=asked)


def without(figures: Figures, parts: Collection[str]) -> Figures:
    """The figures with nothing in these parts."""
    gone = {name: 0 for part in parts for name in PARTS.get(part, ())}
    kept = tuple(each for each in figures.questions if f"{QUESTION}{each.key}" not in parts)
    return replace(figures, **gone, questions=kept)


def added_up(months: Sequence[Month]) -> tuple[Figures, frozenset[str]]:
    """The figures of an organisation, and which parts are hidden: those of fewer than five spaces."""
    months = [replace(month, figures=for_leaders(month.figures)) for month in months]
    total = sum((month.figures for month in months), Figures())
    hidden = frozenset(
        part for part in parts_of(months) if sum(has(part, month.figures) for month in months) < SPACES_NEEDED
    )
    return without(total, hidden), hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Somebody who may read an organisation's month.

    Attributes:
        by_operator: named in the settings, and nowhere else.
        link: what their links are made with; another one when they are named again.
    """

    workspace: str
    participant: ParticipantId
    by_operator: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderChange:
    """Who was made a leader, or is none any more (``added`` False). ``by`` None: the operator."""

    day: date
    leader: Leader
    added: bool
    by: ParticipantId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What leaders see of single spaces, in alphabetical order. ``hidden``: parts that are in no row."""

    rows: tuple[Month, ...]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """Everything that leaders see.

    Attributes:
        months: of the organisation, the newest first; none in which fewer than five spaces took part.
        rows: of the newest month.
        followed: what became of its question; ``before``: of that of the month before it.
    """

    months: tuple[Month, ...]
    rows: Rows
    followed: Followed | None = None
    before: Followed | None = None


def _tells(part: str, others: Sequence[Month]) -> bool:
    """Whether a part in rows would tell something of those without a row."""
    return bool(others) and sum(has(part, month.figures) for month in others) < SPACES_NEEDED


def rows_for_leaders(months: Sequence[Month]) -> Rows:
    """The rows of spaces that share, out of the months of every space that took part in the organisation's."""
    months = [replace(month, figures=for_leaders(month.figures)) for month in months]
    shared = [month for month in months if month.shared_as]
    others = [month for month in months if not month.shared_as]
    if not shared or 0 < len(others) < SPACES_NEEDED:
        return Rows(rows=(), hidden=frozenset())
    hidden = frozenset(part for part in parts_of(months) if part == DONE or _tells(part, others))
    rows = (replace(month, figures=without(month.figures, hidden)) for month in shared)
    return Rows(
        rows=tuple(sorted(rows, key=lambda month: ((month.shared_as or "").casefold(), month.about))), hidden=hidden
    )
