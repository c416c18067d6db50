"""What the connector's answers mean: every code, and whatever is no answer at all."""

import httpx
import pytest
import requests
from teams_standin.errors import CODES
from teams_talk import teams_talk

from bot.chat import Locked, NotNow, Unsure
from bot.chat.means import Means
from bot.teams.credentials import NoToken
from bot.teams.errors import translated
from bot.teams.refusals import REFUSALS, refusal_of


async def asked_for(team):
    await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
    await team.says("Anna", "@Belletje advocaat")
    (who,) = team.asked()
    return who


def announced(team):
    return [text for text in team.channel() if "heeft vandaag het belletje" in text]


def test_every_code_has_a_meaning():
    assert CODES.keys() - REFUSALS.keys() == set()
    assert [code for code, refusal in REFUSALS.items() if not refusal.why] == []


@pytest.mark.parametrize(
    ("status", "code", "means"),
    [
        (403, "BotNotInConversationRoster", Means.SPACE),
        (404, "ConversationNotFound", Means.SPACE),
        (401, "", Means.OURS),
        (401, "BotNotRegistered", Means.OURS),
        (403, "BotDisabledByAdmin", Means.OURS),
        (403, "MessageWritesBlocked", Means.NOT_ALLOWED),
        (412, "", Means.TOO_FAST),
        (429, "Whatever", Means.TOO_FAST),
        (500, "", Means.UNSURE),
        (502, "ConversationNotFound", Means.UNSURE),
        (503, "", Means.NOW),
        (504, "", Means.UNSURE),
        (501, "", Means.MESSAGE),
        (400, "NextYear", Means.MESSAGE),
    ],
)
def test_status_and_code_together_say_what_is_meant(status, code, means):
    assert refusal_of(status, code).means is means


def test_what_is_not_found_when_it_is_changed_is_about_the_message():
    assert refusal_of(404, "ConversationNotFound", changing=True).means is Means.EDIT


@pytest.mark.parametrize(
    ("raised", "means"),
    [
        (httpx.ConnectError("refused"), NotNow),
        (httpx.InvalidURL("no address"), NotNow),
        (httpx.UnsupportedProtocol("no address"), NotNow),
        (requests.ConnectionError("no token could be asked"), NotNow),
        (NoToken("AADSTS7000222"), Locked),
        (httpx.ReadTimeout("late"), Unsure),
        (httpx.RemoteProtocolError("odd"), Unsure),
        (AttributeError("a list"), Unsure),
        (KeyError("no id"), Unsure),
        (TypeError("null"), Unsure),
    ],
)
async def test_whatever_is_raised_has_a_meaning(raised, means):
    with pytest.raises(means) as caught:
        async with translated():
            raise raised
    assert type(caught.value) is means


ODD = {
    "a page": b"<html>Sign in</html>",
    "nothing": b"",
    "half": b'{"id": "1',
    "a list": b"[]",
    "null": b"null",
    "a number": b"7",
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
async def test_what_is_no_answer_of_teams_is_neither_yes_nor_no(tmp_path, monkeypatch, raw):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        team.teams.odd("POST", f"{team.place.id}/activities", raw)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        assert len(announced(team)) == 1
        await team.passes(seconds=90)
        assert len(announced(team)) in (1, 2)  # nobody can look in Teams: one copy too many at most
        assert len(await team.bot.service.run(lambda unit: unit.space.known())) == 1


@pytest.mark.parametrize("raw", [*ODD.values(), b"{}", b'{"members": []}'], ids=[*ODD, "empty", "nobody"])
async def test_members_that_cannot_be_read_erase_nothing(tmp_path, monkeypatch, raw):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        team.teams.odd("GET", "pagedMembers", raw, times=None)
        await team.says("Anna", "@Belletje advocaat")
        await team.passes(minutes=3)
        assert len(await team.bot.service.run(lambda unit: unit.space.known())) == 1


async def test_a_bell_whose_message_was_removed_is_said_anew(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        before = len(team.channel())
        team.teams.refuse("PUT", "activities", status=404, code="ActivityNotFoundInConversation", times=None)
        await team.says("Anna", "@Belletje klaar")
        assert len(team.channel()) == before + 1


async def test_where_teams_lets_nobody_write_those_who_count_on_it_hear_so(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        card = team.only_for(who)[-1]
        team.teams.refuse("POST", f"{team.place.id}/activities", status=403, code="MessageWritesBlocked", times=1)
        await team.presses(who, "Ja, is goed", card)
        assert announced(team) == []
        told = [message.plain() for name in ("Anna", who) for message in team.only_for(name)[-1:]]
        assert [text.startswith("Ik mag niet schrijven in") for text in told] == [True, True]
