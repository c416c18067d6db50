"""Closed questions, the sets they come in, and what a valid ballot is.

A choice travels as its place in the list, two digits whatever the choice; that Slack sends its label along, and with it
the length of a request, is not ours to change. Our own questions are keys of the catalogue; a team's own are words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category, name, normalize

from rituals.checkout.refusals import CheckOutBecause
from rituals.kernel.errors import Refusal

OWN_AT_MOST = 3
"""Own questions in a space."""

OWN_LENGTH = 150
"""Characters in an own question."""

OWN_NEEDS = 10
"""People in a space before it may ask own questions: in a small one a question can be aimed at somebody."""

PARTICLES = frozenset({"al", "bin", "de", "del", "den", "der", "di", "dos", "du", "el", "en", "het", "ibn", "la", "le"})
PARTICLES |= {"te", "ten", "ter", "van", "von"}
"""Parts of names that are ordinary words."""

STANDARD_CHOICES = ("yes", "partly", "no", "na")
CONSIDERED_CHOICES = ("people", "colleagues", "partners", "law", "money", "politics", "disagreed", "nothing")


class SetName(StrEnum):
    SHORT = "short"
    STANDARD = "standard"
    DECISION = "decision"
    REFLECTION = "reflection"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One closed question.

    Attributes:
        key: of the catalogue; empty for a team's own question.
        words: a team's own question; empty otherwise.
        choices: keys of the catalogue, in the order shown.
        several: whether more than one choice may be made.
    """

    key: str = ""
    words: str = ""
    choices: tuple[str, ...] = STANDARD_CHOICES
    several: bool = False


PERSPECTIVES = Question(key="perspectives")

SETS: dict[SetName, tuple[Question, ...]] = {
    SetName.SHORT: (PERSPECTIVES,),
    SetName.STANDARD: (PERSPECTIVES, Question(key="say"), Question(key="listened")),
    SetName.DECISION: (
        Question(key="considered", choices=CONSIDERED_CHOICES, several=True),
        Question(key="choice"),
        Question(key="clear"),
    ),
    SetName.REFLECTION: (PERSPECTIVES, Question(key="safe"), Question(key="worth"), Question(key="continue")),
}

Ballot = tuple[frozenset[int], ...]
"""For each question, in order, the places of what was chosen."""


def choice_id(place: int) -> str:
    return f"{place:02}"


def ballot_from(questions: tuple[Question, ...], given: Mapping[str, tuple[str, ...]]) -> Ballot:
    """What somebody chose, as far as it is a whole and valid answer.

    Args:
        questions: what was asked.
        given: for each question, by its place as two digits, the ids of what was chosen.

    Raises:
        Refusal: a question without an answer, two answers where one is possible, or something that was not asked.
    """
    if given.keys() - {choice_id(place) for place in range(len(questions))}:
        raise Refusal(CheckOutBecause.UNKNOWN_CHOICE)
    return tuple(_chosen(question, given.get(choice_id(place), ())) for place, question in enumerate(questions))


def _chosen(question: Question, ids: tuple[str, ...]) -> frozenset[int]:
    places = {choice_id(place): place for place in range(len(question.choices))}
    if not ids:
        raise Refusal(CheckOutBecause.UNANSWERED)
    if any(chosen not in places for chosen in ids):
        raise Refusal(CheckOutBecause.UNKNOWN_CHOICE)
    if len(set(ids)) > 1 and not question.several:
        raise Refusal(CheckOutBecause.ONE_CHOICE)
    return frozenset(places[chosen] for chosen in ids)


def own_questions(words: tuple[str, ...], *, people: int, names: frozenset[str]) -> tuple[Question, ...]:
    """A team's own questions, if they may be asked here.

    Args:
        words: one text a question.
        people: how many are in the space.
        names: of everybody there; a question may hold no part of one.

    Raises:
        Refusal: too small a space, too long or too many, or somebody's name in a question.
    """
    if people < OWN_NEEDS:
        raise Refusal(CheckOutBecause.OWN_NEEDS_MORE, n=OWN_NEEDS)
    if not words:
        raise Refusal(CheckOutBecause.OWN_EMPTY)
    if len(words) > OWN_AT_MOST or any(len(text) > OWN_LENGTH for text in words):
        raise Refusal(CheckOutBecause.OWN_TOO_LONG, n=OWN_LENGTH)
    parts = {part for name in names for part in _word_parts(name) if len(part) > 1} - PARTICLES
    if any("@" in text or _mixes_scripts(text) or _names_somebody(text, parts) for text in words):
        raise Refusal(CheckOutBecause.OWN_NAMES_SOMEBODY)
    return tuple(Question(words=text) for text in words)


def _names_somebody(text: str, parts: set[str]) -> bool:
    """Whether a part of a name stands in a text: also with an *s* behind it, and spelled out letter by letter.

    Nicknames and roles cannot be told from other words; the team sees who added a question.
    """
    said = _word_parts(text)
    spelled = "".join(word if len(word) == 1 else " " for word in said).split()
    return any(word in parts or word.removesuffix("s") in parts for word in [*said, *spelled])


def _word_parts(text: str) -> list[str]:
    """The words, without accents, invisible characters and special forms of letters."""
    plain = "".join(c for c in normalize("NFKD", text) if category(c) not in ("Mn", "Cf", "Me") and c not in FILLERS)
    return "".join(c if c.isalpha() else " " for c in plain).casefold().split()


def _mixes_scripts(text: str) -> bool:
    """Whether a word has letters of two scripts, such as a Cyrillic B in a Latin name."""
    words = "".join(c if c.isalpha() else " " for c in normalize("NFKD", text)).split()
    return any(len({name(c, "?").split()[0] for c in word}) > 1 for word in words)


FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters of Hangul that show nothing."""
