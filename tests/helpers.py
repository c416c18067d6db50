"""A clock that stands still until it is moved, chance that repeats itself, and a real bot over real HTTP."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import uvicorn
from slack_standin import Workspace

from bot.chat import later
from bot.kernel.clock import Clock
from bot.run.asgi import application
from bot.run.platforms import connected
from bot.settings import Settings

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class StillClock(Clock):
    """Tuesday 24 November 2026, ten o'clock in Amsterdam, until moved. Seeds are 1, 2, 3, …"""

    def __init__(self, moment=TUESDAY):
        self._ran = 0.0
        super().__init__()
        self._moment = moment
        self._seeds = 0
        self._back = timedelta()

    def now(self):
        return self._moment + self._ahead

    def running(self):
        return self._ran

    def move(self, by):
        super().move(by)
        self._ran += by.total_seconds()

    def put_back(self, by):
        """Somebody puts the clock of the machine right."""
        self._ahead -= by
        self._back += by

    def gone_back(self):
        by, self._back = self._back, timedelta()
        return by

    def seed(self):
        self._seeds += 1
        return self._seeds.to_bytes(16, "big")


PEOPLE = {"Anna": "U01ANNA", "Bram": "U02BRAM", "Chaima": "U03CHAIMA", "Daan": "U04DAAN", "Esra": "U05ESRA"}
SECRET = "test-signing-secret"
TOKEN = "xoxb-test-token"
APP_TOKEN = "xapp-test-token"


def settings_for(folder, workspace=None, **more):
    about_slack = {}
    if workspace is not None:
        about_slack = {
            "slack_bot_token": workspace.bot_token,
            "slack_signing_secret": workspace.signing_secret,
            "slack_api_url": workspace.api_url,
        }
    return Settings(**{"belletje_data_dir": folder, "belletje_port": 0, **about_slack, **more})


@contextlib.asynccontextmanager
async def listening(app):
    """The application on a real port of this machine."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def team_in_slack(**workspace):
    """A workspace with five people in #team, as Slack would have it."""
    async with Workspace(**workspace) as slack_workspace:
        for name, user in PEOPLE.items():
            slack_workspace.person(user, name=name.lower())
        slack_workspace.channel("C01TEAM", name="team", members=list(PEOPLE.values()))
        yield slack_workspace


async def delivered(platform, bot, quiet=0.05):
    """Until everything begun is done and everything decided is delivered.

    That the platform is ``quiet``, in seconds, does not say so by itself.
    """
    while True:
        await platform.settle(quiet=quiet)
        if bot.deliverer.idle and not any(task.get_name() == later.NAME for task in asyncio.all_tasks()):
            return


class Talk:
    """What people do in Slack and what they see, with a real bot at the other end of real HTTP."""

    def __init__(self, workspace, bot, clock):
        self.slack = workspace
        self.bot = bot
        self.clock = clock
        self._forms = {}

    async def says(self, who, line, channel="C01TEAM"):
        """A slash command; what only they see of it."""
        command, _, text = line.partition(" ")
        answer = await self.slack.command(PEOPLE[who], channel, command, text)
        assert answer.failure is None, answer.failure
        await self.settle()
        return "\n".join(message.plain() for message in answer.ephemeral)

    async def names(self, who, named, channel="C01TEAM"):
        """Asks one person by name, knowing that silence will tell; what only the caller sees of it."""
        await self.says(who, f"/bell <@{PEOPLE[named]}>", channel)
        return await self.presses(who, "Ask anyway", self.only_for(who, channel)[-1])

    async def presses(self, who, label, message, **how):
        """A button on a message; what only they see of it: below the message, or in its place."""
        answer = await self.slack.press(PEOPLE[who], message, label, **how)
        assert answer.failure is None, answer.failure
        await self.settle()
        below = "\n".join(shown.plain() for shown in answer.ephemeral)
        now = self.slack.find_message(message.channel, message.ts)
        in_place = now.plain() if now and now.ephemeral_to and now.plain() != message.plain() else ""
        return below or in_place

    def private(self, who):
        """The private messages of somebody, oldest first."""
        return self.slack.dm(PEOPLE[who])

    def reads(self, who):
        """Their latest private message."""
        return self.private(who)[-1].plain()

    def channel(self, channel="C01TEAM"):
        """What everybody sees in the channel: the text of each message."""
        return [message.plain() for message in self.messages(channel)]

    def messages(self, channel="C01TEAM"):
        return [message for message in self.slack.sees(PEOPLE["Anna"], channel) if not message.ephemeral_to]

    def only_for(self, who, channel="C01TEAM"):
        """What only they see in the channel."""
        return [message for message in self.slack.sees(PEOPLE[who], channel) if message.ephemeral_to]

    def asked(self):
        """Who is being asked in private now."""
        found = [name for name in PEOPLE if self.private(name) and "[Yes, fine]" in self.reads(name)]
        found += [name for name in PEOPLE if self.private(name) and "[Ja, is goed]" in self.reads(name)]
        return found

    async def passes(self, **time):
        """Time goes by, and the bot looks at its clock."""
        self.clock.move(timedelta(**time))
        await self.bot.look()
        await self.bot.planner.settle()
        await self.settle()

    async def settle(self):
        await delivered(self.slack, self.bot)


@contextlib.asynccontextmanager
async def talk(folder, clock=None, differs=None, there=None, **more):
    """A team in Slack with a bot that it can reach over HTTP. ``differs``: how; ``there``: it is there already."""
    clock = clock or StillClock()
    async with contextlib.nullcontext(there) if there else team_in_slack(**(differs or {})) as workspace:
        settings = settings_for(folder, workspace, **more)
        async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
            workspace.bot_url = f"{url}/slack/events"
            yield Talk(workspace, joined.bot, clock)
