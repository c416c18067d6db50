"""Whether things run: what a machine is told that asks, and that it is told nothing about people."""

import asyncio
from datetime import timedelta

import httpx
from helpers import PEOPLE, StillClock, listening, settings_for, talk, team_in_slack

from bot.operator.doctor import examine_installation
from bot.run.asgi import application
from bot.run.health import Health
from bot.run.metrics import exposition
from bot.run.platforms import connected


async def asked(url, path):
    async with httpx.AsyncClient() as client:
        answer = await client.get(url + path)
    return answer.status_code, answer.json() if path == "/readyz" else answer.text


async def test_a_service_that_runs_is_ready(tmp_path):
    async with talk(tmp_path) as team:
        url = team.slack.bot_url.removesuffix("/slack/events")
        assert await asked(url, "/readyz") == (
            200,
            {
                "ready": True,
                "database": True,
                "failing_files": [],
                "tick_seconds": 0,
                "late_seconds": 0,
                "platforms": {"slack": True},
                "calendar_seconds": None,
            },
        )


async def test_a_clock_that_nobody_looks_at_is_told(tmp_path):
    async with talk(tmp_path) as team:
        url = team.slack.bot_url.removesuffix("/slack/events")
        team.bot.service.ticked = team.clock.running() - 61
        status, told = await asked(url, "/readyz")
        assert (status, told["ready"], told["tick_seconds"]) == (503, False, 61)


async def test_messages_that_wait_too_long_are_told(tmp_path):
    async with talk(tmp_path) as team:
        url = team.slack.bot_url.removesuffix("/slack/events")
        team.slack.limit("chat.postMessage", times=99, retry_after=3600)
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        assert (await asked(url, "/readyz"))[0] == 200
        team.clock.move(timedelta(minutes=71))
        team.bot.service.ticked = team.clock.running()
        status, told = await asked(url, "/readyz")
        assert (status, told["late_seconds"]) == (503, 660)


async def test_a_database_that_does_not_answer_is_told(tmp_path, monkeypatch):
    async with talk(tmp_path) as team:
        url = team.slack.bot_url.removesuffix("/slack/events")

        async def stuck(_work):
            raise TimeoutError

        monkeypatch.setattr(team.bot.service, "run", stuck)
        status, told = await asked(url, "/readyz")
        assert (status, told["database"]) == (503, False)


async def test_a_socket_that_is_broken_is_told(tmp_path):
    async with team_in_slack() as workspace:
        settings = settings_for(tmp_path, workspace, slack_app_token=workspace.app_token)
        async with connected(settings, clock=StillClock()) as joined, listening(application(joined.routes)) as url:
            await workspace.connected(1)
            assert (await asked(url, "/readyz"))[1]["platforms"] == {"slack": True}
            workspace.outage("apps.connections.open", times=None)  # it cannot come back
            await workspace.sockets.cut()
            async with asyncio.timeout(5):
                while (await asked(url, "/readyz"))[1]["platforms"] != {"slack": False}:
                    await asyncio.sleep(0.05)


def test_the_figures_are_as_prometheus_reads_them():
    health = Health(database=True, tick_age=timedelta(seconds=2), late=timedelta(), reached={"slack": True})
    lines = exposition(health, {("slack", "Throttled"): 3}).splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "belletje_ready 1.0",
        "belletje_database_up 1.0",
        "belletje_tick_age_seconds 2.0",
        "belletje_late_seconds 0.0",
        "belletje_calendar_age_seconds NaN",
        "belletje_calendar_secret_days NaN",
        'belletje_platform_up{platform="slack"} 1.0',
        'belletje_refusals_total{error="Throttled",platform="slack"} 3.0',
    ]


async def test_the_figures_are_the_same_whoever_says_no(tmp_path):
    """The same dialogue with a yes and with a no: nobody can tell them apart by what is counted."""
    told = {}
    for answer in ("Yes, fine", "Not this time"):
        async with talk(tmp_path / answer.split(",")[0]) as team:
            url = team.slack.bot_url.removesuffix("/slack/events")
            await team.says("Anna", "/bell")
            await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
            (who,) = team.asked()
            await team.presses(who, answer, team.private(who)[-1])
            told[answer] = (await asked(url, "/metrics"))[1]
            assert [user for user in PEOPLE.values() if user in told[answer]] == []
    assert told["Yes, fine"] == told["Not this time"]


async def said_to_the_doctor(tmp_path, url, workspace):
    port = int(url.rsplit(":", 1)[1])
    settings = settings_for(tmp_path, workspace, belletje_port=port)
    found = await asyncio.to_thread(lambda: list(examine_installation(settings)))
    return [(each.verdict.value, each.sentence) for each in found if each.sentence.startswith(("It ", "The calendars"))]


async def test_the_doctor_asks_the_running_process(tmp_path):
    async with team_in_slack() as workspace:
        settings = settings_for(tmp_path, workspace)
        async with connected(settings, clock=StillClock()) as joined, listening(application(joined.routes)) as url:
            await joined.bot.look()
            assert await said_to_the_doctor(tmp_path, url, workspace) == [("ok", "It says that everything runs.")]
            joined.bot.service.ticked -= 300
            late = "It says that not everything runs: messages wait for 0 seconds; the clock was looked at {}."
            assert await said_to_the_doctor(tmp_path, url, workspace) == [("wrong", late.format("300 seconds ago"))]
            joined.bot.service.ticked = None
            assert await said_to_the_doctor(tmp_path, url, workspace) == [("wrong", late.format("not yet"))]
        async with connected(settings, clock=StillClock()):
            (told,) = await said_to_the_doctor(tmp_path, url, workspace)
            assert told == ("note", f"It does not say how it is doing at {url.removeprefix('http://')}.")
