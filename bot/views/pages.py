"""What can be read anywhere: what this is, what is kept, what one can do here, where to look."""

from difflib import get_close_matches

from bot.texts import Span, Text, code, person
from bot.views.checkout import promise_page
from bot.views.message import Button, Buttons, Heading, Intent, Message, lines
from bot.views.voice import Voice
from bot.views.words import HELP, SET_WORDS, WORDS
from rituals.kernel.identifiers import ParticipantId


def explain(voice: Voice) -> Message:
    return Message(parts=lines(voice.say("explain"), *own_word(voice)))


def privacy(voice: Voice) -> Message:
    say, platform = voice.say, voice.platform.name
    here: dict[str, str] = {"space": voice.space.id}
    promise = Button(
        label=say.label("promise.title"), intent=Intent.PROMISE, arguments=here, unfolds=promise_page(voice)
    )
    mine = Button(label=say.label("me.title"), intent=Intent.MY_DATA, arguments=here)
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
                    Button(label=say.label("menu.call"), intent=Intent.CALL, primary=True),
                    Button(label=say.label("menu.check_out"), intent=Intent.CHECK_OUT),
                    Button(label=say.label("menu.help"), intent=Intent.HELP),
                )
            ),
        )
    )


def help_page(voice: Voice, said: str = "") -> Message:
    """What one can do here; after something not understood, the nearest word first."""
    say = voice.say
    commands = {voice.command(HELP[verb][say.language]).text: verb for verb in HELP}
    sets = ", ".join(words[say.language] for words in SET_WORDS.values())
    listed = lines(
        *((*_typed(command), *say(voice.key(f"help.{verb}"), sets=sets)) for command, verb in commands.items())
    )
    buttons = Buttons(
        buttons=(
            Button(label=voice.command().text, intent=Intent.CALL, primary=True),
            Button(label=say.label("bell.what"), intent=Intent.EXPLAIN, unfolds=explain(voice)),
            Button(label=say.label("settings.title"), intent=Intent.SETTINGS),
            Button(label=say.label("welcome.kept"), intent=Intent.PRIVACY),
        )
    )
    head = lines(_not_understood(voice, said)) if said else ()
    seen = lines(say("help.seen.teams")) if voice.platform.seen_typing else ()
    return Message(parts=(*head, Heading(text=say.label("help.title")), *listed, *seen, buttons))


def _typed(command: str) -> Text:
    return (code(command), Span(text=" "))


def _not_understood(voice: Voice, said: str) -> Text:
    words = [words[voice.say.language] for words in WORDS.values() if words[voice.say.language]]
    near = get_close_matches(said.lower(), words, n=1)
    shown = said[:40]
    if near:
        return voice.say("help.nearest", said=shown, nearest=voice.command(near[0]))
    return voice.say("help.unknown", said=shown)


def elsewhere(voice: Voice, who: ParticipantId) -> Message:
    """Where to look, for somebody who cannot be written to in private; it says to nobody why."""
    return Message(parts=lines(voice.say("elsewhere", name=person(who))))


def own_word(voice: Voice) -> tuple[Text, ...]:
    return (voice.say("word", word=voice.word),) if voice.word else ()
