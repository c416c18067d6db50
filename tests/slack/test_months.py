"""The month in Slack: told once on the first working day, shown again, followed up; and the leaders' one."""

from dataclasses import replace

import pytest
from helpers import PEOPLE, StillClock, talk, team_in_slack

from bot.desk.asked import Pressed
from bot.texts import plain
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language
from rituals.month.months import Figures, Month, QuestionFigures, Rule

WORKSPACE = "slack:T01TEAM"
TEAM = SpaceId(f"{WORKSPACE}:C01TEAM")
FIGURES = Figures(
    announced=4, rung=3, moments=3, heard=1, forms=4, shown=3, answers=24, spoken=1,
    questions=(QuestionFigures(key="perspectives", most=2, some=1, uneasy=1),),
)  # fmt: skip
DID = (
    "Het belletje ging 4 keer rond en klonk bij 3 daarvan. "
    "Over 1 belletje zei de voorzitter wat ermee is gedaan: 1 gehoord. "
    "Uitcheck: 4 keer. In 3 daarvan waren genoeg antwoorden, samen 24. Hardop gevraagd wie het anders ziet: 1 keer."
)
TOLD = (
    f"📅 *Jullie november 2026*\n{DID}\n"
    "*Hebben we alle perspectieven gehoord?*\n"
    "3 uitchecks hadden genoeg antwoorden. In 2 zeiden de meesten of iedereen ja. In 1 zei een deel ja. "
    "In 1 zeiden meer dan een paar mensen deels of nee, of liepen de antwoorden uiteen.\n"
)


@pytest.fixture
async def team(tmp_path):
    async with talk(tmp_path, belletje_url="https://belletje.example") as team:
        yield team


async def published(team, *months):
    def work(unit):
        for month in months:
            unit.month.publish(month)
        unit.space.save(replace(unit.space.of(TEAM), introduced=True))

    await team.bot.service.run(work)


def month(name, about=TEAM, **more):
    return Month(about=about, month=name, **{"figures": FIGURES, "curious": Rule.QUIET, **more})


async def organisation(team, *names):
    """Five teams and their organisation."""
    rows = [month(name, f"{WORKSPACE}:C{number:03}") for name in names for number in range(5)]
    wholes = [month(name, WORKSPACE, spaces=5) for name in names]
    await published(team, *rows, *wholes)
    for row in rows:
        space = SpaceId(row.about)
        await team.bot.service.run(lambda unit, space=space: unit.space.save(unit.space.of(space)))


async def counted(team, spoken, name="2026-11"):
    """As questions asked aloud would have left it."""

    def work(unit):
        for number in range(spoken):
            unit.counts.add(f"s{name}{number}", TEAM, name, spoken=1)

    await team.bot.service.run(work)


async def until_first_working_day(team):
    await team.passes(days=6)  # Monday the thirtieth
    await team.passes(hours=23)


async def test_a_month_is_told_once_on_the_first_working_day(team):
    await counted(team, spoken=3)
    await team.passes(days=6)  # Monday the thirtieth
    assert team.channel() == []
    await team.passes(hours=22, minutes=59)  # Tuesday, one minute to nine
    assert team.channel() == []
    await team.passes(hours=1)
    assert team.channel() == [
        "📅 *Jullie november 2026*\n"
        "Het belletje ging niet rond. Hardop gevraagd wie het anders ziet: 3 keer.\n"
        "*Om nieuwsgierig naar te zijn:* Van welk ander geluid hebben we in november 2026 iets geleerd?\n"
        "Dit gaat over hoe we overleggen, niet over personen."
    ]
    await team.passes(days=1)
    assert len(team.channel()) == 1


async def test_the_only_bell_of_a_month_on_its_last_day_is_told_in_time_also_if_nobody_said_what_was_done(team):
    await team.passes(days=6, hours=5)  # Monday the thirtieth, three o'clock
    await team.says("Anna", "/advocaat")
    await team.presses("Anna", "Doe maar", team.only_for("Anna")[-1])
    (asked,) = team.asked()
    await team.presses(asked, "Ja, is goed", team.private(asked)[-1])
    await team.presses("Anna", "Overleg is klaar", team.private("Anna")[-1])
    await team.passes(hours=18)  # Tuesday, nine o'clock
    assert team.channel()[-1].split("\n")[:2] == [
        "📅 *Jullie november 2026*",
        "Het belletje ging één keer rond en klonk niet.",
    ]
    assert team.reads("Anna") == "De vraag over het belletje is gesloten. Je hoeft niets te doen."
    await team.passes(days=1)
    assert await team.bot.service.run(lambda unit: unit.month.open_months()) == {}


async def test_what_became_of_the_question_is_asked_and_stands_in_the_same_message(team):
    await published(team, month("2026-10"))
    await counted(team, spoken=1)
    await until_first_working_day(team)
    (message,) = team.messages()
    assert message.plain().split("\n")[-3:] == [
        "Wat is er gedaan met de vraag van oktober 2026? "
        "_Het belletje ging 4 keer rond en klonk 3 keer. Was er weinig anders te zien, of was het lastig om te bellen?_",
        "[Besproken] [Komt nog] [Deze keer niet]",
        "Dit gaat over hoe we overleggen, niet over personen.",
    ]
    assert await team.presses("Bram", "Besproken", message) == "Genoteerd. Het staat bij jullie maand."
    (after,) = team.messages()
    assert after.ts == message.ts
    assert after.plain().split("\n")[-3:] == [
        "De vraag van oktober 2026: "
        "_Het belletje ging 4 keer rond en klonk 3 keer. Was er weinig anders te zien, of was het lastig om te bellen?_ "
        "Wat ermee is gedaan: besproken.",
        "[Besproken] [Komt nog] [Deze keer niet]",
        "Dit gaat over hoe we overleggen, niet over personen.",
    ]
    assert "Bram" not in after.plain()


async def test_the_latest_month_is_shown_with_earlier_ones(team):
    assert await team.says("Anna", "/advocaat cijfers") == (
        "Er is nog geen maand afgesloten. Dat gebeurt op de eerste werkdag van de maand erna."
    )
    await published(team, month("2026-09"), month("2026-10"), month("2026-11"))
    shown = await team.says("Anna", "/advocaat cijfers")
    assert shown.startswith(TOLD)
    assert shown.split("\n")[-4:] == [
        "Eerdere maanden",
        f"*oktober 2026:* {DID}",
        f"*september 2026:* {DID}",
        "[Wat kunnen jullie hierna doen?]",
    ]
    assert "sep 2026: ging rond 4, klonk 3\nokt 2026: ging rond 4, klonk 3\nnov 2026: ging rond 4, klonk 3" in shown
    assert team.channel() == []
    assert (await team.says("Bram", "/advocaat maand")).startswith("📅 *Jullie november 2026*")


@pytest.mark.parametrize("charts", [True, False])
async def test_charts_are_drawn_where_slack_knows_them_and_said_in_words_everywhere(tmp_path, charts):
    async with talk(tmp_path, differs={"charts": charts}) as team:
        await published(team, month("2026-09"), month("2026-10"))
        for _ in range(2):
            shown = await team.says("Anna", "/advocaat cijfers")
            assert ("(chart: Belletjes per maand)" in shown) is charts
            assert "sep 2026: ging rond 4, klonk 3\nokt 2026: ging rond 4, klonk 3" in shown
        await counted(team, spoken=1)
        posted = len(team.slack.calls)
        await until_first_working_day(team)
        (told,) = team.channel()
        assert [call.method for call in team.slack.calls[posted:]].count("chat.postMessage") == (1 if charts else 2)
        assert ("(chart: Belletjes per maand)" in told) is charts
        assert "okt 2026: ging rond 4, klonk 3\nnov 2026: ging rond 0, klonk 0" in told


# Leaders.


async def test_the_organisation_s_month_is_for_leaders_and_says_so_to_others(team, caplog):
    refused = (
        "Dit is voor wie is aangewezen om de maand van de organisatie te lezen. Vraag het de beheerder van Belletje."
    )
    assert await team.says("Anna", "/advocaat organisatie") == refused
    assert await team.says("Anna", "/advocaat leiders") == refused


async def test_months_go_by_themselves_after_ten_years(team):
    await published(team, month("2026-10"))
    await team.passes(days=3600)
    assert (await team.says("Anna", "/advocaat cijfers")).startswith("📅 *Jullie oktober 2026*")
    await team.passes(days=40)
    assert (await team.says("Anna", "/advocaat cijfers")).startswith("Er is nog geen maand afgesloten.")


async def leading(tmp_path, **more):
    return talk(tmp_path, belletje_leaders=f"{WORKSPACE}:{PEOPLE['Anna']}", **more)


async def test_a_leader_reads_the_month_opens_the_page_and_tells_the_teams(tmp_path):
    async with await leading(tmp_path, belletje_url="https://belletje.example/") as team:
        await organisation(team, "2026-09", "2026-10")
        shown = await team.says("Anna", "/advocaat organisatie")
        assert shown.startswith(
            "📅 *oktober 2026, alle teams samen*: 5 teams deden mee.\nHet belletje ging 4 keer rond en klonk bij 3 daarvan."
        )
        assert "[De hele maand op één pagina]\nLaat de teams weten wat je met de vraag deed.\n" in shown
        message = team.only_for("Anna")[-1]
        link = await team.presses("Anna", "De hele maand op één pagina", message)
        assert link.startswith(
            "Je pagina is klaar. Deze link is van jou en werkt tot 8 december 2026. Geef hem niet door.\n"
            "<https://belletje.example/month/"
        )
        assert link.endswith("?month=2026-10&amp;lang=nl|Open de pagina>")
        assert "U01ANNA" not in link
        assert await team.presses("Anna", "Komt nog", message) == "Genoteerd. De teams zien het bij hun maand."
        assert "Dit lieten jullie de teams weten: komt nog." in await team.says("Anna", "/advocaat organisatie")
        # Somebody else's client sends the same press.
        for intent in ("month_page", "tell_teams"):
            value = f"space={TEAM}&month=2026-10&said=talked"
            pressed = Pressed(space=TEAM, actor=ParticipantId(PEOPLE["Bram"]), intent=intent, value=value)
            answer = await team.bot.requests.pressed(pressed)
            assert "aangewezen" in plain(answer.shown.summary)


async def test_without_a_web_address_there_is_the_file(tmp_path):
    async with await leading(tmp_path) as team:
        await organisation(team, "2026-10")
        await team.says("Anna", "/advocaat organisatie")
        assert await team.presses("Anna", "De hele maand op één pagina", team.only_for("Anna")[-1]) == (
            "Deze installatie heeft geen webadres. Vraag de beheerder van Belletje om de maand als bestand."
        )


async def test_leaders_hear_of_a_new_month_in_private_and_once(tmp_path):
    async with await leading(tmp_path) as team:
        spaces = [SpaceId(f"{WORKSPACE}:C{number:03}") for number in range(5)]
        for number in range(5):
            team.slack.channel(f"C{number:03}", name=f"c{number}", members=[PEOPLE["Bram"]])

        def work(unit):
            for space in spaces:
                unit.space.save(unit.space.of(space))
                unit.counts.add(space, space, "2026-11", spoken=1)

        await team.bot.service.run(work)
        await until_first_working_day(team)
        await team.passes(hours=2)
        assert [text.plain().split("\n")[0] for text in team.private("Anna")] == [
            "📅 *november 2026, alle teams samen*: 5 teams deden mee."
        ]
        assert team.private("Bram") == []
        # From the private chat, where they are in none of the teams.
        answer = await team.presses("Anna", "Besproken", team.private("Anna")[-1])
        assert answer == "Genoteerd. De teams zien het bij hun maand."


async def test_administrators_choose_leaders_and_what_changed_is_kept(tmp_path):
    async with team_in_slack() as workspace:
        workspace.person(PEOPLE["Anna"], name="anna", is_admin=True)
        async with talk(tmp_path, there=workspace) as team:
            await organisation(team, "2026-10")
            answer = await workspace.command(PEOPLE["Anna"], "C01TEAM", "/advocaat", "leiders")
            await workspace.submit(
                PEOPLE["Anna"], answer.view, {"leaders": {"leaders": [PEOPLE["Bram"], PEOPLE["Daan"]]}}
            )
            await team.settle()
            assert (await team.says("Bram", "/advocaat leiders")).split("\n") == [
                "Deze mensen lezen de maand van de hele organisatie: getallen van teams samen, en van teams die zelf delen. "
                "Nooit over personen.",
                "• <@U02BRAM>",
                "• <@U04DAAN>",
                "24 november 2026: <@U04DAAN> erbij, door <@U01ANNA>.",
                "24 november 2026: <@U02BRAM> erbij, door <@U01ANNA>.",
            ]
            assert (await team.says("Bram", "/advocaat organisatie")).startswith("📅 *oktober 2026")
            assert "aangewezen" in await team.says("Chaima", "/advocaat organisatie")
            again = await workspace.command(PEOPLE["Anna"], "C01TEAM", "/advocaat", "leiders")
            await workspace.submit(PEOPLE["Anna"], again.view, {"leaders": {"leaders": []}})
            await team.settle()
            assert "aangewezen" in await team.says("Bram", "/advocaat organisatie")


@pytest.mark.parametrize("kind", [{"team": "T0ELSE"}, {"is_restricted": True}, {"is_admin": False}])
async def test_administrators_of_others_and_guests_choose_nobody(tmp_path, kind):
    async with team_in_slack() as workspace:
        workspace.person(PEOPLE["Anna"], name="anna", **{"is_admin": True, **kind})
        async with talk(tmp_path, there=workspace) as team:
            assert "aangewezen" in await team.says("Anna", "/advocaat leiders")


async def test_a_team_that_shares_tells_everybody_there(team):
    answer = await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/advocaat", "instellingen")
    await team.slack.submit(PEOPLE["Anna"], answer.view, {"shared_as": {"shared_as": "Zorg & Wijk"}})
    await team.settle()
    assert team.channel()[-1].split("\n")[-1] == "Leidinggevenden zien jullie maand als: Zorg &amp; Wijk."
    answer = await team.slack.command(PEOPLE["Bram"], "C01TEAM", "/advocaat", "instellingen")
    await team.slack.submit(PEOPLE["Bram"], answer.view, {"shared_as": {"shared_as": ""}})
    await team.settle()
    assert team.channel()[-1].split("\n")[-1] == "Jullie maand wordt niet apart gedeeld met leidinggevenden."


# One's own page.


async def test_app_home_shows_what_is_kept_about_oneself(team):
    await team.slack.open_home(PEOPLE["Anna"])
    await team.settle()
    assert team.slack.home(PEOPLE["Anna"]).plain().split("\n") == [
        "Belletje voor jou",
        "Dit is jouw eigen pagina. Niemand anders ziet haar.",
        "Over een beurt of pauze van jou staat nu niets in onze bestanden.",
        "Werk je met Belletje? Typ `/advocaat` in het kanaal van je team. "
        "Met `/advocaat mijn gegevens` zie je daar wat we over jou bewaren.",
        "[Wat we beloven] [Wat is dit?]",
    ]
    await team.says("Anna", "/advocaat pauze mij")
    await team.slack.open_home(PEOPLE["Anna"])
    await team.settle()
    home = team.slack.home(PEOPLE["Anna"])
    assert (
        "In <#C01TEAM> staat iets over jouw beurt of pauze.\n[Wat we hier van jou bewaren] [Jullie maand]"
        in home.plain()
    )
    shown = await team.slack.press(PEOPLE["Anna"], home, "Wat we hier van jou bewaren")
    await team.settle()
    assert "pauze" in shown.view.plain().lower()
    await team.slack.dismiss(PEOPLE["Anna"])
    nothing = await team.slack.press(PEOPLE["Anna"], home, "Jullie maand")
    await team.settle()
    assert "Er is nog geen maand afgesloten." in nothing.view.plain()


async def test_app_home_shows_leaders_the_month(tmp_path):
    async with await leading(tmp_path) as team:
        await organisation(team, "2026-09", "2026-10")
        for who, sees in (("Anna", True), ("Bram", False)):
            await team.slack.open_home(PEOPLE[who])
            await team.settle()
            assert ("oktober 2026, alle teams samen" in team.slack.home(PEOPLE[who]).plain()) is sees
        home = team.slack.home(PEOPLE["Anna"])
        await team.slack.press(PEOPLE["Anna"], home, "Besproken")
        await team.settle()
        assert "Dit lieten jullie de teams weten: besproken." in team.slack.home(PEOPLE["Anna"]).plain()
        await team.says("Anna", "/advocaat vergeet mij")
        await team.presses("Anna", "Wis dit", team.only_for("Anna")[-1])
        for who, stays in (("Anna", True), ("Bram", False)):
            await team.slack.open_home(PEOPLE[who])
            await team.settle()
            shown = team.slack.home(PEOPLE[who]).plain()
            assert ("alle teams samen" in shown, "We bewaren twee jaar wie de maand" in shown) == (False, stays)


async def test_where_a_team_could_go(team):
    shown = (await team.says("Anna", "/advocaat fases")).split("\n")
    assert shown[0].startswith(
        "*Wat kunnen jullie hierna doen?* Vier fases uit het onderzoek naar professionele tegenspraak bij gemeenten."
    )
    assert [line.split("*")[1] for line in shown[1:]] == ["Begrijpen.", "Meten.", "Activeren.", "Borgen."]
    assert "Doen jullie al" not in "".join(shown)
    await counted(team, spoken=1)
    assert "Doen jullie al: hardop vragen." in await team.says("Anna", "/advocaat fases")


def test_the_clock_of_these_tests_stands_before_the_end_of_november():
    assert StillClock().now().isoformat()[:10] == "2026-11-24"


QUESTIONS = (
    QuestionFigures(key="perspectives", most=1, some=1, few=1, differ=1),
    QuestionFigures(key="say", most=1, some=1, few=1, differ=1),
)


@pytest.mark.parametrize("language", Language)
async def test_a_month_with_every_band_is_drawn_in_both_languages(tmp_path, language):
    async with talk(tmp_path, differs={"charts": True}) as team:
        both = [month(name) for name in ("2026-09", "2026-10")]
        full = [replace(one, figures=replace(one.figures, questions=QUESTIONS)) for one in both]
        await published(team, *full)
        await team.bot.service.run(lambda unit: unit.space.save(replace(unit.space.of(TEAM), language=language)))
        command = {"nl": "/advocaat cijfers", "en": "/bell stats"}[language.value]
        shown = await team.says("Anna", command)
        assert shown.count("(chart:") == 2
        assert not [call for call in team.slack.calls if "invalid_blocks" in str(call)]


async def test_a_chart_that_is_refused_drops_that_chart_alone(tmp_path, monkeypatch):
    """However it comes about: here because Slack's limit turned out to be another."""
    monkeypatch.setattr("bot.slack.charts.TITLE_AT_MOST", 100)
    async with talk(tmp_path, differs={"charts": True}) as team:
        both = [month(name) for name in ("2026-09", "2026-10")]
        await published(team, *(replace(one, figures=replace(one.figures, questions=QUESTIONS[:1])) for one in both))
        await counted(team, spoken=1)
        await until_first_working_day(team)
        (told,) = team.channel()
        assert "(chart: Belletjes per maand)" in told
        assert told.count("(chart:") == 1
