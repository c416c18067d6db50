"""Free and busy, and automatic replies."""

import httpx
import pytest
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)

from graph_standin.trial import configured, get, recorded, refusal

DAY = ("2026-11-24T08:00:00", "2026-11-24T14:00:00")


@pytest.fixture
def ask(sdk, anna):
    async def ask(*addresses, span=DAY, interval=60, prefer=()):
        begin, end = (DateTimeTimeZone(date_time=one, time_zone="W. Europe Standard Time") for one in span)
        body = GetSchedulePostRequestBody(
            schedules=list(addresses), start_time=begin, end_time=end, availability_view_interval=interval
        )
        return (await sdk.of(anna).calendar.get_schedule.post(body, configured(prefer=prefer))).value

    return ask


async def test_the_bar_has_a_digit_for_each_hour(graph, ask, bram, chaima, weekly):
    weekly.respond(bram, "accepted")
    chaima.away("2026-11-24T11:00", "2026-11-24T13:00")
    graph.event(bram, "Misschien", "2026-11-24T10:00", show_as="tentative")
    graph.event(weekly.organizer, "Thuis", "2026-11-24T13:00", show_as="workingElsewhere")
    bars = [one.availability_view for one in await ask("anna@example.com", "BRAM@example.com", "chaima@example.com")]
    assert bars == ["002004", "002000", "001330"]


async def test_out_of_office_is_an_item(ask, bram):
    bram.away("2026-11-24T09:00", "2026-11-24T12:30", "Ik ben er niet")
    (entry,) = await ask(bram.address, prefer=['outlook.timezone="Europe/Amsterdam"'])
    (item,) = entry.schedule_items
    assert (item.status.value, item.start.date_time[11:16], item.end.date_time[11:16]) == ("oof", "09:00", "12:30")
    bram.back()
    assert (await ask(bram.address))[0].schedule_items == []


async def test_automatic_replies_alone_are_not_seen_in_free_busy(ask, bram):
    bram.away("2026-11-24T09:00", "2026-11-24T12:30", block=False)
    assert (await ask(bram.address))[0].availability_view == "000000"


async def test_subjects_of_the_calendar_that_is_asked_only(graph, ask, anna, bram, weekly):
    graph.event(anna, "Salaris", "2026-11-24T13:00", sensitivity="private")
    mine, theirs = await ask(anna.address, bram.address)
    assert [(one.subject, one.is_private) for one in mine.schedule_items] == [("Weekstart", False), (None, True)]
    assert [(one.subject, one.is_private) for one in theirs.schedule_items] == [(None, None)]


async def test_the_entries_are_shaped_as_recorded(graph, anna, bram, weekly):
    at = {"dateTime": "2026-11-24T00:00:00", "timeZone": "UTC"}
    body = {
        "schedules": [anna.address, bram.address],
        "startTime": at,
        "endTime": at | {"dateTime": "2026-11-25T00:00:00"},
    }
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{graph.url}/users/{anna.id}/calendar/getSchedule", json=body)
    got = answer.json()["value"]
    sample = recorded("calendar-getschedule")["value"]
    for one, other in zip(got, sample, strict=True):
        assert set(one) == set(other)
        assert set(one["scheduleItems"][0]) == set(other["scheduleItems"][0])
        assert set(one["workingHours"]) == set(other["workingHours"])


async def test_an_unknown_address_is_an_entry_with_an_error(graph, ask, anna, bram):
    """As reported of the service (microsoft-graph-docs issue 11225): the others are told all the same."""
    graph.outsider("Jan", "jan@elders.example")
    known, unknown, outside = await ask(bram.address, "niemand@example.com", "jan@elders.example")
    assert (known.error, known.availability_view) == (None, "000000")
    assert {one.error.response_code for one in (unknown, outside)} == {"5009"}
    assert (unknown.schedule_id, unknown.availability_view) == ("niemand@example.com", None)


async def test_no_more_than_twenty(ask):
    many = [f"p{number}@example.com" for number in range(21)]
    assert len(await ask(*many[:20])) == 20
    assert await refusal(ask(*many)) == (400, "ErrorMailboxDataArrayTooBig")


async def test_no_longer_than_62_days(ask, bram):
    long = ("2026-11-01T00:00:00", "2027-01-03T00:00:00")
    assert await refusal(ask(bram.address, span=long)) == (400, "ErrorTimeIntervalTooBig")
    assert await refusal(ask(bram.address, span=DAY[::-1])) == (400, "ErrorCalendarEndDateIsEarlierThanStartDate")
    assert await refusal(ask(bram.address, interval=4)) == (400, "ErrorInvalidRequest")
    assert await refusal(ask()) == (400, "ErrorInvalidRequest")


async def test_automatic_replies(graph, sdk, bram):
    async def replies():
        return (await sdk.of(bram).mailbox_settings.get()).automatic_replies_setting

    assert (await replies()).status.value == "disabled"
    bram.away("2026-11-24T09:00", "2026-11-27T17:00", "Ik ben er niet")
    found = await replies()
    assert (found.status.value, found.internal_reply_message) == ("scheduled", "Ik ben er niet")
    assert (found.scheduled_start_date_time.date_time, found.scheduled_start_date_time.time_zone) == (
        "2026-11-24T08:00:00.0000000",
        "UTC",
    )
    assert found.scheduled_end_date_time.date_time == "2026-11-27T16:00:00.0000000"
    bram.away()
    assert (await replies()).status.value == "alwaysEnabled"
    bram.back()
    assert (await replies()).status.value == "disabled"
    settings = await sdk.of(bram).mailbox_settings.get()
    assert (settings.time_zone, settings.user_purpose.value) == ("W. Europe Standard Time", "user")
    graph.permissions.remove("MailboxSettings.Read")
    assert await refusal(replies()) == (403, "ErrorAccessDenied")


async def test_the_replies_are_shaped_as_documented(graph, bram):
    body = (await get(graph, f"/users/{bram.id}/mailboxSettings")).json()
    assert set(body["automaticRepliesSetting"]) == set(recorded("automaticRepliesSetting.shape"))
