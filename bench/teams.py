"""Answers to a check-out through the whole Teams path: 2,000 people answer on the card, with real tokens.

The bare one is Microsoft's SDK as it comes: it takes the same activities and does one durable transaction each. Then
what both hold in memory with Slack's SDK loaded beside it.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench import answers, press, spaces
from bench.figure import Figure
from bench.process import BARE_TEAMS, BELLETJE, ROOT, STANDIN, Running, running, settings_for
from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Address

sys.path.insert(0, str(ROOT / "tests"))
from teams_standin import Tenant

PEOPLE, CONNECTIONS, ROUNDS, MEMORY_ROUNDS = 2000, 32, 3, 5
THROUGHPUT_AT_LEAST, P99_WITHIN, MEMORY_WITHIN = 0.8, 1.5, 1.3

RECORDED = json.loads((ROOT / "tests" / "recorded" / "teams" / "execute_group_choiceset.json").read_text())["body"]


def figures() -> Iterator[Figure]:
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name, running(STANDIN) as slack:
        async with Tenant() as teams:
            told = {
                "TEAMS_CLIENT_ID": teams.client_id,
                "TEAMS_TENANT_ID": teams.tenant_id,
                "TEAMS_CLIENT_SECRET": teams.client_secret,
                "TEAMS_LOGIN_URL": teams.secure_login_url,
                "TEAMS_OPENID_URL": teams.openid_url,
                "REQUESTS_CA_BUNDLE": str(teams.ca_file),
            }
            memory = [await asyncio.to_thread(_memory, Path(name) / str(n), slack, told) for n in range(MEMORY_ROUNDS)]
            pairs = await _answers(Path(name) / "data", slack, teams, told)
    ratio = median(ours / bare for ours, bare in memory)
    return [
        Figure(
            figure="Teams answer: throughput at 32 connections, ours / bare",
            value=median(ours.rate / bare.rate for ours, bare in pairs),
            unit="ratio",
            goal=THROUGHPUT_AT_LEAST,
            better="higher",
        ),
        Figure(
            figure="Teams answer: p99 at 32 connections, ours / bare",
            value=median(ours.p99 / bare.p99 for ours, bare in pairs),
            unit="ratio",
            goal=P99_WITHIN,
        ),
        Figure(figure="both platforms: resident memory, ours / bare", value=ratio, unit="ratio", goal=MEMORY_WITHIN),
        Figure(
            figure="both platforms: resident memory, ours", value=median(m for m, _ in memory), unit="MiB", goal=None
        ),
    ]


def _memory(folder: Path, slack: Running, told: dict[str, str]) -> tuple[float, float]:
    found = []
    for command, place in ((BELLETJE, folder / "ours"), (BARE_TEAMS, folder / "bare")):
        with running(command, settings_for(place, slack) | told) as server:
            time.sleep(1)
            found.append(server.resident_kib() / 1024)
    return found[0], found[1]


async def _answers(folder: Path, slack: Running, teams: Tenant, told: dict[str, str]) -> list:
    people = [teams.person(f"P{n}") for n in range(PEOPLE)]
    chats = [teams.chat("Bench", people) for _ in range(ROUNDS + 1)]
    spaces.make(folder, 1)
    where = [SpaceId(f"teams:{teams.tenant_id}:{chat.id}") for chat in chats]
    for chat in chats:
        chat.installed = True
    address = Address(url=teams.connector_url.rstrip("/"))
    checkouts = [answers.open_checkout(folder, number, space, address) for number, space in enumerate(where)]
    settings = settings_for(folder, slack) | told
    pairs = []
    with running(BELLETJE, settings) as ours, running(BARE_TEAMS, settings) as bare:
        for chat, space, checkout in zip(chats, where, checkouts, strict=True):
            token = teams.token()
            requests = [
                _request(teams, token, chat, person.account, {"checkout": checkout, "space": space})
                for person in people
            ]
            mine = await press.round_of(CONNECTIONS, requests, ours, path="/api/messages")
            pairs.append((mine, await press.round_of(CONNECTIONS, requests, bare, path="/api/messages")))
    lost = [PEOPLE - answers.counted(folder, space) for space in where]
    if any(lost):
        raise RuntimeError(f"answers were lost: {lost}")
    return pairs[1:]  # the first is to warm up


def _request(teams: Tenant, token: str, chat, account: dict, about: dict[str, str]) -> press.Request:
    """What Teams would send: a recorded press of ours, by somebody else, with the service's token."""
    chosen = {f"one.{place:02}": f"{(hash(account['id']) + place) % 3:02}" for place in range(3)}
    data = {"action": "form", "form": "checkout", "value": about, "v": 1, **chosen}
    body = RECORDED | {
        "id": f"{hash(account['id'])}",
        "from": account,
        "serviceUrl": teams.connector_url,
        "conversation": {**RECORDED["conversation"], "id": chat.id, "tenantId": teams.tenant_id},
        "channelData": {"tenant": {"id": teams.tenant_id}},
        "recipient": {"id": teams.bot_id, "name": "Belletje"},
        "value": {"action": {"type": "Action.Execute", "title": "Versturen", "verb": "form", "data": data}},
    }
    return json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
