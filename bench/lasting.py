"""What a process holds in memory after many presses, against after few: nothing of a press may stay.

Presses go round the same spaces. The first in each rings, is said and stands in the outbox; those after it within the
same moment are decided, answered in private and kept nowhere.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import press, spaces
from bench.figure import Figure
from bench.process import BELLETJE, STANDIN, Running, running, settings_for

FEW, MANY, WITHIN = 1_000, 100_000, 1.05
CONNECTIONS, AT_ONCE = 32, 10_000
"""Requests are signed so many at a time: a signature ends after five minutes."""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        folder = Path(name) / "data"
        spaces.make(folder, FEW)
        with running(BELLETJE, settings_for(folder, slack)) as ours:
            _press(FEW, ours, slack)
            few = ours.resident_kib()
            for _ in range((MANY - FEW) // AT_ONCE + 1):
                _press(AT_ONCE, ours, slack)
            many = ours.resident_kib()
    yield Figure(figure="memory after 100,000 presses / after 1,000", value=many / few, unit="ratio", goal=WITHIN)
    yield Figure(figure="memory after 100,000 presses", value=many / 1024, unit="MiB", goal=None)


def _press(count: int, ours: Running, slack: Running) -> None:
    requests = [press.request("ring", number % FEW, slack) for number in range(count)]
    asyncio.run(press.round_of(CONNECTIONS, requests, ours, slack))
