"""Days as people type them, and until when."""

import re
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from bot.kernel.refusals import ShellBecause
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Language

PAUSE_LASTS = timedelta(weeks=4)
"""How long a pause lasts when no day is named, so that nobody is forgotten on pause."""

UNTIL = re.compile(r"^(?:(?P<through>tot en met|t/m|through)|tot|until|till)\s+")


def until(rest: str, today: date) -> date:
    """Until when a pause lasts.

    Raises:
        Refusal: a day that cannot be read.
    """
    if not rest:
        return today + PAUSE_LASTS
    begin = UNTIL.match(rest)
    day = read_day(UNTIL.sub("", rest), today)
    if day is None:
        raise Refusal(ShellBecause.UNKNOWN_DATE)
    return day + timedelta(days=1) if begin and begin["through"] else day


def read_day(text: str, today: date) -> date | None:
    """A day as people write it: 2027-03-01, 1-3, 1/3/2027, 1 maart, March 1 2027. Without a year: the next one."""
    found = re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", text) or re.fullmatch(
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})(?:[-/.](?P<y>\d{4}))?", text
    )
    if found:
        return _day(found["y"], int(found["m"]), int(found["d"]), today)
    found = re.fullmatch(r"(?P<d>\d{1,2})\s+(?P<m>[a-z.]+)(?:\s+(?P<y>\d{4}))?", text) or re.fullmatch(
        r"(?P<m>[a-z.]+)\s+(?P<d>\d{1,2})(?:,?\s+(?P<y>\d{4}))?", text
    )
    month = _months().get(found["m"].rstrip(".")) if found else None
    return _day(found["y"], month, int(found["d"]), today) if found and month else None


def _day(year: str | None, month: int, day: int, today: date) -> date | None:
    try:
        found = date(int(year) if year else today.year, month, day)
        return found if year or found > today else found.replace(year=today.year + 1)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in Language:
        for width in ("wide", "abbreviated"):
            months = get_month_names(width, locale=language.value)
            names |= {str(name).lower().rstrip("."): number for number, name in months.items()}
    return names
