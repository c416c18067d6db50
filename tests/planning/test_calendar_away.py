"""Who is out of office: schedules in lots, and automatic replies where they may be read."""

from datetime import datetime, timedelta

import pytest
from graph_talk import ANNA, BRAM, CHAIMA, END, START

from bot.planning.calendar import CalendarDown, MailboxClosed
from bot.planning.calendar.away import covered


@pytest.fixture
def away(calendar, anna, bram, chaima):
    async def away(*addresses, start=START, end=END):
        return sorted(await calendar.away(ANNA, frozenset(addresses or (BRAM, CHAIMA)), start, end))

    return away


def settings_asked(graph):
    return [call.path.split("/")[2] for call in graph.calls if call.path.endswith("mailboxSettings")]


@pytest.mark.parametrize(
    ("pieces", "out"),
    [
        ([("09:00", "12:00")], True),
        ([("10:00", "11:00")], True),
        ([("09:00", "10:30"), ("10:30", "12:00")], True),
        ([("10:15", "11:00"), ("09:00", "10:30")], True),
        ([("09:00", "12:00"), ("09:30", "10:15")], True),
        ([("10:01", "11:00")], False),
        ([("10:00", "10:59")], False),
        ([("09:00", "10:20"), ("10:40", "12:00")], False),
        ([("08:00", "09:59"), ("11:00", "12:00")], False),
    ],
    ids=str,
)
async def test_out_of_office_for_all_of_the_time(graph, away, bram, pieces, out):
    for start, end in pieces:
        minutes = (datetime.fromisoformat(f"2026-11-24T{end}") - datetime.fromisoformat(f"2026-11-24T{start}")).seconds
        graph.event(bram, "Vrij", f"2026-11-24T{start}", minutes // 60, show_as="oof")
    assert await away() == ([BRAM] if out else [])


@pytest.mark.parametrize("show_as", ["busy", "tentative", "workingElsewhere", "free"])
async def test_whoever_is_busy_is_not_away(graph, away, bram, show_as):
    graph.event(bram, "Iets", "2026-11-24T08:00", 600, show_as=show_as)
    assert await away() == []


async def test_a_meeting_of_a_minute(graph, away, bram):
    graph.event(bram, "Vrij", "2026-11-24T10:00", 1, show_as="oof")
    assert await away(end=START + timedelta(minutes=1)) == [BRAM]
    (asked,) = (call.body for call in graph.calls if call.path.endswith("getSchedule"))
    assert (asked["EndTime"]["dateTime"], asked["AvailabilityViewInterval"]) == ("2026-11-24T09:05:00", 5)


def test_pieces_of_time_may_come_in_any_order():
    half = START + (END - START) / 2
    assert covered([(half, END), (START, half)], START, END)
    assert not covered([], START, END)


async def test_who_cannot_be_looked_up_is_left_out(graph, away, bram):
    graph.outsider("Jan", "jan@elders.example")
    bram.away("2026-11-24T08:00", "2026-11-24T18:00", "Ik ben er niet")
    assert await away("niemand@example.com", "jan@elders.example", BRAM) == [BRAM]
    assert settings_asked(graph) == []


async def test_people_are_named_as_they_were_asked_for(away, bram):
    bram.away("2026-11-24T08:00", "2026-11-24T18:00")
    assert await away("Bram@Example.com") == ["Bram@Example.com"]


async def test_twenty_five_people(graph, away):
    people = [graph.mailbox(f"P{number}", f"p{number:02}@example.com") for number in range(25)]
    for one in people[18:22]:
        one.away("2026-11-24T08:00", "2026-11-24T18:00")
    people[24].away()
    graph.delay("GET", "mailboxSettings", 0.02)
    found = await away(*(one.address for one in people))
    assert found == [f"p{number}@example.com" for number in (18, 19, 20, 21, 24)]
    lots = [call.body["Schedules"] for call in graph.calls if call.path.endswith("getSchedule")]
    assert sorted(map(len, lots)) == [5, 20]
    assert len(settings_asked(graph)) == 21


async def test_no_more_than_four_questions_at_once(graph, calendar, anna):
    """A fifth would be refused."""
    people = [graph.mailbox(f"P{number}", f"p{number:03}@example.com").address for number in range(120)]
    graph.delay("POST", "getSchedule", 0.1)
    await calendar.away(ANNA, frozenset(people), START, END)
    assert [call.status for call in graph.calls if call.path.endswith("getSchedule")] == [200] * 6


async def test_automatic_replies_until_further_notice(graph, away, bram):
    bram.away(message="Ik ben er niet")
    assert await away() == [BRAM]
    assert {frozenset(call.selected) for call in graph.calls if call.path.endswith("mailboxSettings")} == {
        frozenset({"automaticRepliesSetting"})
    }


@pytest.mark.parametrize(
    ("start", "end", "out"),
    [("08:00", "18:00", True), ("10:00", "11:00", True), ("10:01", "18:00", False), ("08:00", "10:59", False)],
)
async def test_automatic_replies_that_are_planned(away, bram, start, end, out):
    bram.away(f"2026-11-24T{start}", f"2026-11-24T{end}", block=False)
    assert await away() == ([BRAM] if out else [])


async def test_without_the_permission_schedules_count_and_it_is_tried_again_in_an_hour(
    graph, clock, away, bram, chaima
):
    graph.permissions = {"Calendars.Read"}
    bram.away("2026-11-24T08:00", "2026-11-24T18:00")
    chaima.away()
    assert [await away(), await away()] == [[BRAM], [BRAM]]
    assert settings_asked(graph) == [CHAIMA]
    clock.move(timedelta(minutes=59))
    graph.permissions.add("MailboxSettings.Read")
    assert await away() == [BRAM]
    clock.move(timedelta(minutes=1))
    assert await away() == [BRAM, CHAIMA]


async def test_one_person_whose_settings_are_shut_shuts_nobody_elses(graph, away, bram):
    eva = graph.mailbox("Eva Shut", "eva@example.com", allowed=False)
    eva.away()
    bram.away()
    assert [await away(BRAM, eva.address), await away(BRAM, eva.address)] == [[BRAM], [BRAM]]
    assert sorted(settings_asked(graph)) == [BRAM, BRAM, "eva@example.com"]


async def test_settings_that_are_not_told_now_are_asked_for_later(graph, clock, away, bram):
    bram.away()
    graph.refuse("GET", f"{BRAM}/mailboxSettings", status=429, retry_after=120)
    assert [await away(BRAM), await away(BRAM)] == [[], []]
    clock.move(timedelta(minutes=2))
    assert await away(BRAM) == [BRAM]
    assert len(settings_asked(graph)) == 2


async def test_schedules_that_are_not_told_are_an_error(graph, calendar, anna):
    graph.refuse("POST", "getSchedule", status=503, retry_after=3)
    with pytest.raises(CalendarDown) as caught:
        await calendar.away(ANNA, frozenset({BRAM}), START, END)
    assert caught.value.wait == timedelta(seconds=3)
    with pytest.raises(MailboxClosed):
        await calendar.away("niemand@example.com", frozenset({BRAM}), START, END)


async def test_nobody_is_nobody(graph, calendar, anna):
    assert await calendar.away(ANNA, frozenset(), START, END) == frozenset()
    assert graph.calls == []
