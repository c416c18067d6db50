"""How a team reads its month, and says what became of its question."""

from bot.desk.desk import Asked, By, Desk, Office, Way
from bot.desk.plain import command
from bot.service import Answer
from bot.views.month import PHASES, STATS, MonthIntent
from rituals.kernel.errors import Refusal
from rituals.month import commands
from rituals.month.months import Followed
from rituals.month.refusals import MonthBecause


async def _stats(office: Office, asked: Asked) -> Answer:
    organisation = office.service.house.organisation_of(asked.space)
    return await office.do(asked, asked.command(commands.ShowMonths, organisation=organisation))


async def _followed(office: Office, asked: Asked) -> Answer:
    organisation, month = office.service.house.organisation_of(asked.space), asked.given.get("month", "")
    followed = followed_in(asked)
    return await office.do(
        asked, asked.command(commands.FollowUp, organisation=organisation, month=month, followed=followed)
    )


def followed_in(asked: Asked) -> Followed:
    """What a button says became of a question.

    Raises:
        Refusal: nothing of the kind.
    """
    try:
        return Followed(asked.given.get("said", ""))
    except ValueError:
        raise Refusal(MonthBecause.NO_SUCH_MONTH) from None


DESK = Desk(
    words={
        STATS: Way(do=_stats, alone=True),
        PHASES: Way(do=command(commands.ShowPhases)),
    },
    buttons={
        MonthIntent.STATS: Way(do=_stats),
        MonthIntent.PHASES: Way(do=command(commands.ShowPhases)),
        MonthIntent.FOLLOWED: Way(do=_followed, by=By.MEMBERS),
    },
)
