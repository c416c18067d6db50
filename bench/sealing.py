"""Closing and sealing check-outs: one cost whatever lies in the record, little kept, and many at once in one pass."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.figure import Figure
from rituals import Unit, handle
from rituals.checkout.checkout import Form, Release
from rituals.checkout.commands import CheckOutTimePassed
from rituals.checkout.publication import publish
from rituals.checkout.questions import SetName
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.identifiers import CheckOutId, ParticipantId, SpaceId
from rituals.kernel.space import Language
from storage import Store, open_store

HISTORIES = (10, 1_000, 100_000)
ROUNDS = 31
TOGETHER, TOGETHER_WITHIN_SECONDS = 500, 2.0
BYTES_AT_MOST = 300
NOISE = 1.3
"""Two runs of the same closing differ by less than this."""

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE = [ParticipantId(f"U{n:08}") for n in range(9)]
ANSWERS = publish(9, ((6, 2, 1, 0),) * 3, 6)


def figures() -> Iterator[Figure]:
    times = {history: _closing(history) for history in HISTORIES}
    for history, taken in times.items():
        yield Figure(figure=f"closing and sealing one, {history:,} in the record", value=taken, unit="ms", goal=None)
    yield Figure(
        figure=f"closing: time with {HISTORIES[-1]:,} / time with {HISTORIES[0]:,} in the record",
        value=times[HISTORIES[-1]] / times[HISTORIES[0]],
        unit="ratio",
        goal=NOISE,
    )
    yield Figure(figure="bytes kept of a closed check-out", value=_bytes_kept(), unit="bytes", goal=BYTES_AT_MOST)
    yield Figure(
        figure=f"closing and sealing {TOGETHER} that fall due together",
        value=_together(),
        unit="s",
        goal=TOGETHER_WITHIN_SECONDS,
    )


def _store(folder: str) -> Store:
    return open_store(Path(folder) / "data", Path(folder) / "live", pepper=b"p" * 32)


def _remember(store: Store, count: int) -> None:
    """So many check-outs in the record, of many spaces and days."""

    def keep(unit: Unit) -> None:
        for number in range(count):
            unit.checkout.keep_release(
                Release(
                    id=CheckOutId(f"{number:016x}"),
                    space=SpaceId(f"slack:T01BENCH:C{number % 200:06}"),
                    form=Form.MEETING,
                    name=SetName.STANDARD,
                    version=0,
                    closed_on=(START - timedelta(days=number // 200 + 1)).date(),
                    published=ANSWERS,
                )
            )

    store.run(keep).result()


def _open(store: Store, space: SpaceId, number: int, now: datetime) -> CheckOutId:
    """An open check-out with nine answers."""
    command = OpenCheckOut(space=space, actor=PEOPLE[0], people=None, language=Language.DUTCH)

    def work(unit: Unit) -> CheckOutId:
        handle(command, unit, now, number.to_bytes(16, "big"))
        checkout = unit.checkout.checkout_in(space)
        if checkout is None:
            raise RuntimeError("nothing opened")
        for place, who in enumerate(PEOPLE):
            unit.checkout.mark(checkout.id, who)
            unit.checkout.count(checkout.id, tuple(frozenset({place % 3}) for _ in checkout.questions))
        return checkout.id

    return store.run(work).result()


def _close(store: Store, space: SpaceId, checkout: CheckOutId, now: datetime) -> None:
    command = CheckOutTimePassed(space=space, checkout=checkout)
    store.run(lambda unit: handle(command, unit, now, bytes(16))).result()


def _closing(history: int) -> float:
    """Milliseconds to close and seal one, the median of many."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        store = _store(folder)
        _remember(store, history)
        space = SpaceId("slack:T01BENCH:C000001")
        for number in range(ROUNDS):
            now = START + timedelta(days=number)
            checkout = _open(store, space, number, now)
            store.tidy().result()
            before = perf_counter()
            _close(store, space, checkout, now + timedelta(hours=12))
            store.tidy().result()
            times.append((perf_counter() - before) * 1000)
        store.close()
    return median(times[1:])


def _bytes_kept() -> float:
    sizes = []
    for count in (1_000, 11_000):
        with tempfile.TemporaryDirectory() as folder:
            store = _store(folder)
            _remember(store, count)
            store.close()
            sizes.append((Path(folder) / "data" / "belletje.db").stat().st_size)
    return (sizes[1] - sizes[0]) / 10_000


def _together() -> float:
    with tempfile.TemporaryDirectory() as folder:
        store = _store(folder)
        spaces = [SpaceId(f"slack:T01BENCH:C{number:06}") for number in range(TOGETHER)]
        opened = [(space, _open(store, space, number, START)) for number, space in enumerate(spaces)]
        store.tidy().result()
        before = perf_counter()
        for space, checkout in opened:
            _close(store, space, checkout, START + timedelta(hours=12))
        if not store.tidy().result():
            raise RuntimeError("not sealed")
        taken = perf_counter() - before
        store.close()
    return taken
