"""A tenant with a weekly meeting, and the calendar that the bot reads it with: the real SDK, with real tokens."""

import pytest
from graph_people import anna, bram, chaima, weekly  # noqa: F401 - fixtures
from graph_standin import Graph
from graph_talk import graph_settings
from helpers import StillClock


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
async def graph(clock, monkeypatch):
    async with Graph(clock=lambda: clock.now().timestamp()) as graph:
        monkeypatch.setenv("SSL_CERT_FILE", str(graph.ca_file))
        yield graph
        assert graph.complaints == []


@pytest.fixture
async def opened(graph, clock):
    """Calendars, each with its own connections; another one knows nothing of what the first was told."""
    from bot.planning.calendar.graph import GraphCalendar  # noqa: PLC0415  most tests here need not wait for it

    made = []

    def opened(**changes):
        made.append(GraphCalendar(graph_settings(graph, **changes), clock))
        return made[-1]

    yield opened
    for one in made:
        await one.close()


@pytest.fixture
def calendar(opened):
    return opened()
