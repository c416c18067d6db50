"""Effect or reply → neutral message, in the words of the space. The same message becomes Block Kit and HTML.

``render`` is total: every content and every reply has a view, which a test checks.
"""

from dataclasses import replace
from typing import Any

from bot.views import bell, checkout, leaders, month, plan, plan_form, replies, space
from bot.views.message import Form, Message
from bot.views.voice import Voice
from rituals.kernel.effect import Content
from rituals.kernel.reply import Reply

VIEWS: dict[type[Content | Reply], Any] = {
    **bell.VIEWS,
    **checkout.VIEWS,
    **leaders.VIEWS,
    **month.VIEWS,
    **plan.VIEWS,
    **plan_form.VIEWS,
    **replies.VIEWS,
    **space.VIEWS,
}


def render(what: Content | Reply, voice: Voice) -> Message | Form:
    """The message (or form) for something that should be shown."""
    shown: Message | Form = VIEWS[type(what)](what, voice)
    return replace(shown, language=voice.say.language)
