"""What Slack's answers mean: every code, and whatever is no answer at all."""

import pytest
from helpers import PEOPLE, talk
from slack_standin.codes import DOCUMENTED, METHODS

from bot.slack.refusals import REFUSALS
from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")


@pytest.mark.parametrize("method", sorted(METHODS - {"chat.delete", "conversations.open"}))
def test_every_code_of_every_method_that_we_call_has_a_meaning(method):
    assert DOCUMENTED[method] - REFUSALS.keys() == frozenset()


def test_no_code_of_the_table_is_made_up():
    named_elsewhere = {"subteam_not_found", "team_access_not_granted", "user_disabled"}
    assert REFUSALS.keys() - frozenset().union(*DOCUMENTED.values()) - named_elsewhere == set()


def test_every_meaning_has_a_reason():
    assert [code for code, refusal in REFUSALS.items() if not refusal.why] == []


async def introduced(team):
    await team.says("Anna", "/bell")
    await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
    await team.says("Anna", "/bell cancel")


def announcements(team):
    return [line for line in team.channel() if "has the bell today" in line]


ODD = {
    "a page": (b"<html>Please sign in</html>", "text/html", 200),
    "nothing": (b"", "application/json", 200),
    "nothing of any kind": (b"", "text/plain", 200),
    "words": (b"ok", "text/plain", 200),
    "a code in words": (b"channel_not_found", "text/plain", 200),
    "half an answer": (b'{"ok": tr', "application/json", 200),
    "half a letter": (b'{"ok": "\xff', "application/json", 200),
    "a page of a server in between": (b"<html>Bad gateway</html>", "text/html", 502),
    "a no of a server in between": (b'{"ok": false, "error": "channel_not_found"}', "application/json", 502),
    "a proxy that wants to know who we are": (b"<html>Who are you?</html>", "text/html", 407),
    "a list": (b"[]", "application/json", 200),
    "a longer list": (b'[{"ok": true}]', "application/json", 200),
    "null": (b"null", "application/json", 200),
    "a number": (b"7", "application/json", 200),
    "a no without a reason": (b'{"ok": false}', "application/json", 200),
    "a no with an odd reason": (b'{"ok": false, "error": {"code": 1}}', "application/json", 200),
    "a yes without more": (b'{"ok": true}', "application/json", 200),
    "a yes with a list": (b'{"ok": true, "channel": [], "ts": null, "members": 7}', "application/json", 200),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_what_is_no_answer_of_slack_is_neither_yes_nor_no(tmp_path, odd):
    """It was said, and the answer was lost: it is said once more when nobody could look, and nothing is erased."""
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        team.slack.odd("chat.postMessage", *odd[:2], status=odd[2], times=1)
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        first = len(announcements(team))
        if odd is not ODD["a yes with a list"]:
            await team.passes(seconds=90)
        assert (first, len(announcements(team))) in ((1, 2), (1, 1))
        assert await team.bot.service.run(lambda unit: unit.space.known()) == (SPACE,)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_members_that_cannot_be_read_are_a_sentence_and_erase_nothing(tmp_path, odd):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.odd("conversations.members", *odd[:2], status=odd[2], times=None)
        said = await team.says("Anna", f"/bell <@{PEOPLE['Bram']}>")
        assert said == "I can't see who is here right now. Try again shortly."
        await team.passes(minutes=5)
        assert await team.bot.service.run(lambda unit: unit.space.known()) == (SPACE,)


@pytest.mark.parametrize("wait", ["soon", "", "inf", "nan", "-5", "1e400", "Wed, 21 Oct 2015 07:28:00 GMT"])
async def test_a_wait_that_is_no_number_is_a_short_one(tmp_path, wait):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.limit("chat.postMessage", retry_after=wait)
        await team.names("Anna", "Bram")
        assert team.asked() == []
        await team.passes(seconds=2)
        assert team.asked() == ["Bram"]


async def test_reading_waits_out_a_short_limit_and_says_so_of_a_long_one(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.limit("conversations.members", retry_after="0")
        assert await team.says("Anna", "/bell") == "I'm asking around. You will hear within 3 minutes."
        await team.says("Anna", "/bell cancel")
        team.slack.limit("conversations.members", retry_after=3600)
        assert await team.says("Anna", "/bell") == "I can't see who is here right now. Try again shortly."
