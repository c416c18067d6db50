"""What people type: a word in both languages, and what may stand behind it. The help page is made from the same.

Each ritual has its own words; ``rooms`` has them all.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from rituals.kernel.space import Language

LONG_NUMBER = 9
"""Digits."""

MENTION = "@"
"""Stands in what was said where somebody was mentioned."""

Given = Mapping[str, str]
"""What came along with what was asked: behind a word, on a button, or in a form."""

Behind = Callable[[str, date], Given | None]
"""What stands behind a word, today; None: that does not go with it."""


def nothing(rest: str, _today: date) -> Given | None:
    """Nothing may stand behind it."""
    return None if rest else {}


def anything(_rest: str, _today: date) -> Given | None:
    """What stands behind it is not looked at, such as somebody who is mentioned."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Something that can be typed after the command.

    Attributes:
        name: of its line on the help page.
        also: other words for it.
        shown: as the help page has it in each language, where something stands behind it; None: it does not have it.
        place: where it stands on the help page.
        behind: what may stand behind it.
    """

    name: str
    dutch: str
    english: str
    also: tuple[str, ...] = ()
    shown: tuple[str, str] | None = ("", "")
    place: int
    behind: Behind = nothing

    def of(self, language: Language) -> str:
        return self.dutch if language is Language.DUTCH else self.english

    def help(self, language: Language) -> str:
        """As the help page has it."""
        dutch, english = self.shown or ("", "")
        return f"{self.of(language)} {dutch if language is Language.DUTCH else english}".strip()


def tidied(words: str) -> str:
    """Without invisible characters (zero width, right-to-left marks, controls, halves) and with single spaces."""
    kinds = ((c, unicodedata.category(c)) for c in words)
    shown = "".join(" " if kind == "Cc" else c for c, kind in kinds if kind not in ("Cf", "Cs"))
    return " ".join(shown.split())


def number(text: str) -> int:
    """A number as a form or button carries it; 0 for anything else, for what comes back can have been changed."""
    return int(text) if text.isdecimal() and len(text) < LONG_NUMBER else 0
