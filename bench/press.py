"""A signed button press through the whole HTTP path, until the answer; ours and the bare one take turns.

Every press is in another space and is a decision that is on the disk before it is answered. Requests are signed before
the clock starts. A round counts only if Slack's stand-in got every message and every private answer of it, and those
are sent meanwhile: at full load they take their share of the one processor that a server has.
"""

import asyncio
import hashlib
import hmac
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

import aiohttp

from bench import spaces
from bench.bare import PRESSED, PRESSED_AND_TOLD
from bench.figure import Figure
from bench.process import BARE, BELLETJE, ROOT, SECRET, STANDIN, Running, running, settings_for
from bench.standin import ANSWERED, SAID, TEAM
from bot.kernel.clock import Clock

RECORDED = ROOT / "tests" / "recorded" / "slack" / "block_actions_button_channel.json"
DELIVERED_WITHIN_SECONDS = 60
DELIVERED_AFTER_SECONDS = 1.5
"""What waits while people press must be said soon after: less than the tick, which would hide a delivery that stops."""

THROUGHPUT_AT_LEAST, TOLD_AT_LEAST, P99_WITHIN, ALONE_WITHIN_MS = 0.8, 1.3, 1.5, 10

Request = tuple[bytes, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many presses over so many connections, so many times.

    Attributes:
        button: which one of ours is pressed, and ``bare_button`` of the bare one.
        tells: what Slack hears of each press of ours, and ``bare_tells`` of the bare one.
    """

    connections: int
    presses: int
    rounds: int
    button: str = "ring"
    bare_button: str = PRESSED
    tells: tuple[str, ...] = (SAID,)
    bare_tells: tuple[str, ...] = ()

    @property
    def spaces(self) -> int:
        return self.presses * self.rounds


WARM_UP = Load(connections=8, presses=200, rounds=1)
MANY = Load(connections=32, presses=1200, rounds=7)
ALONE = Load(connections=1, presses=250, rounds=5)
SAME = Load(connections=32, presses=1200, rounds=3, bare_button=PRESSED_AND_TOLD, bare_tells=(SAID,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Milliseconds of each press, how long all took, until when everything was delivered, and processor time."""

    latencies: list[float]
    seconds: float
    delivered_seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def delivered_rate(self) -> float:
        return len(self.latencies) / self.delivered_seconds

    @property
    def late_seconds(self) -> float:
        return self.delivered_seconds - self.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu_seconds / len(self.latencies) * 1000

    @property
    def median(self) -> float:
        return median(self.latencies)

    @property
    def p99(self) -> float:
        return quantiles(self.latencies, n=100)[98]


Pairs = list[tuple[Round, Round]]
"""A round of ours and the one of the bare one right after it."""


def figures() -> Iterator[Figure]:
    loads = (WARM_UP, MANY, ALONE, SAME)
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        folder = Path(name) / "data"
        spaces.make(folder, sum(load.spaces for load in loads))
        told = settings_for(folder, slack)
        with running(BELLETJE, told) as ours, running(BARE, told) as bare:
            first, measured = 0, []
            for load in loads:
                measured.append(asyncio.run(measure(load, first, ours, bare, slack)))
                first += load.spaces
        if (written := spaces.bare_presses(folder)) != first:
            raise RuntimeError(f"the bare one wrote {written} of {first} presses")
    _, many, alone, same = measured
    yield from _many(many)
    yield from _alone(alone)
    yield _throughput("press, when the bare one tells Slack as much", same, TOLD_AT_LEAST)
    yield Figure(
        figure="press until all is said, when the bare one tells Slack as much: throughput, ours / bare",
        value=median(ours.delivered_rate / bare.delivered_rate for ours, bare in same),
        unit="ratio",
        goal=None,
        better="higher",
    )


def _throughput(name: str, pairs: Pairs, goal: float | None) -> Figure:
    return Figure(
        figure=f"{name}: throughput at 32 connections, ours / bare",
        value=median(ours.rate / bare.rate for ours, bare in pairs),
        unit="ratio",
        goal=goal,
        better="higher",
    )


def _many(pairs: Pairs) -> Iterator[Figure]:
    yield _throughput("press", pairs, THROUGHPUT_AT_LEAST)
    yield Figure(
        figure="press: p99 at 32 connections, ours / bare",
        value=median(ours.p99 / bare.p99 for ours, bare in pairs),
        unit="ratio",
        goal=P99_WITHIN,
    )
    for name, rounds in zip(("ours", "bare"), zip(*pairs, strict=True), strict=True):
        at = f"at 32 connections, {name}"
        rate = median(one.rate for one in rounds)
        delivered = median(one.delivered_rate for one in rounds)
        yield Figure(figure=f"press: throughput {at}", value=rate, unit="1/s", goal=None, better="higher")
        yield Figure(figure=f"press: p99 {at}", value=median(one.p99 for one in rounds), unit="ms", goal=None)
        cpu = median(one.cpu_ms for one in rounds)
        yield Figure(figure=f"press: processor time {at}", value=cpu, unit="ms/press", goal=None)
        if name == "ours":
            what = f"press: throughput until all is delivered {at}"
            yield Figure(figure=what, value=delivered, unit="1/s", goal=None, better="higher")
            late = median(one.late_seconds for one in rounds)
            what = f"press: from the last answer until all is delivered {at}"
            yield Figure(figure=what, value=late, unit="s", goal=DELIVERED_AFTER_SECONDS)


def _alone(pairs: Pairs) -> Iterator[Figure]:
    at = "press: median at one connection"
    ours, bare = (median(one.median for one in rounds) for rounds in zip(*pairs, strict=True))
    ratio = median(mine.median / theirs.median for mine, theirs in pairs)
    yield Figure(figure=f"{at}, ours", value=ours, unit="ms", goal=ALONE_WITHIN_MS)
    yield Figure(figure=f"{at}, bare", value=bare, unit="ms", goal=None)
    yield Figure(figure=f"{at}, ours - bare", value=ours - bare, unit="ms", goal=ALONE_WITHIN_MS)
    yield Figure(figure=f"{at}, ours / bare", value=ratio, unit="ratio", goal=None)


async def measure(load: Load, first: int, ours: Running, bare: Running, slack: Running) -> Pairs:
    """Ours and bare in turns, in spaces from ``first`` on."""
    pairs = []
    for start in range(first, first + load.spaces, load.presses):
        numbers = range(start, start + load.presses)
        requests = [request(load.button, number, slack) for number in numbers]
        mine = await round_of(load.connections, requests, ours, slack, load.tells)
        requests = [request(load.bare_button, number, slack) for number in numbers]
        pairs.append((mine, await round_of(load.connections, requests, bare, slack, load.bare_tells)))
    return pairs


async def round_of(
    connections: int,
    requests: list[Request],
    server: Running,
    slack: Running | None = None,
    tells: tuple[str, ...] = (),
    *,
    path: str = "/slack/events",
) -> Round:
    """Press, and wait until Slack has heard of everything."""
    async with aiohttp.ClientSession() as session:
        before = await _heard(session, slack) if tells else {}
        used, began = server.cpu_seconds(), perf_counter()
        latencies = await _press(connections, requests, f"{server.url}{path}")
        seconds = perf_counter() - began
        heard = before
        while any(heard.get(what, 0) < before.get(what, 0) + len(requests) for what in tells):
            if perf_counter() - began > DELIVERED_WITHIN_SECONDS:
                raise RuntimeError(f"not every press was a decision that was told: before {before}, after {heard}")
            await asyncio.sleep(0.02)
            heard = await _heard(session, slack)
        delivered_seconds = perf_counter() - began
        await asyncio.sleep(0.3)  # what was delivered is written down
    cpu = server.cpu_seconds() - used
    return Round(latencies=latencies, seconds=seconds, delivered_seconds=delivered_seconds, cpu_seconds=cpu)


async def _press(connections: int, requests: list[Request], address: str) -> list[float]:
    """One after the other on each connection, until none is left; milliseconds of each."""
    left, latencies = iter(requests), []

    async def presser(session: aiohttp.ClientSession) -> None:
        for body, headers in left:
            before = perf_counter()
            async with session.post(address, data=body, headers=headers) as answer:
                await answer.read()
            latencies.append((perf_counter() - before) * 1000)
            answer.raise_for_status()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections)) as session:
        await asyncio.gather(*(presser(session) for _ in range(connections)))
    return latencies


async def _heard(session: aiohttp.ClientSession, slack: Running) -> dict[str, int]:
    async with session.get(f"{slack.url}/count") as answer:
        return await answer.json()


RECORDED_PRESS = json.loads(RECORDED.read_text())["body"]


def request(button: str, number: int, slack: Running, team: str = TEAM) -> Request:
    """What Slack would send: a recorded press, moved to one of our spaces, and signed now."""
    arguments = urlencode({"meeting": spaces.meeting_id(number), "space": spaces.space_id(number, team)})
    where = spaces.channel(number)
    payload = RECORDED_PRESS | {
        "team": {"id": team, "domain": "bench"},
        "user": RECORDED_PRESS["user"] | {"id": spaces.HOLDER, "team_id": team},
        "container": RECORDED_PRESS["container"] | {"channel_id": where},
        "channel": {"id": where, "name": "bench"},
        "response_url": f"{slack.url}/{ANSWERED}",
        "actions": [RECORDED_PRESS["actions"][0] | {"action_id": button, "value": arguments}],
    }
    return signed(urlencode({"payload": json.dumps(payload)}).encode())


def signed(body: bytes) -> Request:
    when = str(int(Clock().now().timestamp()))
    signature = hmac.new(SECRET.encode(), b"v0:" + when.encode() + b":" + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": when,
        "X-Slack-Signature": f"v0={signature}",
    }
