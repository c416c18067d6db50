"""Who is asked in Slack, and everything else a team does there: groups, forms, mentions, chairs, joining, leaving."""

import asyncio

import pytest
from helpers import PEOPLE, talk

from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")


async def introduced(team, command="/bell"):
    await team.says("Anna", command)
    await team.presses("Anna", {"/bell": "Go ahead", "/advocaat": "Doe maar"}[command], team.only_for("Anna")[-1])
    await team.says("Anna", f"{command} cancel")


async def running(team):
    return await team.bot.service.run(lambda unit: unit.bell.running(SPACE))


async def seated(team):
    meeting = await running(team)
    seats = await team.bot.service.run(lambda unit: unit.bell.seats(meeting.id))
    return {seat.participant for seat in seats}


async def test_only_those_named_are_asked(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", f"/bell <@{PEOPLE['Bram']}|bram> and <@{PEOPLE['Daan']}> please")
        assert await seated(team) == {PEOPLE["Bram"], PEOPLE["Daan"]}


async def test_those_named_are_still_meant_after_the_first_confirmation(tmp_path):
    async with talk(tmp_path) as team:
        await team.says("Anna", f"/bell <@{PEOPLE['Esra']}>")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        assert team.asked() == []
        assert team.only_for("Anna")[-1].plain() == (
            "You ask one person only. If there is no yes, I ask everyone after 3 minutes. "
            "You then know who did not say yes, but not why.\n[Ask anyway] [Ask everyone] [Not now]"
        )
        await team.presses("Anna", "Ask anyway", team.only_for("Anna")[-1])
        assert team.asked() == ["Esra"]


async def test_who_thinks_again_of_naming_one_person_asks_everyone(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", f"/bell <@{PEOPLE['Bram']}>")
        assert await team.presses("Anna", "Ask everyone", team.only_for("Anna")[-1]) == (
            "I'm asking around. You will hear within 3 minutes."
        )
        assert len(await seated(team)) > 2


async def test_a_group_of_one_is_one_person(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.group("S01CORE", handle="core", members=[PEOPLE["Chaima"]])
        await introduced(team)
        said = await team.says("Anna", "/bell <!subteam^S01CORE|@core>")
        assert said.startswith("You ask one person only.")
        await team.presses("Anna", "Ask anyway", team.only_for("Anna")[-1])
        assert await seated(team) == {PEOPLE["Chaima"]}


async def test_a_group_means_its_members_who_are_here(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.person("U90", name="elsewhere")
        team.slack.group("S01CORE", handle="core", members=[PEOPLE["Chaima"], PEOPLE["Daan"], "U90"])
        await introduced(team)
        await team.says("Anna", "/bell <!subteam^S01CORE|@core>")
        assert await seated(team) == {PEOPLE["Chaima"], PEOPLE["Daan"]}


async def test_without_a_paid_plan_groups_are_said_to_be_out_of_reach(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.paid = False
        await introduced(team)
        said = await team.says("Anna", "/bell <!subteam^S01CORE|@core>")
        assert said == "I can't read groups in Slack. Name the people one by one."


async def test_members_are_read_page_by_page_and_bots_do_not_count(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.short_pages = True
        for number in range(12):
            user = f"U80BOT{number}"
            team.slack.person(user, name=user.lower(), is_bot=True)
            await team.slack.join("C01TEAM", user)
        await introduced(team)
        await team.says("Anna", "/bell")
        assert await seated(team) == set(PEOPLE.values()) - {PEOPLE["Anna"]}


async def large(team):
    for number in range(20):
        user = f"U70P{number:02}"
        team.slack.person(user, name=user.lower())
        await team.slack.join("C01TEAM", user)


async def test_in_a_large_channel_the_caller_picks(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await large(team)
        assert await team.says("Anna", "/bell") == ""
        form = team.slack.modal(PEOPLE["Anna"])
        assert form.plain().startswith("Belletje\nThere are many people here. Who takes part in this meeting?")
        await team.slack.submit(PEOPLE["Anna"], form, {"people": {"people": [PEOPLE["Bram"], PEOPLE["Daan"]]}})
        await team.settle()
        assert await seated(team) == {PEOPLE["Bram"], PEOPLE["Daan"]}
        shown = team.slack.modal(PEOPLE["Anna"]).plain()
        assert "I'm asking around. You will hear within 3 minutes." in shown


async def test_a_form_that_comes_too_late_says_so(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await large(team)
        team.slack.fail("views.open", "expired_trigger_id")
        await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/bell", "")
        await team.settle()
        assert team.only_for("Anna")[-1].plain() == "That took too long. Nothing was changed. Please try again."


async def test_a_slow_look_up_is_one_moment_and_then_the_answer(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.slack.app.IN_TIME_SECONDS", 0.1)
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.delay("conversations.members", 0.4)
        answer = await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/bell", "")
        assert [message.plain() for message in answer.ephemeral] == ["One moment, I'm finding out."]
        await asyncio.sleep(0.5)
        await team.settle()
        assert [message.plain() for message in answer.ephemeral] == [
            "One moment, I'm finding out.",
            "I'm asking around. You will hear within 3 minutes.",
        ]


async def test_reading_waits_out_a_rate_limit(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.limit("conversations.members", times=1, retry_after=1)
        *_one_moment, said = (await team.says("Anna", "/bell")).splitlines()  # on a slow machine with a word before it
        assert said == "I'm asking around. You will hear within 3 minutes."


async def test_when_people_cannot_be_read_that_is_said(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.fail("conversations.members", "fatal_error")
        said = await team.says("Anna", "/bell")
        assert said == "I can't see who is here right now. Try again shortly."


async def test_guests_of_every_kind_are_left_out_until_the_team_allows_them(tmp_path):
    async with talk(tmp_path) as team:
        kinds = {"U60A": {"is_restricted": True}, "U60B": {"is_ultra_restricted": True}, "U60C": {"team": "T99"}}
        for user, flags in kinds.items():
            team.slack.person(user, name=user.lower(), **flags)
            await team.slack.join("C01TEAM", user)
        await introduced(team)
        await team.says("Anna", "/bell")
        assert await seated(team) == set(PEOPLE.values()) - {PEOPLE["Anna"]}
        await team.says("Anna", "/bell cancel")
        await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/bell", "settings")
        form = team.slack.modal(PEOPLE["Anna"])
        await team.slack.submit(PEOPLE["Anna"], form, {"guests": {"guests": "yes"}})
        await team.settle()
        await team.says("Anna", "/bell")
        assert await seated(team) == (set(PEOPLE.values()) | set(kinds)) - {PEOPLE["Anna"]}


async def test_asked_openly_anyone_takes_it(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", "/bell")
        await team.passes(seconds=90)
        await team.passes(seconds=90)
        (call,) = [m for m in team.messages() if "[I'll take it]" in m.plain()]
        assert call.plain() == "Who takes the bell today?\n[I'll take it] [What is this?]"
        await team.presses("Anna", "I'll take it", call)
        assert (await running(team)).holder == PEOPLE["Anna"]
        assert "has the bell today" in team.channel()[-1]


async def test_four_hours_end_a_bell_by_themselves(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        await team.passes(hours=4)
        assert team.channel()[-1].startswith("🔔 The bell went round today.")
        assert team.reads("Bram").endswith("It didn't have to ring. That is fine too.")


async def test_the_chair_is_handed_over_and_a_chair_who_left_is_not_needed(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        said = await team.says("Anna", f"/bell chair <@{PEOPLE['Daan']}>")
        assert said == f"<@{PEOPLE['Daan']}> is now the chair for this bell."
        assert "[Meeting is over]" in team.reads("Daan")
        team.slack.channels["C01TEAM"].members.remove(PEOPLE["Daan"])  # without any event that says so
        said = await team.says("Esra", "/bell done")
        assert said == "The bell is wrapped up. The chair gets one more question, in a private message."


async def test_a_new_meeting_ends_the_bell_before_and_keeps_who_was_named(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.names("Anna", "Bram")
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        said = await team.says("Chaima", f"/bell <@{PEOPLE['Esra']}>")
        assert said == (
            f"<@{PEOPLE['Bram']}> has the bell now.\n"
            "Is this for a new meeting? Then I wrap up the earlier bell.\n"
            "[New meeting] [Someone else] [Meeting is over] [Cancel]"
        )
        await team.presses("Chaima", "New meeting", team.only_for("Chaima")[-1])
        assert "What was done with the bell" not in team.reads("Anna")  # nothing was done yet
        await team.presses("Chaima", "Ask anyway", team.only_for("Chaima")[-1])
        assert team.asked() == ["Esra"]
        assert "What was done with the bell" in team.reads("Anna")


async def test_a_pause_leaves_one_out(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team, "/advocaat")
        said = await team.says("Bram", "/advocaat pauze mij tot 1 maart")
        assert said == (
            "Goed. Tot 1 maart 2027 vraag ik je niet. Je verliest er geen beurt door. "
            "Eerder terug? Typ `/advocaat hervat mij`."
        )
        await team.says("Anna", "/advocaat")
        assert PEOPLE["Bram"] not in await seated(team)
        assert (
            await team.says("Bram", "/advocaat hervat mij") == "Welkom terug. Ik kan je weer vragen voor het belletje."
        )


async def test_mentioning_the_bot_does_what_a_command_does(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.slack.mention(PEOPLE["Anna"], "C01TEAM", "<@U00BOT> who")
        await team.settle()
        assert team.only_for("Anna")[-1].plain() == "No bell is running now. Type `/bell` to start one."
        await team.slack.mention(PEOPLE["Anna"], "C01TEAM", f"<@U00BOT> bell <@{PEOPLE['Bram']}>")
        await team.settle()
        await team.presses("Anna", "Ask anyway", team.only_for("Anna")[-1])
        assert team.asked() == ["Bram"]


async def test_a_bare_mention_shows_what_one_can_do(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.slack.mention(PEOPLE["Anna"], "C01TEAM", "<@U00BOT>")
        await team.settle()
        shown = team.only_for("Anna")[-1]
        assert shown.plain() == (
            "What would you like to do?\n[Find someone for the bell] [Open a check-out] [What else can I do?]"
        )
        assert (await team.presses("Anna", "What else can I do?", shown)).split("\n")[0] == (
            "This is what you can do here:"
        )
        assert (
            await team.presses("Anna", "Open a check-out", shown)
            == "I have asked the question. Take one minute for it together."
        )
        await team.presses("Anna", "Find someone for the bell", shown)
        assert len(team.asked()) == 1


async def test_a_repeated_event_is_one_event(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        team.slack.repeat_next_event()
        await team.slack.mention(PEOPLE["Anna"], "C01TEAM", "<@U00BOT> who")
        await team.settle()
        answers = [message for message in team.only_for("Anna") if "No bell is running" in message.plain()]
        assert len(answers) == 1


async def test_whoever_invites_the_bot_is_welcomed_and_the_channel_hears_nothing(tmp_path):
    async with talk(tmp_path, belletje_word="professionele tegenspraak") as team:
        team.slack.channel("C05", name="new", members=list(PEOPLE.values()), bot_in=False)
        await team.slack.join("C05", "U00BOT", inviter=PEOPLE["Chaima"])
        await team.settle()
        welcome = team.private("Chaima")[-1]
        assert welcome.plain().startswith("*Hallo, ik ben Belletje.* Ik help jullie om ook het andere geluid te horen.")
        assert "Bij ons heet dit: professionele tegenspraak." in welcome.plain()
        assert team.channel("C05") == []
        await team.presses("Chaima", "Gewoon beginnen", welcome)
        said = await team.says("Bram", "/advocaat", "C05")
        assert said == "Ik vraag het even rond. Je hoort het binnen 3 minuten."


async def test_choosing_first_opens_the_settings_of_that_space(tmp_path):
    async with talk(tmp_path) as team:
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Chaima"])
        await team.settle()
        await team.presses("Chaima", "Eerst kiezen", team.private("Chaima")[-1])
        form = team.slack.modal(PEOPLE["Chaima"])
        await team.slack.submit(PEOPLE["Chaima"], form, {"language": {"language": "en"}})
        await team.settle()
        assert team.channel()[-1].startswith(f"<@{PEOPLE['Chaima']}> changed the settings of Belletje here.")


async def test_somebody_who_leaves_is_forgotten(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", f"/bell <@{PEOPLE['Bram']}> <@{PEOPLE['Daan']}>")
        (asked,) = team.asked()
        await team.presses(asked, "Yes, fine", team.private(asked)[-1])
        await team.slack.leave("C01TEAM", PEOPLE[asked])
        await team.settle()
        turns = await team.bot.service.run(lambda unit: unit.bell.rotation(SPACE))
        assert PEOPLE[asked] not in turns.credits
        assert (await running(team)).holder is None


@pytest.mark.parametrize("end", ["remove_bot", "archive"])
async def test_a_channel_that_is_over_leaves_nothing(tmp_path, end):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", "/bell")
        await getattr(team.slack, end)("C01TEAM")
        await team.settle()
        assert await kept(team) == ((), ())


async def kept(team):
    return await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
async def test_a_revoked_token_ends_clean(tmp_path, error):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.says("Anna", "/bell")
        await team.slack.revoke(error)
        await team.settle()
        assert await kept(team) == ((), ())


async def test_a_revoked_token_of_a_person_is_not_ours(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U02BRAM"], "bot": []}})
        await team.settle()
        assert (await kept(team))[0] == (SPACE,)


async def test_an_old_event_of_leaving_does_not_undo_coming_back(tmp_path):
    async with talk(tmp_path) as team:
        await introduced(team)
        await team.slack.event({"type": "channel_left", "channel": "C01TEAM", "actor_id": "U01ANNA"})
        await team.settle()
        assert (await kept(team))[0] == (SPACE,)


async def test_buttons_in_a_private_chat_do_not_make_it_a_team(tmp_path):
    async with talk(tmp_path) as team:
        channel = team.slack.dm_id(PEOPLE["Anna"])
        await team.says("Anna", "/bell help", channel)
        page = team.private("Anna")[-1]
        await team.presses("Anna", "/bell", page)
        assert team.reads("Anna") == "Dit werkt in een kanaal, samen met je team. Hier kan ik alleen uitleg geven."
        await team.presses("Anna", "Settings", page)
        assert team.slack.modal(PEOPLE["Anna"]) is None
        assert await kept(team) == ((), ())


async def test_whoever_left_the_channel_cannot_change_its_settings(tmp_path):
    async with talk(tmp_path) as team:
        await team.slack.join("C01TEAM", "U00BOT", inviter=PEOPLE["Chaima"])
        await team.settle()
        welcome = team.private("Chaima")[-1]
        await team.presses("Chaima", "Eerst kiezen", welcome)
        form = team.slack.modal(PEOPLE["Chaima"])
        await team.slack.leave("C01TEAM", PEOPLE["Chaima"])
        await team.slack.submit(PEOPLE["Chaima"], form, {"guests": {"guests": "yes"}})
        await team.settle()
        assert "Dit kan alleen als je bij dit team hoort." in team.slack.modal(PEOPLE["Chaima"]).plain()
        assert not (await team.bot.service.voice(SPACE)).space.guests


async def test_a_private_channel_is_like_any_other(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.channel("G07", name="closed", members=list(PEOPLE.values()), private=True)
        await team.says("Anna", "/bell", "G07")
        await team.presses("Anna", "Go ahead", team.only_for("Anna", "G07")[-1])
        (asked,) = team.asked()
        await team.presses(asked, "Yes, fine", team.private(asked)[-1])
        assert len(team.channel("G07")) == 1
