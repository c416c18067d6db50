"""The month in Teams: on a card, with bars where a client has them; and one's own page in the chat of two."""

from dataclasses import replace

from teams_talk import teams_talk

from rituals.kernel.identifiers import SpaceId
from rituals.month.months import Figures, Month, Rule

FIGURES = Figures(announced=4, rung=3, moments=3, heard=1, spoken=1)


def row(about, month="2026-10"):
    return Month(about=about, month=month, figures=FIGURES, curious=Rule.QUIET)


async def published(team, *months):
    def work(unit):
        for month in months:
            unit.month.publish(month)

    await team.bot.service.run(work)


def here(team):
    return SpaceId(f"teams:{team.teams.tenant_id}:{team.place.id}")


async def test_a_month_is_told_shown_and_followed_up(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await published(team, row(here(team), "2026-09"), row(here(team)))
        await team.bot.service.run(lambda unit: unit.counts.add("s", here(team), "2026-11", spoken=1))
        shown = await team.says("Anna", "@Belletje cijfers")
        assert shown.startswith("📅 Jullie oktober 2026\nHet belletje ging 4 keer rond en klonk bij 3 daarvan.")
        assert "(chart: Belletjes per maand)\nBelletjes per maand\nsep 2026: ging rond 4, klonk 3" in shown
        await team.passes(days=6)
        await team.passes(hours=23)
        (told,) = team.messages()
        assert told.plain().startswith("📅 Jullie november 2026\n")
        assert await team.presses("Bram", "Komt nog", told) == "Genoteerd. Het staat bij jullie maand."
        (after,) = team.channel()
        assert "Wat ermee is gedaan: komt nog.\n[Besproken] [Komt nog] [Deze keer niet]" in after
        assert team.teams.answers == []


async def test_the_chat_of_two_shows_one_s_own_page_and_leaders_the_month(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        tenant = f"teams:{team.teams.tenant_id}"
        rows = [row(f"{tenant}:19:c{number}") for number in range(5)]
        await published(team, *rows, replace(row(tenant), spaces=5))
        anna = team.people["Anna"]
        own = team.teams.personal(anna)
        await team.teams.install(anna, by=anna)
        await team.says("Anna", "menu", own)
        assert team.teams.sees(anna, own)[-1].plain().startswith("Belletje voor jou\n")
        assert "alle teams samen" not in team.teams.sees(anna, own)[-1].plain()
        await team.says("Anna", "organisatie", own)
        assert "aangewezen" in team.teams.sees(anna, own)[-1].plain()
        await team.says("Anna", "leiders", own)
        assert "aangewezen" in team.teams.sees(anna, own)[-1].plain()


async def test_a_leader_whom_the_operator_named(tmp_path, monkeypatch):
    named = {}

    def before(teams):
        named["leader"] = teams.person("Lena Leider")

    async with teams_talk(tmp_path, monkeypatch, before=before) as team:
        tenant = f"teams:{team.teams.tenant_id}"
        lena = named["leader"]
        from bot.planning.month import leaders_from  # noqa: PLC0415
        from rituals.organisation.commands import NameLeaders  # noqa: PLC0415

        leaders = leaders_from(f"{tenant}:{lena.id}")
        await team.bot.service.do(NameLeaders(space=SpaceId(tenant), organisation=tenant, leaders=leaders))
        rows = [row(f"{tenant}:19:c{number}") for number in range(5)]
        await published(team, *rows, replace(row(tenant), spaces=5))
        own = team.teams.personal(lena)
        await team.teams.install(lena, by=lena)
        await team.teams.says(lena, own, "organisatie")
        await team.settle()
        card = team.teams.sees(lena, own)[-1]
        assert card.plain().startswith("📅 oktober 2026, alle teams samen: 5 teams deden mee.")
        team.people["Lena"] = lena
        assert await team.presses("Lena", "Besproken", card) == "Genoteerd. De teams zien het bij hun maand."
        await team.teams.says(lena, own, "menu")
        await team.settle()
        assert "Dit lieten jullie de teams weten: besproken." in team.teams.sees(lena, own)[-1].plain()
