"""How a team sees and changes what it has chosen."""

from dataclasses import replace

from bot.desk.desk import Asked, By, Desk, Office, Way
from bot.desk.plain import command
from bot.service import Answer, shown
from bot.views.space import FITTING, MODES, SETTINGS, SpaceForm, SpaceIntent
from bot.views.words import number, tidied
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Language, Mode
from rituals.space import commands
from rituals.space.refusals import SpaceBecause


async def _save(office: Office, asked: Asked) -> Answer:
    """What is due in the coming days is made anew: the zone or the way to check out may be another."""
    reply = await office.service.do(_chosen(asked))
    await office.watch.look_ahead(asked.space)
    return shown(reply, replace(await office.service.voice(asked.space), reads=asked.voice.reads))


def _chosen(asked: Asked) -> commands.ChangeSettings:
    """What the form says.

    Raises:
        Refusal: a choice that there is not.
    """
    chosen = asked.chosen
    known = (
        chosen.get("language") in set(Language)
        and chosen.get("guests") in ("yes", "no")
        and chosen.get("mode") in MODES
    )
    if not known:
        raise Refusal(SpaceBecause.UNKNOWN_SETTING)
    return asked.command(
        commands.ChangeSettings,
        language=Language(chosen["language"]),
        guests=chosen["guests"] == "yes",
        word=tidied(chosen.get("word", "")) or None,
        mode=None if chosen["mode"] == FITTING else Mode(chosen["mode"]),
        threshold=number(chosen.get("threshold", "")),
        offers=chosen.get("offers") == "yes",
        zone=tidied(chosen.get("zone", "")) if "zone" in asked.fields else None,
        shared_as=tidied(chosen.get("shared_as", "")) or None,
    )


DESK = Desk(
    words={SETTINGS: Way(do=command(commands.ShowSettings))},
    buttons={
        SpaceIntent.SETTINGS: Way(do=command(commands.ShowSettings)),
        SpaceIntent.INTRODUCE: Way(do=command(commands.Introduce), by=By.MEMBERS),
    },
    forms={SpaceForm.SETTINGS: Way(do=_save, again=command(commands.ShowSettings))},
)
