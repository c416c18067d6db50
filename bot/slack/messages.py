"""Neutral message → Block Kit. Pure; the golden files can be pasted into Slack's Block Kit Builder.

Everything that people wrote is escaped and marked ``verbatim``, so that it cannot call a channel or become a link.
"""

from urllib.parse import urlencode

from bot.slack.charts import CHART, CHARTS_AT_MOST, bars, fits
from bot.slack.fields import input_of
from bot.slack.text import LABEL_AT_MOST, TEXT_AT_MOST, Block, escape, mrkdwn, plain_text, shortened
from bot.texts import Text
from bot.views.message import (
    Button,
    Buttons,
    Chart,
    Form,
    Heading,
    Link,
    Message,
    Part,
)

HEADER_AT_MOST = 150
TITLE_AT_MOST = 24
"""Of a modal's title and of the buttons below it."""

MESSAGE_AT_MOST = 50
VIEW_AT_MOST = 100
"""Blocks."""

DONE = "done"
"""Under this name a form carries the word that closes what will stand in its place."""

PLACE = "#"
"""Stands between the intent and the place in an action id."""


def blocks(message: Message, *, charts: bool = True) -> list[Block]:
    """The message; what its charts show stands in words below them, and alone where ``charts`` are not known."""
    drawn = [part for part in message.parts if isinstance(part, Chart) and charts and fits(part)][:CHARTS_AT_MOST]
    made = [block for part in message.parts for block in _blocks(part, charts=part in drawn)]
    return made[:MESSAGE_AT_MOST]


def without_charts(drawn: list[Block], places: frozenset[int] | None = None) -> list[Block]:
    """Blocks without their charts: those at these places, or all. The words of each stand below it."""
    return [
        block
        for place, block in enumerate(drawn)
        if block["type"] != CHART or (places is not None and place not in places)
    ]


def has_charts(message: Message) -> bool:
    return any(isinstance(part, Chart) for part in message.parts)


def summary(message: Message) -> str:
    """The ``text`` of a message: what notifications and screen readers begin with."""
    return shortened(mrkdwn(message.summary), TEXT_AT_MOST)


def view(form: Form) -> Block:
    """A modal (docs.slack.dev/surfaces/modals)."""
    return {
        "type": "modal",
        "callback_id": str(form.name),
        "title": plain_text(form.title, TITLE_AT_MOST),
        "submit": plain_text(form.submit, TITLE_AT_MOST),
        "close": plain_text(form.close, TITLE_AT_MOST),
        "private_metadata": urlencode({**form.arguments, DONE: form.done}),
        "blocks": [
            _section(form.intro),
            *([_block(Buttons(buttons=(form.more,)))] if form.more else []),
            *(input_of(field) for field in form.fields),
            *([_section(form.final)] if form.final else []),
        ],
    }


def message_view(message: Message, title: str, close: str) -> Block:
    """A message where a form stood."""
    return {
        "type": "modal",
        "title": plain_text(title, TITLE_AT_MOST),
        "close": plain_text(close, TITLE_AT_MOST),
        "private_metadata": urlencode({DONE: close}),
        "blocks": blocks(message, charts=False),  # which Slack knows in messages only
    }


def home_view(message: Message) -> Block:
    """Somebody's own page (docs.slack.dev/surfaces/app-home)."""
    return {"type": "home", "blocks": blocks(message, charts=False)[:VIEW_AT_MOST]}


def _block(part: Part) -> Block:
    match part:
        case Heading(text=text):
            return {"type": "header", "text": plain_text(text, HEADER_AT_MOST)}
        case Buttons(buttons=buttons):
            return {"type": "actions", "elements": [_button(button, place) for place, button in enumerate(buttons)]}
        case Link(label=label, url=url):
            words = f"<{escape(url)}|{escape(shortened(label, LABEL_AT_MOST))}>"
            return {"type": "section", "text": {"type": "mrkdwn", "text": words}}
        case Chart():
            return bars(part)
        case _:
            return _section(part.text)


def _blocks(part: Part, *, charts: bool) -> list[Block]:
    if not isinstance(part, Chart):
        return [_block(part)]
    words = shortened("\n".join((f"*{escape(part.title)}*", *map(escape, part.words))), TEXT_AT_MOST)
    said: Block = {"type": "context", "elements": [{"type": "mrkdwn", "text": words, "verbatim": True}]}
    return [_block(part), said] if charts else [said]


def _section(text: Text) -> Block:
    words = shortened(mrkdwn(text), TEXT_AT_MOST)
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}


def _button(button: Button, place: int) -> Block:
    """Within a block every action id must differ, so the place is added to the intent."""
    action = f"{button.intent}{PLACE}{place}"
    element = {"type": "button", "action_id": action, "text": plain_text(button.label, LABEL_AT_MOST)}
    if button.value:
        element["value"] = button.value
    return {**element, "style": "primary"} if button.primary else element
