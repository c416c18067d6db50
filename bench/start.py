"""From starting the process until it answers, and what it holds in memory a second later; ours and the bare one."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from bench.figure import Figure
from bench.process import BARE, BELLETJE, STANDIN, Running, running, settings_for

ROUNDS = 7
START_WITHIN, MEMORY_WITHIN = 1.5, 1.3


def figures() -> Iterator[Figure]:
    ours, bare = measure()
    for name, at, unit, goal in (
        ("start until it answers", 0, "ms", START_WITHIN),
        ("resident memory", 1, "MiB", MEMORY_WITHIN),
    ):
        mine, theirs = [run[at] for run in ours], [run[at] for run in bare]
        ratio = median(one / other for one, other in zip(mine, theirs, strict=True))
        yield Figure(figure=f"{name}: ours / bare", value=ratio, unit="ratio", goal=goal)
        yield Figure(figure=f"{name}: ours", value=median(mine), unit=unit, goal=None)
        yield Figure(figure=f"{name}: bare", value=median(theirs), unit=unit, goal=None)


def measure() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Milliseconds and MiB of each run of ours and of the bare one; the first of each is to warm up."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder, running(STANDIN) as slack:
        for _ in range(ROUNDS + 1):
            ours.append(_once(BELLETJE, Path(folder) / "ours", slack))
            bare.append(_once(BARE, Path(folder) / "bare", slack))
    return ours[1:], bare[1:]


def _once(command: list[str], folder: Path, slack: Running) -> tuple[float, float]:
    before = time.perf_counter()
    with running(command, settings_for(folder, slack)) as server:
        with urlopen(f"{server.url}/healthz") as answer:  # noqa: S310  of our own making
            answer.read()
        took = (time.perf_counter() - before) * 1000
        time.sleep(1)
        return took, server.resident_kib() / 1024
