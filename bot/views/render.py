"""Anything that should be shown, as a message or form. It is total, which a test checks."""

from dataclasses import replace

from bot.views.message import Form, Message
from bot.views.rooms import VIEWS
from bot.views.voice import Voice
from rituals.kernel.effect import Content
from rituals.kernel.reply import Reply


def render(what: Content | Reply, voice: Voice) -> Message | Form:
    """The message (or form) for something that should be shown."""
    shown: Message | Form = VIEWS[type(what)](what, voice)
    return replace(shown, language=voice.say.language)
