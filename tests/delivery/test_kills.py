"""`kill -9`, many times and at each named point: nothing is lost, and nothing is said twice.

The stand-in shows messages after a delay, loses answers and refuses for now, as Slack may. Each occurrence must end as
sent, missed with a reason, or unsure and shown.
"""

import asyncio
import contextlib
import os
import random
import sys
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from dying import POINTS
from slack_standin import Workspace
from slack_standin.world import SCOPES

from bot.slack.manifest import HISTORY_SCOPES
from rituals.agenda.occurrence import Stage
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.kernel.space import Mode, Space
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Plan
from storage import open_store

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
SPACES = 150 if LONG else 24
KILLS = 60 if LONG else 6
DYING = str(Path(__file__).parent.parent / "dying.py")
ASKED = "wie ziet het nog anders?"
SEEN, UNSEEN = (*SCOPES, *HISTORY_SCOPES), SCOPES


def space_id(number):
    return SpaceId(f"slack:T01TEAM:C{number:04}")


def prepare(folder, count):
    """Spaces with a meeting that ends in five minutes, so that its question is due now."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)  # noqa: TID251  the service of this test has the real clock
    zone = f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "Etc/GMT"  # where it is noon
    noon = time(12, now.minute)
    starts = (datetime.combine(now.date(), noon) - timedelta(minutes=55)).time()
    rhythm = Rhythm(
        every=Every.WEEK,
        weekdays=tuple(range(7)),
        starts=starts,
        lasts=timedelta(hours=1),
        first=now.date() - timedelta(days=2),
    )
    store = open_store(folder, folder / "live", pepper=b"p" * 32)
    (folder.with_name(f"{folder.name}.pepper")).write_bytes(b"p" * 32)
    (folder.with_name(f"{folder.name}.pepper")).chmod(0o600)

    def work(unit):
        for number in range(count):
            unit.space.save(Space(id=space_id(number), introduced=True, zone=zone, mode=Mode.SPOKEN))
            unit.plan.save_plan(
                Plan(id=PlanId(f"p{number}"), space=space_id(number), version=1, rhythm=rhythm, checkout=True,
                     author=ParticipantId("U1"), holidays=False, since=now - timedelta(minutes=1))
            )  # fmt: skip

    store.run(work).result(timeout=30)
    store.close()


@contextlib.asynccontextmanager
async def slack(count, scopes):
    async with Workspace(scopes=scopes) as workspace:
        workspace.person("U1", name="anna")
        for number in range(count):
            workspace.channel(f"C{number:04}", name=f"team{number}", members=["U1"])
        yield workspace


async def runs(folder, workspace, point="", times=0, fault="", kill_after=None):
    """The service in a process of its own until it dies or has done everything; whether it came to an end."""
    command = [sys.executable, DYING, str(folder), workspace.api_url, point, str(times), fault]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    if kill_after is not None:
        await process.stdout.readline()
        await asyncio.sleep(kill_after)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    out, _ = await process.communicate()
    return b"done" in out


def misbehave(workspace, chance):
    """Slack on a bad day, for the next few messages."""
    workspace.behave("chat.postMessage")
    workspace.delay("chat.postMessage", 0.4, times=chance.randrange(4))
    workspace.break_after("chat.postMessage", times=chance.randrange(4))
    workspace.limit("chat.postMessage", times=chance.randrange(3), retry_after=1)
    workspace.outage("chat.postMessage", times=chance.randrange(2))


def copies(workspace, count):
    """How often each space saw the question."""
    return [
        sum(ASKED in message.plain() for message in workspace.sees("U1", f"C{number:04}")) for number in range(count)
    ]


def ends(folder, count):
    """How today's question of each space ended."""
    store = open_store(folder, folder / "live", pepper=b"p" * 32)
    rows = store.run(lambda unit: [unit.agenda.occurrences(space_id(number)) for number in range(count)]).result()
    store.close()
    return [next(row.stage.value for row in found if row.stage is not Stage.WAITING) for found in rows]


async def proof(folder, scopes, seed, points):
    """Killed at every point and at random moments; then left alone until everything is done."""
    prepare(folder, SPACES)
    chance = random.Random(seed)
    print("seed", seed)
    async with slack(SPACES, scopes) as workspace:
        for point in points:
            misbehave(workspace, chance)
            await runs(folder, workspace, point, chance.randrange(4))
        for _ in range(KILLS):
            misbehave(workspace, chance)
            await runs(folder, workspace, kill_after=chance.uniform(0, 1.0))
        workspace.behave("chat.postMessage")
        assert await runs(folder, workspace)
        await workspace.settle()
        return copies(workspace, SPACES)


@pytest.mark.timeout(900 if LONG else 180)
async def test_with_looking_for_our_marker_nothing_is_lost_and_nothing_is_doubled(tmp_path):
    found = await proof(tmp_path / "data", SEEN, random.randrange(2**32), POINTS)
    assert Counter(zip(ends(tmp_path / "data", SPACES), found, strict=True)) == {("sent", 1): SPACES}


@pytest.mark.timeout(900 if LONG else 180)
async def test_without_it_nothing_is_lost_unseen_and_there_is_one_copy_too_many_at_most(tmp_path):
    found = await proof(tmp_path / "data", UNSEEN, random.randrange(2**32), list(POINTS) if LONG else list(POINTS)[::3])
    ended = set(zip(ends(tmp_path / "data", SPACES), found, strict=True))
    assert ended <= {("sent", 1), ("sent", 2), ("unsure", 0), ("unsure", 1), ("unsure", 2)}


# The proofs would notice.


async def one_space(folder, point, fault, **order):
    """One space, one death, and then left alone: how many copies there are."""
    prepare(folder, 1)
    async with slack(1, SEEN) as workspace:
        for method, given in order.items():
            getattr(workspace, method)("chat.postMessage", **given)
        await runs(folder, workspace, point, 0, fault)
        assert await runs(folder, workspace, fault=fault)
        await asyncio.sleep(1)
        return copies(workspace, 1)


async def test_marking_first_would_lose_a_message(tmp_path):
    assert await one_space(tmp_path / "data", "before a post", "mark first") == [0]
    assert await one_space(tmp_path / "good", "before a post", "") == [1]


async def test_retrying_blindly_would_double_a_message(tmp_path):
    (copies,) = await one_space(tmp_path / "data", "after a post", "blind retry")
    assert copies > 1  # a slow machine retries more often
    assert await one_space(tmp_path / "good", "after a post", "") == [1]


async def test_without_time_to_settle_a_message_would_be_doubled(tmp_path):
    """The service gives up waiting before the stand-in shows the message; looking at once finds nothing."""
    slow = {"delay": {"seconds": 0.9, "times": 1}}
    (copies,) = await one_space(tmp_path / "data", "", "no settle time", **slow)
    assert copies > 1
    assert await one_space(tmp_path / "good", "", "", **slow) == [1]
