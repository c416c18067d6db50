"""A message of which nobody knows whether it was said."""

from bot.views.lines import Views
from bot.views.message import Button, Buttons, Intent, Message, lines
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.agenda.occurrence import Kind
from rituals.unsure.contents import NotSaid, UnsureAsk
from rituals.unsure.replies import UnsureSettled

NAMES = {
    "bell": f"plan.kind.{Kind.BELL}",
    "checkout": f"plan.kind.{Kind.CHECKOUT}",
    "spoken": f"plan.kind.{Kind.CHECKOUT}",
    "month": f"plan.kind.{Kind.MONTH}",
}
"""What people call the kinds of messages."""


class UnsureIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    IT_STANDS = "it_stands"
    SAY_AGAIN = "say_again"


def unsure_settled(reply: UnsureSettled, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("unsure.again" if reply.again else "unsure.fine")))


def unsure_ask(content: UnsureAsk, voice: Voice) -> Message:
    asked = voice.say("unsure.ask", what=_what(content, voice), space=voice.here)
    return Message(parts=(*lines(asked), look_buttons(content.about, content.kind, content.number, voice)))


def look_buttons(about: str, kind: str, number: int, voice: Voice) -> Buttons:
    content = UnsureAsk(about=about, kind=kind, number=number)
    return Buttons(
        buttons=(
            _button(content, UnsureIntent.IT_STANDS, "unsure.stands", voice),
            _button(content, UnsureIntent.SAY_AGAIN, "unsure.say_again", voice),
        )
    )


def not_said(content: NotSaid, voice: Voice) -> Message:
    """What everybody was to read is not there: why, what to do, and a button where it waits."""
    say = voice.say
    told = say(
        "unsaid.refused" if content.allowed else "unsaid.not_allowed", what=_what(content, voice), space=voice.here
    )
    if content.again:
        todo = say("unsaid.aloud") if content.allowed else say("unsaid.ask")
    else:
        todo = say("unsaid.aloud.only") if content.allowed else say("unsaid.ask.only")
    again = _button(content, UnsureIntent.SAY_AGAIN, "unsure.say_again", voice)
    return Message(parts=(*lines(told, todo), *((Buttons(buttons=(again,)),) if content.again else ())))


def _what(content: UnsureAsk | NotSaid, voice: Voice) -> str:
    return voice.say.label(NAMES.get(content.kind, "unsaid.message"))


def _button(content: UnsureAsk | NotSaid, intent: UnsureIntent, label: str, voice: Voice) -> Button:
    which = {"space": str(voice.space.id), "about": content.about, "kind": content.kind, "number": str(content.number)}
    return Button(label=voice.say.label(label), intent=intent, arguments=which)


WORDS: tuple[Word, ...] = ()

VIEWS: Views = {
    UnsureSettled: unsure_settled,
    UnsureAsk: unsure_ask,
    NotSaid: not_said,
}
