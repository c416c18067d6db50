"""A workspace with three people and a channel, and the tiny Bolt app behind uvicorn."""

import asyncio

import pytest
import uvicorn
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from slack_standin import Workspace
from slack_standin.trial import Bot, Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def slack(clock):
    async with Workspace(clock=clock, ack_seconds=0.5) as workspace:
        for user, name in (("U01ANNA", "anna"), ("U02BOB", "bob"), ("U03CAS", "cas")):
            workspace.person(user, name=name)
        workspace.channel("C01", name="team", members=["U01ANNA", "U02BOB"])
        workspace.channel("G01", name="secret", members=["U01ANNA"], private=True, bot_in=False)
        workspace.group("S01", handle="team", members=["U01ANNA", "U02BOB"])
        yield workspace


@pytest.fixture
async def bot(slack):
    bot = Bot(slack)
    app = Starlette(routes=[Route("/slack/events", bot.receive, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    slack.bot_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack/events"
    yield bot
    server.should_exit = True
    await task


@pytest.fixture
def client(slack):
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
