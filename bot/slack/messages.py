"""Neutral message → Block Kit. Pure; the golden files can be pasted into Slack's Block Kit Builder.

Everything that people wrote is escaped and marked ``verbatim``, so that it cannot call a channel or become a link.
"""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from bot.slack.names import channel_of
from bot.texts import Kind, Span, Text
from bot.views.message import (
    Button,
    Buttons,
    Chart,
    ChoiceField,
    DayField,
    Field,
    Form,
    Heading,
    Link,
    Message,
    Part,
    PeopleField,
    TextField,
    TimeField,
)
from rituals.kernel.identifiers import SpaceId

Block = dict[str, Any]

SECTION_AT_MOST = 3000
HEADER_AT_MOST = 150
LABEL_AT_MOST = 75
VIEW_AT_MOST = 100
TITLE_AT_MOST = 50
CATEGORY_AT_MOST = 20
NAME_AT_MOST = 50

DONE = "done"
"""Under this name a form carries the word that closes what will stand in its place."""

PLACE = "#"
"""Stands between the intent and the place in an action id."""


def blocks(message: Message, *, charts: bool = True) -> list[Block]:
    """The message; what its charts show stands in words below them, and alone where ``charts`` are not known."""
    return [block for part in message.parts for block in _blocks(part, charts=charts)]


def has_charts(message: Message) -> bool:
    return any(isinstance(part, Chart) for part in message.parts)


def summary(message: Message) -> str:
    """The ``text`` of a message: what notifications and screen readers begin with."""
    return mrkdwn(message.summary)


def view(form: Form) -> Block:
    """A modal (docs.slack.dev/surfaces/modals)."""
    return {
        "type": "modal",
        "callback_id": str(form.name),
        "title": _plain(form.title),
        "submit": _plain(form.submit),
        "close": _plain(form.close),
        "private_metadata": urlencode({**form.arguments, DONE: form.done}),
        "blocks": [
            _section(form.intro),
            *([_block(Buttons(buttons=(form.more,)))] if form.more else []),
            *(_input(field) for field in form.fields),
            *([_section(form.final)] if form.final else []),
        ],
    }


def message_view(message: Message, title: str, close: str) -> Block:
    """A message where a form stood."""
    return {
        "type": "modal",
        "title": _plain(title),
        "close": _plain(close),
        "private_metadata": urlencode({DONE: close}),
        "blocks": blocks(message, charts=False),  # which Slack knows in messages only
    }


def home_view(message: Message) -> Block:
    """Somebody's own page (docs.slack.dev/surfaces/app-home)."""
    return {"type": "home", "blocks": blocks(message, charts=False)[:VIEW_AT_MOST]}


def mrkdwn(text: Text) -> str:
    """Slack's markup for a text. Neighbours in one style share their marks, which must stand at the edge of words."""
    return "".join(
        _marked("".join(_word(span) for span in spans), bold=bold, italic=italic)
        for (bold, italic), spans in groupby(text, key=lambda span: (span.bold, span.italic))
    )


def _marked(words: str, *, bold: bool, italic: bool) -> str:
    for mark, wanted in (("*", bold), ("_", italic)):
        if wanted and words.strip():
            before, core, after = words.partition(words.strip())
            words = f"{before}{mark}{core}{mark}{after}"
    return words


def _word(span: Span) -> str:
    match span.kind:
        case Kind.PERSON:
            return f"<@{span.text}>"
        case Kind.SPACE:
            return f"<#{channel_of(SpaceId(span.text))}>"
        case Kind.CODE:
            return f"`{escape(span.text)}`"
        case Kind.TEXT:
            return escape(span.text)


def escape(text: str) -> str:
    """The three characters that Slack reads as control (docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _block(part: Part) -> Block:
    match part:
        case Heading(text=text):
            return {"type": "header", "text": _plain(text[:HEADER_AT_MOST])}
        case Buttons(buttons=buttons):
            return {"type": "actions", "elements": [_button(button, place) for place, button in enumerate(buttons)]}
        case Link(label=label, url=url):
            words = f"<{escape(url)}|{escape(label)}>"
            return {"type": "section", "text": {"type": "mrkdwn", "text": words}}
        case Chart():
            return _chart(part)
        case _:
            return _section(part.text)


def _blocks(part: Part, *, charts: bool) -> list[Block]:
    if not isinstance(part, Chart):
        return [_block(part)]
    words = "\n".join((f"*{escape(part.title)}*", *map(escape, part.words)))[:SECTION_AT_MOST]
    said: Block = {"type": "context", "elements": [{"type": "mrkdwn", "text": words, "verbatim": True}]}
    return [_block(part), said] if charts else [said]


def _chart(chart: Chart) -> Block:
    """Bars (docs.slack.dev/reference/block-kit/blocks/data-visualization-block). They stand beside each other."""
    categories = [each[:CATEGORY_AT_MOST] for each in chart.categories]
    series = [
        {
            "name": name[:NAME_AT_MOST],
            "data": [{"label": label, "value": count} for label, count in zip(categories, counts, strict=True)],
        }
        for name, counts in zip(chart.names, chart.values, strict=True)
    ]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": chart.title[:TITLE_AT_MOST], "chart": drawn}


def _section(text: Text) -> Block:
    words = mrkdwn(text)[:SECTION_AT_MOST]
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}


def _button(button: Button, place: int) -> Block:
    """Within a block every action id must differ, so the place is added to the intent."""
    action = f"{button.intent}{PLACE}{place}"
    element = {"type": "button", "action_id": action, "text": _plain(button.label[:LABEL_AT_MOST])}
    if button.value:
        element["value"] = button.value
    return {**element, "style": "primary"} if button.primary else element


def _element(field: Field) -> Block:
    match field:
        case PeopleField():
            chosen = {"initial_users": list(field.chosen)} if field.chosen else {}
            return {"type": "multi_users_select", "max_selected_items": field.at_most, **chosen}
        case ChoiceField():
            return _choices(field)
        case DayField():
            return {"type": "datepicker", "initial_date": field.chosen}
        case TimeField():
            return {"type": "timepicker", "initial_time": field.chosen}
        case TextField():
            written = {"initial_value": field.written} if field.written else {}
            return {"type": "plain_text_input", "max_length": field.at_most, **written}


def _choices(field: ChoiceField) -> Block:
    options = {value: {"text": _plain(label[:LABEL_AT_MOST]), "value": value} for value, label in field.choices}
    element = {"type": "checkboxes" if field.several else "radio_buttons", "options": [*options.values()]}
    if field.chosen and field.several:
        return {**element, "initial_options": [options[value] for value in field.chosen]}
    return {**element, "initial_option": options[field.chosen[0]]} if field.chosen else element


def _input(field: Field) -> Block:
    element = _element(field)
    block: Block = {"type": "input", "block_id": field.name, "label": _plain(field.label)}
    if isinstance(field, TextField) or (isinstance(field, PeopleField) and field.optional):
        block["optional"] = True
    if field.hint:
        block["hint"] = _plain(field.hint)
    return {**block, "element": {**element, "action_id": field.name}}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}
