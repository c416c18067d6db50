"""The real SDK pointed at the stand-in, and what it reads as plain JSON."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from kiota_abstractions.authentication import AnonymousAuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph.generated.users.item.events.item.instances.instances_request_builder import InstancesRequestBuilder
from msgraph_core import GraphClientFactory

RECORDED = Path(__file__).parent.parent / "recorded" / "graph"
WINDOW = {"start_date_time": "2026-11-23T00:00:00Z", "end_date_time": "2026-12-07T00:00:00Z"}
SAME = {"startDateTime": WINDOW["start_date_time"], "endDateTime": WINDOW["end_date_time"]}


class Answer(NamedTuple):
    headers: dict[str, str]
    body: Any


def recorded(name):
    """The sample; of one with the headers in it both."""
    if not name.endswith(".http"):
        return json.loads((RECORDED / f"{name}.json").read_text())
    head, body = (RECORDED / name).read_text().split("\n\n", 1)
    return Answer(dict(line.split(": ", 1) for line in head.splitlines()[1:]), json.loads(body))


class Sdk:
    """A client of the real SDK."""

    dates, window = WINDOW, SAME

    def __init__(self, graph, authentication=None, timeout=5.0):
        self.transport = httpx.AsyncHTTPTransport()
        http = httpx.AsyncClient(transport=self.transport, timeout=timeout)
        self.client = GraphServiceClient(
            request_adapter=GraphRequestAdapter(
                authentication or AnonymousAuthenticationProvider(),
                client=GraphClientFactory.create_with_default_middleware(client=http),
            )
        )
        self.client.request_adapter.base_url = graph.url

    def of(self, mailbox):
        return self.client.users.by_user_id(getattr(mailbox, "address", mailbox))

    async def view(self, mailbox, prefer=(), **query):
        wanted = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(**WINDOW | query)
        return await self.of(mailbox).calendar_view.get(configured(wanted, prefer))

    async def all(self, mailbox, prefer=(), **query):
        builder, answer = self.of(mailbox).calendar_view, await self.view(mailbox, prefer, **query)
        found = list(answer.value)
        while answer.odata_next_link:
            answer = await builder.with_url(answer.odata_next_link).get(configured(None, prefer))
            found += answer.value
        return found

    async def round(self, mailbox, link=None, prefer=(), **query):
        """One delta round to its end: the events, and the link for the next."""
        builder = self.of(mailbox).calendar_view.delta
        wanted = None if link else DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(**WINDOW | query)
        found, pages = [], 0
        while True:
            builder = builder.with_url(link) if link else builder
            answer = await builder.get(configured(wanted, prefer))
            found += answer.value
            pages += 1
            if answer.odata_delta_link:
                return found, answer.odata_delta_link, pages
            link, wanted = answer.odata_next_link, None

    @staticmethod
    def asking(**query):
        return configured(DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(**WINDOW | query))

    @staticmethod
    def nobody():
        return GetSchedulePostRequestBody(schedules=[])

    async def close(self):
        """Closing the client would close nothing: the SDK wraps its transport, and does not pass that on."""
        await self.transport.aclose()


def configured(wanted=None, prefer=()):
    made = RequestConfiguration(query_parameters=wanted)
    for one in prefer:
        made.headers.add("Prefer", one)
    return made


def query_of(kind, **query):
    made = {
        "events": EventsRequestBuilder.EventsRequestBuilderGetQueryParameters,
        "instances": InstancesRequestBuilder.InstancesRequestBuilderGetQueryParameters,
    }
    return configured(made[kind](**query))


def when(event):
    """`24-11 10:00` as it stands in the answer."""
    day, hour = event.start.date_time[5:10], event.start.date_time[11:16]
    return f"{day[3:]}-{day[:2]} {hour}"


def removed(events):
    return [one.id for one in events if one.additional_data.get("@removed")]


def kinds(events):
    return [one.type.value if one.type else "removed" for one in events]


async def refusal(call):
    """Status, code and headers of what is refused."""
    with pytest.raises(ODataError) as caught:
        await call
    error = caught.value
    return error.response_status_code, error.error.code


async def get(graph, path, headers=None, **query):
    """Without the SDK."""
    async with httpx.AsyncClient() as client:
        return await client.get(f"{graph.url}{path}", params=query, headers=headers)
