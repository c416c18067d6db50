"""What happens by itself: looking at the clock with much planned, and 2,000 check-outs that are due in one minute.

During that minute somebody presses a button again and again, one press after the other, to feel whether answering
suffers.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp

from bench import press, spaces
from bench.figure import Figure
from bench.process import BELLETJE, STANDIN, Running, running, settings_for
from bench.standin import SAID
from bot.kernel.clock import Clock
from bot.run.wiring import open_settings
from bot.settings import Settings
from rituals import Unit
from rituals.agenda.occurrence import Kind, Occurrence
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.kernel.space import Mode, Space
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Plan
from storage import open_store

FEW, MANY, TICKS = 1_000, 100_000, 200
TICK_WITHIN_MS, SAME = 10, 1.3
"""Two runs of the same tick differ by less than the second."""

TOGETHER, MINUTE, NO_SLOWER = 2_000, 60.0, 1.2
PRESSES = 400
IDLE_SECONDS, IDLE_SHARE = 20, 0.01
FIRST = 900_000
"""The number of the first space with a plan; those with a bell to press come before."""


def figures() -> Iterator[Figure]:
    few, many = _tick(FEW), _tick(MANY)
    yield Figure(figure=f"tick with {MANY:,} future occurrences", value=many, unit="ms", goal=TICK_WITHIN_MS)
    yield Figure(figure=f"tick: time with {MANY:,} / time with {FEW:,}", value=many / few, unit="ratio", goal=SAME)
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        yield from _minute(Path(name) / "data", slack)


def _tick(count: int) -> float:
    """Milliseconds of one look at the clock at which nothing is due, the median of many."""
    now = Clock().now()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "data", Path(folder) / "live", pepper=b"p" * 32)
        store.run(lambda unit: _future(unit, count, now)).result()
        store.tidy().result()
        times = []
        for _ in range(TICKS):
            before = perf_counter()
            store.run(lambda unit: unit.agenda.claim_occurrences(now, now + timedelta(minutes=5), 200)).result()
            store.run(lambda unit: (unit.bell.due(now, 100), unit.checkout.checkouts(now))).result()
            times.append((perf_counter() - before) * 1000)
        store.close()
    return median(times)


def _future(unit: Unit, count: int, now: datetime) -> None:
    for number in range(count):
        due_at = now + timedelta(hours=1, seconds=number)
        unit.agenda.keep_occurrence(
            Occurrence(
                plan=PlanId(f"p{number:06}"), key="2026-11-24", kind=Kind.BELL, space=spaces.space_id(number),
                starts_at=due_at, ends_at=due_at, due_at=due_at, expires_at=due_at, look_at=due_at,
            )
        )  # fmt: skip


def _minute(folder: Path, slack: Running) -> Iterator[Figure]:
    """The minute in which 2,000 check-outs are due."""
    spaces.make(folder, PRESSES * 2)
    due_at = Clock().now().replace(second=0, microsecond=0) + timedelta(minutes=3)
    _plan(folder, due_at)
    with running(BELLETJE, settings_for(folder, slack)) as ours:
        time.sleep(30)  # what is to come is made, and everything is warm
        used = ours.cpu_seconds()
        time.sleep(IDLE_SECONDS)
        idle_share = (ours.cpu_seconds() - used) / IDLE_SECONDS
        idle = asyncio.run(_presses(range(PRESSES), ours, slack))
        time.sleep(max(0.0, (due_at - Clock().now()).total_seconds()))
        begun, said, busy = asyncio.run(_during(ours, slack))
    yield Figure(figure="idle: share of one core", value=idle_share, unit="ratio", goal=IDLE_SHARE)
    at = f"{TOGETHER:,} check-outs due in one minute"
    yield Figure(figure=f"{at}: until all are said", value=said, unit="s", goal=MINUTE)
    yield Figure(figure=f"{at}: messages", value=begun, unit="1", goal=None)
    yield Figure(figure=f"{at}: press, median during / idle", value=busy / idle, unit="ratio", goal=NO_SLOWER)


def _plan(folder: Path, due_at: datetime) -> None:
    starts = due_at - timedelta(minutes=55)
    rhythm = Rhythm(
        every=Every.WEEK, weekdays=(starts.weekday(),), starts=starts.time(), lasts=timedelta(hours=1),
        first=starts.date(),
    )  # fmt: skip
    store = open_settings(Settings(belletje_data_dir=folder, belletje_live_dir=None), Clock())

    def work(unit: Unit) -> None:
        for number in range(FIRST, FIRST + TOGETHER):
            space = SpaceId(spaces.space_id(number))
            unit.space.save(Space(id=space, introduced=True, zone="UTC", mode=Mode.EACH))
            unit.plan.save_plan(
                Plan(
                    id=PlanId(f"p{number}"), space=space, version=1, rhythm=rhythm, author=ParticipantId("U1"),
                    checkout=True, since=starts,
                )
            )  # fmt: skip

    store.run(work).result()
    store.close()


async def _presses(numbers: range, ours: Running, slack: Running) -> float:
    """Milliseconds of a press, the median of many, one after the other."""
    requests = [press.request("ring", number, slack) for number in numbers]
    return (await press.round_of(1, requests, ours)).median


async def _during(ours: Running, slack: Running) -> tuple[int, float, float]:
    """How many messages it were, seconds until all were said, and milliseconds of a press meanwhile."""
    wanted = 2 * TOGETHER  # the question aloud, and the form
    async with aiohttp.ClientSession() as session:
        began, before = perf_counter(), await _said(session, slack)
        meanwhile = asyncio.create_task(_presses(range(PRESSES, PRESSES * 2), ours, slack))
        while await _said(session, slack) - before < wanted and perf_counter() - began < MINUTE * 2:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        seconds = perf_counter() - began
        return await _said(session, slack) - before, seconds, await meanwhile


async def _said(session: aiohttp.ClientSession, slack: Running) -> int:
    async with session.get(f"{slack.url}/count") as answer:
        return int((await answer.json()).get(SAID, 0))
