"""What a team chooses."""

from collections.abc import Sequence

from bot.texts import person, plain
from bot.views.lines import Views
from bot.views.message import (
    ChoiceField,
    Form,
    FormName,
    Intent,
    Message,
    TextField,
    lines,
)
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.kernel.space import SHARED_AS_AT_MOST, WORD_AT_MOST, Language, Mode, Space
from rituals.space.contents import SettingsChanged
from rituals.space.replies import Introduced, SettingsKept, SettingsShown

SETTINGS = Word(name="settings", dutch="instellingen", english="settings", place=18)

WORDS = (SETTINGS,)


class SpaceIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    SETTINGS = "settings"
    INTRODUCE = "introduce"


class SpaceForm(FormName):
    """See :class:`bot.views.message.FormName`."""

    SETTINGS = "settings"


FITTING = "fitting"
MODES = (FITTING, *(mode.value for mode in Mode))
"""How a space can check out; the first is what fits its size."""


def introduced(_reply: Introduced, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("welcome.started", command=voice.command(), space=voice.here)))


def settings_shown(reply: SettingsShown, voice: Voice) -> Form:
    say, space = voice.say, reply.space
    offers = _yes_or_no("offers", voice, chosen=space.offers)
    return Form(
        name=SpaceForm.SETTINGS,
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


VIEWS: Views = {
    Introduced: introduced,
    SettingsShown: settings_shown,
    SettingsKept: settings_kept,
    SettingsChanged: settings_changed,
}
