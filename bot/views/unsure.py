"""A message of which nobody knows whether it was said."""

from bot.views.lines import Views
from bot.views.message import Button, Buttons, Intent, Message, lines
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.agenda.occurrence import Kind
from rituals.unsure.contents import UnsureAsk
from rituals.unsure.replies import UnsureSettled


class UnsureIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    IT_STANDS = "it_stands"
    SAY_AGAIN = "say_again"


def unsure_settled(reply: UnsureSettled, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("unsure.again" if reply.again else "unsure.fine")))


def unsure_ask(content: UnsureAsk, voice: Voice) -> Message:
    what = voice.say.label(f"plan.kind.{Kind.BELL if content.kind == 'bell' else Kind.CHECKOUT}")
    look = look_buttons(content.about, content.kind, content.number, voice)
    return Message(parts=(*lines(voice.say("unsure.ask", what=what, space=voice.here)), look))


def look_buttons(about: str, kind: str, number: int, voice: Voice) -> Buttons:
    say = voice.say
    which = {"space": str(voice.space.id), "about": about, "kind": kind, "number": str(number)}
    return Buttons(
        buttons=(
            Button(label=say.label("unsure.stands"), intent=UnsureIntent.IT_STANDS, arguments=which),
            Button(label=say.label("unsure.say_again"), intent=UnsureIntent.SAY_AGAIN, arguments=which),
        )
    )


WORDS: tuple[Word, ...] = ()

VIEWS: Views = {
    UnsureSettled: unsure_settled,
    UnsureAsk: unsure_ask,
}
