"""What is said to whoever added the bot, and what is kept about somebody."""

from bot.texts import Text
from bot.views.bell.ways import BellIntent
from bot.views.explain import PageIntent, own_word
from bot.views.lines import Views
from bot.views.message import (
    Button,
    Buttons,
    Heading,
    Intent,
    Message,
    lines,
)
from bot.views.space import SpaceIntent
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.kernel.ritual import Kept
from rituals.membership.contents import Welcome
from rituals.membership.replies import Erased, MyData

MY_DATA = Word(name="my_data", dutch="mijn gegevens", english="my data", place=19)
FORGET = Word(name="forget", dutch="vergeet mij", english="forget me", place=20)

WORDS = (MY_DATA, FORGET)


class MembershipIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    FORGET_ME = "forget_me"
    MY_DATA = "my_data"


def welcome(_content: Welcome, voice: Voice) -> Message:
    say = voice.say
    about: dict[str, str] = {"space": voice.space.id}
    return Message(
        parts=(
            *lines(say("welcome"), *own_word(voice), say("welcome.where", space=voice.here)),
            Buttons(
                buttons=(
                    Button(
                        label=say.label("welcome.start"), intent=SpaceIntent.INTRODUCE, arguments=about, primary=True
                    ),
                    Button(label=say.label("welcome.choose"), intent=SpaceIntent.SETTINGS, arguments=about),
                    Button(label=say.label("welcome.kept"), intent=PageIntent.PRIVACY, arguments=about),
                )
            ),
        ),
        hidden=True,  # the team hears nothing until somebody starts
    )


def my_data(reply: MyData, voice: Voice) -> Message:
    """The rows about one person, in words; the same as `belletje privacy` reads from the schema."""
    say = voice.say
    kept, stays = _kept(reply, voice), _stays(reply, voice)
    nothing = [] if any(each.what == "led" for each in reply.kept) else [say("me.nothing")]
    here: dict[str, str] = {"space": voice.space.id}
    erase = Button(label=say.label("me.erase"), intent=MembershipIntent.FORGET_ME, arguments=here)
    rest = (
        Button(label=say.label("me.resume"), intent=BellIntent.RESUME, arguments=here)
        if any(each.what == "paused" for each in reply.kept)
        else Button(label=say.label("me.pause"), intent=BellIntent.PAUSE, arguments=here)
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


VIEWS: Views = {
    Welcome: welcome,
    MyData: my_data,
    Erased: erased,
}
