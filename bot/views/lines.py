"""A message of one line."""

from typing import Any

from bot.views.message import (
    Message,
    lines,
)
from bot.views.voice import Voice
from rituals.kernel.effect import Content
from rituals.kernel.reply import Reply

Views = dict[type[Content | Reply], Any]
"""For each kind of content and reply of a ritual, what makes a message (or form) of it in a voice."""


def one_line_view(key: str) -> Any:
    def view(_reply: Reply, voice: Voice) -> Message:
        return Message(parts=lines(voice.say(key)))

    return view


def one_line(key: str, voice: Voice) -> Message:
    return Message(parts=lines(voice.say(key)))
