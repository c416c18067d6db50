"""What this is, in the organisation's own word."""

from bot.texts import Text
from bot.views.message import Intent, Message, lines
from bot.views.voice import Voice
from bot.views.words import Word

EXPLAIN = Word(name="explain", dutch="uitleg", english="explain", place=21)
PRIVACY = Word(name="privacy", dutch="privacy", english="privacy", place=22)
HELP = Word(name="help", dutch="help", english="help", place=23)
MENU = Word(name="menu", dutch="menu", english="menu", shown=None, place=24)
"""What a bare mention shows anyway, so that the help page does not have it."""

WORDS = (EXPLAIN, PRIVACY, HELP, MENU)


class PageIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    EXPLAIN = "explain"
    PRIVACY = "privacy"
    HELP = "help"
    DISMISS = "dismiss"


def explain(voice: Voice) -> Message:
    return Message(parts=lines(voice.say("explain"), *own_word(voice)))


def own_word(voice: Voice) -> tuple[Text, ...]:
    return (voice.say("word", word=voice.word),) if voice.word else ()
