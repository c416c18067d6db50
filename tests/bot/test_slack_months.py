"""The month in Slack: told once on the first working day, shown again, followed up; and the leaders' one."""

import pytest
from helpers import PEOPLE, talk

from rituals.identifiers import SpaceId

TEAM = SpaceId("slack:T0BELL:C01TEAM")


@pytest.fixture
async def team(tmp_path):
    async with talk(tmp_path) as team:
        yield team


async def rung_bell(team, done="Taken on"):
    await team.says("Anna", "/bell")
    [ask] = [
        message
        for name in PEOPLE
        if team.private(name)
        for message in team.private(name)[-1:]
        if "Go ahead" in message.plain()
    ] or [None]
    return ask


async def counted(team, **counts):
    """Activity as bells and check-outs would have left it."""

    def work(unit):
        month = counts.get("month", "2026-11")
        for number in range(counts.get("spoken", 0)):
            unit.record.count_spoken(f"s{month}{number}", TEAM, month)

    await team.bot.service.run(work)


async def test_a_month_is_told_once_on_the_first_working_day(team):
    await counted(team, spoken=3)
    await team.passes(days=6)  # Monday the thirtieth
    assert team.channel() == []
    await team.passes(hours=22, minutes=59)  # Tuesday, one minute to nine
    assert team.channel() == []
    await team.passes(hours=1)
    assert team.channel() == [
        "📅 *Jullie november 2026*\n"
        "Het belletje ging deze maand niet rond. Hardop gevraagd wie het anders ziet: 3 keer.\n"
        "*Om nieuwsgierig naar te zijn:* Het loopt. Van welk ander geluid hebben we deze maand iets geleerd?\n"
        "Dit gaat over hoe we overleggen, niet over personen."
    ]
    await team.passes(days=1)
    assert len(team.channel()) == 1
