"""Public holidays, of which only one country is loaded."""

from datetime import date

import pytest
from holidays import country_holidays, list_supported_countries

from bot.kernel import holidays


def test_every_country_of_the_library_is_known():
    assert [country for country in list_supported_countries() if not holidays.known(country)] == []


@pytest.mark.parametrize("country", ["NL", "BE", "DE"])
def test_the_days_of_a_year_and_those_around_it_are_those_of_the_library(country):
    assert holidays.days_off(country, 2026) == frozenset(country_holidays(country, years=(2025, 2026, 2027)))


def test_with_none_there_are_no_days_off_and_what_is_no_country_is_not_known():
    assert holidays.days_off(holidays.NONE, 2026) == frozenset[date]()
    assert holidays.known(holidays.NONE)
    assert not holidays.known("Nowhere")
    assert not holidays.known("../../etc")
