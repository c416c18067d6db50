"""What somebody meant by what they typed."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from bot.kernel.refusals import ShellBecause
from bot.views.rooms import WORDS
from bot.views.words import Given, Word, tidied
from rituals.kernel.errors import Refusal

TEXT_AT_MOST = 1000
"""Characters after a command. Fifty mentions fit; a letter does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """``word`` None: not understood. ``given``: what stood behind it. ``said``: what was typed."""

    word: Word | None
    said: str
    given: Given = field(default_factory=dict)


def understand(words: str, today: date) -> Understood:
    """What somebody meant.

    Args:
        words: the text after the command, mentions replaced by :data:`bot.views.words.MENTION`.
        today: the day in the space, for dates without a year.

    Raises:
        Refusal: too long, or a day that cannot be read.
    """
    if len(words) > TEXT_AT_MOST:
        raise Refusal(ShellBecause.TOO_LONG)
    said = tidied(words)
    heard = said.lower().strip(" .!?")
    for typed, word in _longest_first():
        if typed and heard != typed and not heard.startswith(typed + " "):
            continue
        given = word.behind(heard[len(typed) :].strip(), today)
        if given is not None:
            return Understood(word=word, said=said, given=given)
    return Understood(word=None, said=said)


@cache
def _longest_first() -> tuple[tuple[str, Word], ...]:
    """The word for nothing at all stands last."""
    known = {typed: word for word in WORDS for typed in (word.dutch, word.english, *word.also)}
    return tuple(sorted(known.items(), key=lambda item: -len(item[0])))
