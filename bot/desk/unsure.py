"""How somebody says whether a message stands in chat of which nobody knew."""

from bot.desk.desk import Act, Asked, By, Desk, Office, Way
from bot.service import Answer
from bot.views.unsure import UnsureIntent
from bot.views.words import number
from rituals.unsure.commands import SayAgain


def _looked(*, again: bool) -> Act:
    async def act(office: Office, asked: Asked) -> Answer:
        given = asked.given
        which = {"about": given.get("about", ""), "kind": given.get("kind", "")}
        said = asked.command(SayAgain, **which, number=number(given.get("number", "")), again=again)
        return await office.do(asked, said)

    return act


DESK = Desk(
    buttons={
        UnsureIntent.IT_STANDS: Way(do=_looked(again=False), by=By.MEMBERS),
        UnsureIntent.SAY_AGAIN: Way(do=_looked(again=True), by=By.MEMBERS),
    }
)
