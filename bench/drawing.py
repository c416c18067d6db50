"""How long it takes to look for an advocate in a large space: the whole command through the store, commit included."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.figure import Figure
from bot.kernel.clock import Clock
from bot.run.wiring import open_settings
from bot.settings import Settings
from rituals import Unit, handle
from rituals.bell.commands import CallBell
from rituals.bell.rotation import UNIT
from rituals.kernel.effect import Outcome
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from storage import Store

SIZES = (1250, 2500, 5000)
ROUNDS = 15
WITHIN_MS = 50
LINEAR_WITHIN = SIZES[-1] / SIZES[0] * 1.25

MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    times = measure()
    for size in SIZES:
        goal = WITHIN_MS if size == SIZES[-1] else None
        yield Figure(figure=f"drawing among {size:,}: median", value=median(times[size]), unit="ms", goal=goal)
    growth = median(large / small for large, small in zip(times[SIZES[-1]], times[SIZES[0]], strict=True))
    yield Figure(
        figure=f"drawing: time among {SIZES[-1]:,} / time among {SIZES[0]:,}",
        value=growth,
        unit="ratio",
        goal=LINEAR_WITHIN,
    )


def measure() -> dict[int, list[float]]:
    """Milliseconds for each size, sizes taking turns; the first round is to warm up."""
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory() as folder:
        store = open_settings(Settings(belletje_data_dir=Path(folder) / "data", belletje_live_dir=None), Clock())
        try:
            for number in range(ROUNDS + 1):
                for size in SIZES:
                    times[size].append(_draw(store, SpaceId(f"slack:T01BENCH:C{number}x{size}"), size, number))
        finally:
            store.close()
    return {size: measured[1:] for size, measured in times.items()}


def _draw(store: Store, space: SpaceId, size: int, number: int) -> float:
    """Among people who have all had turns before, so that there are credits to weigh."""
    people = tuple(Person(id=ParticipantId(f"U{n:08}")) for n in range(size))
    turns = {person.id: (n % 7 - 3) * UNIT // 10 for n, person in enumerate(people)}
    store.run(lambda unit: unit.bell.credit(space, turns, people[0].id)).result()
    command = CallBell(space=space, actor=people[1].id, people=people, language=Language.DUTCH)
    seed = number.to_bytes(8, "big") + size.to_bytes(8, "big")

    def decide(unit: Unit) -> Outcome:
        outcome = handle(command, unit, MOMENT, seed)
        unit.outbox.put(outcome.effects, MOMENT)
        return outcome

    before = perf_counter()
    outcome = store.run(decide).result()
    took = (perf_counter() - before) * 1000
    if not outcome.effects:
        raise RuntimeError("nobody was asked")
    return took
