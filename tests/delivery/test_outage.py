"""Slack is away for an hour with much to say; and what a team's month looks like in numbers."""

from collections import Counter
from datetime import date, time, timedelta

import pytest
from helpers import StillClock, delivered, listening, settings_for
from slack_standin import Workspace

from bot.run.asgi import application
from bot.run.platforms import connected
from rituals.closing.contents import SpokenLine
from rituals.kernel.effect import Say, Slot
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.kernel.space import Space
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Plan
from rituals.space.contents import SettingsChanged

CHANNELS, EACH = 50, 10


def space_id(number):
    return SpaceId(f"slack:T01TEAM:C{number:04}")


async def workspace_with(workspace, channels, people):
    for who in people:
        workspace.person(who, name=who.lower())
    for number in range(channels):
        workspace.channel(f"C{number:04}", name=f"team{number}", members=people)


def five_hundred(unit, now):
    """Ten messages in each of fifty channels: every other one is of use for half an hour only."""
    for number in range(CHANNELS):
        unit.space.save(Space(id=space_id(number), introduced=True))
        for place in range(EACH):
            slot = Slot(space=space_id(number), about=f"{number}-{place}", kind="said")
            if place % 2:
                said = Say(slot=slot, content=SpokenLine(), last=True, until=now + timedelta(minutes=30))
            else:
                zone = f"Etc/GMT-{place}"
                changed = Space(id=space_id(number), introduced=True, zone=zone, threshold=6 + place)
                said = Say(slot=slot, content=SettingsChanged(by=ParticipantId("U1"), space=changed), last=True)
            unit.outbox.put((said,), now)


@pytest.mark.timeout(180)
async def test_an_hour_of_outage_with_500_messages_due_is_caught_up_in_order_within_the_limits(tmp_path):
    clock = StillClock()
    async with Workspace() as workspace:
        await workspace_with(workspace, CHANNELS, ["U1"])
        async with connected(settings_for(tmp_path, workspace), clock=clock) as joined:
            workspace.outage("chat.postMessage", times=None)
            workspace.outage("auth.test", times=None)
            now = clock.now()
            await joined.bot.service.run(lambda unit: five_hundred(unit, now))
            for _ in range(60):
                clock.move(timedelta(minutes=1))
                await joined.bot.look()
                await delivered(workspace, joined.bot, quiet=0.01)
            tried = sum(method == "chat.postMessage" for method, _ in workspace.calls)
            assert tried <= CHANNELS * 2  # while it is away, it is not stormed
            workspace.behave("chat.postMessage")
            workspace.behave("auth.test")
            workspace.one_per_second, workspace.clock = True, lambda: clock.now().timestamp()
            for _ in range(200):
                clock.move(timedelta(seconds=1))
                await joined.bot.look()
                await delivered(workspace, joined.bot, quiet=0.01)
                if not await joined.bot.service.run(lambda unit: unit.outbox.workspaces()):
                    break
            for number in range(CHANNELS):
                said = [message.plain() for message in workspace.sees("U1", f"C{number:04}")]
                # In order, each once, and only what is still of use.
                assert [text.count("antwoorden") > 0 for text in said] == [True] * (EACH // 2)
                found = [int(word) for text in said for word in text.replace(".", " ").split() if word.isdecimal()]
                assert found == [6, 8, 10, 12, 14]


# The noise budget of product.md.

EIGHT = [f"U{number}" for number in range(8)]


def three_meetings(unit, now):
    unit.space.save(Space(id=space_id(0), introduced=True, mode=None))
    for weekday in (0, 2, 4):
        rhythm = Rhythm(
            every=Every.WEEK, weekdays=(weekday,), starts=time(10), lasts=timedelta(hours=1), first=date(2026, 11, 1)
        )
        unit.plan.save_plan(
            Plan(id=PlanId(f"p{weekday}"), space=space_id(0), version=1, rhythm=rhythm, author=ParticipantId("U0"),
                 bell_before=timedelta(minutes=30), checkout=True, since=now)
        )  # fmt: skip


@pytest.mark.timeout(180)
async def test_a_team_of_eight_with_three_meetings_a_week_sees_five_posts_a_week_at_most(tmp_path):
    """Everything of a month of bells that are taken: bells, lines in threads, the round and its reminder."""
    clock = StillClock()
    clock._moment = clock._moment.replace(day=1)  # Sunday 1 November 2026
    weeks = Counter()
    private = Counter()
    async with Workspace() as workspace:
        await workspace_with(workspace, 1, EIGHT)
        async with (
            connected(settings_for(tmp_path, workspace), clock=clock) as joined,
            listening(application(joined.routes)) as url,
        ):
            workspace.bot_url = f"{url}/slack/events"
            await joined.bot.service.run(lambda unit: three_meetings(unit, clock.now()))
            await joined.bot.planner.look_ahead()
            seen = 0
            for _ in range(30 * 24 * 2):
                clock.move(timedelta(minutes=30))
                if not 7 <= clock.now().hour <= 17:
                    continue
                await joined.bot.look()
                await joined.bot.planner.settle()
                await delivered(workspace, joined.bot, quiet=0.01)
                await somebody_says_yes(workspace, joined.bot)
                posts = [m for m in workspace.sees("U0", "C0000") if not m.thread_ts or m.thread_ts == m.ts]
                weeks[clock.now().isocalendar().week] += len(posts) - seen
                seen = len(posts)
            private.update({who: len(workspace.dm(who)) for who in EIGHT})
    assert weeks == {44: 0, 45: 3, 46: 3, 47: 3, 48: 4, 49: 2}  # three bells; in one week the round; then the month
    assert [GONE_ROUND in post.plain() for post in posts] == [True] * 10 + [False] + [True] * 3 + [False]
    assert "ging 13 keer rond" in posts[-1].plain()
    assert private.pop("U0") == 13 * 2  # who leads: what to do, and what was done with it
    assert sum(private.values()) == 13 * 2  # who has the bell: asked and told what to do, and thanked


GONE_ROUND = "Het belletje ging vandaag rond."


async def somebody_says_yes(workspace, bot):
    for who in EIGHT:
        for message in workspace.dm(who)[-2:]:
            if "[Ja, is goed]" in message.plain():
                assert (await workspace.press(who, message, "Ja, is goed")).failure is None
                await delivered(workspace, bot)
