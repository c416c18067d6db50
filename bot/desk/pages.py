"""What can be read anywhere, a private chat with the bot included."""

from bot.desk.desk import By, Desk, Way
from bot.desk.plain import line, page
from bot.views.explain import EXPLAIN, HELP, MENU, PRIVACY, PageIntent, explain
from bot.views.pages import help_page, menu, privacy

DESK = Desk(
    words={
        EXPLAIN: Way(do=page(explain), by=By.ANYBODY),
        PRIVACY: Way(do=page(privacy), by=By.ANYBODY),
        HELP: Way(do=page(help_page), by=By.ANYBODY),
        MENU: Way(do=page(menu), alone=True),
    },
    buttons={
        PageIntent.EXPLAIN: Way(do=page(explain), by=By.ANYBODY),
        PageIntent.PRIVACY: Way(do=page(privacy), by=By.ANYBODY),
        PageIntent.HELP: Way(do=page(help_page), by=By.ANYBODY),
        PageIntent.DISMISS: Way(do=line("first_use.dismissed"), by=By.ANYBODY),
    },
)
