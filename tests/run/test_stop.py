"""SIGTERM and SIGINT, to a real process: what is under way is finished or told, nothing is left, and it ends by itself."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import PEOPLE, team_in_slack

BOTH = pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])


@dataclass
class Running:
    process: asyncio.subprocess.Process

    async def stopped(self, sign):
        """What it said from the signal on, and how it ended."""
        self.process.send_signal(sign)
        async with asyncio.timeout(60):
            out, _ = await self.process.communicate()
        return out.decode(), self.process.returncode


async def started(folder, workspace):
    """``belletje serve`` in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "BELLETJE_"))}
    settings = {
        "BELLETJE_DATA_DIR": str(folder / "data"),
        "BELLETJE_LIVE_DIR": str(folder / "live"),
        "BELLETJE_PORT": "0",
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
    }
    command = str(Path(sys.executable).with_name("belletje"))
    return await asyncio.create_subprocess_exec(
        command, "serve", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=clean | settings
    )


@contextlib.asynccontextmanager
async def serving(folder, workspace):
    """The same, once it listens."""
    process = await started(folder, workspace)
    try:
        async with asyncio.timeout(60):
            while not (port := re.search(rb"listening on \S+:(\d+)", line := await process.stdout.readline())):
                assert line, "it did not start"
        workspace.bot_url = f"http://127.0.0.1:{port[1].decode()}/slack/events"
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


LEFT = ["belletje.db", "in-use.lock", "live.db"]


async def called(workspace):
    """Somebody wants a bell; on a busy machine the question before it may come a moment later."""
    await workspace.command(PEOPLE["Anna"], "C01TEAM", "/advocaat", "")
    async with asyncio.timeout(60):
        while not (
            found := [each for each in workspace.sees(PEOPLE["Anna"], "C01TEAM") if "[Doe maar]" in each.plain()]
        ):
            await asyncio.sleep(0.02)
    await workspace.press(PEOPLE["Anna"], found[-1], "Doe maar")


async def begun(workspace):
    """Somebody is asked for the bell."""
    await called(workspace)
    async with asyncio.timeout(60):
        while not (asked := [user for user in PEOPLE.values() if workspace.dm(user)]):
            await asyncio.sleep(0.02)
    return asked[0]


@BOTH
async def test_it_ends_cleanly_and_leaves_two_files(tmp_path, sign):
    async with team_in_slack() as workspace, serving(tmp_path, workspace) as running:
        await begun(workspace)
        said, code = await running.stopped(sign)
        assert (said.splitlines()[-1], code) == ("Stopped.", 0)
    assert [name for name in files(tmp_path) if "pepper" not in name] == LEFT


@BOTH
async def test_a_message_that_is_under_way_is_finished_and_not_said_again(tmp_path, sign):
    async with team_in_slack() as workspace:
        async with serving(tmp_path, workspace) as running:
            asked = await begun(workspace)
            workspace.delay("chat.postMessage", 1.0)
            await workspace.press(asked, workspace.dm(asked)[-1], "Ja, is goed")
            async with asyncio.timeout(60):
                while workspace.api.busy == 0:
                    await asyncio.sleep(0.02)
            assert (await running.stopped(sign))[1] == 0
        workspace.behave("chat.postMessage")
        assert len(announcements(workspace)) == 1
        async with serving(tmp_path, workspace) as running:
            await asyncio.sleep(1)
            assert (await running.stopped(sign))[1] == 0
        assert len(announcements(workspace)) == 1


def announcements(workspace):
    seen = workspace.sees(PEOPLE["Anna"], "C01TEAM")
    return [message for message in seen if "heeft vandaag het belletje" in message.plain()]


@BOTH
async def test_a_message_that_takes_too_long_is_left_to_the_next_start(tmp_path, sign):
    async with team_in_slack() as workspace, serving(tmp_path, workspace) as running:
        workspace.delay("chat.postMessage", 60)
        await called(workspace)
        said, code = await running.stopped(sign)
        assert (said.splitlines()[-1], code) == ("Stopped.", 0)
        workspace.behave("chat.postMessage")


@BOTH
async def test_a_second_signal_while_it_stops_changes_nothing(tmp_path, sign):
    async with team_in_slack() as workspace, serving(tmp_path, workspace) as running:
        running.process.send_signal(signal.SIGTERM)
        said, code = await running.stopped(sign)
        assert (said.splitlines()[-1], code) == ("Stopped.", 0)


@BOTH
async def test_a_signal_while_it_starts_ends_it_too(tmp_path, sign):
    async with team_in_slack() as workspace:
        workspace.delay("auth.test", 30)
        process = await started(tmp_path, workspace)
        async with asyncio.timeout(60):
            while workspace.api.busy == 0:
                await asyncio.sleep(0.02)
        said, code = await Running(process).stopped(sign)
        assert (said, code) == ("Stopped.\n", 0)
        workspace.behave("auth.test")
