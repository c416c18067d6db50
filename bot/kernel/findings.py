"""What belletje doctor finds: a verdict, and a sentence an operator can act on."""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    RIGHT = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    verdict: Verdict
    sentence: str


def right(sentence: str) -> Finding:
    return Finding(verdict=Verdict.RIGHT, sentence=sentence)


def note(sentence: str) -> Finding:
    return Finding(verdict=Verdict.NOTE, sentence=sentence)


def wrong(sentence: str) -> Finding:
    return Finding(verdict=Verdict.WRONG, sentence=sentence)
