"""What was decided reaches Slack: through throttling, lost answers, restarts and closed doors."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from helpers import PEOPLE, StillClock, delivered, settings_for, talk, team_in_slack

from bot.run.platforms import connected
from rituals.bell.meeting import State
from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")


async def introduced(team):
    await team.says("Anna", "/bell")
    await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
    await team.says("Anna", "/bell cancel")


async def bram_says_yes(team):
    await team.names("Anna", "Bram")
    await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])


def announcements(team):
    return [line for line in team.channel() if "has the bell today" in line]


async def test_a_throttled_message_comes_when_slack_allows_and_not_before(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.limit("chat.postMessage", times=1, retry_after=30)
        await team.names("Anna", "Bram")
        assert team.asked() == []
        await team.passes(seconds=29)
        assert team.asked() == []
        await team.passes(seconds=1)
        assert team.asked() == ["Bram"]


async def test_a_lost_answer_is_tried_again_when_its_lease_runs_out(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.break_after("chat.postMessage", times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        assert len(announcements(team)) == 1
        await team.passes(seconds=89)
        assert len(announcements(team)) == 1
        await team.passes(seconds=1)
        assert len(announcements(team)) == 2  # nobody knows whether the first arrived: at most one copy too many
        await team.presses("Anna", "Ring", team.messages()[0])
        assert await team.presses("Anna", "Ring", team.messages()[1]) == (
            "The bell is already ringing. Those five minutes are still running."
        )


async def test_what_one_person_sees_is_tried_ever_less_often_until_they_have_it(tmp_path):
    async with talk(tmp_path) as team:
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Chaima"])
        await team.settle()
        team.slack.outage("chat.postMessage", status=500, times=None)
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Bram"])
        await team.settle()
        tried = []
        for _ in range(8):
            tried.append(sum(call.params.get("channel") == PEOPLE["Bram"] for call in team.slack.calls))
            await team.passes(seconds=90)
        assert tried == [1, 2, 3, 3, 4, 4, 4, 4]
        team.slack.behave("chat.postMessage")
        await team.passes(minutes=10)
        assert len(team.private("Bram")) == 1
        assert await team.bot.service.run(lambda unit: unit.present()) == ()


async def test_what_one_person_sees_is_not_tried_for_ever(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.outage("chat.postMessage", status=500, times=None)
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Bram"])
        for _ in range(40):
            await team.passes(minutes=10)
        assert sum(call.params.get("channel") == PEOPLE["Bram"] for call in team.slack.calls) == 20
        assert await team.bot.service.run(lambda unit: unit.present()) == ()


async def test_messages_of_one_space_keep_their_order(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.delay("chat.postMessage", 0.1)
        question = team.private("Bram")[-1]
        await team.slack.press(PEOPLE["Bram"], question, "Yes, fine")
        await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/bell", "done")
        await team.settle()
        # The announcement was overtaken by the end before it was delivered, or edited: never left behind.
        assert announcements(team) == []
        assert team.channel()[-1].startswith("🔔 The bell went round today.")


CLOSED = {
    "is_archived": lambda slack: slack.channel("C01TEAM", name="team", members=list(PEOPLE.values()), archived=True),
    "not_in_channel": lambda slack: slack.channel("C01TEAM", name="team", members=list(PEOPLE.values()), bot_in=False),
    "channel_not_found": lambda slack: slack.channels.pop("C01TEAM"),
}


async def kept(team):
    return await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))


@pytest.mark.parametrize("how", CLOSED.values(), ids=CLOSED)
async def test_a_channel_that_is_closed_is_forgotten_once_that_is_sure(tmp_path, how):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        how(team.slack)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        assert await kept(team) == ((SPACE,), (SPACE,))
        await team.passes(seconds=61)
        assert await kept(team) == ((), ())


@pytest.mark.parametrize("error", CLOSED)
async def test_one_answer_that_calls_a_channel_closed_erases_nothing(tmp_path, error):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.fail("chat.postMessage", error, times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        await team.passes(minutes=2)
        assert await kept(team) == ((SPACE,), (SPACE,))
        assert len(announcements(team)) == 1


async def test_while_nobody_can_say_whether_a_channel_is_closed_nothing_is_erased(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.fail("chat.postMessage", "channel_not_found", times=1)
        team.slack.outage("conversations.info", status=500, times=None)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        for _ in range(5):
            await team.passes(minutes=1)
        assert await kept(team) == ((SPACE,), (SPACE,))
        assert len(announcements(team)) == 1


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked"])
async def test_a_workspace_that_says_once_or_twice_that_we_are_gone_is_not_erased(tmp_path, error):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.revoked = error
        await team.slack.press(PEOPLE["Bram"], team.private("Bram")[-1], "Yes, fine")
        await team.settle()
        await team.passes(minutes=5)
        assert await kept(team) == ((SPACE,), (SPACE,))
        team.slack.revoked = None  # the token was being replaced
        await team.passes(minutes=5)
        assert len(announcements(team)) == 1


async def test_a_workspace_that_keeps_saying_that_we_are_gone_is_forgotten(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.revoked = "account_inactive"
        await team.slack.press(PEOPLE["Bram"], team.private("Bram")[-1], "Yes, fine")
        await team.settle()
        await team.passes(minutes=2)
        await team.passes(minutes=61)
        assert await kept(team) == ((), ())


async def test_somebody_who_cannot_be_written_to_is_passed_over(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.fail("chat.postMessage", "channel_not_found", times=1)
        await team.says("Anna", f"/bell <@{PEOPLE['Bram']}> <@{PEOPLE['Daan']}>")
        assert team.asked() == []
        await team.passes(seconds=90)
        assert len(team.asked()) == 1


async def test_a_wrong_token_loses_nothing(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.fail("chat.postMessage", "invalid_auth", times=1)
        await team.names("Anna", "Bram")
        assert team.asked() == []
        await team.passes(seconds=90)
        await team.passes(seconds=90)
        assert "Who takes the bell today?" in team.channel()[-1]


async def test_what_was_decided_before_a_restart_is_said_after_it(tmp_path):
    clock = StillClock()
    async with team_in_slack() as workspace:
        settings = settings_for(tmp_path, workspace)
        async with connected(settings, clock=clock) as joined:
            workspace.outage("chat.postMessage", times=1)
            await joined.bot.requests.said(call_by("Anna"))
            await joined.bot.requests.pressed(confirm_by("Anna"))
            await delivered(workspace, joined.bot)
        assert [m.plain() for user in PEOPLE.values() for m in workspace.dm(user)] == []
        clock.move(timedelta(seconds=89))
        async with connected(settings, clock=clock) as joined:
            await delivered(workspace, joined.bot)
            assert [m for user in PEOPLE.values() for m in workspace.dm(user)] == []
            clock.move(timedelta(seconds=1))
        async with connected(settings, clock=clock) as joined:
            await delivered(workspace, joined.bot)
            asked = [m.plain() for user in PEOPLE.values() for m in workspace.dm(user)]
        assert len([text for text in asked if "[Ja, is goed]" in text]) == 2  # and by now it is time for a second


def call_by(name):
    from bot.desk.requests import Said  # noqa: PLC0415

    return Said(space=SPACE, actor=PEOPLE[name], words="")


def confirm_by(name):
    from bot.desk.requests import Pressed  # noqa: PLC0415

    return Pressed(space=SPACE, actor=PEOPLE[name], intent="confirm", value="language=nl")


async def test_timers_survive_a_restart(tmp_path):
    clock = StillClock()
    async with team_in_slack() as workspace:
        settings = settings_for(tmp_path, workspace)
        async with connected(settings, clock=clock) as joined:
            await joined.bot.requests.said(call_by("Anna"))
            await joined.bot.requests.pressed(confirm_by("Anna"))
            assert len(await asked_in(joined.bot)) == 1
        clock.move(timedelta(seconds=95))
        async with connected(settings, clock=clock) as joined:
            assert len(await asked_in(joined.bot)) == 2
        clock.move(timedelta(minutes=10))
        async with connected(settings, clock=clock) as joined:
            assert (await joined.bot.service.run(lambda unit: unit.bell.running(SPACE))).state is State.OPEN


async def asked_in(bot):
    """Who was asked for the bell that runs."""
    seats = await bot.service.run(lambda unit: unit.bell.seats(unit.bell.running(SPACE).id))
    return {seat.participant for seat in seats if seat.asked}


async def test_one_slow_space_does_not_delay_another(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.channel("C02", name="other", members=list(PEOPLE.values()))
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.limit("chat.postMessage", times=1, retry_after=600)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        assert announcements(team) == []
        await team.says("Anna", f"/bell <@{PEOPLE['Daan']}>", "C02")
        await team.presses("Anna", "Go ahead", team.only_for("Anna", "C02")[-1])
        await team.presses("Anna", "Ask anyway", team.only_for("Anna", "C02")[-1])
        assert "Daan" in team.asked()


async def test_the_clock_is_looked_at_every_two_seconds(tmp_path):
    """The real tick, in real time."""
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", f"/bell <@{PEOPLE['Bram']}> <@{PEOPLE['Daan']}>")
        (first,) = team.asked()
        team.clock.move(timedelta(seconds=90))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                while team.asked() == [first]:
                    await asyncio.sleep(0.1)
        assert team.asked() == ["Bram", "Daan"]


async def test_with_little_room_delivery_goes_on_without_waiting_for_the_tick(tmp_path, monkeypatch):
    """When everything under way lands at once, there is room again at once."""
    monkeypatch.setattr("bot.delivery.pace.AT_ONCE", 1)
    monkeypatch.setattr("bot.run.ticker.EVERY_SECONDS", 3600)
    async with talk(tmp_path) as team:
        await introduced(team)
        await bram_says_yes(team)
        assert len(announcements(team)) == 1
        assert "[Meeting is over]" in team.reads("Anna")
