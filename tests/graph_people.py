"""Three people and their weekly meeting, for whoever has a fixture `graph`."""

import pytest


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
