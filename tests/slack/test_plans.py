"""Plans in Slack: one form, the dates with their buttons, what happens by itself, and what wrong input gets."""

from datetime import timedelta

import pytest
from helpers import PEOPLE, StillClock, delivered, settings_for, talk, team_in_slack
from slack_standin.world import SCOPES

from bot.run.platforms import connected
from bot.slack.manifest import HISTORY_SCOPES
from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")
HISTORY = {"scopes": (*SCOPES, *HISTORY_SCOPES)}


def field(name, value):
    return {name: {name: value}}


async def fills_in(team, who="Anna", **chosen):
    """Sends the form that is open; what stands there then."""
    user = PEOPLE[who]
    state = {name: {name: value} for name, value in chosen.items()}
    await team.slack.submit(user, team.slack.modal(user), state)
    await team.settle()
    modal = team.slack.modal(user)
    return modal.plain() if modal else ""


async def planned(team, who="Anna", **chosen):
    """A plan for every Tuesday at 11:00 (an hour from now)."""
    await team.says(who, "/bell plan")
    await team.presses(who, "Make a plan" if team.only_for(who)[-1].plain().endswith("[Make a plan]") else "Plan maken",
                       team.only_for(who)[-1])  # fmt: skip
    return await fills_in(team, who, **{"starts": "11:00", "ends": "12:00", **chosen})


async def test_from_nothing_to_a_plan_that_everybody_sees(tmp_path):
    async with talk(tmp_path) as team:
        assert await team.says("Anna", "/bell plan") == (
            "Nothing happens by itself here yet. With a plan I look for someone for the bell before each meeting. "
            "At the end I do the check-out.\n[Make a plan]"
        )
        shown = await planned(team)
        assert "Every Tuesday, 11:00 to 12:00." in shown
        assert "Tuesday 24 November, 11:00" in shown
        assert team.channel()[-1] == (
            f"<@{PEOPLE['Anna']}> made a plan:\nEvery Tuesday, 11:00 to 12:00.\n"
            "Bell: I ask someone 30 minutes before. Check-out: five minutes before the end.\n"
            "Next time: Tuesday 24 November, 11:00."
        )
        page = await team.says("Bram", "/bell plan")
        assert page.splitlines()[:5] == [
            "*Every Tuesday, 11:00 to 12:00.*",
            "Bell: I ask someone 30 minutes before. Check-out: five minutes before the end.",
            "📅 Tuesday 24 November, 11:00",
            "[Skip Tue 24 Nov] [Move Tue 24 Nov]",
            "📅 Tuesday 1 December, 11:00",
        ]


async def test_the_whole_meeting_by_itself(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team, chair=[PEOPLE["Bram"]], left_out=[PEOPLE["Chaima"]])
        await team.passes(minutes=29)
        assert team.asked() == []
        await team.passes(minutes=1)
        (first,) = team.asked()
        assert "The meeting is at 11:00. You can say no" in team.reads(first)
        assert first not in ("Bram", "Chaima")
        await team.presses(first, "Not this time", team.private(first)[-1])
        assert team.asked() == []
        await team.passes(minutes=15)
        (second,) = team.asked()
        assert second not in (first, "Bram", "Chaima")
        await team.presses(second, "Yes, fine", team.private(second)[-1])
        assert "has the bell today" in team.channel()[-1]
        assert team.reads("Bram").startswith("Three things for you, now that")
        await team.passes(minutes=70)
        bell = team.messages()[-1]
        thread = [line.plain() for line in team.slack.thread("C01TEAM", bell.ts)]
        assert thread[-1].startswith("Before we stop: *who still sees it differently?*")
        assert bell.plain().startswith("🔔 The bell went round today.")
        assert team.reads("Bram").startswith("What was done with the bell in <#C01TEAM>?")
        rows = await team.bot.service.run(lambda unit: unit.agenda.occurrences(SPACE))
        assert [(row.kind, row.stage) for row in rows if row.key == "2026-11-24"] == [
            ("bell", "sent"),
            ("checkout", "sent"),
        ]


async def test_a_date_is_skipped_moved_and_put_back_where_the_buttons_stood(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team)
        await team.says("Bram", "/bell plan")
        page = team.only_for("Bram")[-1]
        shown = await team.presses("Bram", "Skip Tue 24 Nov", page)
        assert "– Tuesday 24 November, 11:00: skipped.\n[On Tue 24 Nov after all]" in shown
        assert team.channel()[-1] == (f"I will do nothing on Tuesday 24 November, 11:00. <@{PEOPLE['Bram']}> chose so.")
        await team.passes(minutes=60)
        assert team.asked() == []
        await team.says("Bram", "/bell plan")
        page = team.only_for("Bram")[-1]
        await team.presses("Bram", "Move Tue 1 Dec", page)
        shown = await fills_in(team, "Bram", day="2026-12-02", at="14:30")
        assert "📅 Wednesday 2 December, 14:30 (moved)" in shown
        assert team.channel()[-1] == (
            f"<@{PEOPLE['Bram']}> moved Tuesday 1 December, 11:00 to Wednesday 2 December, 14:30."
        )


async def test_a_plan_is_removed_after_a_warning(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team)
        await team.says("Bram", "/bell plan")
        asked = await team.presses("Bram", "Remove plan", team.only_for("Bram")[-1])
        assert asked.startswith("Do you want to remove this plan?")
        await team.presses("Bram", "Yes, remove it", team.only_for("Bram")[-1])
        assert team.channel()[-1].startswith(f"<@{PEOPLE['Bram']}> removed the plan.")
        assert await team.bot.service.run(lambda unit: unit.plan.plans(SPACE)) == ()


async def test_pause_asks_for_whom(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team)
        asked = await team.says("Bram", "/bell pause until 1 March")
        assert asked == (
            "Pause until March 1, 2027. For yourself, or for the whole team? Everyone sees a pause of the team.\n"
            "[Only me] [The whole team]"
        ).replace("March 1, 2027", "1 March 2027")
        question = team.only_for("Bram")[-1]
        before = team.channel()
        assert "Until 1 March 2027 I won't ask you." in await team.presses("Bram", "Only me", question)
        assert team.channel() == before
        await team.presses("Bram", "The whole team", question)
        assert team.channel()[-1].startswith(f"<@{PEOPLE['Bram']}> put the team on pause until 1 March 2027.")
        assert (await team.says("Anna", "/bell plan")).startswith("The team is on pause until 1 March 2027.")
        await team.presses("Anna", "End the pause", team.only_for("Anna")[-1])
        assert team.channel()[-1] == f"<@{PEOPLE['Anna']}> ended the pause. I take part again."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends": "10:30"}, "The end comes after the start. Choose a later end."),
        ({"ends": "11:00"}, "The end comes after the start. Choose a later end."),
        ({"first": "2026-11-23"}, "That moment has passed. Choose a later one."),
        ({"bell": "0", "checkout": "no"}, "Without a bell and without a check-out there is nothing to plan. "
         "Choose at least one."),
    ],
)  # fmt: skip
async def test_a_form_that_cannot_be_changes_nothing(tmp_path, wrong, sentence):
    async with talk(tmp_path) as team:
        assert sentence in await planned(team, **wrong)
        assert await team.bot.service.run(lambda unit: unit.plan.plans(SPACE)) == ()
        assert team.channel() == []


async def test_two_people_with_the_same_form(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team)
        for who in ("Anna", "Bram"):
            await team.says(who, "/bell plan")
            await team.presses(who, "Change plan", team.only_for(who)[-1])
        await fills_in(team, "Bram", checkout="no")
        told = await fills_in(team, "Anna", holidays="no")
        assert "Someone changed this plan just now. Open it again and see whether it is still right." in told
        (plan,) = await team.bot.service.run(lambda unit: unit.plan.plans(SPACE))
        assert (plan.checkout, plan.holidays) == (False, True)


async def test_a_bell_in_a_large_channel_needs_a_calendar(tmp_path):
    async with talk(tmp_path) as team:
        more = [f"U1{number}" for number in range(20)]
        for user in more:
            team.slack.person(user, name=user.lower())
        team.slack.channel("C02", name="large", members=[*PEOPLE.values(), *more])
        await team.says("Anna", "/bell plan", "C02")
        await team.presses("Anna", "Make a plan", team.only_for("Anna", "C02")[-1])
        assert "There are too many people here to just choose from." in await fills_in(team)
        await team.says("Anna", "/bell plan", "C02")
        await team.presses("Anna", "Make a plan", team.only_for("Anna", "C02")[-1])
        assert "No bell." in await fills_in(team, bell="0")


async def test_an_outsider_who_is_named_is_refused(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.person("U9OUT", name="out")
        assert "<@U9OUT> isn't here. Invite them first, or name someone else." in await planned(team, chair=["U9OUT"])


async def test_whoever_made_a_plan_hears_that_it_stopped(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team)
        await team.slack.remove_bot("C01TEAM")
        await team.settle()
        assert team.reads("Anna") == (
            "Je plan in <#C01TEAM> is gestopt: ik kan daar niets meer zeggen. "
            "Voeg me weer toe en maak het plan opnieuw."
        )
        assert await team.bot.service.run(lambda unit: (unit.plan.plans(SPACE), unit.present())) == ((), ())


async def test_a_button_of_another_space_does_nothing(tmp_path):
    """What a button carries can be changed on somebody's machine."""
    async with talk(tmp_path) as team:
        team.slack.person("U9OUT", name="out")
        team.slack.channel("C03", name="elsewhere", members=["U9OUT", PEOPLE["Anna"]])
        await planned(team)
        (plan,) = await team.bot.service.run(lambda unit: unit.plan.plans(SPACE))
        from bot.desk.asked import Pressed  # noqa: PLC0415

        for intent in ("plan_remove_anyway", "date_skip", "pause_team", "plan_edit", "say_again"):
            value = f"space={SPACE}&plan={plan.id}&key=2026-11-24&until=2027-01-01"
            pressed = Pressed(space=SpaceId("slack:T01TEAM:C03"), actor="U9OUT", intent=intent, value=value)
            answer = await team.bot.requests.pressed(pressed)
            assert answer.refused
        assert await team.bot.service.run(lambda unit: unit.plan.plans(SPACE)) == (plan,)


# Delivery.


async def lost_opening(team):
    """A planned spoken line whose answer gets lost."""
    await planned(team, bell="0")
    team.slack.break_after("chat.postMessage", times=1)
    await team.passes(minutes=115)


def lines(team):
    return [line for line in team.channel() if "who still sees it differently" in line]


async def test_with_history_a_message_whose_answer_was_lost_is_found_and_not_doubled(tmp_path):
    async with talk(tmp_path, differs=HISTORY) as team:
        await lost_opening(team)
        assert len(lines(team)) == 1
        await team.passes(seconds=90)
        assert len(lines(team)) == 1
        assert await stages(team) == ["sent"]
        assert [method for method, _ in team.slack.calls if method == "conversations.history"] != []


async def test_without_history_there_is_at_most_one_copy_too_many(tmp_path):
    async with talk(tmp_path) as team:
        await lost_opening(team)
        await team.passes(seconds=90)
        assert (len(lines(team)), await stages(team)) == (2, ["sent"])
        await team.passes(minutes=10)
        assert len(lines(team)) == 2


async def stages(team):
    rows = await team.bot.service.run(lambda unit: unit.agenda.occurrences(SPACE))
    return [row.stage.value for row in rows if row.key == "2026-11-24"]


async def test_what_nobody_knows_is_shown_to_the_chair_who_can_have_it_said_again(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team, checkout="no", chair=[PEOPLE["Anna"]])
        await team.passes(minutes=30)
        (asked,) = team.asked()
        team.slack.break_after("chat.postMessage", times=1)
        await team.presses(asked, "Yes, fine", team.private(asked)[-1])
        team.slack.break_after("chat.postMessage", times=1)
        await team.passes(seconds=90)
        await team.passes(seconds=90)
        assert await stages(team) == ["unsure"]
        assert team.reads("Anna") == (
            "I'm not sure whether the bell is there in <#C01TEAM>. Would you have a look?\n"
            "[It is there] [Post it again]"
        )
        page = await team.says("Bram", "/bell plan")
        assert "Not sure: the bell of Tuesday 24 November, 11:00. Please look whether my message is there." in page
        copies = len([line for line in team.channel() if "has the bell today" in line])
        await team.presses("Anna", "Post it again", team.private("Anna")[-1])
        assert "Thank you. I'll post it again." in [message.plain() for message in team.private("Anna")]
        assert len([line for line in team.channel() if "has the bell today" in line]) == copies + 1
        assert await stages(team) == ["sent"]


async def test_what_is_of_no_use_any_more_when_slack_is_back_is_not_said(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team, bell="0")
        team.slack.limit("chat.postMessage", times=1, retry_after=1800)
        await team.passes(minutes=115)
        assert lines(team) == []
        await team.passes(minutes=30)
        await team.passes(seconds=2)
        assert (lines(team), await stages(team)) == ([], ["missed"])
        page = await team.says("Bram", "/bell plan")
        assert "Missed: the check-out of Tuesday 24 November, 11:00. My message did not arrive." in page


async def test_a_channel_that_cannot_be_read_is_tried_again_until_it_is_too_late(tmp_path):
    async with talk(tmp_path) as team:
        await planned(team)
        team.slack.outage("conversations.members", times=3)
        await team.passes(minutes=30)
        assert team.asked() == []
        await team.passes(seconds=30)
        await team.passes(seconds=30)
        await team.passes(seconds=30)
        assert len(team.asked()) == 1


async def test_plans_survive_a_restart_and_what_was_due_meanwhile_happens(tmp_path):
    clock = StillClock()
    async with team_in_slack() as workspace:
        settings = settings_for(tmp_path, workspace)
        async with talk(tmp_path, clock=clock, there=workspace) as team:
            await planned(team)
        clock.move(timedelta(minutes=40))
        async with connected(settings, clock=clock) as joined:
            await joined.bot.look()
            await joined.bot.planner.settle()
            await delivered(workspace, joined.bot)
            asked = [m.plain() for user in PEOPLE.values() for m in workspace.dm(user)]
        assert len([text for text in asked if "[Yes, fine]" in text or "[Ja, is goed]" in text]) == 1
