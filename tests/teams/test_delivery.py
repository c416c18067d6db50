"""What was decided reaches Teams, and nobody else: lost answers, repeats, restarts, and what is left behind."""

import json
import logging

import pytest
import structlog
from helpers import StillClock, listening
from teams_standin import Tenant
from teams_talk import NAMES, TeamsTalk, teams_settings, teams_talk

from bot.run import logs
from bot.run.asgi import application
from bot.run.platforms import connected
from rituals.kernel.effect import Say, Slot
from rituals.kernel.space import Space
from rituals.space.contents import SettingsChanged
from storage import StoreUnavailable


async def asked_for(team):
    await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
    await team.says("Anna", "@Belletje advocaat")
    (who,) = team.asked()
    return who


def announced(team):
    return [text for text in team.channel() if "heeft vandaag het belletje" in text]


async def test_a_lost_answer_is_one_copy_too_many_at_most(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        team.teams.lose("POST", f"{team.place.id}/activities", times=1)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        assert len(announced(team)) == 1
        await team.passes(seconds=90)
        assert len(announced(team)) == 2
        await team.passes(seconds=90)
        assert len(announced(team)) == 2


async def test_a_server_error_without_a_word_about_waiting_is_tried_again_when_the_lease_ends(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        team.teams.refuse("POST", f"{team.place.id}/activities", status=502, times=1)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        assert announced(team) == []
        await team.passes(seconds=90)
        assert len(announced(team)) == 1


async def test_an_hour_without_teams_is_caught_up_in_order_and_nothing_is_doubled(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        team.teams.refuse("POST", "", status=502, times=None)
        team.teams.refuse("GET", "", status=502, times=None)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        space = (await team.bot.service.run(lambda unit: unit.present()))[0]
        now = team.clock.now()
        said = [
            Say(
                slot=Slot(space=space, about=f"m{number}", kind="said"),
                content=SettingsChanged(by=team.people["Anna"].id, space=Space(id=space, threshold=6 + number)),
                last=True,
            )
            for number in range(5)
        ]
        await team.bot.service.run(lambda unit: unit.outbox.put(tuple(said), now))
        for _ in range(60):
            await team.passes(minutes=1)
        assert announced(team) == []
        team.teams.behave()
        for _ in range(12):
            await team.passes(seconds=30)
        shown = [text.split("vanaf ")[1].split(" ")[0] for text in team.channel() if "vanaf " in text]
        assert (len(announced(team)), shown) == (1, ["6", "7", "8", "9", "10"])


async def test_no_token_loses_nothing(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        team.teams.refuse("POST", f"{team.place.id}/activities", status=401, times=1)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        await team.passes(seconds=90)
        assert len(announced(team)) == 1


async def test_a_message_that_somebody_deleted_comes_back_only_with_what_was_done(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        team.teams.drop_message(team.messages()[-1])
        await team.presses("Anna", "Overleg is klaar", team.only_for("Anna")[-1])
        await team.presses("Anna", "Gehoord", team.only_for("Anna")[-1])
        kept = await team.bot.service.run(lambda unit: unit.bell.concluded(unit.space.known()[0]))
        assert kept == ()
        assert [text.split("\n")[-1] for text in team.channel()] == ["Het is gehoord. Goed dat het gezegd is."]


async def test_what_was_decided_before_a_restart_is_said_after_it(tmp_path, monkeypatch):
    """The address of the space is in the store, so that nobody has to say something first."""
    clock = StillClock()
    async with Tenant(repeat_after=2.0) as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.ca_file))
        people = {name: teams.person(full) for name, full in NAMES.items()}
        chat = teams.chat("Weekstart", people.values())
        settings = teams_settings(tmp_path, teams)
        async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
            teams.bot_url = f"{url}/api/messages"
            await teams.install(chat, by=people["Anna"])
            team = TeamsTalk(teams, joined.bot, clock, chat, people)
            await team.settle()
            who = await asked_for(team)
            teams.refuse("POST", f"{chat.id}/activities", status=429, retry_after=60, times=None)
            await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
            assert announced(team) == []
        teams.behave()
        async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
            teams.bot_url = f"{url}/api/messages"
            team = TeamsTalk(teams, joined.bot, clock, chat, people)
            await team.passes(seconds=61)
            assert len(announced(team)) == 1


@pytest.mark.parametrize("order", ["install first", "members first", "together"])
async def test_however_the_arrival_is_told_there_is_one_welcome(tmp_path, monkeypatch, order):
    async with teams_talk(tmp_path, monkeypatch) as team:
        for _ in range(2):
            await team.teams.install(team.place, by=team.people["Anna"], order=order)
        await team.settle()
        assert len(team.only_for("Anna")) == 1
        await team.teams.remove(team.place, by=team.people["Anna"])
        await team.teams.install(team.place, by=team.people["Bram"], order=order)
        await team.settle()
        assert len(team.only_for("Bram")) == 1


async def test_an_arrival_that_could_not_be_kept_is_taken_when_it_comes_again(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.teams.remove(team.place, by=team.people["Anna"])
        await team.settle()
        monkeypatch.setattr(team.bot.service, "do", broken_once(team.bot.service.do))
        await team.teams.install(team.place, by=team.people["Bram"])
        await team.settle()
        assert len(team.only_for("Bram")) == 1


def broken_once(do):
    """The first time the disk says no."""
    left = [1]

    async def sometimes(command):
        if left:
            left.pop()
            raise StoreUnavailable("the disk says no")
        return await do(command)

    return sometimes


@pytest.fixture
def lines(capsys):
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("DEBUG")
    yield lambda: capsys.readouterr().err
    root.handlers[:], root.level = before
    structlog.reset_defaults()


async def test_a_whole_dialogue_leaves_nobody_in_the_log_and_nobody_in_the_files(tmp_path, monkeypatch, lines):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await asked_for(team)
        await team.presses(who, "Nu even niet", team.only_for(who)[-1])
        await team.passes(seconds=90)
        (other,) = team.asked()
        await team.presses(other, "Ja, is goed", team.only_for(other)[-1])
        team.teams.refuse("GET", "pagedMembers", status=500, times=3)
        await team.says("Bram", "@Belletje advocaat @Daan Bos")
        await team.teams.sends_raw({"type": "message"}, token=None)
        await team.presses("Anna", "Overleg is klaar", team.only_for("Anna")[-1])
        await team.presses("Anna", "Gehoord", team.only_for("Anna")[-1])
        await team.teams.remove(team.place, by=team.people["Anna"])
        await team.settle()
        await team.bot.service.seal()
        planted = [
            word for person in team.people.values() for word in (person.id, person.aad, person.name, person.email)
        ]
        planted += [team.teams.client_secret, team.place.id]
    said = lines()
    assert [word for word in planted if word in said] == []
    assert all(json.loads(line) for line in said.splitlines())
    files = b"".join(
        file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and "belletje.db" not in file.name
    )
    assert [word for word in planted if word.encode() in files] == []
