"""What people do with a meeting, and what then stands in whose calendar."""

import pytest
from dateutil.parser import isoparse

from graph_standin import CannotDo
from graph_standin.trial import kinds, when


async def test_answers_stand_with_the_organiser(sdk, anna, bram, chaima, weekly):
    weekly.respond(bram, "accepted")
    weekly.respond(chaima, "tentativelyAccepted", "2026-12-01")

    async def answers(who):
        return [[one.status.response.value for one in event.attendees[:2]] for event in await sdk.all(who)]

    assert await answers(anna) == [["accepted", "none"], ["accepted", "tentativelyAccepted"]]
    assert await answers(bram) == [["accepted", "none"], ["accepted", "none"]]
    assert kinds(await sdk.all(anna)) == ["occurrence", "exception"]
    own = [(one.response_status.response.value, one.show_as.value) for one in await sdk.all(chaima)]
    assert own == [("notResponded", "tentative"), ("tentativelyAccepted", "tentative")]
    assert {one.show_as.value for one in await sdk.all(bram)} == {"busy"}


async def test_who_declines_has_it_no_longer(sdk, anna, bram, weekly):
    weekly.respond(bram, "declined", "2026-11-24")
    assert [when(one) for one in await sdk.all(bram)] == ["01-12 09:00"]
    (first, second) = await sdk.all(anna)
    assert [one.attendees[0].status.response.value for one in (first, second)] == ["declined", "none"]
    weekly.respond(bram, "declined")
    assert await sdk.all(bram) == []


async def test_one_date_moves_and_the_rest_stays(sdk, anna, bram, weekly):
    before = await sdk.all(anna)
    weekly.respond(bram, "accepted")
    weekly.move("2026-12-01", start="2026-12-02T14:00", minutes=30)
    first, second = await sdk.all(anna)
    assert (when(second), second.end.date_time[11:16], second.type.value) == ("02-12 13:00", "13:30", "exception")
    assert (second.id, second.original_start) == (before[1].id, isoparse("2026-12-01T09:00:00Z"))
    assert (when(first), first.type.value) == ("24-11 09:00", "occurrence")
    # Who is asked to come at another time has not said yes to it.
    assert [one.attendees[0].status.response.value for one in (first, second)] == ["accepted", "none"]


async def test_a_date_is_seen_where_it_was_moved_to(sdk, anna, weekly):
    weekly.move("2026-12-15", start="2026-11-25T10:00")
    weekly.move("2026-11-24", start="2027-03-01T10:00")
    assert [when(one) for one in await sdk.all(anna)] == ["25-11 09:00", "01-12 09:00"]


async def test_all_of_it_moves(sdk, anna, weekly):
    weekly.move("2026-12-01", start="08:00")
    weekly.move_all(start="2026-11-26T15:30", minutes=45)
    there = await sdk.all(anna)
    assert [(when(one), one.type.value) for one in there] == [
        ("26-11 14:30", "occurrence"),
        ("03-12 14:30", "occurrence"),
    ]


async def test_what_is_cancelled_stays_with_those_invited(sdk, anna, bram, weekly):
    """Built after the `event` resource: no sample of a cancelled meeting was found."""
    weekly.cancel("2026-11-24")
    assert [when(one) for one in await sdk.all(anna)] == ["01-12 09:00"]
    first, second = await sdk.all(bram)
    assert [(one.is_cancelled, one.subject, one.show_as.value) for one in (first, second)] == [
        (True, "Canceled: Weekstart", "free"),
        (False, "Weekstart", "tentative"),
    ]
    weekly.tidy(bram, "2026-11-24")
    assert [when(one) for one in await sdk.all(bram)] == ["01-12 09:00"]
    weekly.cancel()
    assert await sdk.all(anna) == []
    assert [one.is_cancelled for one in await sdk.all(bram)] == [True]


async def test_a_series_ends(sdk, anna, weekly):
    weekly.end("2026-11-24")
    (only,) = await sdk.all(anna)
    master = await sdk.of(anna).events.by_event_id(only.series_master_id).get()
    assert (master.recurrence.range.type.value, str(master.recurrence.range.end_date)) == ("endDate", "2026-11-24")


async def test_people_come_and_go(graph, sdk, anna, bram, weekly):
    dirk = graph.mailbox("Dirk Bos")
    jan = graph.outsider("Jan", "jan@elders.example")
    for one in (dirk, jan):
        weekly.add(one, "optional")
    weekly.remove(bram)
    assert (await sdk.all(bram), len(await sdk.all(dirk))) == ([], 2)
    assert [one.email_address.address for one in (await sdk.all(anna))[0].attendees] == [
        "chaima@example.com",
        "zaal.3@example.com",
        "dirk.bos@example.com",
        "jan@elders.example",
    ]
    with pytest.raises(CannotDo):
        weekly.respond(bram, "accepted")
    with pytest.raises(CannotDo):
        weekly.cancel("2026-11-25")
