"""From starting the process until it answers, and what it holds in memory a second later; ours and the bare one.

Both start as where they serve: with compiled modules, and without the developers' tools that a library of ours would
pick up if it saw them (structlog imports rich and greenlet where it finds them; they are not in ``locks/serve.txt``).
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from bench.figure import Figure
from bench.process import BARE, BELLETJE, STANDIN, running, settings_for

ROUNDS = 9

DEVELOPERS_ONLY = ("rich", "greenlet")

MEASURED = (
    ("start until it answers", "ms", 1.5),
    ("processor time until it answers", "ms", None),
    ("resident memory", "MiB", 1.3),
)
"""The name, unit and goal of each thing that is measured of a run; processor time does not mind a busy machine."""

Run = tuple[float, float, float]


def figures() -> Iterator[Figure]:
    ours, bare = measure()
    runs = zip(zip(*ours, strict=True), zip(*bare, strict=True), strict=True)
    for (name, unit, goal), (mine, theirs) in zip(MEASURED, runs, strict=True):
        ratio = median(one / other for one, other in zip(mine, theirs, strict=True))
        yield Figure(figure=f"{name}: ours / bare", value=ratio, unit="ratio", goal=goal)
        yield Figure(figure=f"{name}: ours", value=median(mine), unit=unit, goal=None)
        yield Figure(figure=f"{name}: bare", value=median(theirs), unit=unit, goal=None)


def measure() -> tuple[list[Run], list[Run]]:
    """What is measured of each run of ours and of the bare one; the first of each is to warm up."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        folder = Path(name)
        hiding = {"PYTHONPATH": _hiding(folder / "hidden")}
        for _ in range(ROUNDS + 1):
            ours.append(_once(BELLETJE, settings_for(folder / "ours", slack) | hiding))
            bare.append(_once(BARE, settings_for(folder / "bare", slack) | hiding))
    return ours[1:], bare[1:]


def _hiding(folder: Path) -> str:
    """A search path on which the developers' tools cannot be imported."""
    folder.mkdir()
    for name in DEVELOPERS_ONLY:
        (folder / f"{name}.py").write_text(f"raise ImportError({name!r})\n")
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def _once(command: list[str], settings: dict[str, str]) -> Run:
    began = time.perf_counter()
    with running(command, settings) as server:
        with urlopen(f"{server.url}/healthz") as answer:  # noqa: S310  of our own making
            answer.read()
        took, used = time.perf_counter() - began, server.cpu_seconds()
        time.sleep(1)
        return took * 1000, used * 1000, server.resident_kib() / 1024
