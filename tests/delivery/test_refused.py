"""Platforms that refuse, are away, or lose a message: nobody is left to believe that something was said."""

import httpx
import pytest
import structlog
from helpers import PEOPLE, settings_for, talk, team_in_slack
from slack_standin.world import SCOPES

from bot.run.platforms import OtherWorkspace, connected
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


def in_channel(team):
    return [call for call in team.slack.calls if call.params.get("channel") == "C01TEAM"]


MAY_NOT = "I'm not allowed to post in <#C01TEAM>. So the bell is not there, and your colleagues don't see it."
ASK = "Ask whoever manages the channel to let Belletje post there. After that you can have it posted again below."


@pytest.mark.parametrize(
    "error",
    ["restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel"],
)
async def test_who_counts_on_an_announcement_hears_that_we_may_not_post_and_what_to_do(tmp_path, error):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.fail("chat.postMessage", error, times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        assert announcements(team) == []
        for who in ("Anna", "Bram"):
            assert team.reads(who).split("\n") == [MAY_NOT, ASK, "[Post it again]"]
        await team.presses("Bram", "Post it again", team.private("Bram")[-1])
        assert len(announcements(team)) == 1
        assert await team.presses("Anna", "Post it again", team.private("Anna")[-1]) == (
            "That is not possible any more. The message was settled, or is no longer needed."
        )


@pytest.mark.parametrize("error", ["msg_too_long", "no_text", "a_code_of_next_year"])
async def test_every_other_definite_no_is_told_as_well(tmp_path, error, monkeypatch):
    monkeypatch.setattr("slack_standin.webapi.check_documented", lambda *_: None)
    monkeypatch.setattr("slack_standin.workspace.check_documented", lambda *_: None)
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.fail("chat.postMessage", error, times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        for who in ("Anna", "Bram"):
            assert team.reads(who).split("\n") == [
                "I couldn't post the bell in <#C01TEAM>. Your colleagues don't see it.",
                "Say it yourself, or try again below.",
                "[Post it again]",
            ]


async def test_who_changed_the_settings_hears_that_nobody_was_told(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/bell", "settings")
        form = team.slack.modal(PEOPLE["Anna"])
        team.slack.fail("chat.postMessage", "restricted_action", times=1)
        await team.slack.submit(PEOPLE["Anna"], form, {"word": {"word": "tegengeluid"}})
        await team.settle()
        assert team.reads("Anna").split("\n") == [
            "I'm not allowed to post in <#C01TEAM>. So my message is not there, and your colleagues don't see it.",
            "Ask whoever manages the channel to let Belletje post there.",
        ]


async def test_what_may_not_stand_in_a_thread_stands_outside_it(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await bram_says_yes(team)
        team.slack.fail("chat.postMessage", "restricted_action_thread_locked", times=1)
        await team.presses("Anna", "Ring", team.messages()[-1])
        assert [message.thread_ts for message in team.messages()][-1] is None


@pytest.mark.parametrize("status", [503, "refused"])
async def test_while_only_posting_is_away_nothing_is_used_up_and_all_is_said_once_afterwards(tmp_path, status):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        question = team.private("Bram")[-1]
        url = team.bot.service.chat(SPACE).client.base_url
        if status == "refused":
            team.bot.service.chat(SPACE).client.base_url = "http://127.0.0.1:9/api/"
        else:
            team.slack.outage("chat.postMessage", status=status, times=None)
            team.slack.outage("chat.update", status=status, times=None)
        await team.presses("Bram", "Yes, fine", question)
        for _ in range(30):
            await team.passes(minutes=1)
        assert announcements(team) == []
        team.slack.behave("chat.postMessage")
        team.slack.behave("chat.update")
        team.bot.service.chat(SPACE).client.base_url = url
        await team.passes(minutes=1)
        await team.passes(minutes=1)
        assert len(announcements(team)) == 1
        assert "[Meeting is over]" in team.reads("Anna")


async def test_when_nobody_knows_what_became_of_it_the_chair_is_asked_once_the_platform_is_back(tmp_path):
    """Posting answers 500 for half an hour while everything else works, and nobody can look."""
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        question = team.private("Bram")[-1]
        team.slack.outage("chat.postMessage", status=500, times=None)
        await team.presses("Bram", "Yes, fine", question)
        for _ in range(30):
            await team.passes(minutes=1)
        assert 1 <= sum(call.method == "chat.postMessage" for call in in_channel(team)) <= 3
        team.slack.behave("chat.postMessage")
        for _ in range(12):
            await team.passes(minutes=1)
        told = [message.plain() for message in team.private("Anna")]
        assert announcements(team) or any("I'm not sure whether the bell is there" in text for text in told)
        assert any("[Meeting is over]" in text for text in told)


TOO_FEW = (
    "There are too few answers to show anything. That keeps everyone's answer safe. We have erased them. "
    "Ask out loud: who saw it differently?"
)
GONE = ("message_not_found", "edit_window_closed", "cant_update_message")


@pytest.mark.parametrize("error", GONE)
async def test_a_bell_whose_message_cannot_be_changed_is_said_anew(tmp_path, error):
    async with talk(tmp_path) as team:
        await introduced(team)
        await bram_says_yes(team)
        team.slack.fail("chat.update", error, times=None)
        await team.says("Anna", "/bell done")
        assert team.channel()[-1].startswith("🔔 The bell went round today.")
        assert len(announcements(team)) == 1  # the old one, which could not be changed


async def test_what_is_said_anew_and_whose_answer_is_lost_is_said_once(tmp_path):
    history = {"scopes": (*SCOPES, "channels:history")}
    async with talk(tmp_path, differs=history) as team:
        await introduced(team)
        await bram_says_yes(team)
        team.slack.fail("chat.update", "edit_window_closed", times=2)
        team.slack.break_after("chat.postMessage", times=1)
        await team.says("Anna", "/bell done")
        await team.passes(seconds=90)
        assert sum(line.startswith("🔔 The bell went round today.") for line in team.channel()) == 1


@pytest.mark.parametrize("error", GONE)
async def test_a_check_out_whose_message_cannot_be_changed_shows_its_result_anew(tmp_path, error):
    async with talk(tmp_path) as team:
        for number in range(9):
            team.slack.person(f"U2{number}", name=f"u2{number}")
            await team.slack.join("C01TEAM", f"U2{number}")
        await introduced(team)
        await team.says("Anna", "/bell checkout")
        before = team.channel()
        team.slack.fail("chat.update", error, times=None)
        await team.passes(days=3)
        assert team.channel() == [*before, TOO_FEW]


async def test_a_ring_whose_announcement_is_under_way_waits_for_its_thread(tmp_path):
    """The announcement's answer is lost; meanwhile somebody rings, and it is changed."""
    history = {"scopes": (*SCOPES, "channels:history")}
    async with talk(tmp_path, differs=history) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.break_after("chat.postMessage", times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        await team.presses("Anna", "Ring", team.messages()[-1])
        assert len(team.messages()) == 1
        await team.passes(seconds=90)
        (announcement,) = team.messages()
        assert len(team.slack.thread("C01TEAM", announcement.ts)) == 2


async def test_a_ring_is_looked_for_in_the_thread_and_outside_it(tmp_path):
    """Set aside, the announcement has no place: the ring stands on top. Later it has one."""
    history = {"scopes": (*SCOPES, "channels:history")}
    async with talk(tmp_path, differs=history) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.fail("chat.postMessage", "restricted_action", times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        team.slack.break_after("chat.postMessage", times=1)
        await team.says("Bram", "/bell ring")
        await team.presses("Anna", "Post it again", team.private("Anna")[-1])
        await team.passes(seconds=90)
        await team.passes(seconds=90)
        rings = [
            call for call in in_channel(team) if call.method == "chat.postMessage" and not call.params.get("thread_ts")
        ]
        assert len(rings) == len({call.params["text"] for call in rings}) + 1  # the announcement was tried twice


@pytest.mark.parametrize("error", ["missing_scope", "invalid_auth", "access_denied", "no_permission"])
async def test_what_the_operator_must_mend_is_waited_for_and_told(tmp_path, error):
    async with talk(tmp_path) as team:
        await introduced(team)
        url = team.slack.bot_url.removesuffix("/slack/events")
        team.slack.fail("chat.postMessage", error, times=None)
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Bram"])
        await team.settle()
        async with httpx.AsyncClient() as client:
            told = await client.get(f"{url}/readyz")
            assert (told.status_code, told.json()["platforms"], told.json()["why"]) == (
                503,
                {"slack": False},
                {"slack": error},
            )
            team.slack.behave("chat.postMessage")
            await team.passes(seconds=90)
            assert len(team.private("Bram")) == 1
            await team.passes(minutes=3)
            assert (await client.get(f"{url}/readyz")).status_code == 200


async def test_the_log_names_what_the_operator_must_mend_once_an_hour(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.fail("chat.postMessage", "missing_scope", times=None)
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Bram"])
        with structlog.testing.capture_logs() as lines:
            for _ in range(119):
                await team.passes(minutes=1)
        locked = [line["code"] for line in lines if line["event"] == "platform.locked"]
        assert locked == ["missing_scope"] * 2


async def test_a_token_of_another_workspace_does_not_start_and_touches_nothing(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        clock = team.clock
    async with team_in_slack(team="T99OTHER") as other:
        with pytest.raises(OtherWorkspace, match="slack:T99OTHER, and what is kept is of slack:T01TEAM"):
            async with connected(settings_for(tmp_path, other), clock=clock):
                raise AssertionError
        assert [call.method for call in other.calls] == ["auth.test"]
    async with talk(tmp_path, clock=clock) as again:
        assert await again.bot.service.run(lambda unit: unit.space.known()) == (SPACE,)


async def test_that_we_left_is_asked_later_where_it_cannot_be_seen_now(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.outage("conversations.members", status=500, times=None)
        await team.slack.remove_bot("C01TEAM")
        await team.settle()
        assert await team.bot.service.run(lambda unit: unit.space.known()) == (SPACE,)
        await team.passes(seconds=61)
        assert await team.bot.service.run(lambda unit: unit.space.known()) == ()


async def test_that_we_left_long_ago_erases_nothing_where_we_are_back_and_slack_has_a_fault(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.outage("conversations.members", status=500, times=1)
        await team.slack.remove_bot("C01TEAM")
        team.slack.channels["C01TEAM"].members.append("U00BOT")
        await team.settle()
        await team.passes(minutes=2)
        assert await team.bot.service.run(lambda unit: unit.space.known()) == (SPACE,)


async def test_a_fault_of_our_own_is_in_the_log_and_tried_again(tmp_path, monkeypatch):
    async with talk(tmp_path) as team:
        await introduced(team)

        def broken(*_):
            raise ZeroDivisionError

        with monkeypatch.context() as patched, structlog.testing.capture_logs() as lines:
            patched.setattr("bot.delivery.sending.render", broken)
            await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Bram"])
            await team.settle()
        failed = [line["error"] for line in lines if line["event"] == "outbox.failed"]
        assert (failed, team.private("Bram")) == (["ZeroDivisionError"], [])
        await team.passes(seconds=90)
        assert len(team.private("Bram")) == 1
