"""Calendars of Microsoft 365: the dates of every series, and following them."""

import asyncio
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from graph_standin import CannotDo
from graph_standin.rounds import Rounds
from graph_talk import ANNA, BRAM, TUESDAYS, only, shown
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone

from bot.planning.calendar import CalendarDown
from bot.planning.calendar.times import moment, written


def rounds(graph):
    """How each question of a round was asked: where it began, or that it went on."""
    asked = [call.query for call in graph.calls if "delta" in call.path]
    return [query.get("startDateTime", next(iter(query))) for query in asked]


# Dates.


async def test_the_dates_of_every_series_in_the_window(graph, calendar, anna, weekly):
    graph.event(anna, "Los", "2026-11-25T15:00")
    graph.series(anna, "Maand", "2026-11-02T09:00", 30, monthly="first mon")
    graph.series(anna, "Maandag", "2026-11-16T08:00", 30)
    found = await calendar.dates(ANNA)
    assert sorted(map(shown, found.values())) == [
        ["07-12 08:00-08:30"],
        [f"{day} 07:00-07:30" for day in ("23-11", "30-11", "07-12", "14-12", "21-12", "28-12")],
        TUESDAYS,
    ]
    assert {one.starts_at.tzinfo for dates in found.values() for one in dates} == {UTC}


async def test_what_did_not_change_is_not_read_again(graph, calendar, weekly):
    first = await calendar.dates(ANNA)
    assert await calendar.dates("ANNA@example.com") == first
    assert rounds(graph) == ["2026-11-23T00:00:00Z", "$deltatoken"]
    assert {call.prefer for call in graph.calls} == {('outlook.timezone="UTC", odata.maxpagesize=100',)}


async def test_a_date_that_moves_keeps_its_number(calendar, weekly):
    before = await only(calendar)
    weekly.move("2026-12-01", start="2026-12-02T14:00", minutes=30)
    after = await only(calendar)
    assert shown(after) == [TUESDAYS[0], "02-12 13:00-13:30", *TUESDAYS[2:]]
    assert [one.event for one in after] == [one.event for one in before]


async def test_a_date_that_is_shortened_and_one_that_moves_past_another(calendar, weekly):
    await only(calendar)
    weekly.move("2026-11-24", minutes=25)
    weekly.move("2026-12-01", start="2026-12-09T08:00")
    assert shown(await only(calendar)) == ["24-11 09:00-09:25", TUESDAYS[2], "09-12 07:00-08:00", *TUESDAYS[3:]]


@pytest.mark.parametrize("traceless", [False, True])
@pytest.mark.parametrize("mailbox", [ANNA, BRAM])
async def test_a_cancelled_date_is_left_out(graph, calendar, weekly, mailbox, traceless):
    """It may just be missing, be told as removed, or stay marked with those invited."""
    graph.traceless = traceless
    await only(calendar, mailbox)
    weekly.cancel("2026-12-01")
    assert shown(await only(calendar, mailbox)) == [TUESDAYS[0], *TUESDAYS[2:]]


@pytest.mark.parametrize("mailbox", [ANNA, BRAM])
async def test_a_cancelled_series_is_left_out(opened, calendar, weekly, mailbox):
    await only(calendar, mailbox)
    weekly.cancel()
    assert await calendar.dates(mailbox) == {}
    assert await opened().dates(mailbox) == {}


async def test_a_series_that_moves_and_ends(calendar, weekly):
    await only(calendar)
    weekly.move_all(start="2026-11-26T15:30", minutes=45)
    assert shown(await only(calendar))[:2] == ["26-11 14:30-15:15", "03-12 14:30-15:15"]
    weekly.end("2026-11-26")
    assert shown(await only(calendar)) == ["26-11 14:30-15:15"]


async def test_a_series_in_another_calendar_is_another_series(calendar, weekly):
    (mine,), (theirs,) = await calendar.dates(ANNA), await calendar.dates(BRAM)
    assert mine != theirs


async def test_all_pages_are_read(graph, calendar, anna):
    """More than fit on one, whatever the size we ask for."""
    for hour in range(8, 13):
        graph.series(anna, f"Om {hour}", f"2026-11-23T{hour:02}:00", 30, weekly="mon tue wed thu fri")
    graph.empty_pages = True
    found = await calendar.dates(ANNA)
    assert [len(dates) for dates in found.values()] == [26] * 5
    assert rounds(graph) == ["2026-11-23T00:00:00Z", "$skiptoken", "$skiptoken"]


@pytest.mark.parametrize("refusal", [{"status": 410}, {"status": 400, "code": "SyncStateInvalid"}])
async def test_where_graph_forgot_it_begins_again(graph, calendar, weekly, refusal):
    await only(calendar)
    graph.refuse("GET", "deltatoken", **refusal)
    weekly.cancel("2026-12-01")
    graph.resync(graph.find(ANNA))
    assert shown(await only(calendar)) == [TUESDAYS[0], *TUESDAYS[2:]]
    assert rounds(graph)[-2:] == ["$deltatoken", "2026-11-23T00:00:00Z"]
    assert shown(await only(calendar)) == [TUESDAYS[0], *TUESDAYS[2:]]


async def test_where_graph_forgets_between_two_pages_it_begins_again(graph, calendar, monkeypatch, weekly):
    monkeypatch.setattr("bot.planning.calendar.rounds.PAGE", 4)
    graph.refuse("GET", "skiptoken", status=410)
    start = "2026-11-23T00:00:00Z"
    assert shown(await only(calendar)) == TUESDAYS
    assert rounds(graph) == [start, "$skiptoken", start, "$skiptoken"]


async def test_the_window_is_anchored_anew_every_day(graph, clock, calendar, weekly):
    graph.series(graph.find(ANNA), "Dagstart", "2026-11-23T09:00", 15, weekly="mon tue wed thu fri")
    days = [(len(dates), dates[0].starts_at.day) for dates in (await calendar.dates(ANNA)).values()]
    assert sorted(days) == [(5, 24), (26, 23)]
    clock.move(timedelta(hours=14, minutes=59))
    await calendar.dates(ANNA)
    clock.move(timedelta(minutes=1))
    days = [(len(dates), dates[0].starts_at.day) for dates in (await calendar.dates(ANNA)).values()]
    assert sorted(days) == [(6, 24), (26, 24)]
    assert rounds(graph) == ["2026-11-23T00:00:00Z", "$deltatoken", "2026-11-24T00:00:00Z"]


async def test_rounds_of_one_mailbox_follow_each_other(graph, calendar, weekly):
    graph.delay("GET", "delta", 0.1)
    found = await asyncio.gather(*(calendar.dates(ANNA) for _ in range(3)), calendar.dates(BRAM))
    assert [shown(*one.values()) for one in found] == [TUESDAYS] * 4
    assert sorted(rounds(graph)) == ["$deltatoken", "$deltatoken", *["2026-11-23T00:00:00Z"] * 2]


class Only(Rounds):
    """Tells of a change this much and no more: what Graph tells of it is nowhere promised."""

    keep = staticmethod(lambda _one: True)

    def _round(self, window, known):
        state = super()._round(window, known)
        if known:
            state.rest = [one for one in state.rest if self.keep(one)]
        return state


async def test_a_date_without_its_series_makes_everything_be_read_again(graph, calendar, weekly):
    graph.rounds = Only(graph)
    graph.rounds.keep = lambda one: getattr(one, "kind", "") == "exception"
    await only(calendar)
    weekly.move("2026-12-01", start="14:00")
    assert shown(await only(calendar)) == [TUESDAYS[0], "01-12 13:00-14:00", *TUESDAYS[2:]]
    assert rounds(graph) == ["2026-11-23T00:00:00Z", "$deltatoken", "2026-11-23T00:00:00Z"]


async def test_a_date_may_be_told_as_removed_and_nothing_else(graph, calendar, anna, weekly):
    graph.rounds = Only(graph)
    graph.rounds.keep = lambda one: isinstance(one, str) and "FRAAgI" in one
    once = graph.series(anna, "Maand", "2026-12-07T09:00", 30, monthly="first mon")
    assert [len(dates) for dates in (await calendar.dates(ANNA)).values()] == [5, 1]
    weekly.cancel("2026-12-01")
    once.cancel("2026-12-07")
    assert [shown(dates) for dates in (await calendar.dates(ANNA)).values()] == [[TUESDAYS[0], *TUESDAYS[2:]]]
    assert len(rounds(graph)) == 2


async def test_a_series_may_be_told_without_any_date(graph, calendar, weekly):
    graph.rounds = Only(graph)
    graph.rounds.keep = lambda one: getattr(one, "kind", "") == "seriesMaster"
    await only(calendar)
    weekly.rename("Maandstart")
    assert await calendar.dates(ANNA) == {}


async def test_a_calendar_that_nobody_asks_for_is_forgotten(clock, calendar, weekly):
    await calendar.dates(BRAM)
    clock.move(timedelta(days=3))
    await calendar.dates(ANNA)
    assert list(calendar._followers) == [ANNA]


DAYS = [date(2026, 11, 24), date(2026, 12, 1)]


def happening(chance, graph, series, guest):
    """Something that somebody does; it may turn out not to be possible."""
    day, hour = chance.choice(DAYS), f"{chance.randint(8, 17):02}:00"
    return chance.choice(
        [
            lambda: series.move(day, start=hour, minutes=chance.choice([30, 60])),
            lambda: series.move(day, start=f"2026-12-{chance.randint(1, 31):02}T{hour}"),
            lambda: series.cancel(day),
            lambda: series.move_all(start=hour),
            lambda: series.respond(guest, chance.choice(["accepted", "declined"]), day),
            lambda: series.respond(guest, chance.choice(["accepted", "declined"])),
            lambda: series.tidy(guest, day),
            lambda: series.remove(guest),
            lambda: series.add(guest),
            lambda: graph.series(series.organizer, f"Ook {hour}", f"{day}T{hour}", attendees=[guest]),
            lambda: chance.choice(graph.events).cancel() if chance.random() < 0.2 else None,
        ]
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("traceless", [False, True])
async def test_who_follows_knows_what_who_reads_afresh_is_told(graph, opened, bram, weekly, seed, traceless):
    chance, follower = random.Random(seed), opened()
    graph.traceless = traceless
    for step in range(12):
        fresh = opened()
        for mailbox in (ANNA, BRAM):
            assert await follower.dates(mailbox) == await fresh.dates(mailbox), f"seed {seed}, step {step}"
        for _ in range(chance.randint(1, 3)):
            try:
                happening(chance, graph, weekly, bram)()
            except CannotDo:
                continue


# Weight.


def test_nothing_of_it_is_loaded_until_it_is_asked_for():
    code = (
        "import sys, bot.cli, bot.run.process, bot.run.platforms, bot.operator.doctor, bot.planning.calendar;"
        "print([name for name in ('msgraph', 'azure', 'kiota_http') if name in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == "[]\n"


def test_times_are_in_utc_whatever_the_question_was_in():
    at = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert moment(written(at)) == at
    for told in (None, DateTimeTimeZone(date_time="2026-11-24T10:30:00", time_zone="Europe/Amsterdam")):
        with pytest.raises(CalendarDown, match="a time that is none"):
            moment(told)
