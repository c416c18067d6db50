"""Somebody puts the clock of the machine forward or back while the service runs."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from helpers import talk

from bot.kernel.clock import Clock
from bot.run.ticker import ticking

HOUR = timedelta(hours=1)


class Machine(datetime):
    """The time of a machine whose clock can be put forward and back."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + cls.ahead


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.setattr(Machine, "ahead", timedelta())
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Machine)
    for place in ("bot.kernel.clock.wall", "bot.run.ticker.wall"):
        monkeypatch.setattr(place, lambda: Machine.now(UTC))
    return Machine


@pytest.mark.parametrize("steps", [[-HOUR], [HOUR], [48 * HOUR, -48 * HOUR], [-HOUR, HOUR, -48 * HOUR]])
async def test_the_tick_goes_on_whatever_is_done_to_the_clock(machine, monkeypatch, steps):
    monkeypatch.setattr("bot.run.ticker.EVERY_SECONDS", 0.05)
    looks = asyncio.Semaphore(0)

    async def look():
        looks.release()

    async def three_more():
        async with asyncio.timeout(30):
            for _ in range(3):
                await looks.acquire()

    async with ticking(look):
        for step in steps:
            await three_more()
            machine.ahead += step
        while not looks.locked():
            await looks.acquire()
        await three_more()


def test_a_clock_that_goes_back_says_so_once_and_one_that_is_set_a_little_better_does_not(machine):
    clock = Clock()
    found = []
    for step in (timedelta(), HOUR, -HOUR, timedelta(seconds=-1), timedelta(days=-2)):
        machine.ahead += step
        found.append(round(clock.gone_back() / timedelta(minutes=1)))
    assert found == [0, 0, 60, 0, 2880]


@pytest.mark.parametrize("by", [HOUR, 48 * HOUR])
async def test_a_bell_that_was_called_while_the_clock_was_ahead_goes_on_at_once(tmp_path, by):
    async with talk(tmp_path) as team:
        team.clock.move(by)
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        assert len(team.asked()) == 1
        team.clock.put_back(by)
        await team.passes(seconds=90)
        assert len(team.asked()) == 2
        await team.passes(seconds=90)
        assert "Who takes the bell today?" in team.channel()[-1]


async def test_a_message_that_waited_for_slack_is_said_when_the_clock_is_put_back(tmp_path):
    async with talk(tmp_path) as team:
        team.clock.move(HOUR)
        team.slack.limit("chat.postMessage", times=1, retry_after=30)
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        assert team.asked() == []
        team.clock.put_back(HOUR)
        await team.passes(seconds=30)
        assert len(team.asked()) == 1


async def test_how_old_the_last_look_is_does_not_depend_on_the_clock(tmp_path):
    async with talk(tmp_path) as team, httpx.AsyncClient() as client:
        url = team.slack.bot_url.removesuffix("/slack/events")
        team.clock.put_back(HOUR)
        told = (await client.get(f"{url}/readyz")).json()
        assert (told["ready"], told["tick_seconds"]) == (True, 0)
        team.bot.service.ticked -= 61
        told = (await client.get(f"{url}/readyz")).json()
        assert (told["ready"], told["tick_seconds"]) == (False, 61)


async def test_a_file_that_cannot_be_written_is_told_until_it_can(tmp_path):
    async with talk(tmp_path) as team, httpx.AsyncClient() as client:
        url = team.slack.bot_url.removesuffix("/slack/events")
        file, away = tmp_path / "live" / "live.db", tmp_path / "away.db"
        assert (await client.get(f"{url}/readyz")).status_code == 200
        file.rename(away)
        assert (await client.get(f"{url}/readyz")).status_code == 200  # proved a moment ago
        team.bot.clock.move(timedelta(seconds=60))
        await team.bot.look()
        told = await client.get(f"{url}/readyz")
        assert (told.status_code, told.json()["failing_files"]) == (503, ["live.db"])
        away.rename(file)
        assert (await client.get(f"{url}/readyz")).status_code == 200
