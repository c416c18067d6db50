"""Answers to a check-out through the whole HTTP path: 2,000 people answer one check-out, each of three questions.

Each answer is signed, looked up among the members, on the disk before it is confirmed, and counted afterwards: a run
in which one answer is lost is an error. The bare one beside it takes the same requests, one durable transaction each.
"""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench import press, spaces
from bench.figure import Figure
from bench.process import BARE, BELLETJE, ROOT, STANDIN, Running, running, settings_for
from bench.standin import CROWD, TEAM
from bot.kernel.clock import Clock
from bot.run.wiring import open_settings
from bot.settings import Settings
from rituals import Unit, handle
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Address, Language, Space

THROUGHPUT_AT_LEAST, P99_WITHIN, P99_WITHIN_MS, MINUTE = 0.8, 1.5, 500, 60.0
CONNECTIONS, ROUNDS = 32, 3
FIRST = 900_000
"""The number of the first space with a check-out; those with a bell come before."""

RECORDED = json.loads((ROOT / "tests" / "recorded" / "slack" / "view_submission_filled.json").read_text())["body"]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        folder = Path(name) / "data"
        spaces.make(folder, press.WARM_UP.spaces)
        checkouts = [open_checkout(folder, number, spaces.space_id(number)) for number in range(FIRST, FIRST + ROUNDS)]
        told = settings_for(folder, slack)
        with running(BELLETJE, told) as ours, running(BARE, told) as bare:
            asyncio.run(press.measure(press.WARM_UP, 0, ours, bare, slack))
            pairs = [
                asyncio.run(_round(number, checkout, ours, bare, slack))
                for number, checkout in enumerate(checkouts, FIRST)
            ]
        lost = [len(CROWD) - counted(folder, spaces.space_id(number)) for number in range(FIRST, FIRST + ROUNDS)]
    if any(lost):
        raise RuntimeError(f"answers were lost: {lost}")
    yield from _told(pairs)


def _told(pairs: list[tuple["press.Round", "press.Round"]]) -> Iterator[Figure]:
    yield Figure(
        figure="answer: throughput at 32 connections, ours / bare",
        value=median(ours.rate / bare.rate for ours, bare in pairs),
        unit="ratio",
        goal=THROUGHPUT_AT_LEAST,
        better="higher",
    )
    yield Figure(
        figure="answer: p99 at 32 connections, ours / bare",
        value=median(ours.p99 / bare.p99 for ours, bare in pairs),
        unit="ratio",
        goal=P99_WITHIN,
    )
    at = f"{len(CROWD):,} people answer one check-out, none lost"
    yield Figure(figure=f"{at}: p99", value=max(ours.p99 for ours, _ in pairs), unit="ms", goal=P99_WITHIN_MS)
    yield Figure(figure=f"{at}: all", value=max(ours.seconds for ours, _ in pairs), unit="s", goal=MINUTE)


def open_checkout(folder: Path, number: int, space: SpaceId, address: Address | None = None) -> str:
    """An open check-out in a space of its own, as somebody's command made it."""
    store = open_settings(Settings(belletje_data_dir=folder, belletje_live_dir=None), Clock())

    def work(unit: Unit) -> str:
        unit.space.save(Space(id=space, introduced=True))
        if address:
            unit.space.keep_address(space, address)
        now = Clock().now() + timedelta(seconds=number)
        command = OpenCheckOut(space=space, actor=ParticipantId(CROWD[0]), people=None, language=Language.DUTCH)
        handle(command, unit, now, number.to_bytes(16, "big"))
        checkout = unit.checkout.checkout_in(space)
        if checkout is None:
            raise RuntimeError("nothing opened")
        return checkout.id

    try:
        return store.run(work).result()
    finally:
        store.close()


def counted(folder: Path, space: SpaceId) -> int:
    """How many answers a check-out has."""
    store = open_settings(Settings(belletje_data_dir=folder, belletje_live_dir=None), Clock())

    def work(unit: Unit) -> int:
        checkout = unit.checkout.checkout_in(space)
        return unit.checkout.tally(checkout)[0] if checkout else 0

    try:
        return store.run(work).result()
    finally:
        store.close()


async def _round(
    number: int, checkout: str, ours: Running, bare: Running, slack: Running
) -> tuple["press.Round", "press.Round"]:
    """Everybody answers ours, then the bare one with the very same requests."""
    answers = [_request(number, checkout, who) for who in CROWD]
    mine = await press.round_of(CONNECTIONS, answers, ours, slack, ())
    return mine, await press.round_of(CONNECTIONS, answers, bare, slack, ())


def _request(number: int, checkout: str, who: str) -> "press.Request":
    """What Slack would send: a recorded form, filled in by somebody for our check-out, and signed now."""
    chosen = {f"{place:02}": {f"{place:02}": _radio((hash(who) + place) % 3)} for place in range(3)}
    view = RECORDED["view"] | {
        "callback_id": "checkout",
        "private_metadata": urlencode({"checkout": checkout, "space": spaces.space_id(number)}),
        "state": {"values": chosen},
    }
    payload = RECORDED | {
        "team": {"id": TEAM, "domain": "bench"},
        "user": RECORDED["user"] | {"id": who, "team_id": TEAM},
        "view": view,
    }
    return press.signed(urlencode({"payload": json.dumps(payload)}).encode())


def _radio(choice: int) -> dict[str, object]:
    return {"type": "radio_buttons", "selected_option": {"value": f"{choice:02}"}}
