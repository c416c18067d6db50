"""Ways that need nothing but who asks."""

from collections.abc import Callable

from bot.desk.desk import Act, Asked, Office
from bot.service import Answer, shown
from bot.views.message import Message, lines
from bot.views.voice import Voice
from rituals.kernel.command import PersonalCommand


def command(kind: type[PersonalCommand]) -> Act:
    """A command of whoever asks."""

    async def act(office: Office, asked: Asked) -> Answer:
        return await office.do(asked, asked.command(kind))

    return act


def as_chair(kind: type[PersonalCommand]) -> Act:
    """A command about the bell on the button that only the chair may give; anybody's once the chair has left."""

    async def act(office: Office, asked: Asked) -> Answer:
        return shown(await office.service.as_chair(asked.command(kind, meeting=asked.meeting)), asked.voice)

    return act


def page(view: Callable[[Voice], Message]) -> Act:
    """Something to read."""

    async def act(_office: Office, asked: Asked) -> Answer:
        return Answer(shown=view(asked.voice))

    return act


def line(key: str) -> Act:
    """A button that does nothing, and what is said then in its place."""

    async def act(_office: Office, asked: Asked) -> Answer:
        return Answer(shown=Message(parts=lines(asked.voice.say(key))), takes_place=True)

    return act
