"""Who may look where, throttling, and misbehaviour to order; and what the SDK makes of it."""

import asyncio
import time

import httpx
import pytest
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from graph_standin.trial import Sdk, get, recorded, refusal


async def test_only_mailboxes_that_the_policy_allows(graph, sdk, anna, weekly):
    """Recorded: error-access-denied."""
    shut = graph.mailbox("Eva Shut", allowed=False)
    assert await refusal(sdk.view(shut)) == (403, "ErrorAccessDenied")
    assert await refusal(sdk.round(shut)) == (403, "ErrorAccessDenied")
    assert await refusal(sdk.of(shut).mailbox_settings.get()) == (403, "ErrorAccessDenied")
    body = (await get(graph, f"/users/{shut.id}/events")).json()
    sample = recorded("error-access-denied")
    assert body["error"]["message"] == sample["error"]["message"]
    assert set(body["error"]) == set(sample["error"])
    assert len(await sdk.all(anna)) == 2


async def test_mailboxes_that_are_not_there(graph, sdk, anna):
    graph.outsider("Jan", "jan@elders.example")
    bare = graph.mailbox("Kantoor", enabled=False)
    assert await refusal(sdk.view("niemand@example.com")) == (404, "ErrorInvalidUser")
    assert await refusal(sdk.view("jan@elders.example")) == (404, "ErrorInvalidUser")
    assert await refusal(sdk.view(bare)) == (404, "MailboxNotEnabledForRESTAPI")
    assert (await sdk.view(anna.id)).value == (await sdk.view("ANNA@example.com")).value == []


async def test_nothing_without_permission(graph, sdk, anna):
    graph.permissions = {"MailboxSettings.Read"}
    assert await refusal(sdk.view(anna)) == (403, "ErrorAccessDenied")
    # That comes first: an application without it does not learn who exists.
    assert await refusal(sdk.view("niemand@example.com")) == (403, "ErrorAccessDenied")


async def test_the_calendar_of_a_group_is_shut(graph, sdk):
    """Documentation, "List events" of a group: application permissions are not supported."""
    group = sdk.client.groups.by_group_id("02bd9fd6-8f93-4758-87c3-1fb73740a315")
    assert await refusal(group.calendar_view.delta.get()) == (403, "ErrorAccessDenied")
    assert await refusal(group.events.get()) == (403, "ErrorAccessDenied")


async def test_the_sdk_waits_and_asks_again(graph, sdk, anna, weekly):
    graph.refuse("GET", "calendarView", status=429, retry_after=1)
    before = time.monotonic()
    assert len(await sdk.all(anna)) == 2
    assert time.monotonic() - before > 0.9
    assert [one.status for one in graph.calls] == [429, 200]


@pytest.mark.parametrize("status", [429, 504])
async def test_the_sdk_gives_up_after_four(graph, sdk, anna, status):
    graph.refuse("GET", "calendarView", status=status, retry_after=1, times=None)
    code = {429: "TooManyRequests", 504: "ErrorTimeoutExpired"}[status]
    assert await refusal(sdk.view(anna)) == (status, code)
    assert [one.status for one in graph.calls] == [status] * 4


async def test_the_sdk_does_not_wait_for_three_minutes(graph, sdk, anna):
    graph.refuse("GET", "calendarView", status=429, retry_after=180)
    with pytest.raises(ODataError) as caught:
        await sdk.view(anna)
    assert (caught.value.response_headers["retry-after"], len(graph.calls)) == ("180", 1)


async def test_a_post_is_repeated_too(graph, sdk, anna):
    graph.refuse("POST", "getSchedule", status=503, retry_after=1, times=1)
    with pytest.raises(ODataError):
        await sdk.of(anna).calendar.get_schedule.post(sdk.nobody())
    assert [one.status for one in graph.calls] == [503, 400]


async def test_throttling_is_shaped_as_recorded(graph, anna):
    graph.refuse("GET", status=429, retry_after=10)
    answer = await get(graph, "/users/anna@example.com/events")
    sample = recorded("throttling-429.http")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, sample.headers["Retry-After"])
    body = answer.json()["error"]
    assert (body["code"], body["message"]) == (sample.body["error"]["code"], sample.body["error"]["message"])
    assert {"date", "request-id"} <= set(body["innerError"]) & set(sample.body["error"]["innerError"])


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "ErrorInvalidRequest"),
        (401, "InvalidAuthenticationToken"),
        (403, "ErrorAccessDenied"),
        (404, "ErrorItemNotFound"),
        (410, "SyncStateNotFound"),
        (500, "ErrorInternalServerError"),
    ],
)
async def test_the_sdk_passes_the_rest_on(graph, sdk, anna, status, code):
    graph.refuse("GET", anna.address, status=status)
    assert await refusal(sdk.view(anna)) == (status, code)
    assert len(graph.calls) == 1
    assert (await sdk.view(anna)).value == []


async def test_only_what_was_meant_is_refused(graph, sdk, anna, bram):
    graph.refuse("GET", bram.address, status=500, times=2, code="ErrorInternalServerError")
    await sdk.view(anna)
    assert (await refusal(sdk.view(bram)))[0] == 500
    graph.behave()
    await sdk.view(bram)
    with pytest.raises(AssertionError, match="not known"):
        graph.refuse("GET", code="Unheard")


async def test_four_at_once_in_one_mailbox(graph, anna, bram):
    """Throttling guidance for Outlook: four concurrent requests for each app and mailbox."""
    graph.delay("GET", "events", 0.2)
    paths = [f"/users/{anna.id}/events"] * 5 + [f"/users/{bram.id}/events"] * 2
    answers = await asyncio.gather(*(get(graph, one) for one in paths))
    assert sorted(one.status_code for one in answers[:5]) == [200, 200, 200, 200, 429]
    assert [one.status_code for one in answers[5:]] == [200, 200]
    (full,) = (one for one in answers if one.status_code == 429)
    assert full.json()["error"]["code"] == "ApplicationThrottled"


async def test_a_lost_answer(graph, sdk, anna):
    graph.lose("GET", "calendarView")
    with pytest.raises(httpx.RemoteProtocolError):
        await sdk.view(anna)
    await sdk.view(anna)
    assert [one.status for one in graph.calls] == [0, 200]


async def test_a_slow_answer(graph, anna):
    graph.delay("GET", "calendarView", 5, times=1)
    slow = Sdk(graph, timeout=0.2)
    with pytest.raises(httpx.ReadTimeout):
        await slow.view(anna)
    await slow.close()


async def test_what_is_not_here_is_noted(graph):
    assert (await get(graph, "/me/messages")).status_code == 400
    assert "messages" in graph.complaints.pop()
