"""What can be read anywhere: what is kept, what one can do here."""

from bot.texts import Span, Text, code
from bot.views.bell.ways import BellIntent
from bot.views.checkout import SET_WORDS, CheckOutIntent, promise_page
from bot.views.closing import ClosingIntent
from bot.views.explain import PageIntent, explain
from bot.views.membership import MembershipIntent
from bot.views.message import Button, Buttons, Heading, Message, lines
from bot.views.rooms import WORDS
from bot.views.space import SpaceIntent
from bot.views.voice import Voice


def privacy(voice: Voice) -> Message:
    say, platform = voice.say, voice.platform.name
    here: dict[str, str] = {"space": voice.space.id}
    promise = Button(
        label=say.label("promise.title"), intent=CheckOutIntent.PROMISE, arguments=here, unfolds=promise_page(voice)
    )
    mine = Button(label=say.label("me.title"), intent=MembershipIntent.MY_DATA, arguments=here)
    kept = lines(
        say("privacy.bell", platform=platform),
        say("privacy.meeting"),
        say("privacy.counts"),
        say("privacy.not", platform=platform),
        say("privacy.checkout"),
    )
    return Message(parts=(*kept, Buttons(buttons=(promise, mine))))


def menu(voice: Voice) -> Message:
    """What a bare mention shows: the three things one comes for."""
    say = voice.say
    return Message(
        parts=(
            *lines(say("menu")),
            Buttons(
                buttons=(
                    Button(label=say.label("menu.call"), intent=BellIntent.CALL, primary=True),
                    Button(label=say.label("menu.check_out"), intent=ClosingIntent.CHECK_OUT),
                    Button(label=say.label("menu.help"), intent=PageIntent.HELP),
                )
            ),
        )
    )


def help_page(voice: Voice, said: str = "") -> Message:
    """What one can do here; after something not understood, the nearest word first."""
    say = voice.say
    sets = ", ".join(words[say.language] for words in SET_WORDS.values())
    listed = lines(
        *(
            (*_typed(voice.command(word.help(say.language)).text), *say(voice.key(f"help.{word.name}"), sets=sets))
            for word in WORDS
            if word.shown is not None
        )
    )
    buttons = Buttons(
        buttons=(
            Button(label=voice.command().text, intent=BellIntent.CALL, primary=True),
            Button(label=say.label("bell.what"), intent=PageIntent.EXPLAIN, unfolds=explain(voice)),
            Button(label=say.label("settings.title"), intent=SpaceIntent.SETTINGS),
            Button(label=say.label("welcome.kept"), intent=PageIntent.PRIVACY),
        )
    )
    head = lines(_not_understood(voice, said)) if said else ()
    seen = lines(say("help.seen.teams")) if voice.platform.seen_typing else ()
    return Message(parts=(*head, Heading(text=say.label("help.title")), *listed, *seen, buttons))


def _typed(command: str) -> Text:
    return (code(command), Span(text=" "))


def _not_understood(voice: Voice, said: str) -> Text:
    from difflib import get_close_matches  # noqa: PLC0415  not needed to answer what is understood

    words = [word.of(voice.say.language) for word in WORDS if word.of(voice.say.language)]
    near = get_close_matches(said.lower(), words, n=1)
    shown = said[:40]
    if near:
        return voice.say("help.nearest", said=shown, nearest=voice.command(near[0]))
    return voice.say("help.unknown", said=shown)
