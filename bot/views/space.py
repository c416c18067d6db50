"""Welcome, settings, pause, explanations, help, refusals: what a space says besides the bell."""

from collections.abc import Sequence
from typing import Any

from bot.texts import Span, Text, person, plain
from bot.views.message import (
    Button,
    Buttons,
    ChoiceField,
    Form,
    FormName,
    Heading,
    Intent,
    Message,
    PeopleField,
    TextField,
    lines,
)
from bot.views.pages import own_word
from bot.views.voice import Voice
from bot.views.words import WORDS, Verb
from rituals.bell.replies import Paused
from rituals.checkout.contents import QuestionsChanged
from rituals.kernel.effect import Content
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.reply import Reply
from rituals.kernel.ritual import Kept
from rituals.kernel.space import SHARED_AS_AT_MOST, WORD_AT_MOST, Language, Mode, Space
from rituals.membership.contents import Welcome
from rituals.membership.replies import Erased, MyData
from rituals.space.contents import SettingsChanged
from rituals.space.replies import Introduced, SettingsKept, SettingsShown

FITTING = "fitting"
MODES = (FITTING, *(mode.value for mode in Mode))
"""How a space can check out; the first is what fits its size."""

PICK_AT_MOST = 50
"""How many people can be named for one bell."""


def welcome(_content: Welcome, voice: Voice) -> Message:
    say = voice.say
    about: dict[str, str] = {"space": voice.space.id}
    return Message(
        parts=(
            *lines(say("welcome"), *own_word(voice), say("welcome.where", space=voice.here)),
            Buttons(
                buttons=(
                    Button(label=say.label("welcome.start"), intent=Intent.INTRODUCE, arguments=about, primary=True),
                    Button(label=say.label("welcome.choose"), intent=Intent.SETTINGS, arguments=about),
                    Button(label=say.label("welcome.kept"), intent=Intent.PRIVACY, arguments=about),
                )
            ),
        ),
        hidden=True,  # the team hears nothing until somebody starts
    )


def introduced(_reply: Introduced, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("welcome.started", command=voice.command(), space=voice.here)))


def settings_shown(reply: SettingsShown, voice: Voice) -> Form:
    say, space = voice.say, reply.space
    offers = _yes_or_no("offers", voice, chosen=space.offers)
    return Form(
        name=FormName.SETTINGS,
        title=say.label("settings.title"),
        intro=say("settings.seen"),
        fields=(
            _choice("language", voice, [language.value for language in Language], space.language.value),
            _yes_or_no("guests", voice, chosen=space.guests),
            _choice("mode", voice, MODES, _mode(space)),
            TextField(
                name="threshold",
                label=say.label("settings.threshold"),
                hint=plain(say("settings.threshold.hint", n=space.threshold)),
                written=str(space.threshold),
                at_most=2,
            ),
            *((offers,) if voice.platform.meetings else ()),
            TextField(
                name="zone",
                label=say.label("settings.zone"),
                hint=say.label("settings.zone.hint"),
                written=space.zone,
                at_most=40,
            ),
            TextField(
                name="word",
                label=say.label("settings.word"),
                hint=say.label("settings.word.hint"),
                written=space.word or "",
                at_most=WORD_AT_MOST,
            ),
            TextField(
                name="shared_as",
                label=say.label("settings.shared_as"),
                hint=say.label("settings.shared_as.hint"),
                written=space.shared_as or "",
                at_most=SHARED_AS_AT_MOST,
            ),
        ),
        submit=say.label("settings.submit"),
        close=say.label("settings.close"),
        done=say.label("form.done"),
        arguments={"space": space.id},
    )


def _yes_or_no(name: str, voice: Voice, *, chosen: bool) -> ChoiceField:
    return _choice(name, voice, ("no", "yes"), "yes" if chosen else "no")


def _choice(name: str, voice: Voice, values: Sequence[str], chosen: str) -> ChoiceField:
    """A field of the settings: what it is called and each choice stand in the catalogue under its name."""
    say = voice.say
    choices = tuple((value, say.label(f"settings.{name}.{value}")) for value in values)
    return ChoiceField(name=name, label=say.label(f"settings.{name}"), choices=choices, chosen=(chosen,))


def settings_kept(_reply: SettingsKept, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("settings.kept")))


def settings_changed(content: SettingsChanged, voice: Voice) -> Message:
    say = voice.say
    now = say(
        "settings.now",
        language=say.label(f"settings.language.{content.space.language}"),
        guests=say.label(f"settings.guests.{'yes' if content.space.guests else 'no'}").lower(),
        mode=say.label(f"settings.mode.{_mode(content.space)}").lower(),
        n=content.space.threshold,
    )
    zone = (say("settings.zone.now", zone=content.space.zone),)
    offers = (say(f"settings.offers.now.{'yes' if content.space.offers else 'no'}"),) if voice.platform.meetings else ()
    word = (say("word", word=content.space.word),) if content.space.word else ()
    shared = [say("settings.shared_as.now", name=content.space.shared_as)] if content.space.shared_as else []
    shared += [say("settings.shared_as.none")] if content.stopped_sharing else []
    return Message(parts=lines(say("settings.changed", name=person(content.by)), now, *zone, *offers, *word, *shared))


def _mode(space: Space) -> str:
    return space.mode.value if space.mode else FITTING


def questions_changed(content: QuestionsChanged, voice: Voice) -> Message:
    say = voice.say
    shown = [(Span(text=question.words, bold=True),) for question in content.questions]
    head = say("own.changed" if shown else "own.removed", name=person(content.by))
    return Message(parts=lines(head, *shown))


def my_data(reply: MyData, voice: Voice) -> Message:
    """The rows about one person, in words; the same as `belletje privacy` reads from the schema."""
    say = voice.say
    kept, stays = _kept(reply, voice), _stays(reply, voice)
    nothing = [] if any(each.what == "led" for each in reply.kept) else [say("me.nothing")]
    here: dict[str, str] = {"space": voice.space.id}
    erase = Button(label=say.label("me.erase"), intent=Intent.FORGET_ME, arguments=here)
    rest = (
        Button(label=say.label("me.resume"), intent=Intent.RESUME, arguments=here)
        if any(each.what == "paused" for each in reply.kept)
        else Button(label=say.label("me.pause"), intent=Intent.PAUSE, arguments=here)
    )
    return Message(
        parts=(
            Heading(text=say.label("me.title")),
            *lines(*(kept or nothing), *stays, say("me.answers")),
            Buttons(buttons=((erase, rest) if kept else (rest,))),
        )
    )


def erased(reply: Erased, voice: Voice) -> Message:
    say = voice.say
    gone = _kept(reply.was, voice)
    head = [say("me.erased"), *gone] if gone else [say("me.erased.nothing")]
    return Message(parts=lines(*head, *_stays(reply.was, voice), say("me.answers")))


def _kept(data: MyData, voice: Voice) -> list[Text]:
    return [_sentence(each, voice) for each in data.kept if not each.stays]


def _stays(data: MyData, voice: Voice) -> list[Text]:
    """What nobody can have erased: it goes by itself."""
    return [_sentence(each, voice) for each in data.kept if each.stays]


def _sentence(kept: Kept, voice: Voice) -> Text:
    date = voice.say.day(kept.until) if kept.until else ""
    return voice.say(f"me.{kept.what}", platform=voice.platform.name, date=date)


def paused(reply: Paused, voice: Voice) -> Message:
    if reply.until is None:
        return Message(parts=lines(voice.say("pause.over")))
    back = voice.command(WORDS[Verb.RESUME][voice.say.language])
    return Message(parts=lines(voice.say("pause.kept", date=voice.say.day(reply.until), command=back)))


def pick_people(voice: Voice, arguments: dict[str, str]) -> Form:
    say = voice.say
    return Form(
        name=FormName.PICK,
        title=say.label("pick.title"),
        intro=say("pick.intro"),
        fields=(PeopleField(name="people", label=say.label("pick.people"), at_most=PICK_AT_MOST),),
        submit=say.label("pick.submit"),
        close=say.label("pick.close"),
        done=say.label("form.done"),
        arguments={"space": voice.space.id, **arguments},
    )


def refused(refusal: Refusal, voice: Voice) -> Message:
    """The sentence for a refusal: what is wrong and the nearest right thing."""
    say = voice.say
    typed: dict[str, Any] = {
        "command": voice.command(),
        "platform": voice.platform.name,
        "help_command": voice.command(WORDS[Verb.HELP][say.language]),
        "done_command": voice.command(WORDS[Verb.DONE][say.language]),
        "chair_command": voice.command(WORDS[Verb.CHAIR][say.language] + " @"),
        "questions_command": voice.command(WORDS[Verb.QUESTIONS][say.language]),
        "plan_command": voice.command(WORDS[Verb.PLAN][say.language]),
        "same_command": voice.command(str(refusal.data.get("words", ""))[:40]),
        "settings_command": voice.command(WORDS[Verb.SETTINGS][say.language]),
        "example": voice.command(f"{WORDS[Verb.PAUSE][say.language]} {_example_day(say.language)}"),
    }
    given: dict[str, Any] = {key: _given(key, value) for key, value in refusal.data.items() if key != "words"}
    text = say(voice.key(f"refusal.{refusal.because}"), **{**typed, **given})
    return Message(parts=lines(text))


def _given(key: str, value: int | str) -> int | str | Span:
    """What a refusal tells: a number, a person, or what somebody typed, shortened."""
    if key == "name":
        return person(ParticipantId(str(value)))
    return value if isinstance(value, int) else value[:60]


def _example_day(language: Language) -> str:
    return {Language.DUTCH: "tot 1 maart", Language.ENGLISH: "until 1 March"}[language]


def one_line(key: str, voice: Voice) -> Message:
    return Message(parts=lines(voice.say(key)))


VIEWS: dict[type[Content | Reply], Any] = {
    Welcome: welcome,
    Introduced: introduced,
    SettingsShown: settings_shown,
    SettingsKept: settings_kept,
    SettingsChanged: settings_changed,
    QuestionsChanged: questions_changed,
    MyData: my_data,
    Erased: erased,
    Paused: paused,
}
