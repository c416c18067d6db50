"""How people reach the end of a meeting: the question aloud, or a form."""

from bot.chat.participants import size
from bot.desk.desk import Asked, Desk, Office, Way
from bot.service import Answer
from bot.views.checkout import CHECKOUT
from bot.views.closing import ClosingIntent
from rituals.checkout.checkout import Form
from rituals.checkout.questions import SetName
from rituals.closing.commands import OpenCheckOut


async def _open(office: Office, asked: Asked, *, form: Form | None = None, spoken: bool = False) -> Answer:
    people = await size(office.chat(asked), asked.voice.space)
    name = SetName(asked.given["set"]) if asked.given.get("set") in set(SetName) else None
    opening = asked.command(
        OpenCheckOut, people=people, language=asked.voice.space.language, name=name, form=form, spoken=spoken
    )
    return await office.do(asked, opening)


async def _check_out(office: Office, asked: Asked) -> Answer:
    return await _open(office, asked)


async def _ask_aloud(office: Office, asked: Asked) -> Answer:
    return await _open(office, asked, spoken=True)


async def _open_round(office: Office, asked: Asked) -> Answer:
    return await _open(office, asked, form=Form.ROUND)


DESK = Desk(
    words={CHECKOUT: Way(do=_check_out)},
    buttons={
        ClosingIntent.CHECK_OUT: Way(do=_check_out),
        ClosingIntent.ASK_ALOUD: Way(do=_ask_aloud),
        ClosingIntent.OPEN_FORM: Way(do=_open_round),
    },
)
