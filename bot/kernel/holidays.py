"""Public holidays, from the library of that name."""

from datetime import date
from functools import cache

from holidays import country_holidays, list_supported_countries

NONE = "none"


def known(country: str) -> bool:
    """Whether there is a calendar of public holidays for a country, by its ISO 3166 code."""
    return country == NONE or country in list_supported_countries()


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year and of the years around it."""
    if country == NONE:
        return frozenset()
    return frozenset(country_holidays(country, years=range(year - 1, year + 2)))
