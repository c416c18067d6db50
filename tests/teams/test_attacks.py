"""What somebody tries who changes what their client sends, or looks closely at what is said and what is not."""

import asyncio
import json

import pytest
from teams_talk import command, teams_talk

OUTSIDE = "Dit kan alleen als je bij dit team hoort. Er is niets veranderd."
BUTTONS = (
    "settings", "confirm", "call", "new_meeting", "volunteer", "ring", "conclude", "someone_else", "cancel",
    "check_out", "open_form", "ask_aloud", "answer", "close_anyway", "cancel_anyway", "pause", "accept", "decline",
    "pass_on", "settle", "introduce", "use_questions",
)  # fmt: skip


async def started(team):
    await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])


async def forged(team, who, data, place=None, **more):
    """What Teams would send if somebody changed what their button carries."""
    body = command(
        team, type="invoke", name="adaptiveCard/action", value={"action": {"data": {"v": 1, **data}}}, **more
    )
    body["from"] = who.account
    if place:
        body["conversation"] = {**body["conversation"], "id": place.id, "conversationType": place.kind}
    answer = await team.teams.sends_raw(body)
    await team.settle()
    return answer.body


def space_of(team):
    return f"teams:{team.teams.tenant_id}:{team.place.id}"


@pytest.mark.parametrize("known", [True, False], ids=["by value", "by card"])
async def test_whoever_is_not_in_a_space_decides_nothing_there(tmp_path, monkeypatch, known):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await started(team)
        await team.says("Anna", "@Belletje advocaat")
        (who,) = team.asked()
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        mallory = team.teams.person("Mallory")
        own = team.teams.chat("Elders", [mallory, *team.people.values()])
        before = team.channel()
        place = space_of(team)
        for intent in BUTTONS:
            said = {"value": f"space={place}"} if known else {"value": "", "about": place}
            shown = await forged(team, mallory, {"action": intent, **said}, own)
            assert (intent, shown["value"]) == (intent, OUTSIDE)
        for form in ("settings", "questions", "pick", "checkout"):
            said = {"value": {"space": place}} if known else {"value": {}, "about": place}
            shown = await forged(team, mallory, {"action": "form", "form": form, **said}, own)
            assert (form, "niet" in str(shown["value"])) == (form, True)
        assert team.channel() == before


async def test_whoever_left_rings_no_bell_from_an_old_card(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.targeted, team.teams.personal_install = False, "anyone"
        await started(team)
        await team.says("Anna", "@Belletje advocaat")
        (who,) = team.asked()
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        card = team.teams.sees(team.people[who], team.teams.personal(team.people[who]))[-1]
        await team.teams.remove_member(team.place, team.people[who])
        await team.settle()
        before = team.channel()
        outcome = await team.teams.presses(team.people[who], card, "Bellen", stale=True)
        await team.settle()
        assert (outcome.text, team.channel()) == (OUTSIDE, before)


async def test_a_question_that_got_lost_is_pointed_at_by_nothing(tmp_path, monkeypatch):
    """Neither when it is over, nor by somebody getting no word where to look when everybody else does."""
    async with teams_talk(tmp_path, monkeypatch) as team:
        await started(team)
        team.teams.refuse("POST", "activities", status=500, times=1)
        await team.says("Anna", "@Belletje advocaat")
        team.teams.targeted, team.teams.personal_install = False, "blocked"
        for _ in range(4):
            await team.passes(seconds=95)
        pointed = [text.split(",")[0] for text in team.channel() if "privébericht" in text]
        assert [who for who in pointed if who != "@Anna de Vries"] == []
        for who in ("Bram", "Chaima", "Daan", "Esra"):
            await team.says(who, "@Belletje help")
        pointed = {text.split(",")[0] for text in team.channel() if "privébericht" in text} - {"@Anna de Vries"}
        assert len(pointed) == 4


@pytest.mark.parametrize("channel", ["directline", "webchat", "", None])
async def test_other_channels_of_the_same_bot_are_not_let_in(tmp_path, monkeypatch, channel):
    async with teams_talk(tmp_path, monkeypatch) as team:
        before = await team.bot.service.run(lambda unit: unit.space.address(unit.space.known()[0]))
        elsewhere = "https://directline.example/"
        body = command(team, channelId=channel, serviceUrl=elsewhere)
        body["channelData"]["channel"] = {"id": team.place.id}
        answer = await team.teams.sends_raw(body, token=team.teams.token(service_url=elsewhere))
        after = await team.bot.service.run(lambda unit: unit.space.address(unit.space.known()[0]))
        assert (answer.status, after) == (401, before)


@pytest.mark.parametrize("target", ["../../19%3Axyz/activities/1", "1?x=1", "1#2", "%2e%2e", "1/2", "x" * 300, ""])
async def test_a_number_of_a_message_never_becomes_another_address(tmp_path, monkeypatch, target):
    async with teams_talk(tmp_path, monkeypatch) as team:
        bram = team.people["Bram"]
        await team.teams.install(bram, by=bram)
        before = len(team.teams.calls)
        await forged(team, bram, {"action": "help", "value": ""}, team.teams.personal(bram), replyToId=target)
        assert [call for call in team.teams.calls[before:] if call.method == "PUT"] == []


async def test_nobody_overwrites_the_private_card_of_another(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await started(team)
        await team.says("Anna", "@Belletje advocaat")
        (who,) = team.asked()
        card = team.only_for(who)[-1]
        mallory = team.people["Esra" if who != "Esra" else "Bram"]
        await forged(team, mallory, {"action": "help", "value": "", "targeted": True}, replyToId=card.id)
        assert team.only_for(who)[-1].plain() == card.plain()


async def test_one_person_who_cannot_be_reached_changes_nothing_for_the_others(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.personal_install = "blocked"
        team.teams.refuse("POST", "isTargetedActivity", status=400, code="BadArgument", times=1)
        await team.says("Bram", "@Belletje help")
        assert await team.says("Chaima", "@Belletje help") != ""


async def test_that_somebody_answered_late_is_in_no_message(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.teams.app.IN_TIME_SECONDS", 0.05)
    people = ("Anna", *(f"P{n}" for n in range(12)))
    async with teams_talk(tmp_path, monkeypatch, people=people) as team:
        await started(team)
        await team.says("Anna", "@Belletje uitcheck")
        form = team.messages()[-1]
        requests, slow = team.bot.requests, team.bot.requests.submitted

        async def submitted(asked):
            await asyncio.sleep(0.2)
            return await slow(asked)

        monkeypatch.setattr(requests, "submitted", submitted)
        yes = {"one.00": "00", "one.01": "00", "one.02": "01"}
        said = await team.presses("P1", "Versturen", form, yes)
        await asyncio.sleep(0.3)
        await team.settle()
        assert said == "Dit duurt langer dan anders. Druk zo nog eens, dan zie je of je antwoord telt."
        assert (team.only_for("P1"), len(team.messages())) == ([], 2)


async def test_a_removal_ends_every_channel_also_where_an_event_named_no_team(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, "channel") as team:
        await started(team)
        body = command(team, type="event", name="application/vnd.microsoft.meetingStart", value={}, id="m1")
        body["conversation"] = {**body["conversation"], "conversationType": "channel"}
        body["channelData"]["channel"] = {"id": team.place.id}
        assert (await team.teams.sends_raw(body)).status == 200
        await team.teams.remove(team.place.team, by=team.people["Anna"])
        await team.settle()
        kept = await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))
        assert kept == ((), ())


async def test_after_the_end_nothing_brings_a_space_back(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.teams.remove(team.place, by=team.people["Anna"])
        await team.settle()
        late = command(team, type="conversationUpdate", membersAdded=[{"id": "29:x"}], id="late")
        assert (await team.teams.sends_raw(late)).status == 200
        space = space_of(team)
        assert await team.bot.service.run(lambda unit: unit.space.address(space)) is None


async def test_a_removal_without_a_name_is_a_removal(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        gone = command(team, type="installationUpdate", action="remove", id="gone")
        del gone["from"]
        assert (await team.teams.sends_raw(gone)).status == 200
        assert await team.bot.service.run(lambda unit: unit.space.known()) == ()


@pytest.mark.parametrize("value", ["x", [1], 7, None, {"space": ["x"]}])
async def test_odd_data_gets_a_sentence(tmp_path, monkeypatch, value):
    async with teams_talk(tmp_path, monkeypatch) as team:
        shown = await forged(team, team.people["Bram"], {"action": "form", "form": "settings", "value": value})
        assert shown["statusCode"] == 200


async def test_a_chat_of_two_becomes_no_space(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        bram = team.people["Bram"]
        await team.teams.install(bram, by=bram)
        chosen = {"one.language": "nl", "one.guests": "no", "one.mode": "fitting", "text.threshold": "6"}
        await forged(
            team, bram, {"action": "form", "form": "settings", "value": {}, **chosen}, team.teams.personal(bram)
        )
        spaces = await team.bot.service.run(lambda unit: unit.space.known())
        assert spaces == (space_of(team),)


async def test_a_threshold_of_very_many_digits_is_refused(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        chosen = {"one.language": "nl", "one.guests": "no", "one.mode": "fitting", "text.threshold": "9" * 5000}
        shown = await forged(team, team.people["Bram"], {"action": "form", "form": "settings", "value": {}, **chosen})
        assert "Kies een getal van 6 tot en met 50." in json.dumps(shown["value"])


async def test_a_name_becomes_no_link(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, people=("Anna", "[Klik](https://evil.example)", "B", "C")) as team:
        await started(team)
        await team.says("Anna", "@Belletje advocaat")
        (who,) = team.asked()
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        assert "](" not in team.messages()[-1].card["body"][0]["text"]
