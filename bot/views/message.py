"""A message that no platform has touched yet: headings, paragraphs, buttons, forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from bot.texts import Span, Text
from rituals.kernel.space import Language


class Intent(StrEnum):
    """What a button means. The value is the action id on every platform. Each ritual has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """``arguments`` come back with the press.

    Attributes:
        intent: one of an :class:`Intent`.
        opens: the form it opens, the same for everybody: stands in the message where the platform can show it there.
        unfolds: the page it shows, the same for everybody: unfolds in the message where the platform can.
    """

    label: str
    intent: str
    arguments: dict[str, str] = field(default_factory=dict)
    primary: bool = False
    opens: "Form | None" = None
    unfolds: "Message | None" = None

    @property
    def value(self) -> str:
        return urlencode(self.arguments)


def arguments(value: str) -> dict[str, str]:
    """What :attr:`Button.value` was made from; whatever is not of that form is left out."""
    return dict(parse_qsl(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars for a few series over the same categories. What it shows is also said in words, always.

    Attributes:
        names: of the series, and ``values`` of each, one for every category.
        stacked: whether the series of a category add up to something.
    """

    title: str
    names: tuple[str, ...]
    categories: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    stacked: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """A line for each category."""
        rows = zip(self.categories, zip(*self.values, strict=True), strict=True)
        return tuple(
            f"{category}: " + ", ".join(f"{name} {value}" for name, value in zip(self.names, row, strict=True))
            for category, row in rows
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that opens in a browser."""

    label: str
    url: str


Part = Heading | Paragraph | Buttons | Chart | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``language``: of its words. ``hidden``: that it was sent tells something, so that nothing may point at it."""

    parts: tuple[Part, ...]
    language: Language | None = None
    hidden: bool = False

    @property
    def summary(self) -> Text:
        """What a notification or an old client shows: the first words of the message."""
        for part in self.parts:
            if isinstance(part, Paragraph):
                return part.text
        return tuple(Span(text=part.text) for part in self.parts if isinstance(part, Heading))[:1]


class FormName(StrEnum):
    """Which form this is; comes back with the submission. Each ritual has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleField:
    """People of the space. ``chosen``: who is chosen already. ``optional``: nobody will do."""

    name: str
    label: str
    at_most: int
    chosen: tuple[str, ...] = ()
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField:
    """One of ``choices`` (value, label), or any number of them where ``several``. ``chosen`` empty: none yet."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...] = ()
    hint: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayField:
    """A day, as ``YYYY-MM-DD``."""

    name: str
    label: str
    chosen: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField:
    """A time of the day, as ``HH:MM``."""

    name: str
    label: str
    chosen: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    name: str
    label: str
    hint: str
    written: str
    at_most: int


Field = PeopleField | ChoiceField | TextField | DayField | TimeField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Asked for and answered at once; nothing of it is stored. ``arguments`` come back with the submission.

    Attributes:
        name: one of a :class:`FormName`.
        more: what can be read one click further.
        final: what must be known before the button is pressed, stands right above it.
        done: closes what stands in the place of the form afterwards.
        wrong: why it was not taken, above what was filled in.
    """

    name: str
    title: str
    intro: Text
    fields: tuple[Field, ...]
    submit: str
    close: str
    arguments: dict[str, str]
    more: Button | None = None
    final: Text = ()
    done: str = ""
    wrong: Text = ()
    language: Language | None = None


def once_more(form: Form, fields: Mapping[str, tuple[str, ...]], told: Message) -> Form:
    """The form as it was filled in, with what is wrong above it."""
    filled = (_filled_in(each, fields.get(each.name, ())) for each in form.fields)
    return replace(form, wrong=told.summary, fields=tuple(filled))


def _filled_in(field: Field, values: tuple[str, ...]) -> Field:
    match field:
        case TextField():
            return replace(field, written="".join(values))
        case DayField() | TimeField():
            return replace(field, chosen="".join(values) or field.chosen)
        case _:
            return replace(field, chosen=values)


def lines(*texts: Text) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts)
