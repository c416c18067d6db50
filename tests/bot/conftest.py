"""A tenant with a weekly meeting, and the calendar that the bot reads it with: the real SDK, with real tokens."""

import pytest
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
    from bot.calendar.graph import GraphCalendar  # noqa: PLC0415  most tests here need not wait for it

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


@pytest.fixture
def anna(graph):
    return graph.mailbox("Anna de Vries", "anna@example.com")


@pytest.fixture
def bram(graph):
    return graph.mailbox("Bram Kok", "bram@example.com")


@pytest.fixture
def chaima(graph):
    return graph.mailbox("Chaima El Idrissi", "chaima@example.com")


@pytest.fixture
def weekly(graph, anna, bram, chaima):
    """Tuesdays at ten o'clock in Amsterdam, from today on."""
    return graph.series(
        anna, "Weekstart", "2026-11-24T10:00", 60, weekly="tue", attendees=[bram, (chaima, "optional")], room="Zaal 3"
    )
