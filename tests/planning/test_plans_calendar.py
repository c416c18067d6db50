"""Plans that follow a series in Outlook: Slack's or Teams' protocol on one side of a real bot, Graph's on the other."""

import contextlib
import json
import logging
from datetime import timedelta

import pytest
import structlog
from graph_talk import graph_settings
from helpers import PEOPLE, StillClock, talk
from slack_standin.world import SCOPES
from teams_talk import teams_talk

from bot.run import logs
from bot.slack.manifest import CALENDAR_SCOPES
from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")
WITH_MAIL = {"scopes": (*SCOPES, *CALENDAR_SCOPES)}
GRAPH = ("graph_client_id", "graph_tenant_id", "graph_client_secret", "graph_url", "graph_login_url")


@pytest.fixture
def clock():
    """Nine in the morning in Amsterdam, an hour before the weekly meeting."""
    clock = StillClock()
    clock._moment -= timedelta(hours=1)
    return clock


def of_graph(graph):
    made = graph_settings(graph)
    return {name: getattr(made, name) for name in GRAPH}


@contextlib.asynccontextmanager
async def team_with_outlook(folder, clock, graph, **more):
    async with talk(folder, clock=clock, differs=WITH_MAIL, **of_graph(graph), **more) as team:
        for name, user in PEOPLE.items():
            team.slack.person(user, name=name.lower(), email=f"{name.lower()}@example.com")
        yield team


def choices(team, who):
    """The series that can be chosen."""
    blocks = {block.get("block_id"): block for block in team.slack.modal(PEOPLE[who]).body["blocks"]}
    if "series" not in blocks:
        return []
    return [option["text"]["text"] for option in blocks["series"]["element"]["options"]]


async def opens_form(team, who="Anna"):
    await team.says(who, "/bell plan")
    page = team.only_for(who)[-1]
    label = next(name for name in ("Change plan", "Make a plan") if f"[{name}]" in page.plain())
    await team.presses(who, label, page)


async def sends(team, who="Anna", **chosen):
    user = PEOPLE[who]
    await team.slack.submit(user, team.slack.modal(user), {name: {name: value} for name, value in chosen.items()})
    await team.settle()
    return team.slack.modal(user).plain()


async def follows(team, who="Anna", **chosen):
    """Anna has her series followed, or somebody else the same one from their own calendar."""
    await opens_form(team, who)
    (series,) = [each for each in choices(team, who) if each.startswith("Weekstart")]
    return await sends(team, who, series=series, **chosen)


async def upcoming(team):
    rows = await team.bot.service.run(lambda unit: unit.agenda.occurrences(SPACE))
    return [(row.kind.value, row.stage.value, f"{row.due_at:%d-%m %H:%M}") for row in rows]


async def seats(team):
    running = await team.bot.service.run(lambda unit: unit.bell.running(SPACE))
    assert running, "no bell runs"
    found = await team.bot.service.run(lambda unit: unit.bell.seats(running.id))
    return {name for name, user in PEOPLE.items() if user in {seat.participant for seat in found}}


FIRST, SECOND = (
    [("bell", "waiting", "24-11 08:30"), ("checkout", "waiting", "24-11 09:55")],
    [
        ("bell", "waiting", "01-12 08:30"),
        ("checkout", "waiting", "01-12 09:55"),
    ],
)


async def test_a_series_is_chosen_from_one_s_own_calendar_and_nobody_s_title_is_shown(
    tmp_path, clock, graph, anna, weekly
):
    graph.series(anna, "Over Bram", "2026-11-25T10:00", 60, weekly="wed", sensitivity="private")
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await opens_form(team)
        assert choices(team, "Anna") == [
            "No, the days and times below",
            "Weekstart · Tuesday 24 November, 10:00",
            "Meeting without a title · Wednesday 25 November, 10:00",
        ]
        assert "*Follows a series in Outlook.*" in await sends(team, series="Weekstart · Tuesday 24 November, 10:00")
        assert "Weekstart" not in "".join(team.channel())
        assert await upcoming(team) == [*FIRST, *SECOND]


async def test_whoever_comes_is_asked_and_whoever_declined_or_is_away_is_not(
    tmp_path, clock, graph, anna, bram, chaima, weekly
):
    daan, esra = graph.mailbox("Daan", "daan@example.com"), graph.mailbox("Esra", "esra@example.com")
    for one in (daan, esra):
        weekly.add(one)
    weekly.respond(chaima, "declined")
    esra.away("2026-11-23T00:00", "2026-11-28T00:00")
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        await team.passes(minutes=30)
        assert await seats(team) == {"Bram", "Daan"}  # Anna leads, and that some are away makes no difference to that


async def test_called_by_hand_the_people_of_the_meeting_are_meant(tmp_path, clock, graph, anna, bram, chaima, weekly):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        await team.passes(minutes=1)
        await team.says("Bram", "/bell")
        assert await seats(team) == {"Anna", "Bram", "Chaima"}
        running = await team.bot.service.run(lambda unit: unit.bell.running(SPACE))
        assert running.chair == PEOPLE["Anna"]  # the organiser, not whoever typed


@pytest.mark.parametrize(("by_hand", "chair"), [(True, "Chaima"), (False, "Bram")])
async def test_whoever_leads_without_being_in_the_channel_stands_in_nobody_s_way(
    tmp_path, clock, graph, anna, bram, chaima, weekly, by_hand, chair
):
    """Chair is whoever typed; of a bell that came by itself, whoever made the plan."""
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await team.slack.leave("C01TEAM", PEOPLE["Anna"])
        await follows(team, "Bram")
        if by_hand:
            await team.passes(minutes=1)
            await team.says("Chaima", "/bell")
        else:
            await team.passes(minutes=30)
        assert await seats(team) == {"Bram", "Chaima"}
        running = await team.bot.service.run(lambda unit: unit.bell.running(SPACE))
        assert running.chair == PEOPLE[chair]


async def test_a_fault_of_ours_is_put_off_until_it_is_too_late_and_then_missed(
    tmp_path, clock, graph, weekly, monkeypatch
):
    async def broken(*_):
        raise ValueError("planted")

    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        monkeypatch.setattr("bot.planning.watch.Watch.who_comes", broken)
        await team.passes(minutes=30)
        row = ("bell", "waiting", "24-11 08:30")
        assert row in await upcoming(team)
        await team.passes(minutes=31)
        assert row not in await upcoming(team)
        assert await team.bot.service.run(lambda unit: unit.bell.running(SPACE)) is None


async def test_what_moves_shortens_or_is_cancelled_in_outlook_is_followed_within_minutes(
    tmp_path, clock, graph, weekly
):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        weekly.move("2026-11-24", start="2026-11-24T11:00", minutes=30)
        await team.passes(minutes=3)
        await team.passes(seconds=2)
        assert (await upcoming(team))[:2] == [
            ("bell", "waiting", "24-11 09:30"),
            ("checkout", "waiting", "24-11 10:25"),
        ]
        weekly.cancel("2026-11-24")
        await team.passes(minutes=3)
        await team.passes(seconds=2)
        assert await upcoming(team) == SECOND


async def test_a_calendar_that_is_down_leaves_the_plan_standing_and_says_so(tmp_path, clock, graph, weekly):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        graph.refuse("GET", "", status=503, times=None, retry_after=30)
        await team.passes(minutes=3)
        await team.passes(seconds=2)
        page = await team.says("Bram", "/bell plan")
        assert "I can't read Outlook right now. Meanwhile I go by what I saw last." in page
        await team.passes(minutes=30)
        for _ in range(24):
            await team.passes(minutes=1)
            assert team.asked() == []  # who comes cannot be read, so nobody is asked who may not
        assert "Who takes the bell today?" in team.channel()[-1]


async def test_a_mailbox_that_is_not_ours_offers_fixed_days_only(tmp_path, clock, graph, anna, weekly):
    anna.allowed = False
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await opens_form(team)
        assert choices(team, "Anna") == []


async def test_a_series_that_is_not_theirs_is_refused(tmp_path, clock, graph, anna, weekly):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await opens_form(team)
        modal = team.slack.modal(PEOPLE["Anna"])
        for block in modal.body["blocks"]:
            if block.get("block_id") == "series":
                block["element"]["options"][1]["value"] = "ffffffffffffffffffff"
        told = await sends(team, series="Weekstart · Tuesday 24 November, 10:00")
        assert "I can't find that series in your calendar." in told
        assert await team.bot.service.run(lambda unit: unit.plan.plans(SPACE)) == ()


async def test_somebody_else_can_change_the_plan_without_seeing_the_calendar(tmp_path, clock, graph, anna, weekly):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        await opens_form(team, "Daan")
        assert choices(team, "Daan") == [
            "No, the days and times below",
            "Meeting without a title · Tuesday 24 November, 10:00",
        ]
        await sends(team, "Daan", checkout="no")
        (plan,) = await team.bot.service.run(lambda unit: unit.plan.plans(SPACE))
        assert (plan.linked.by, plan.author, plan.checkout) == (PEOPLE["Anna"], PEOPLE["Daan"], False)


async def test_a_full_calendar_of_one_s_own_does_not_push_out_what_is_followed(tmp_path, clock, graph, anna, weekly):
    daan = graph.mailbox("Daan", "daan@example.com")
    for number in range(10):
        graph.series(daan, f"Overleg {number}", f"2026-11-24T{10 + number}:30", 15, weekly="tue")
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        await opens_form(team, "Daan")
        assert choices(team, "Daan")[:3] == [
            "No, the days and times below",
            "Meeting without a title · Tuesday 24 November, 10:00",
            "Overleg 0 · Tuesday 24 November, 10:30",
        ]
        await sends(team, "Daan", checkout="no")
        (plan,) = await team.bot.service.run(lambda unit: unit.plan.plans(SPACE))
        assert (plan.linked and plan.linked.by, plan.checkout) == (PEOPLE["Anna"], False)


async def test_nothing_of_a_calendar_is_kept_but_times(tmp_path, clock, graph, anna, bram, weekly):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        await team.passes(minutes=30)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (b"Weekstart", b"bram@example.com", b"chaima@example.com", b"Zaal 3"):
        assert secret not in kept
    assert b"anna@example.com" in kept  # whose calendar it is: erased with "forget me"


async def test_in_teams_too(tmp_path, monkeypatch, clock, graph, anna, bram, chaima, weekly):
    async with teams_talk(tmp_path, monkeypatch, clock=clock, **of_graph(graph)) as team:
        await team.says("Anna", "@Belletje plan")
        await team.presses("Anna", "Plan maken", team.only_for("Anna")[-1])
        form = team.only_for("Anna")[-1]
        shown = await team.presses("Anna", "Bewaren", form, {"one.series": "Weekstart · dinsdag 24 november, 10:00"})
        assert "Volgt een serie in Outlook." in shown
        await team.passes(minutes=30)
        (asked,) = team.asked()
        assert asked in ("Bram", "Chaima", "Anna")


@pytest.fixture
def warnings(capsys):
    """What the log says of calendars."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("WARNING")
    yield lambda: [
        (line["event"], line.get("count"), line.get("error"))
        for line in map(json.loads, capsys.readouterr().err.splitlines())
        if line["event"].startswith("calendar.")
    ]
    root.handlers[:], root.level = before
    structlog.reset_defaults()


async def test_the_operator_hears_a_month_before_the_secret_ends_and_when_it_does(
    tmp_path, clock, graph, weekly, warnings
):
    until = clock.now().date() + timedelta(days=31)
    async with team_with_outlook(tmp_path, clock, graph, graph_client_secret_until=until) as team:
        await follows(team)
        await team.passes(minutes=3)
        assert team.bot.watch.secret_days == 31
        graph.expire_secret()
        graph.expire_tokens()
        await team.passes(minutes=3)
        (plan,) = await team.bot.service.run(lambda unit: unit.plan.linked_plans())
        assert team.bot.watch.unread([plan]) == {plan.id}
    assert warnings() == [("calendar.secret_ends", 31, None), ("calendar.unread", None, "CalendarLocked")]


async def test_somebody_of_another_organisation_is_offered_nobody_s_calendar(tmp_path, clock, graph, anna, weekly):
    """Their address is what their own organisation wrote."""
    async with team_with_outlook(tmp_path, clock, graph) as team:
        team.slack.person("U9STRANGER", name="x", team="T99OTHER", email="anna@example.com")
        found = await team.bot.service.chat(SPACE).addresses(SPACE, frozenset({"U9STRANGER", PEOPLE["Bram"]}))
        assert found == {PEOPLE["Bram"]: frozenset({"bram@example.com"})}


async def test_a_meeting_that_was_cancelled_just_now_asks_nobody(tmp_path, clock, graph, anna, bram, weekly):
    async with team_with_outlook(tmp_path, clock, graph) as team:
        await follows(team)
        await team.passes(minutes=28)
        weekly.cancel("2026-11-24")
        await team.passes(minutes=2)
        assert team.asked() == []
        await team.passes(minutes=3)
        await team.passes(seconds=2)
        assert (team.asked(), await upcoming(team)) == ([], SECOND)
