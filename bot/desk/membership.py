"""How people see what is kept about them, and have it erased."""

from bot.desk.desk import By, Desk, Way
from bot.desk.plain import command
from bot.views.membership import FORGET, MY_DATA, MembershipIntent
from rituals.membership import commands

DESK = Desk(
    words={
        MY_DATA: Way(do=command(commands.ShowMyData), alone=True),
        FORGET: Way(do=command(commands.ShowMyData), alone=True),  # below it: Erase this
    },
    buttons={
        MembershipIntent.MY_DATA: Way(do=command(commands.ShowMyData), by=By.ONESELF),
        MembershipIntent.FORGET_ME: Way(do=command(commands.ForgetMe), by=By.ONESELF),
    },
)
