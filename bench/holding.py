"""How many presses a second one process holds for a minute, from 500 workspaces, with a p99 below 100 ms.

Presses come at moments of their own, as from people, whether those before are answered or not: what is late waits, and
the wait counts (unlike in a closed loop, which slows down with the server). Whoever presses is in another space each
time; the rate is raised in steps of some seconds until one does not hold, and the last that did must hold for a minute.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep

import aiohttp

from bench import press, spaces
from bench.figure import Figure
from bench.process import BELLETJE, STANDIN, Running, running, settings_for

WORKSPACES = tuple(f"T{number:04}BENCH" for number in range(500))
SPACES = 20_000
P99_MS, TRIED_SECONDS, HELD_SECONDS, STEP, FIRST = 100.0, 4, 60, 50, 100


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        folder = Path(name) / "data"
        spaces.make(folder, SPACES, WORKSPACES)
        with running(BELLETJE, settings_for(folder, slack)) as ours:
            _quiet(ours)
            rate = FIRST
            while _p99(rate + STEP, TRIED_SECONDS, ours, slack) < P99_MS:
                rate += STEP
            while rate > STEP and (p99 := _p99(rate, HELD_SECONDS, ours, slack)) >= P99_MS:
                rate -= STEP
    what = "presses held for a minute at p99 < 100 ms, 500 workspaces"
    yield Figure(figure=what, value=rate, unit="1/s", goal=None, better="higher")
    yield Figure(figure=f"{what}: p99", value=p99, unit="ms", goal=P99_MS)


def _quiet(ours: Running) -> None:
    """Wait until what a start looks at everywhere has been looked at."""
    used = None
    while used != (used := ours.cpu_seconds()):
        sleep(2)


def _p99(rate: int, seconds: int, ours: Running, slack: Running) -> float:
    requests = [_request(number, slack) for number in range(rate * seconds)]
    latencies = asyncio.run(_come(requests, rate, f"{ours.url}/slack/events"))
    return quantiles(latencies, n=100)[98]


def _request(number: int, slack: Running) -> press.Request:
    which = number % SPACES
    return press.request("ring", which, slack, spaces.team_of(which, WORKSPACES))


async def _come(requests: list[press.Request], rate: int, address: str) -> list[float]:
    """Each at its moment; milliseconds from when it was due until it was answered."""
    latencies = []

    async def one(due: float, body: bytes, headers: dict[str, str]) -> None:
        async with session.post(address, data=body, headers=headers) as answer:
            await answer.read()
        latencies.append((perf_counter() - due) * 1000)
        answer.raise_for_status()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        began, under_way = perf_counter(), list[asyncio.Task[None]]()
        for number, (body, headers) in enumerate(requests):
            due = began + number / rate
            await asyncio.sleep(max(due - perf_counter(), 0))
            under_way.append(asyncio.create_task(one(due, body, headers)))
        await asyncio.gather(*under_way)
    return latencies
