"""Calendars of Microsoft 365: which series there are to choose, and who is invited to a meeting."""

import asyncio
from datetime import timedelta

import pytest
from graph_talk import ANNA, BRAM, CHAIMA, TUESDAYS, only, shown

from bot.planning.calendar import Gone, Guests

# Series.


async def named(calendar, mailbox=ANNA):
    return [(one.subject, *shown([one.next])) for one in await calendar.series(mailbox)]


async def test_the_series_of_a_mailbox_the_next_one_first(graph, clock, calendar, bram, weekly):
    anna = weekly.organizer
    graph.series(anna, "Maand", "2026-11-02T09:00", 30, monthly="first mon")
    graph.series(bram, "Vrijdag", "2026-11-27T16:00", 30, attendees=[anna])
    graph.series(anna, "Voorbij", "2026-11-03T09:30", until="2026-11-24")
    graph.series(anna, "Ver weg", "2027-02-01T10:00")
    graph.event(anna, "Los", "2026-11-25T15:00")
    assert await named(calendar) == [
        ("Voorbij", "24-11 08:30-09:30"),
        ("Weekstart", TUESDAYS[0]),
        ("Vrijdag", "27-11 15:00-15:30"),
        ("Maand", "07-12 08:00-08:30"),
    ]
    clock.move(timedelta(minutes=59))
    assert [subject for subject, _next in await named(calendar)] == ["Weekstart", "Vrijdag", "Maand"]
    clock.move(timedelta(minutes=1))
    assert await named(calendar) == [
        ("Vrijdag", "27-11 15:00-15:30"),
        ("Weekstart", TUESDAYS[1]),
        ("Maand", "07-12 08:00-08:30"),
    ]


async def test_the_number_of_a_series_and_of_its_next_date_are_those_of_its_dates(calendar, weekly):
    (one,) = await calendar.series(ANNA)
    found = await calendar.dates(ANNA)
    assert found[one.id][0] == one.next


@pytest.mark.parametrize("sensitivity", ["private", "personal", "confidential"])
async def test_the_subject_of_a_private_series_is_not_asked_for(graph, calendar, anna, weekly, sensitivity):
    graph.series(anna, "Salaris van Bram", "2026-11-25T15:00", sensitivity=sensitivity)
    assert await named(calendar) == [("Weekstart", TUESDAYS[0]), (None, "25-11 14:00-15:00")]
    asked = [(call.path.split("/")[3], "subject" in call.selected) for call in graph.calls]
    assert asked == [("calendarView", False), ("events", True)]
    assert all(call.selected for call in graph.calls)
    told = repr(await calendar.series(ANNA))
    assert [word for word in ("Salaris", "Weekstart") if word in told] == []


async def test_a_series_that_becomes_private_meanwhile(graph, calendar, anna, weekly):
    graph.delay("GET", "events", 0.2)
    asking = asyncio.create_task(calendar.series(ANNA))
    await asyncio.sleep(0.1)
    weekly.sensitivity = "private"
    assert [one.subject for one in await asking] == [None]


async def test_a_series_that_goes_meanwhile_is_left_out(graph, calendar, weekly):
    graph.delay("GET", "events", 0.2)
    asking = asyncio.create_task(calendar.series(ANNA))
    await asyncio.sleep(0.1)
    weekly.cancel()
    assert await asking == ()


async def test_what_is_cancelled_or_declined_is_no_series_to_choose(graph, calendar, bram, chaima, weekly):
    weekly.respond(chaima, "declined")
    assert await named(calendar, CHAIMA) == []
    weekly.respond(bram, "declined", "2026-11-24")
    assert await named(calendar, BRAM) == [("Weekstart", TUESDAYS[1])]
    weekly.cancel("2026-12-01")
    assert await named(calendar, BRAM) == [("Weekstart", TUESDAYS[2])]
    weekly.cancel()
    assert (await named(calendar, BRAM), await named(calendar)) == ([], [])


@pytest.mark.parametrize("subject", ["", None])
async def test_a_subject_that_is_empty_is_not_a_private_one(graph, calendar, anna, subject):
    graph.series(anna, subject, "2026-11-25T15:00")
    assert await named(calendar) == [("", "25-11 14:00-15:00")]


async def test_more_series_than_fit_on_a_page_or_may_be_asked_for_at_once(graph, calendar, anna, monkeypatch):
    monkeypatch.setattr("bot.planning.calendar.graph.PAGE", 3)
    for hour in range(8, 17):
        graph.series(anna, f"Om {hour}", f"2026-11-24T{hour:02}:00", 30)
    graph.delay("GET", "events", 0.05)
    today, next_week = [*range(10, 17)], [8, 9]
    assert [subject for subject, _next in await named(calendar)] == [f"Om {hour}" for hour in today + next_week]
    assert {call.status for call in graph.calls} == {200}


# Guests.


async def test_guests_are_people_who_have_not_declined(graph, calendar, bram, weekly):
    weekly.add(graph.outsider("Jan", "Jan@Elders.example"), "optional")
    first, second, *_rest = await only(calendar)
    everybody = frozenset({ANNA, BRAM, CHAIMA, "jan@elders.example"})
    assert await calendar.guests(ANNA, first.event) == Guests(organiser=ANNA, coming=everybody, declined=frozenset())
    weekly.respond(bram, "declined", "2026-11-24")
    found = await calendar.guests(ANNA, first.event)
    assert found == Guests(organiser=ANNA, coming=everybody - {BRAM}, declined=frozenset({BRAM}))
    assert (await calendar.guests(ANNA, second.event)).coming == everybody
    assert graph.calls[-1].selected == {"attendees", "organizer", "isCancelled"}
    assert "example" not in repr(found)


async def test_who_is_invited_sees_the_same_guests_but_no_answers_of_others(calendar, chaima, weekly):
    weekly.respond(chaima, "declined")
    (first, *_rest) = await only(calendar, BRAM)
    assert await calendar.guests(BRAM, first.event) == Guests(
        organiser=ANNA, coming=frozenset({ANNA, BRAM, CHAIMA}), declined=frozenset()
    )


@pytest.mark.parametrize("mailbox", [ANNA, BRAM])
async def test_a_meeting_that_is_gone_has_no_guests(calendar, weekly, mailbox):
    first, second, *_rest = await only(calendar, mailbox)
    weekly.cancel("2026-11-24")
    with pytest.raises(Gone, match="not in the calendar any more"):
        await calendar.guests(mailbox, first.event)
    assert (await calendar.guests(mailbox, second.event)).organiser == ANNA
    weekly.cancel()
    with pytest.raises(Gone):
        await calendar.guests(mailbox, second.event)
