"""A tenant with three people, a team and two chats, and the tiny app behind uvicorn."""

import asyncio
from time import time  # noqa: TID251 - see Clock

import pytest
import uvicorn

from teams_standin import Tenant
from teams_standin.trial import Bot


class Clock:
    """The time of this machine, or some way ahead of it."""

    ahead = 0.0

    def __call__(self):
        return time() + self.ahead


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def teams(clock):
    async with Tenant(clock=clock, repeat_after=2.0) as tenant:
        yield tenant


@pytest.fixture
def anna(teams):
    return teams.person("Anna de Vries")


@pytest.fixture
def bram(teams):
    return teams.person("Bram Kok")


@pytest.fixture
def chat(teams, anna, bram):
    return teams.chat("Weekstart", [anna, bram])


@pytest.fixture
def team(teams, anna, bram):
    return teams.team("Productteam", [anna, bram])


@pytest.fixture
async def bot(teams):
    bot = Bot(teams)
    await bot.app.initialize()
    server = uvicorn.Server(uvicorn.Config(bot.web, port=0, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    teams.bot_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api/messages"
    yield bot
    if bot.gate:
        bot.gate.set()
    server.should_exit = True
    await task
    await bot.close()
