"""Days, times and rhythms in a form. What comes back can have been changed on somebody's machine."""

from datetime import date, datetime, time

from bot.kernel.refusals import ShellBecause
from bot.views.words import Given
from rituals.kernel.errors import Refusal
from rituals.plan.refusals import PlanBecause
from rituals.plan.rhythm import Every, Rhythm
from rituals.space.refusals import SpaceBecause

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
