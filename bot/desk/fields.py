"""What forms carry: settings, days, times, rhythms. What comes back can have been changed on somebody's machine."""

from collections.abc import Mapping
from datetime import date, datetime, time

from bot.desk.asked import Submitted
from bot.kernel.refusals import ShellBecause
from bot.views.space import FITTING, MODES
from bot.views.words import number, tidied
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Language, Mode
from rituals.plan.refusals import PlanBecause
from rituals.plan.rhythm import Every, Rhythm
from rituals.space.commands import ChangeSettings
from rituals.space.refusals import SpaceBecause

Given = Mapping[str, str]

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Beyond these, moments cannot be worked out in every zone."""


def rhythm_in(chosen: Given, days: tuple[str, ...]) -> Rhythm:
    """The rhythm in a form.

    Raises:
        Refusal: a time or day that cannot be read, no day, or an end before the start.
    """
    if chosen.get("every") not in set(Every):
        raise Refusal(SpaceBecause.UNKNOWN_SETTING)
    weekdays = tuple(sorted({int(day) for day in days if day in set("0123456")}))
    if not weekdays:
        raise Refusal(PlanBecause.NO_WEEKDAY)
    starts, ends = time_in(chosen.get("starts", "")), time_in(chosen.get("ends", ""))
    if ends <= starts:
        raise Refusal(PlanBecause.END_BEFORE_START)
    first = day_in(chosen.get("first", ""))
    lasts = datetime.combine(first, ends) - datetime.combine(first, starts)
    return Rhythm(every=Every(chosen["every"]), weekdays=weekdays, starts=starts, lasts=lasts, first=first)


def time_in(text: str) -> time:
    """A time as a form has it: 10:00."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refusal(ShellBecause.UNKNOWN_TIME, said=text) from None


def day_in(text: str) -> date:
    """A day as a form has it: 2026-12-01."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise Refusal(ShellBecause.UNKNOWN_DAY) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refusal(ShellBecause.UNKNOWN_DAY)
    return day


def settings_chosen(submitted: Submitted, about: SpaceId) -> ChangeSettings:
    """What a form of settings says.

    Raises:
        Refusal: a choice that there is not.
    """
    chosen = {name: values[0] for name, values in submitted.fields.items() if values}
    known = (
        chosen.get("language") in set(Language)
        and chosen.get("guests") in ("yes", "no")
        and chosen.get("mode") in MODES
    )
    if not known:
        raise Refusal(SpaceBecause.UNKNOWN_SETTING)
    return ChangeSettings(
        space=about,
        actor=submitted.actor,
        language=Language(chosen["language"]),
        guests=chosen.get("guests") == "yes",
        word=tidied(chosen.get("word", "")) or None,
        mode=None if chosen["mode"] == FITTING else Mode(chosen["mode"]),
        threshold=number(chosen.get("threshold", "")),
        offers=chosen.get("offers") == "yes",
        zone=tidied(chosen.get("zone", "")) if "zone" in submitted.fields else None,
        shared_as=tidied(chosen.get("shared_as", "")) or None,
    )
