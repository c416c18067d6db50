"""What people type: the words in both languages, and what they mean. The help page is made from the same tables."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from babel.dates import get_month_names

from bot.kernel.refusals import ShellBecause
from rituals.checkout.questions import SetName
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Language

NL, EN = Language.DUTCH, Language.ENGLISH

TEXT_AT_MOST = 1000
"""Characters after a command. Fifty mentions fit; a letter does not."""

PAUSE_LASTS = timedelta(weeks=4)
"""How long a pause lasts when no day is named, so that nobody is forgotten on pause."""

LONG_NUMBER = 9
"""Digits."""

MENTION = "@"
"""Stands in :attr:`Said.words` where somebody was mentioned."""


class Verb(StrEnum):
    CALL = "call"
    WHO = "who"
    DONE = "done"
    SOMEONE_ELSE = "someone_else"
    CANCEL = "cancel"
    CHAIR = "chair"
    STATS = "stats"
    PHASES = "phases"
    ORGANISATION = "organisation"
    LEADERS = "leaders"
    PAUSE = "pause"
    RESUME = "resume"
    PLAN = "plan"
    PAUSE_TEAM = "pause_team"
    RESUME_TEAM = "resume_team"
    CHECKOUT = "checkout"
    QUESTIONS = "questions"
    MY_DATA = "my_data"
    FORGET = "forget"
    SETTINGS = "settings"
    EXPLAIN = "explain"
    PRIVACY = "privacy"
    HELP = "help"
    MENU = "menu"


WORDS: dict[Verb, dict[Language, str]] = {
    Verb.CALL: {NL: "", EN: ""},
    Verb.WHO: {NL: "wie", EN: "who"},
    Verb.DONE: {NL: "klaar", EN: "done"},
    Verb.SOMEONE_ELSE: {NL: "iemand anders", EN: "someone else"},
    Verb.CANCEL: {NL: "annuleer", EN: "cancel"},
    Verb.CHAIR: {NL: "voorzitter", EN: "chair"},
    Verb.STATS: {NL: "cijfers", EN: "stats"},
    Verb.PHASES: {NL: "fases", EN: "phases"},
    Verb.ORGANISATION: {NL: "organisatie", EN: "organisation"},
    Verb.LEADERS: {NL: "leiders", EN: "leaders"},
    Verb.PAUSE: {NL: "pauze mij", EN: "pause me"},
    Verb.RESUME: {NL: "hervat mij", EN: "resume me"},
    Verb.CHECKOUT: {NL: "uitcheck", EN: "checkout"},
    Verb.PLAN: {NL: "plan", EN: "plan"},
    Verb.PAUSE_TEAM: {NL: "pauze", EN: "pause"},
    Verb.RESUME_TEAM: {NL: "hervat", EN: "resume"},
    Verb.QUESTIONS: {NL: "vragen", EN: "questions"},
    Verb.SETTINGS: {NL: "instellingen", EN: "settings"},
    Verb.MY_DATA: {NL: "mijn gegevens", EN: "my data"},
    Verb.FORGET: {NL: "vergeet mij", EN: "forget me"},
    Verb.EXPLAIN: {NL: "uitleg", EN: "explain"},
    Verb.PRIVACY: {NL: "privacy", EN: "privacy"},
    Verb.HELP: {NL: "help", EN: "help"},
    Verb.MENU: {NL: "menu", EN: "menu"},
}

ALSO: dict[Verb, tuple[str, ...]] = {
    Verb.CALL: ("advocaat", "bell", "belletje"),  # after a mention of the bot
    Verb.DONE: ("afronden", "finish"),
    Verb.CANCEL: ("annuleren", "stop"),
    Verb.CHECKOUT: ("check-out", "uitchecken"),
    Verb.PLAN: ("planning", "plannen", "schedule"),
    Verb.STATS: ("maand", "month", "statistieken", "statistics"),
    Verb.PHASES: ("fasen", "verder", "next"),
    Verb.ORGANISATION: ("organization",),
}

HELP: dict[Verb, dict[Language, str]] = {
    **{verb: words for verb, words in WORDS.items() if verb is not Verb.MENU},  # what a bare mention shows anyway
    Verb.CHAIR: {NL: "voorzitter @…", EN: "chair @…"},
    Verb.PAUSE: {NL: "pauze mij tot …", EN: "pause me until …"},
    Verb.PAUSE_TEAM: {NL: "pauze tot …", EN: "pause until …"},
}

SET_WORDS: dict[SetName, dict[Language, str]] = {
    SetName.SHORT: {NL: "kort", EN: "short"},
    SetName.STANDARD: {NL: "standaard", EN: "standard"},
    SetName.DECISION: {NL: "besluit", EN: "decision"},
    SetName.REFLECTION: {NL: "terugblik", EN: "reflection"},
    SetName.OWN: {NL: "eigen", EN: "own"},
}

TEAM = re.compile(r"^(?:voor |for )?(?:het |the )?(?:hele |whole )?team\b\s*")
UNTIL = re.compile(r"^(?:(?P<through>tot en met|t/m|through)|tot|until|till)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was meant; ``until`` only with a pause, ``name`` only with a check-out, ``team``: said that it is for all.

    ``verb`` None: not understood, ``words`` is what was said.
    """

    verb: Verb | None
    words: str
    until: date | None = None
    name: SetName | None = None
    team: bool = False


def tidied(words: str) -> str:
    """Without invisible characters (zero width, right-to-left marks, controls, halves) and with single spaces."""
    kinds = ((c, unicodedata.category(c)) for c in words)
    shown = "".join(" " if kind == "Cc" else c for c, kind in kinds if kind not in ("Cf", "Cs"))
    return " ".join(shown.split())


def number(text: str) -> int:
    """A number as a form or button carries it; 0 for anything else, for what comes back can have been changed."""
    return int(text) if text.isdecimal() and len(text) < LONG_NUMBER else 0


def understand(words: str, today: date) -> Understood:
    """What somebody meant by what they typed.

    Args:
        words: the text after the command, mentions replaced by :data:`MENTION`.
        today: the day in the space, for dates without a year.

    Raises:
        Refusal: too long, or a day that cannot be read.
    """
    if len(words) > TEXT_AT_MOST:
        raise Refusal(ShellBecause.TOO_LONG)
    said = tidied(words)
    heard = said.lower().strip(" .!?")
    if not heard or heard.startswith(MENTION):
        return Understood(verb=Verb.CALL, words=said)
    for word, verb in _longest_first():
        if heard == word or heard.startswith(word + " "):
            rest = heard[len(word) :].strip()
            team = TEAM.match(rest) if verb in (Verb.PAUSE_TEAM, Verb.RESUME_TEAM) else None
            rest = rest[team.end() :] if team else rest
            if verb in (Verb.PAUSE, Verb.PAUSE_TEAM):
                return Understood(verb=verb, words=said, until=_until(rest, today), team=bool(team))
            if verb is Verb.RESUME_TEAM and not rest:
                return Understood(verb=verb, words=said, team=bool(team))
            if verb is Verb.CHECKOUT and rest in _sets():
                return Understood(verb=verb, words=said, name=_sets()[rest])
            if not rest or verb is Verb.CHAIR or (verb is Verb.CALL and rest.startswith(MENTION)):
                return Understood(verb=verb, words=said)
    return Understood(verb=None, words=said)


@cache
def _longest_first() -> tuple[tuple[str, Verb], ...]:
    known = {word: verb for verb, in_language in WORDS.items() for word in in_language.values() if word}
    known |= {word: verb for verb, words in ALSO.items() for word in words}
    return tuple(sorted(known.items(), key=lambda item: -len(item[0])))


@cache
def _sets() -> dict[str, SetName]:
    return {word: name for name, words in SET_WORDS.items() for word in words.values()}


def _until(rest: str, today: date) -> date:
    if not rest:
        return today + PAUSE_LASTS
    begin = UNTIL.match(rest)
    day = read_day(UNTIL.sub("", rest), today)
    if day is None:
        raise Refusal(ShellBecause.UNKNOWN_DATE)
    return day + timedelta(days=1) if begin and begin["through"] else day


def read_day(text: str, today: date) -> date | None:
    """A day as people write it: 2027-03-01, 1-3, 1/3/2027, 1 maart, March 1 2027. Without a year: the next one."""
    found = re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", text) or re.fullmatch(
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})(?:[-/.](?P<y>\d{4}))?", text
    )
    if found:
        return _day(found["y"], int(found["m"]), int(found["d"]), today)
    found = re.fullmatch(r"(?P<d>\d{1,2})\s+(?P<m>[a-z.]+)(?:\s+(?P<y>\d{4}))?", text) or re.fullmatch(
        r"(?P<m>[a-z.]+)\s+(?P<d>\d{1,2})(?:,?\s+(?P<y>\d{4}))?", text
    )
    month = _months().get(found["m"].rstrip(".")) if found else None
    return _day(found["y"], month, int(found["d"]), today) if found and month else None


def _day(year: str | None, month: int, day: int, today: date) -> date | None:
    try:
        found = date(int(year) if year else today.year, month, day)
        return found if year or found > today else found.replace(year=today.year + 1)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in Language:
        for width in ("wide", "abbreviated"):
            months = get_month_names(width, locale=language.value)
            names |= {str(name).lower().rstrip("."): number for number, name in months.items()}
    return names
