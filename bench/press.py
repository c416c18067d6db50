"""A signed button press through the whole HTTP path, until the answer; ours and the bare one take turns.

Every press is in another space and is a decision that is on the disk before it is answered. Requests are signed before
the clock starts. A round of ours counts only if Slack's stand-in got every message and every private answer of it.
"""

import asyncio
import hashlib
import hmac
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

import aiohttp

from bench import spaces
from bench.figure import Figure
from bench.process import BARE, BELLETJE, ROOT, SECRET, STANDIN, Running, running, settings_for
from bench.standin import ANSWERED, SAID, TEAM
from bot.clock import Clock

RECORDED = ROOT / "tests" / "recorded" / "slack" / "block_actions_button_channel.json"
DELIVERED_WITHIN_SECONDS = 60

Request = tuple[bytes, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many presses of one button over so many connections, so many times. ``says``: each writes a message."""

    button: str
    connections: int
    presses: int
    rounds: int
    says: bool = True


WARM_UP = Load(button="ring", connections=8, presses=200, rounds=1)
MANY = Load(button="ring", connections=32, presses=1200, rounds=7)
ALONE = Load(button="ring", connections=1, presses=250, rounds=5)
SILENT = Load(button="introduce", connections=32, presses=1200, rounds=5, says=False)


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
    def cpu_ms(self) -> float:
        return self.cpu_seconds / len(self.latencies) * 1000

    @property
    def p99(self) -> float:
        return quantiles(self.latencies, n=100)[98]


Pairs = list[tuple[Round, Round]]
"""A round of ours and the one of the bare one right after it."""


def figures() -> Iterator[Figure]:
    loads = (WARM_UP, MANY, ALONE, SILENT)
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        folder = Path(name)
        spaces.make(folder, sum(load.presses * load.rounds for load in loads))
        told = settings_for(folder, slack)
        with running(BELLETJE, told) as ours, running(BARE, told) as bare:
            first, measured = 0, []
            for load in loads:
                measured.append(asyncio.run(measure(load, first, ours, bare, slack)))
                first += load.presses * load.rounds
        _, many, alone, silent = measured
        yield from _many(many)
        yield from _alone(alone)
        yield from _silent(silent)
        if (written := spaces.bare_presses(folder)) != first:
            raise RuntimeError(f"the bare one wrote {written} of {first} presses")


def _many(pairs: Pairs) -> Iterator[Figure]:
    at = f"at {MANY.connections} connections"
    yield Figure(
        figure=f"press: throughput {at}, ours / bare",
        value=median(ours.rate / bare.rate for ours, bare in pairs),
        unit="ratio",
        goal=0.8,
        better="higher",
    )
    yield Figure(
        figure=f"press: p99 {at}, ours / bare",
        value=median(ours.p99 / bare.p99 for ours, bare in pairs),
        unit="ratio",
        goal=1.5,
    )
    yield from _told(pairs, at)
    yield Figure(
        figure=f"press: throughput {at} until all is delivered, ours",
        value=median(ours.delivered_rate for ours, _ in pairs),
        unit="presses/s",
        goal=None,
        better="higher",
    )


def _told(pairs: Pairs, at: str) -> Iterator[Figure]:
    """The numbers behind the ratios."""
    for name, rounds in zip(("ours", "bare"), zip(*pairs, strict=True), strict=True):
        rate = median(one.rate for one in rounds)
        yield Figure(figure=f"press: throughput {at}, {name}", value=rate, unit="presses/s", goal=None, better="higher")
        yield Figure(figure=f"press: p99 {at}, {name}", value=median(one.p99 for one in rounds), unit="ms", goal=None)
        cpu = median(one.cpu_ms for one in rounds)
        yield Figure(figure=f"press: processor time {at}, {name}", value=cpu, unit="ms/press", goal=None)


def _alone(pairs: Pairs) -> Iterator[Figure]:
    ours = median(median(mine.latencies) for mine, _ in pairs)
    bare = median(median(theirs.latencies) for _, theirs in pairs)
    yield Figure(figure="press: median at one connection, ours", value=ours, unit="ms", goal=10)
    yield Figure(figure="press: median at one connection, bare", value=bare, unit="ms", goal=None)
    yield Figure(figure="press: median at one connection, ours - bare", value=ours - bare, unit="ms", goal=10)
    ratio = median(median(mine.latencies) / median(theirs.latencies) for mine, theirs in pairs)
    yield Figure(figure="press: median at one connection, ours / bare", value=ratio, unit="ratio", goal=None)


def _silent(pairs: Pairs) -> Iterator[Figure]:
    """The same for a decision of which nothing is said in the space."""
    at = f"at {SILENT.connections} connections"
    ratio = median(ours.rate / bare.rate for ours, bare in pairs)
    yield Figure(
        figure=f"press without message: throughput {at}, ours / bare",
        value=ratio,
        unit="ratio",
        goal=0.8,
        better="higher",
    )


async def measure(load: Load, first: int, ours: Running, bare: Running, slack: Running) -> Pairs:
    """Ours and bare in turns, in spaces from ``first`` on."""
    pairs = []
    template = json.loads(RECORDED.read_text())["body"]
    for start in range(first, first + load.presses * load.rounds, load.presses):
        requests = [_request(load.button, number, template, slack) for number in range(start, start + load.presses)]
        pairs.append((await _ours(load, requests, ours, slack), await _press(load, requests, bare)))
    return pairs


async def _ours(load: Load, requests: list[Request], ours: Running, slack: Running) -> Round:
    wanted = {SAID: load.presses if load.says else 0, ANSWERED: load.presses}
    async with aiohttp.ClientSession() as session:
        before, began = await _count(session, slack), perf_counter()
        pressed = await _press(load, requests, ours)
        while not _all_there(await _count(session, slack), before, wanted):
            if perf_counter() - began > DELIVERED_WITHIN_SECONDS:
                raise RuntimeError("not every press was a decision that was delivered")
            await asyncio.sleep(0.02)
        delivered = perf_counter() - began
        await asyncio.sleep(0.3)  # what was delivered is written down
        return replace(pressed, delivered_seconds=delivered)


async def _press(load: Load, requests: list[Request], server: Running) -> Round:
    """One after the other on each connection, until none is left."""
    left, latencies = iter(requests), []
    address, used = f"{server.url}/slack/events", server.cpu_seconds()

    async def presser(session: aiohttp.ClientSession) -> None:
        for body, headers in left:
            before = perf_counter()
            async with session.post(address, data=body, headers=headers) as answer:
                await answer.read()
            latencies.append((perf_counter() - before) * 1000)
            answer.raise_for_status()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=load.connections)) as session:
        began = perf_counter()
        await asyncio.gather(*(presser(session) for _ in range(load.connections)))
        seconds = perf_counter() - began
    return Round(
        latencies=latencies, seconds=seconds, delivered_seconds=seconds, cpu_seconds=server.cpu_seconds() - used
    )


async def _count(session: aiohttp.ClientSession, slack: Running) -> dict[str, int]:
    async with session.get(f"{slack.url}/count") as answer:
        return await answer.json()


def _all_there(now: dict[str, int], before: dict[str, int], wanted: dict[str, int]) -> bool:
    return all(now.get(name, 0) - before.get(name, 0) >= n for name, n in wanted.items())


def _request(button: str, number: int, template: dict, slack: Running) -> Request:
    """What Slack would send: a recorded press, moved to one of our spaces, and signed now."""
    arguments = urlencode({"meeting": spaces.meeting_id(number), "space": spaces.space_id(number)})
    where = spaces.channel(number)
    payload = template | {
        "team": {"id": TEAM, "domain": "bench"},
        "user": template["user"] | {"id": spaces.HOLDER, "team_id": TEAM},
        "container": template["container"] | {"channel_id": where},
        "channel": {"id": where, "name": "bench"},
        "response_url": f"{slack.url}/{ANSWERED}",
        "actions": [template["actions"][0] | {"action_id": button, "value": arguments}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    when = str(int(Clock().now().timestamp()))
    signed = hmac.new(SECRET.encode(), b"v0:" + when.encode() + b":" + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": when,
        "X-Slack-Signature": f"v0={signed}",
    }
