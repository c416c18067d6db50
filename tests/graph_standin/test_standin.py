"""Calendars as the real SDK reads them: who sees what of a meeting, and when it is."""

import pytest
from dateutil.parser import isoparse

from graph_standin import CannotDo
from graph_standin.trial import get, kinds, query_of, recorded, refusal, when

AMSTERDAM = ['outlook.timezone="W. Europe Standard Time"']


async def test_a_view_has_occurrences_in_full(sdk, anna, weekly):
    there = await sdk.all(anna)
    assert [when(one) for one in there] == ["24-11 09:00", "01-12 09:00"]
    assert kinds(there) == ["occurrence", "occurrence"]
    first, second = there
    assert (first.subject, first.is_organizer, first.response_status.response.value) == ("Weekstart", True, "organizer")
    assert first.series_master_id == second.series_master_id
    assert len({first.id, second.id, first.series_master_id}) == 3
    assert first.original_start == isoparse("2026-11-24T09:00:00Z")


async def test_each_occurrence_has_its_own_ical_id_and_everybody_the_same(sdk, anna, bram, weekly):
    """Documentation, "event resource type": "This ID is different for each occurrence in a recurring series"."""
    mine, theirs = await sdk.all(anna), await sdk.all(bram)
    assert [one.i_cal_u_id for one in mine] == [one.i_cal_u_id for one in theirs]
    assert len({one.i_cal_u_id for one in mine}) == 2
    assert {one.i_cal_u_id[:32] + "0" * 8 + one.i_cal_u_id[40:] for one in mine} == {
        (await sdk.of(anna).events.by_event_id(mine[0].series_master_id).get()).i_cal_u_id
    }
    assert not {one.id for one in mine} & {one.id for one in theirs}


async def test_the_fields_are_those_of_the_documentation(graph, sdk, anna, weekly):
    (got, *_rest) = (await get(graph, "/users/anna@example.com/calendarView", **sdk.window)).json()["value"]
    documented = set(recorded("event.shape"))
    navigation = {
        "attachments",
        "calendar",
        "extensions",
        "instances",
        "singleValueExtendedProperties",
        "multiValueExtendedProperties",
    }
    assert documented - set(got) == navigation
    assert set(got) - documented == {"@odata.etag", "iCalUId", "transactionId"}
    for name in ("event-get", "event-list-instances"):
        body = recorded(name)
        sample = body["value"][0] if "value" in body else body
        assert set(sample) - {"@odata.context"} <= set(got), name
        for part in ("start", "end"):
            assert set(sample[part]) == set(got[part])
            assert len(sample[part]["dateTime"]) == len(got[part]["dateTime"])
    person = recorded("event-get")["attendees"][0]
    assert [set(one) for one in got["attendees"]] == [set(person)] * 3
    assert [set(one["emailAddress"]) for one in got["attendees"]] == [set(person["emailAddress"])] * 3


async def test_a_room_is_an_attendee_of_its_own_kind(sdk, anna, weekly):
    """Built after the `attendee` resource: no sample of a room was found."""
    (first, _second) = await sdk.all(anna)
    asked = {one.email_address.name: (one.type.value, one.status.response.value) for one in first.attendees}
    assert asked == {
        "Bram Kok": ("required", "none"),
        "Chaima El Idrissi": ("optional", "none"),
        "Zaal 3": ("resource", "accepted"),
    }
    assert (first.location.display_name, first.location.location_email_address) == ("Zaal 3", "zaal.3@example.com")


async def test_a_private_meeting_is_told_in_full_unless_not_asked_for(graph, sdk, anna, bram):
    """Built after the `event` resource: no sample of a private meeting was found."""
    graph.event(anna, "Salaris van Bram", "2026-11-24T15:00", sensitivity="private", attendees=[bram])
    for who in (anna, bram):
        (found,) = await sdk.all(who)
        assert (found.subject, found.sensitivity.value) == ("Salaris van Bram", "private")
        (found,) = await sdk.all(who, select=["start", "end", "sensitivity", "type"])
        assert (found.subject, found.body_preview, found.attendees) == (None, None, None)
        assert (found.sensitivity.value, found.type.value, bool(found.id)) == ("private", "singleInstance", True)
    assert [one.selected for one in graph.calls] == [set(), {"start", "end", "sensitivity", "type"}] * 2
    assert await refusal(sdk.view(anna, select=["onderwerp"])) == (400, "RequestBroker--ParseUri")


async def test_without_the_body_with_less_permission(graph, sdk, anna, weekly):
    graph.permissions = {"Calendars.ReadBasic.All"}
    (first, _second) = await sdk.all(anna)
    assert (first.subject, first.body, first.body_preview) == ("Weekstart", None, None)


@pytest.mark.parametrize(
    "dates",
    [
        ("2026-03-25T10:00", "25-03 09:00", "01-04 08:00"),  # the clocks go forward on 29 March
        ("2026-10-21T10:00", "21-10 08:00", "28-10 09:00"),  # and back on 25 October
    ],
)
@pytest.mark.parametrize("zone", ["W. Europe Standard Time", "Europe/Amsterdam"])
async def test_a_meeting_keeps_its_hour_when_the_clocks_change(graph, sdk, anna, dates, zone):
    first, *expected = dates
    graph.series(anna, "Weekstart", first, zone=zone)
    window = {"start_date_time": f"{first[:10]}T00:00:00Z", "end_date_time": f"{first[:4]}-12-31T00:00:00Z"}
    there = (await sdk.all(anna, **window))[:2]
    assert [when(one) for one in there] == expected
    assert {one.original_start_time_zone for one in there} == {zone}
    local = await sdk.all(anna, [f'outlook.timezone="{zone}"'], **window)
    assert {(one.start.time_zone, one.start.date_time[11:16]) for one in local} == {(zone, "10:00")}


@pytest.mark.parametrize(
    "times",
    [
        ("2026-03-29T02:30", "29-03 01:30", "29-03 03:30"),  # does not exist: moves on by the gap
        ("2026-10-25T02:30", "25-10 00:30", "25-10 02:30"),  # comes twice: the first
    ],
)
async def test_an_hour_that_is_not_there_and_one_that_comes_twice(graph, sdk, anna, times):
    wall, *expected = times
    graph.event(anna, "Nacht", wall)
    window = {"start_date_time": "2026-03-01T00:00:00Z", "end_date_time": "2026-11-01T00:00:00Z"}
    (there,) = await sdk.all(anna, **window)
    (local,) = await sdk.all(anna, AMSTERDAM, **window)
    assert [when(there), when(local)] == expected


async def test_the_zone_of_the_answer_is_the_one_asked_for(graph, sdk, anna, weekly):
    (first, _second) = await sdk.all(anna, AMSTERDAM)
    assert (when(first), first.start.time_zone) == ("24-11 10:00", "W. Europe Standard Time")
    assert (await refusal(sdk.view(anna, ['outlook.timezone="Mars"'])))[0] == 400
    (call, _wrong) = graph.calls
    assert call.prefer == tuple(AMSTERDAM)


async def test_patterns(graph, sdk, anna):
    far = {"start_date_time": "2026-11-23T00:00:00Z", "end_date_time": "2027-02-01T00:00:00Z"}
    graph.series(anna, "Een", "2026-11-24T10:00", every=2, until="2026-12-31")
    graph.series(anna, "Twee", "2026-11-24T10:00", monthly="first mon")
    graph.series(anna, "Drie", "2026-11-24T10:00", weekly="mon thu", until="2026-12-01")
    found = await sdk.all(anna, **far)
    dates = {name: [when(one)[:5] for one in found if one.subject == name] for name in ("Een", "Twee", "Drie")}
    assert dates == {
        "Een": ["24-11", "08-12", "22-12"],
        "Twee": ["07-12", "04-01"],
        "Drie": ["26-11", "30-11"],
    }
    masters = (await sdk.of(anna).events.get(query_of("events", filter="type eq 'seriesMaster'"))).value
    patterns = {one.subject: one.recurrence.pattern for one in masters}
    assert (patterns["Een"].interval, patterns["Een"].type.value) == (2, "weekly")
    assert (patterns["Twee"].index.value, patterns["Twee"].type.value) == ("first", "relativeMonthly")
    assert [one.value for one in patterns["Drie"].days_of_week] == ["monday", "thursday"]
    starts = {one.subject: (when(one)[:5], str(one.recurrence.range.start_date)) for one in masters}
    assert starts["Twee"] == ("07-12", "2026-12-07")
    with pytest.raises(CannotDo):
        graph.series(anna, "Vier", "2026-11-24T10:00", monthly="sometimes mon")


async def test_an_event_by_its_id(graph, sdk, anna, bram, weekly):
    (first, _second) = await sdk.all(anna)
    events = sdk.of(anna).events
    assert (await events.by_event_id(first.id).get()).type.value == "occurrence"
    master = await events.by_event_id(first.series_master_id).get()
    assert (master.type.value, master.series_master_id, master.original_start) == ("seriesMaster", None, None)
    wanted = query_of("instances", **sdk.dates)
    found = await events.by_event_id(master.id).instances.get(wanted)
    assert [when(one) for one in found.value] == ["24-11 09:00", "01-12 09:00"]
    assert await refusal(sdk.of(bram).events.by_event_id(master.id).get()) == (404, "ErrorItemNotFound")
    weekly.cancel("2026-11-24")
    assert await refusal(events.by_event_id(first.id).get()) == (404, "ErrorItemNotFound")
    weekly.cancel()
    assert await refusal(events.by_event_id(master.id).get()) == (404, "ErrorItemNotFound")


async def test_a_list_has_series_and_not_their_dates(graph, sdk, anna, weekly):
    graph.event(anna, "Los", "2026-11-24T15:00")
    found = (await sdk.of(anna).events.get()).value
    assert sorted((one.subject, one.type.value) for one in found) == [
        ("Los", "singleInstance"),
        ("Weekstart", "seriesMaster"),
    ]
    odd = query_of("events", filter="contains(subject, 'x')")
    assert await refusal(sdk.of(anna).events.get(odd)) == (400, "ErrorInvalidRequest")


async def test_pages_of_a_view(graph, sdk, anna, weekly):
    for hour in range(8, 18):
        graph.event(anna, f"Om {hour}", f"2026-11-25T{hour:02}:00")
    one = await sdk.view(anna)
    assert (len(one.value), "$skip=10" in one.odata_next_link) == (10, True)
    assert len(await sdk.all(anna)) == 12
    graph.calls.clear()
    assert len(await sdk.all(anna, ["odata.maxpagesize=5"], select=["start"])) == 12
    assert [call.query.get("$skip") for call in graph.calls] == [None, "5", "10"]
    assert {frozenset(call.selected) for call in graph.calls} == {frozenset({"start"})}
    assert len((await sdk.view(anna, top=3)).value) == 3


async def test_an_online_meeting_names_its_chat(graph, sdk, anna):
    graph.event(anna, "Ver", "2026-11-24T15:00", online="19:meeting_abc@thread.v2")
    (found,) = await sdk.all(anna)
    assert "19%3Ameeting_abc%40thread.v2" in found.online_meeting.join_url
    assert (found.is_online_meeting, found.online_meeting_provider.value) == (True, "teamsForBusiness")


async def test_a_window_without_an_offset_is_utc(sdk, anna, weekly):
    """Documentation, "List calendarView": whatever zone the answer is asked in."""

    async def there(start, end):
        return [when(one) for one in await sdk.all(anna, AMSTERDAM, start_date_time=start, end_date_time=end)]

    assert await there("2026-11-24T09:30:00", "2026-11-24T09:45:00") == ["24-11 10:00"]
    assert await there("2026-11-24T10:30:00+01:00", "2026-11-24T10:45:00.0000000+01:00") == ["24-11 10:00"]
    assert await there("2026-11-24T10:00:00", "2026-11-24T11:00:00") == []
    assert await there("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z") == []


async def test_a_window_is_needed(graph, sdk, anna):
    wrong = (400, "ErrorInvalidParameter")
    assert await refusal(sdk.of(anna).calendar_view.get()) == wrong
    assert await refusal(sdk.of(anna).calendar_view.delta.get()) == wrong
    assert await refusal(sdk.view(anna, start_date_time="morgen")) == wrong
    bare = (await get(graph, f"/users/{anna.id}/calendarView", startDateTime="2026-11-24")).json()
    assert "time window" in bare["error"]["message"]
    # The SDK sends empty dates where none are given.
    assert [call.query for call in graph.calls[:2]] == [{"endDateTime": "", "startDateTime": ""}] * 2
    assert await refusal(sdk.view(anna, start_date_time="2026-12-08T00:00:00Z")) == (
        400,
        "ErrorCalendarEndDateIsEarlierThanStartDate",
    )
