"""Delta rounds: what is new, what changed, what is gone, and when it all begins again."""

import pytest
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from graph_standin.trial import get, kinds, recorded, refusal, removed, when


async def test_the_first_round_tells_everything(graph, sdk, anna, weekly):
    graph.event(anna, "Los", "2026-11-25T15:00")
    found, link, pages = await sdk.round(anna)
    assert (kinds(found), pages) == (["seriesMaster", "occurrence", "singleInstance", "occurrence"], 1)
    assert "$deltatoken=" in link
    assert graph.calls[0].path == "/users/anna@example.com/calendarView/delta()"
    assert (await sdk.round(anna, link))[0] == []


async def test_an_occurrence_is_told_briefly(sdk, anna, weekly):
    """As reported of the service: everything else stands in the series master."""
    master, occurrence, _next = (await sdk.round(anna))[0]
    assert (master.subject, len(master.attendees)) == ("Weekstart", 3)
    assert (occurrence.subject, occurrence.attendees, occurrence.i_cal_u_id) == (None, None, None)
    assert (when(occurrence), occurrence.series_master_id) == ("24-11 09:00", master.id)


async def test_the_answer_is_shaped_as_recorded(graph, sdk, anna, weekly):
    graph.page_size = 1
    body = (await get(graph, "/users/anna@example.com/calendarView/delta", **sdk.window)).json()
    sample = recorded("event-delta")
    assert set(sample) <= set(body)
    assert body["@odata.nextLink"].partition("?")[2].partition("=")[0] == "$skiptoken"
    assert set(sample["value"][0]) <= set(body["value"][0])
    assert body["value"][0]["@odata.type"] == "#microsoft.graph.event"


async def test_in_pages(graph, sdk, anna, weekly):
    for hour in range(8, 12):
        graph.event(anna, f"Om {hour}", f"2026-11-25T{hour:02}:00")
    found, link, pages = await sdk.round(anna, prefer=["odata.maxpagesize=2"])
    assert (len(found), pages, len({one.id for one in found})) == (7, 4, 7)
    graph.empty_pages = True
    assert (await sdk.round(anna, prefer=["odata.maxpagesize=7"]))[2] == 2
    assert (await sdk.round(anna, link))[2] == 2


async def test_what_is_new_changed_and_gone(graph, sdk, anna, bram):
    one = graph.event(anna, "Een", "2026-11-24T10:00", attendees=[bram])
    two = graph.event(anna, "Twee", "2026-11-25T10:00")
    first, link, _pages = await sdk.round(anna)
    names = {event.subject: event.id for event in first}
    graph.event(anna, "Drie", "2026-11-26T10:00")
    one.respond(bram, "accepted")
    two.cancel()
    found, link, _pages = await sdk.round(anna, link)
    assert [event.subject for event in found] == ["Een", "Drie", None]
    assert found[0].attendees[0].status.response.value == "accepted"
    assert removed(found) == [names["Twee"]]
    assert found[2].additional_data["@removed"] == {"reason": "deleted"}
    assert (await sdk.round(anna, link))[0] == []
    # Out of the window is gone as well.
    one.move(start="2027-01-05T10:00")
    assert removed((await sdk.round(anna, link))[0]) == [names["Een"]]


async def test_one_date_brings_the_whole_series_again(graph, sdk, anna, weekly):
    first, start, _pages = await sdk.round(anna)
    weekly.move("2026-12-01", start="14:00")
    found, link, _pages = await sdk.round(anna, start)
    assert kinds(found) == ["seriesMaster", "occurrence", "exception"]
    assert (found[2].subject, when(found[2])) == ("Weekstart", "01-12 13:00")
    weekly.cancel("2026-12-01")
    found, _link, _pages = await sdk.round(anna, link)
    assert (kinds(found), removed(found)) == (["seriesMaster", "occurrence", "removed"], [first[2].id])
    # A link may be followed again.
    assert removed((await sdk.round(anna, start))[0]) == [first[2].id]


async def test_a_cancelled_date_may_go_without_a_trace(graph, sdk, anna, weekly):
    """As reported of the service."""
    graph.traceless = True
    _first, link, _pages = await sdk.round(anna)
    weekly.cancel("2026-12-01")
    found, link, _pages = await sdk.round(anna, link)
    assert kinds(found) == ["seriesMaster", "occurrence"]
    weekly.cancel()
    assert len(removed((await sdk.round(anna, link))[0])) == 2


async def test_a_series_that_moves_and_ends(sdk, anna, bram, weekly):
    first, link, _pages = await sdk.round(bram)
    weekly.move_all(start="2026-11-26T15:00")
    found, link, _pages = await sdk.round(bram, link)
    assert [when(one) for one in found if one.type and one.type.value == "occurrence"] == ["26-11 14:00", "03-12 14:00"]
    assert removed(found) == [first[1].id, first[2].id]
    weekly.end("2026-11-26")
    found, link, _pages = await sdk.round(bram, link)
    assert len(removed(found)) == 1
    weekly.cancel()
    found, _link, _pages = await sdk.round(bram, link)
    assert (found[0].is_cancelled, removed(found)) == (True, [])


async def test_the_clock_alone_changes_nothing(sdk, clock, anna, weekly):
    _first, link, _pages = await sdk.round(anna)
    clock.now += 86_400
    assert (await sdk.round(anna, link))[0] == []


async def test_the_answer_of_another_is_no_change_for_me(sdk, anna, bram, chaima, weekly):
    _first, mine, _pages = await sdk.round(anna)
    _first, theirs, _pages = await sdk.round(bram)
    weekly.respond(chaima, "accepted")
    assert len((await sdk.round(anna, mine))[0]) == 3
    assert (await sdk.round(bram, theirs))[0] == []


async def test_a_resync(graph, sdk, anna, bram, weekly):
    _first, link, _pages = await sdk.round(anna)
    _other, theirs, _pages = await sdk.round(bram)
    graph.resync(anna)
    with pytest.raises(ODataError) as caught:
        await sdk.round(anna, link)
    error = caught.value
    assert (error.response_status_code, error.error.code) == (410, "SyncStateNotFound")
    again = error.response_headers["location"]
    assert again.endswith("$deltatoken=")
    found, fresh, _pages = await sdk.round(anna, again)
    assert kinds(found) == ["seriesMaster", "occurrence", "occurrence"]
    assert (await sdk.round(anna, fresh))[0] == (await sdk.round(bram, theirs))[0] == []


async def test_the_rest_of_a_round_is_lost_with_it(graph, sdk, anna, weekly):
    graph.page_size = 1
    answer = await sdk.of(anna).calendar_view.delta.get(sdk.asking())
    graph.resync(anna)
    assert await refusal(sdk.round(anna, answer.odata_next_link)) == (410, "SyncStateNotFound")


async def test_a_link_belongs_to_its_mailbox(sdk, anna, bram, weekly):
    _first, link, _pages = await sdk.round(anna)
    strange = (400, "SyncStateInvalid")
    assert await refusal(sdk.round(bram, link.replace("anna", "bram"))) == strange
    assert await refusal(sdk.round(anna, link + "x")) == strange


async def test_no_select_here(graph, sdk, anna, weekly):
    """Documentation, "event: delta": "You cannot use $select to get only a subset of those properties"."""
    wrong = (400, "ErrorInvalidUrlQuery")
    assert await refusal(sdk.round(anna, select=["start"])) == wrong
    assert await refusal(sdk.round(anna, top=5)) == wrong
    assert await refusal(sdk.round(anna, filter="isCancelled eq false")) == wrong
    graph.delta_select = "ignore"
    assert (await sdk.round(anna, select=["start"]))[0][0].subject == "Weekstart"
    graph.delta_select = "honour"
    graph.page_size = 1
    found, link, _pages = await sdk.round(anna, select=["start"])
    assert {one.subject for one in found} == {None}
    weekly.rename("Maandstart")
    assert {one.subject for one in (await sdk.round(anna, link))[0]} == {None}


async def test_the_zone_is_asked_each_time(sdk, anna, weekly):
    prefer = ['outlook.timezone="Europe/Amsterdam"']
    _first, link, _pages = await sdk.round(anna)
    weekly.move_all(start="11:00")
    assert {when(one)[6:] for one in (await sdk.round(anna, link, prefer))[0]} == {"11:00"}
    assert {when(one)[6:] for one in (await sdk.round(anna, link))[0]} == {"10:00"}
