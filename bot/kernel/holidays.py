"""Public holidays, from the library of that name. It is loaded when a day is asked for, and of it only one country:
all of them are three hundred modules.
"""

from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

NONE = "none"


def known(country: str) -> bool:
    """Whether there is a calendar of public holidays for a country, by its ISO 3166 code."""
    return country == NONE or country in _countries()


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year and of the years around it."""
    if country == NONE:
        return frozenset()
    module, name = _countries()[country]
    made: type[HolidayBase] = getattr(import_module(f"holidays.countries.{module}"), name)
    return frozenset(made(years=range(year - 1, year + 2)))


@cache
def _countries() -> dict[str, tuple[str, str]]:
    """By code the module and the class of each country, from the list that the library loads them by."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415  see the top of this module

    return {code: (module, name) for module, (name, *codes) in COUNTRIES.items() for code in codes}
