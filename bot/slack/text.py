"""Text as Slack has it: its markup, and plain.

Everything that people wrote is escaped and marked ``verbatim``, so that it cannot call a channel or become a link.
"""

import re
from itertools import groupby
from typing import Any

from bot.slack.names import channel_of
from bot.texts import Kind, Span, Text
from rituals.kernel.identifiers import SpaceId

Block = dict[str, Any]

LABEL_AT_MOST = 75
"""Of a button, and of a choice."""

TEXT_AT_MOST = 3000
"""Of a text object, wherever nothing shorter is asked (docs.slack.dev/reference/block-kit/composition-objects)."""

HALF = re.compile(r"(&\w{0,4}|<[^>]*)$")
"""The beginning of an escaped character or a mention, at the end of what was cut."""


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


def shortened(words: str, at_most: int) -> str:
    """Words that fit, cut where one ends and never within a mention or an escaped character."""
    if len(words) <= at_most:
        return words
    kept = words[: at_most - 1]
    if not words[at_most - 1].isspace():
        whole = kept.rsplit(None, 1)
        kept = whole[0] if len(whole) > 1 else HALF.sub("", kept)
    return f"{kept.rstrip()}…"


def plain_text(text: str, at_most: int = TEXT_AT_MOST) -> Block:
    return {"type": "plain_text", "text": shortened(text, at_most), "emoji": True}
