"""The question to answer aloud, and what whoever opens a check-out is asked."""

from bot.views.checkout import until_words
from bot.views.lines import Views, one_line_view
from bot.views.message import (
    Button,
    Buttons,
    Intent,
    Message,
    lines,
)
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.checkout.checkout import Form as About
from rituals.closing.contents import SpokenLine
from rituals.closing.replies import ChooseForm, Opened, SpokenAsked


class ClosingIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    CHECK_OUT = "check_out"
    ASK_ALOUD = "ask_aloud"
    OPEN_FORM = "open_form"


def spoken_line(_content: SpokenLine, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("co.spoken")))


def choose_form(reply: ChooseForm, voice: Voice) -> Message:
    say = voice.say
    chosen: dict[str, str] = {"space": voice.space.id} | ({"set": reply.name.value} if reply.name else {})
    return Message(
        parts=(
            *lines(say("co.choose")),
            Buttons(
                buttons=(
                    Button(label=say.label("co.choose.aloud"), intent=ClosingIntent.ASK_ALOUD, arguments=chosen),
                    Button(label=say.label("co.choose.form"), intent=ClosingIntent.OPEN_FORM, arguments=chosen),
                )
            ),
        )
    )


def opened(reply: Opened, voice: Voice) -> Message:
    key = "co.opened.round" if reply.form is About.ROUND else "co.opened"
    return Message(parts=lines(voice.say(key, until=until_words(reply.form, reply.until, voice))))


WORDS: tuple[Word, ...] = ()

VIEWS: Views = {
    SpokenLine: spoken_line,
    ChooseForm: choose_form,
    SpokenAsked: one_line_view("co.asked_aloud"),
    Opened: opened,
}
