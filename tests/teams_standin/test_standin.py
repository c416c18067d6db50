"""The stand-in against a real app of the Teams SDK."""

import asyncio
import json

import pytest

from teams_standin import CannotDo
from teams_standin.trial import card, execute, message, parsed, refusal, text


@pytest.fixture
async def installed(teams, bot, anna, chat):
    await teams.install(chat, by=anna)
    return chat


@pytest.fixture
async def posted(teams, anna, installed):
    await teams.says(anna, installed, "@Belletje card")
    return teams.sees(anna, installed)[-1]


async def test_a_mention_is_heard_and_answered(teams, bot, anna, bram, chat):
    assert not (await teams.says(anna, chat, "@Belletje hallo")).told
    await teams.install(chat, by=anna)
    assert not (await teams.says(anna, chat, "hallo @Bram Kok")).told
    answer = await teams.says(anna, chat, "@Belletje advocaat @Bram Kok graag")
    assert (answer.status, answer.failure, answer.attempts) == (200, None, 1)
    assert [one.plain() for one in teams.sees(bram, chat)][-2:] == [
        "@Belletje advocaat @Bram Kok graag",
        "heard @Belletje advocaat @Bram Kok graag",
    ]
    sent = bot.seen[-1]
    assert sent["text"] == "<at>Belletje</at> advocaat <at>Bram Kok</at> graag"
    assert [one["mentioned"]["id"] for one in sent["entities"][:2]] == [teams.bot_id, bram.id]
    assert sent["attachments"][0]["contentType"] == "text/html"
    assert teams.answers == []


async def test_a_personal_chat_needs_no_mention(teams, bot, anna):
    assert not (await teams.says(anna, anna, "hallo")).told
    await teams.install(anna, by=anna)
    await teams.says(anna, anna, "hallo")
    assert [one.text for one in teams.sees(anna, anna)] == ["hallo", "hallo", "heard hallo"]


async def test_a_thread_stays_a_thread(teams, bot, anna, team):
    besluiten = team.channel("Besluiten")
    await teams.install(team, by=anna)
    assert team.channel("Besluiten") is besluiten
    await teams.says(anna, besluiten, "@Belletje een")
    root = teams.sees(anna, besluiten)[0]
    assert bot.seen[-1]["conversation"]["id"] == f"{besluiten.id};messageid={root.id}"
    await teams.says(anna, besluiten, "@Belletje twee", thread=root)
    await teams.says(anna, besluiten, "@Belletje drie")
    told = [one.plain() for one in teams.sees(anna, besluiten, thread=root)]
    assert told == ["@Belletje een", "heard @Belletje een", "@Belletje twee", "heard @Belletje twee"]


async def test_a_press_shows_only_the_presser_another_card(teams, anna, bram, installed, posted):
    outcome = await teams.presses(anna, posted, "Ja")
    assert (outcome.kind, outcome.plain()) == ("card", "noted, Anna de Vries")
    assert teams.sees(anna, installed)[-1].plain() == "noted, Anna de Vries"
    assert teams.sees(bram, installed)[-1].plain() == posted.plain()
    with pytest.raises(LookupError):
        await teams.presses(anna, posted, "Ja")
    teams.reload(anna)
    assert (await teams.presses(anna, posted, "Ja")).kind == "card"
    await teams.reacts(bram, posted)
    assert teams.sees(anna, installed)[-1].plain() == posted.plain()


async def test_an_update_is_for_all(teams, bot, anna, bram, posted):
    installed = posted.place
    await teams.presses(anna, posted, "Ja")
    await bot.api.update_activity(installed.id, posted.id, parsed(message(shown=card(text("done")))))
    for person in (anna, bram):
        assert teams.sees(person, installed)[-1].plain() == "done"
    assert teams.sees(anna, installed)[-1].edited
    assert (await teams.presses(anna, posted, "Ja", stale=True)).kind == "card"


async def test_a_form_is_checked_by_the_client(teams, anna, posted):
    for inputs, words in (
        ({}, "Kies er een"),
        ({"keuze": "Drie"}, "no choice"),
        ({"keuze": "een", "tekst": "x" * 21}, "20 characters"),
        ({"keuze": ["een", "twee"]}, "one choice"),
        ({"niets": "x"}, "nothing to fill in"),
        ({"anoniem": "ja"}, "true or false"),
    ):
        with pytest.raises(CannotDo, match=words):
            await teams.presses(anna, posted, "Verstuur", inputs)
    outcome = await teams.presses(anna, posted, "Verstuur", {"keuze": "Twee", "meer": ["C", "a"], "anoniem": True})
    assert json.loads(outcome.text) == {
        "action": "form",
        "round": "m1",
        "keuze": "twee",
        "meer": "a,c",
        "lijst": "xen",
        "anoniem": "true",
    }
    outcome = await teams.presses(anna, posted, "Verstuur", {"keuze": "een"})
    assert "tekst" not in json.loads(outcome.text)
    with pytest.raises(CannotDo, match="sends nothing"):
        await teams.presses(anna, posted, "Ja", {"keuze": "een"})


async def test_a_press_that_fails_is_not_repeated(teams, bot, anna, posted):
    before = len(bot.seen)
    outcome = await teams.presses(anna, posted, "Mis")
    assert (outcome.kind, outcome.plain()) == ("error", "Something went wrong. Please try again.")
    assert len(bot.seen) == before + 1
    assert [one.status for one in teams.answers] == [500]


async def test_an_answer_that_is_none_is_complained_of(teams, bot, anna, posted):
    bot.app.on_card_action_execute("gone")(nothing)
    await bot.api.update_activity(
        posted.place.id, posted.id, parsed(message(shown=card(text("q"), actions=[execute("Weg", action="gone")])))
    )
    assert (await teams.presses(anna, posted, "Weg")).kind == "error"
    assert "not an answer" in teams.complaints[0]


async def test_a_card_refreshes_for_who_is_listed(teams, bot, anna, bram, installed):
    shown = card(text("q"), refresh={"action": execute("r", action="vote"), "userIds": [anna.id]})
    sent = await bot.api.create_activity(installed.id, parsed(message(shown=shown)))
    posted = teams.find_message(installed, sent.id)
    outcome = await teams.refreshes(anna, posted)
    # The SDK knows only "manual".
    assert (outcome.kind, outcome.delivered.status) == ("error", 500)
    with pytest.raises(CannotDo):
        await teams.refreshes(bram, posted)


async def test_what_is_for_one_is_seen_by_one(teams, bot, clock, anna, installed):
    bram = installed.members[1]
    await teams.says(anna, installed, "@Belletje private")
    sent = teams.sees(anna, installed)[-1]
    assert sent.text == "only you"
    assert sent not in teams.sees(bram, installed)
    api, here = bot.api, installed.id
    assert await refusal(api.update_activity(here, sent.id, parsed(message("new")))) == (
        404,
        "ActivityNotFoundInConversation",
    )
    assert await refusal(
        api.update_targeted_activity(here, sent.id, parsed(message("new") | {"recipient": {"id": anna.id}}))
    ) == (
        400,
        "BadArgument",
    )
    await api.update_targeted_activity(here, sent.id, parsed(message("new")))
    assert teams.sees(anna, installed)[-1].text == "new"
    clock.ahead = 24 * 3600 + 1
    assert "new" not in [one.text for one in teams.sees(anna, installed)]
    assert await refusal(api.delete_targeted_activity(here, sent.id)) == (404, "ActivityNotFoundInConversation")
    teams.targeted = False
    assert await refusal(api.create_targeted_activity(here, parsed(message("x") | {"recipient": {"id": anna.id}}))) == (
        400,
        "BadArgument",
    )
    with pytest.raises(CannotDo):
        await teams.says(anna, installed, "/advocaat", slash=True)


async def test_a_command_behind_a_slash_is_private(teams, bot, anna, bram, installed):
    await teams.says(anna, installed, "advocaat", slash=True)
    assert bot.seen[-1]["recipient"]["isTargeted"] is True
    assert [one.text for one in teams.sees(anna, installed)] == ["advocaat", "heard advocaat"]
    assert teams.sees(bram, installed) == []


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        ("install first", ["installationUpdate", "conversationUpdate"]),
        ("members first", ["conversationUpdate", "installationUpdate"]),
    ],
)
async def test_both_events_of_an_installation_come_in_any_order(teams, bot, chat, order, kinds):
    anna = chat.members[0]
    await teams.install(chat, by=anna, order=order)
    assert [one["type"] for one in bot.seen] == kinds
    await teams.remove(chat, by=anna, order="together")
    assert {one["type"] for one in bot.seen[2:]} == set(kinds)
    assert await refusal(bot.app.send(chat.id, "x")) == (403, "BotNotInConversationRoster")


async def test_meetings_tell_when_they_were_scheduled(teams, bot, anna, bram):
    for kind in ("scheduled", "recurring", "adhoc"):
        meeting = teams.meeting("Weekstart", [anna, bram], kind)
        assert not (await teams.starts(meeting)).told
        await teams.install(meeting, by=anna)
        assert (await teams.starts(meeting)).told is (kind != "adhoc")
        assert (await teams.joins(meeting, bram)).told is (kind != "adhoc")
        assert (await teams.leaves(meeting, bram)).told is (kind != "adhoc")
        assert (await teams.ends(meeting)).told is (kind != "adhoc")
    assert teams.answers == []


async def test_the_sdk_refuses_these_forms(teams, bot, anna, team):
    """What real Teams sends and the SDK's models do not take: 500, so three times each."""
    meeting = teams.meeting("Weekstart", [anna])
    await teams.install(meeting, by=anna)
    for variant in ({"null": ("Title",)}, {"without": ("Title",)}, {"without": ("JoinUrl",)}, {"lower": True}):
        answer = await teams.starts(meeting, **variant)
        assert (answer.status, answer.attempts) == (500, 3), variant
        answer = await teams.ends(meeting, **variant)
        assert (answer.status, answer.attempts) == (500, 3), variant
    ids = [one.activity["id"] for one in teams.delivered[-3:]]
    assert len(set(ids)) == 1
    await teams.install(team, by=anna)
    meeting = teams.meeting("Weekstart", kind="channel", team=team)
    assert (await teams.starts(meeting)).status == 200
    assert bot.seen[-1]["conversation"]["conversationType"] == "channel"


async def test_what_is_not_answered_in_time_comes_again(teams, bot, anna, installed):
    await teams.install(anna, by=anna)
    bot.gate, teams.wire.repeat_after = asyncio.Event(), 0.2
    answer = await teams.says(anna, anna, "slow")
    assert (answer.failure, answer.attempts) == ("timeout", 3)
    bot.gate.set()
    teams.wire.repeat_after = 2.0
    await teams.settle()
    # What was given up on is done all the same, each time.
    assert [one.text for one in teams.sees(anna, anna)].count("heard slow") == 3
    teams.repeat_next()
    assert (await teams.says(anna, installed, "@Belletje hallo")).attempts == 2
    assert len({one["id"] for one in bot.seen[-2:]}) == 1
    assert await teams.probe() == 405


async def nothing(_ctx):
    return None
