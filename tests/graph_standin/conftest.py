"""A tenant with three people and a weekly meeting, and the real SDK."""

import pytest
from graph_people import anna, bram, chaima, weekly  # noqa: F401 - fixtures

from graph_standin import Graph
from graph_standin.trial import Sdk

NOW = 1_795_262_400.0  # 21 November 2026, 12:00 UTC


class Clock:
    """Stands still until a test moves it."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def graph(clock):
    async with Graph(clock=clock, anonymous=True) as graph:
        yield graph
        assert graph.complaints == []


@pytest.fixture
async def sdk(graph):
    sdk = Sdk(graph)
    yield sdk
    await sdk.close()
