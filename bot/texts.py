"""The words: one catalogue per language, read as it is written (no compiled copy that can be out of date).

A text is a tuple of spans, so that names and what people typed are never mixed with markup: each platform escapes spans
in its own way. In the catalogue ``**bold**``, ``*italic*`` and ``{placeholders}`` are the only markup.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from babel.messages.pofile import read_po

from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language


class Kind(Enum):
    TEXT = auto()
    PERSON = auto()
    SPACE = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of text. ``kind`` PERSON or SPACE: ``text`` is an id that the platform shows as a name."""

    text: str
    kind: Kind = Kind.TEXT
    bold: bool = False
    italic: bool = False


Text = tuple[Span, ...]


def person(who: ParticipantId) -> Span:
    return Span(text=who, kind=Kind.PERSON)


def place(space: SpaceId) -> Span:
    return Span(text=space, kind=Kind.SPACE)


def code(typed: str) -> Span:
    return Span(text=typed, kind=Kind.CODE)


def plain(text: Text) -> str:
    """The text without its markup; ids stay ids."""
    return "".join(span.text for span in text)


MARKUP = re.compile(r"(\*\*.+?\*\*|\*.+?\*)", re.DOTALL)
PLACEHOLDER = re.compile(r"\{(\w+)\}")

Values = Mapping[str, "str | int | Span"]


class Texts:
    """The catalogue in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._entries = _read(language)

    def __call__(self, key: str, /, n: int | None = None, **values: str | int | Span) -> Text:
        """The entry ``key`` with its placeholders filled; ``n`` chooses between one and many and fills ``{n}``.

        Raises:
            KeyError: no such entry, or a placeholder without a value.
        """
        entry = self._entries[key]
        if isinstance(entry, tuple):
            entry = entry[0 if n == 1 else 1]
        if n is not None:
            values["n"] = n
        spans: list[Span] = []
        for piece in MARKUP.split(entry):
            bold, italic = piece.startswith("**"), piece.startswith("*")
            spans += _fill(piece.strip("*") if italic else piece, values, bold=bold, italic=italic and not bold)
        return tuple(spans)

    def label(self, key: str) -> str:
        """An entry without markup or placeholders, for buttons and titles."""
        return plain(self(key))

    def time(self, moment: datetime, zone: str) -> str:
        return format_time(moment.astimezone(ZoneInfo(zone)), "HH:mm", locale=self.language.value)

    def day(self, day: date) -> str:
        """A date as one says it: 1 maart 2027."""
        return format_date(day, "d MMMM y", locale=self.language.value)

    def month(self, month: str) -> str:
        """A month, given as YYYY-MM, as one says it: november 2026."""
        return format_date(date.fromisoformat(f"{month}-01"), "MMMM y", locale=self.language.value)

    def short_month(self, month: str) -> str:
        """A month under a bar: nov 2026."""
        return format_date(date.fromisoformat(f"{month}-01"), "MMM y", locale=self.language.value).replace(".", "")

    def weekday(self, day: date) -> str:
        """A day as one says it when it is near: dinsdag 1 december."""
        return format_date(day, "EEEE d MMMM", locale=self.language.value)

    def short_weekday(self, day: date) -> str:
        """The weekday on a button: di."""
        return format_date(day, "EEE", locale=self.language.value)

    def short_day(self, day: date) -> str:
        """A day on a button: di 1 dec."""
        return format_date(day, "EEE d MMM", locale=self.language.value)

    def when(self, moment: datetime, zone: str) -> str:
        """A day and a time: dinsdag 1 december, 10:00."""
        return f"{self.weekday(moment.astimezone(ZoneInfo(zone)).date())}, {self.time(moment, zone)}"

    def weekdays(self, numbers: Iterable[int]) -> str:
        """Days of the week as one says them: maandag en donderdag. Monday is 0."""
        names = get_day_names("wide", locale=self.language.value)
        return str(format_list([names[number] for number in numbers], locale=self.language.value))

    def listed(self, words: Sequence[str]) -> str:
        """Words as one says them in a row: a, b en c."""
        return str(format_list(words, locale=self.language.value))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> frozenset[str]:
        return frozenset(self._entries)


@cache
def texts(language: Language) -> Texts:
    return Texts(language)


def _fill(piece: str, values: Values, *, bold: bool, italic: bool) -> list[Span]:
    spans = []
    for place_, part in enumerate(PLACEHOLDER.split(piece)):
        if place_ % 2:
            value = values[part]
            span = value if isinstance(value, Span) else Span(text=str(value))
            spans.append(Span(text=span.text, kind=span.kind, bold=bold or span.bold, italic=italic or span.italic))
        elif part:
            spans.append(Span(text=part, bold=bold, italic=italic))
    return spans


def _read(language: Language) -> dict[str, str | tuple[str, ...]]:
    with (files("bot") / "locale" / f"{language.value}.po").open("rb") as file:
        catalogue = read_po(file, locale=language.value)
    entries: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            entries[key] = message.string if isinstance(message.string, str) else tuple(message.string or ())
    return entries
