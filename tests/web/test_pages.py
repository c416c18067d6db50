"""The month's page, its files and its links, over real HTTP; and the same as files and export from the terminal."""

import contextlib
import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from click.testing import CliRunner
from helpers import StillClock, listening, settings_for, team_in_slack
from openpyxl import load_workbook
from organisations import WORKSPACE, Organisation
from rooms import launched_chromium

from bot.cli import main
from bot.report.bars import drawn
from bot.report.links import Links
from bot.report.page import page
from bot.report.sheets import as_csv, as_excel
from bot.report.tables import Table, tables
from bot.run.asgi import application
from bot.run.platforms import connected
from bot.texts import texts
from bot.views.message import Chart
from bot.web.pages import FILES
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language
from rituals.month.months import BEFORE
from rituals.organisation.closing import organisation_view
from rituals.organisation.commands import NameLeaders
from rituals.organisation.organisation import Leader, Rows
from storage import open_store, reading

NL, EN = texts(Language.DUTCH), texts(Language.ENGLISH)
ANNA = Leader(workspace=WORKSPACE, participant=ParticipantId("U01ANNA"))


async def token_of(bot, clock):
    """Anna's link, as she gets it."""
    (leader,) = await bot.service.run(lambda unit: unit.organisation.leaders(WORKSPACE))
    return bot.links.make(WORKSPACE, leader, clock.now())


HOSTILE = (
    '=HYPERLINK("http://x.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tTab",
    '<script>alert(1)</script>;"a"',
    "Zorg & Wijk",
)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    """Fourteen months of fourteen teams, seven of which share their month under odd names."""
    folder = tmp_path_factory.mktemp("organisation")
    store = open_store(folder, folder / "live", pepper=b"p" * 32)
    whole = Organisation(
        store, teams=14, seed=5, sizes=(7, 9, 12), start=datetime.fromisoformat("2025-09-01T00:00+00:00")
    )
    for team, name in zip(whole.teams, HOSTILE, strict=False):
        store.run(
            lambda unit, team=team, name=name: unit.space.save(replace(unit.space.of(team.space), shared_as=name))
        ).result()
    whole.live(14)
    store.close()
    (folder / "live" / "in-use.lock").unlink()
    return folder


@pytest.fixture
def folder(simulated, tmp_path):
    """A copy, so that each test may change it."""
    with sqlite3.connect(simulated / "belletje.db") as source, sqlite3.connect(tmp_path / "belletje.db") as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return tmp_path


@contextlib.asynccontextmanager
async def served(folder, **more):
    clock = StillClock()
    async with team_in_slack() as workspace:
        named = {
            "belletje_organisation": "",
            "belletje_leaders": f"{WORKSPACE}:U01ANNA",
            "belletje_url": "https://b.example",
        }
        settings = settings_for(folder, workspace, **named, **more)
        async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
            yield joined.bot, clock, url


async def got(url, path):
    async with httpx.AsyncClient() as client:
        return await client.get(f"{url}{path}")


def seen(folder, month=None, at_most=BEFORE + 1):
    with reading(folder) as record:
        return organisation_view(WORKSPACE, record, month=month, at_most=at_most)


# The link.


async def test_a_link_opens_the_page_and_names_nobody(folder):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        answer = await got(url, f"/month/{token}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "<h1>Oktober 2026, alle teams samen</h1>" in answer.text
        assert "U01ANNA" not in token
        assert "U01ANNA" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        english = await got(url, f"/month/{token}?lang=en&month=2026-03")
        assert "<h1>March 2026, all teams together</h1>" in english.text


@pytest.mark.parametrize(
    ("days", "status", "sentence"),
    [(13.99, 200, None), (14, 410, "Deze link is verlopen."), (400, 410, "Deze link is verlopen.")],
)
async def test_a_link_ends_after_fourteen_days(folder, days, status, sentence):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        clock.move(timedelta(days=days))
        answer = await got(url, f"/month/{token}")
        assert (answer.status_code, sentence is None or sentence in answer.text) == (status, True)


async def test_who_leads_no_more_sees_nothing_and_neither_does_anybody_with_a_link_that_is_not_right(folder, caplog):
    async with served(folder) as (bot, clock, url):
        right = await token_of(bot, clock)
        body, _, signature = right.partition(".")
        elsewhere = Links(b"another secret").make(WORKSPACE, ANNA, clock.now())
        other = bot.links.make("slack:T0OTHER", ANNA, clock.now())
        nobody = bot.links.make(WORKSPACE, replace(ANNA, participant=ParticipantId("U02BRAM")), clock.now())
        for token in (f"{body}x.{signature}", f"{body}.{signature[:-2]}", elsewhere, "x", "%00", "." * 5000, "..", "é"):
            answer = await got(url, f"/month/{token}")
            assert answer.status_code in (403, 404, 400), token
            assert "Hebben we alle" not in answer.text
        for token in (other, nobody):
            answer = await got(url, f"/month/{token}")
            assert (answer.status_code, "van iemand die de maand niet meer leest" in answer.text) == (403, True)
            for file in FILES.values():
                assert (await got(url, f"/month/{token}/{file}")).status_code == 403
        assert (await got(url, f"/month/{right}/../../etc/passwd")).status_code == 404
        assert (await got(url, f"/month/{right}/live.db")).status_code == 404


async def test_an_old_link_does_not_come_back_with_being_named_again(folder):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        for leaders, status in (((), 403), ((ANNA,), 403)):
            await bot.service.do(NameLeaders(space=SpaceId(WORKSPACE), organisation=WORKSPACE, leaders=leaders))
            assert (await got(url, f"/month/{token}")).status_code == status
        assert (await got(url, f"/month/{await token_of(bot, clock)}")).status_code == 200


@pytest.mark.parametrize("month", ["2026-11", "1999-01", "2026-13", "x" * 3000, "../..", "2026-10'--", "%00", "%ff"])
async def test_a_month_that_is_not_there_is_a_sentence(folder, month):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        answer = await got(url, f"/month/{token}?month={month}")
        assert answer.status_code == 404
        assert "Die maand is er niet, of is nog niet afgesloten." in answer.text


async def test_from_an_older_month_one_gets_back_to_the_newest(folder):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        newest = [month.month for month in seen(folder).months[:BEFORE]]
        older = (await got(url, f"/month/{token}?month={newest[5]}")).text
        for month in newest:
            assert f'href="/month/{token}?month={month}&amp;lang=nl"' in older
        first = (await got(url, f"/month/{token}?month=2025-09")).text
        assert "De maand ervoor is er niet." in first
        assert older.count("<h2") == first.count("<h2")


async def test_no_month_named_is_the_latest(folder):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        for path in (f"/month/{token}?month=", f"/month/{token}/months.csv?month=&lang=xx"):
            assert (await got(url, path)).status_code == 200


async def test_too_few_teams_and_no_month_at_all_are_sentences(tmp_path):
    async with served(tmp_path) as (bot, clock, url):
        token = await token_of(bot, clock)
        assert "Er is nog geen maand afgesloten." in (await got(url, f"/month/{token}")).text
        team = SpaceId(f"{WORKSPACE}:C01TEAM")
        await bot.service.run(lambda unit: unit.space.save(unit.space.of(team)))
        await bot.service.run(lambda unit: unit.counts.add("x", team, "2026-09", spoken=1))
        clock.move(timedelta(hours=2))
        await bot.look()
        await bot.planner.settle()
        assert (
            "Er deed 1 team mee. Vanaf 5 teams laat ik iets zien."
            in (await got(url, f"/month/{token}?month=2026-09")).text
        )


# Every file says the same.


async def test_the_files_hold_what_the_page_shows(folder):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        html = (await got(url, f"/month/{token}")).text
        made = {table.name: table for table in tables(seen(folder), NL)}
        for file in ("months", "questions", "teams", "team_questions"):
            assert f"/month/{token}/{file}.csv" in html
            answer = await got(url, f"/month/{token}/{file}.csv")
            assert answer.content == as_csv(made[file], NL)
            assert answer.headers["content-disposition"] == f'attachment; filename="belletje-2026-10-{file}.csv"'
        answer = await got(url, f"/month/{token}/belletje.xlsx")
        book = load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames == ["Maanden", "Vragen", "Teams", "Vragen per team"]
        for name, sheet in zip(made, book.worksheets, strict=True):
            assert rows_of(sheet) == expected_in_excel(made[name])


def rows_of(sheet):
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]


def expected_in_excel(table):
    def cell(column, value):
        if column == "month":
            return datetime.fromisoformat(f"{value}-01")
        return "–" if value is None else value

    return [tuple(cell(*pair) for pair in zip(table.columns, row, strict=True)) for row in table.rows]


def tables_on(html):
    """Every table of the page: caption, head and rows of words."""
    body = re.sub(r"<(meta|link|input)[^>]*>", "", html.split("<body>")[1].split("</body>")[0])
    root = ET.fromstring(f"<body>{body}</body>".replace("&nbsp;", " "))  # noqa: S314  our own page
    for table in root.iter("table"):
        rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
        yield table.findtext("caption"), rows[0], rows[1:]


def without_empty(table):
    """As the page has it: no month, and no column in which nothing can be shown."""
    kept = [place for place in range(1, len(table.columns)) if any(row[place] is not None for row in table.rows)]
    return [["–" if row[place] is None else str(row[place]) for place in kept] for row in table.rows]


@pytest.mark.parametrize("say", [NL, EN], ids=["nl", "en"])
def test_the_tables_on_the_page_are_those_of_the_files(folder, say):
    shown = seen(folder)
    html = page(shown, "Voorbeeld", say)
    months, questions, teams, team_questions = tables(shown, say)
    found = list(tables_on(html))
    numbers = {
        (row[0], title): cell
        for caption, head, rows in found[:2]
        for row in rows
        for title, cell in zip(head[1:], row[1:], strict=True)
    }
    for row in months.rows[:BEFORE]:
        for column, cell in zip(months.columns[1:-1], row[1:-1], strict=True):
            assert numbers[say.month(row[0]), say.label(f"col.{column}")] == ("–" if cell is None else str(cell))
    asked = [rows for caption, _, rows in found if caption.startswith(say.label("page.table"))]
    newest = [row for row in questions.rows if row[0] == shown.months[0].month]
    assert [rows[0][1:] for rows in asked] == [[str(cell) for cell in row[2:]] for row in newest]
    drawn_in_words = [html_.split("; ") for html_ in re.findall(r'role="img" aria-label="[^"]*?\?? ?\. ([^"]*)"', html)]
    charted = [
        {(row[0], title): cell for row in rows for title, cell in zip(head[1:], row[1:], strict=True)}
        for caption, head, rows in found
        if caption.startswith(say.label("page.table"))
    ]
    bands = {say.label(f"band.{band}"): say.label(f"col.{band}") for band in ("most", "some", "few", "differ")}
    short = {say.short_month(month.month): say.month(month.month) for month in shown.months}
    for words, numbers_ in zip(drawn_in_words[1:], [each for each in charted if len(each) > 6], strict=False):
        for line in words:
            when, _, said = line.partition(": ")
            for name, band in bands.items():
                if counted := re.search(rf"{name} (\d+)", said):
                    assert numbers_[short[when], band] == counted[1]
    assert len(drawn_in_words) >= 2
    named = [rows for caption, _, rows in found if caption == say.label("sheet.teams")]
    assert named == [without_empty(teams)]
    by_team = [rows for caption, _, rows in found if caption == say.label("sheet.team_questions")]
    assert by_team == (
        [[[str(cell) for cell in row[1:]] for row in team_questions.rows]] if team_questions.rows else []
    )


@pytest.mark.parametrize(("teams", "in_page"), [(100, True), (101, False)])
def test_of_many_teams_the_questions_stand_in_the_files(folder, teams, in_page):
    shown = seen(folder)
    rows = tuple(
        replace(shown.months[0], shared_as=f"Team {number:03}", about=f"a:b:{number}") for number in range(teams)
    )
    html = page(replace(shown, rows=Rows(rows=rows, hidden=frozenset({"done"}))), "Voorbeeld", NL)
    assert (NL.label("sheet.team_questions") in html, NL.label("page.rows.in_file") in html) == (in_page, not in_page)
    assert html.count("Team 0") >= 100


def test_the_bars_are_as_long_as_their_numbers_and_the_words_say_the_same():
    chart = Chart(title="t", names=("a", "b"), categories=("x", "y"), values=((4, 0), (1, 20)))
    bars = drawn(chart).bars
    scale = {round(bar.height / bar.number, 2) for bar in bars}
    assert ([bar.number for bar in bars], len(scale)) == ([4, 1, 20], 1)
    stacked = drawn(replace(chart, stacked=True))
    tops = {bar.number: (bar.y, bar.y + bar.height) for bar in stacked.bars}
    assert tops[1][1] == pytest.approx(tops[4][0], abs=0.2)
    assert chart.words == ("x: a 4, b 1", "y: a 0, b 20")
    assert [number for _, number in stacked.ticks] == [0, 4, 8, 12, 16, 20]


# CSV and Excel.


def table_with(*names):
    return Table(
        name="teams", columns=("month", "team", "announced"), rows=tuple(("2026-11", name, 3) for name in names)
    )


@pytest.mark.parametrize(("say", "separator"), [(NL, ";"), (EN, ",")], ids=["nl", "en"])
def test_csv_opens_in_the_excel_of_its_language_and_runs_nothing(say, separator):
    made = as_csv(table_with(*HOSTILE, "Ünïcode ☂", "a\nb", "Zorg;=1+1", "a, @b"), say)
    assert made.startswith(b"\xef\xbb\xbf")
    text = made.decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert [row[1] for row in read[1:6]] == ["'" + name for name in HOSTILE[:5]]
    assert [row[1] for row in read[6:]] == [*HOSTILE[5:], "Ünïcode ☂", "a\nb", "Zorg;'=1+1", "a,' @b"]
    assert {row[2] for row in read[1:]} == {"3"}
    assert text.count("\r\n") == len(read)


def test_excel_has_numbers_months_and_words_and_no_formula():
    made = as_excel([replace(table_with(*HOSTILE), columns=("month", "team", "announced"))], NL, datetime(2026, 12, 1))  # noqa: DTZ001
    (sheet,) = load_workbook(io.BytesIO(made)).worksheets
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[1].value for row in rows] == list(HOSTILE)
    assert {cell.data_type for row in rows for cell in row} == {"d", "s", "n"}
    assert (rows[0][0].value, rows[0][0].number_format) == (datetime(2026, 11, 1), "mmm yyyy")  # noqa: DTZ001


# The terminal.


def run(folder, *words, **env):
    settings = {"BELLETJE_DATA_DIR": str(folder), **env}
    result = CliRunner().invoke(main, list(words), env=settings)
    return result.exit_code, result.output


def test_a_report_is_the_page_as_a_file(folder):
    for name in ("m.html", "m.csv", "m.xlsx"):
        code, output = run(folder, "report", str(folder / name), "--language", "en")
        assert (code, output) == (0, f"The month 2026-10 of {WORKSPACE} is in {folder / name}.\n")
    assert (folder / "m.html").read_text() == page(seen(folder), "", EN)
    assert (folder / "m.csv").read_bytes() == as_csv(tables(seen(folder), EN)[0], EN)
    assert "http" not in re.sub(
        r'xmlns="[^"]*"|HYPERLINK\(&#34;http://x.example&#34;\)', "", (folder / "m.html").read_text()
    )


def test_what_a_report_refuses(folder, tmp_path):
    assert run(folder, "report", "m.pdf") == (1, "m.pdf should end in .html, .csv, .xlsx\n")
    assert run(folder, "report", "m.html", "--month", "november") == (1, "november is no month such as 2026-11.\n")
    code, output = run(folder, "report", str(tmp_path / "m.html"), "--month", "1999-01")
    assert (code, output) == (1, "There is no such month, or it is not closed yet.\n")
    assert run(folder, "report", "/nowhere/m.html") == (1, "Cannot write /nowhere/m.html: No such file or directory\n")
    empty = tmp_path / "empty"
    assert run(empty, "report", "m.html") == (1, f"there is no belletje.db in {empty}\n")
    open_store(empty, empty / "live", pepper=b"p" * 32).close()
    assert run(empty, "report", "m.html")[1].startswith("No month has been closed yet.")
    unknown = run(folder, "report", "m.html", "--organisation", "x:1")
    assert unknown == (1, f"There is no organisation x:1. There is: {WORKSPACE}\n")


def test_an_export_holds_what_leaders_may_see_and_explains_each_column(folder, tmp_path):
    target = tmp_path / "out"
    code, _ = run(folder, "export", "--published", str(target))
    assert code == 0
    with sqlite3.connect(target / "published.db") as database:
        columns = {
            name: [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
            for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        explained = {(table, column) for table, column, _ in database.execute("SELECT * FROM dictionary")}
        months = database.execute("SELECT * FROM months ORDER BY month DESC").fetchall()
        teams = database.execute("SELECT month, team FROM teams").fetchall()
    database.close()
    assert explained == {(name, column) for name, found in columns.items() if name != "dictionary" for column in found}
    every = seen(folder, at_most=1000)
    assert months == [(WORKSPACE, *row) for row in tables(every, NL)[0].rows]
    expected = [
        (each.month, each.shared_as)
        for month in every.months[::-1]
        for each in seen(folder, month=month.month, at_most=1000).rows.rows
    ]
    assert sorted(teams) == sorted(expected)
    named = json.loads((target / "metadata.json").read_text())["databases"]["published"]["tables"]
    assert set(named) == set(columns) - {"dictionary"}
    text = (target / "months.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == len(months) + 1
    assert run(folder, "export", "--published", str(target)) == (1, f"{target} is not empty; nothing was written.\n")


# In a browser.


@pytest_asyncio.fixture(loop_scope="function")
async def browser():
    async with launched_chromium() as opened:
        yield opened


@pytest.mark.browser
async def test_the_page_in_a_browser_at_any_size_and_on_paper(folder, browser):
    async with served(folder) as (bot, clock, url):
        token = await token_of(bot, clock)
        for language in ("nl", "en"):
            for width in (1000, 500, 320):  # 500 is 1000 at 200%
                opened = await browser.new_page(viewport={"width": width, "height": 900})
                wrong, asked = [], []
                opened.on("console", lambda message, wrong=wrong: wrong.append(message.text))
                opened.on("request", lambda request, asked=asked: asked.append(request.url))
                address = f"{url}/month/{token}?lang={language}"
                await opened.goto(address)
                found = await Axe().run(opened)
                assert (found.violations_count, found.response["violations"]) == (0, [])
                wide = await opened.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert (wide, wrong, asked) == (0, [], [address])
                await opened.close()
        printed = await browser.new_page(viewport={"width": 794, "height": 1123})
        await printed.goto(f"{url}/month/{token}")
        await printed.emulate_media(media="print")
        outside = await printed.evaluate(
            "[...document.querySelectorAll('td, th, svg')].filter(e => e.getBoundingClientRect().right > 794).length"
        )
        assert outside == 0
        for place in await printed.locator("nav, .links").all():
            assert await place.is_hidden()


@pytest.mark.browser
async def test_the_page_answers_the_five_questions_of_a_leader(folder, browser):
    """Read as it is shown: under each question stands what answers it."""
    shown = seen(folder)
    month = shown.months[0]
    async with served(folder) as (bot, clock, url):
        opened = await browser.new_page()
        await opened.goto(f"{url}/month/{await token_of(bot, clock)}")

        async def under(title):
            section = opened.locator("section", has=opened.get_by_role("heading", name=title, exact=True, level=2))
            return " ".join((await section.inner_text()).split())

        used = await under("Hoeveel wordt het gebruikt?")
        assert (
            f"Het belletje ging {month.figures.announced} keer rond en klonk bij {month.figures.rung} daarvan." in used
        )
        assert f"Uitcheck: {month.figures.forms} keer." in used
        assert f"In {month.figures.shown} daarvan waren genoeg antwoorden, samen {month.figures.answers}." in used
        said = await under("Wat zeggen mensen?")
        for asked in month.figures.questions:
            assert NL.label(f"q.{asked.key}") in said
            assert f"{asked.shown} uitchecks hadden genoeg antwoorden." in said
            assert not asked.most or f"In {asked.most} zeiden de meesten of iedereen ja." in said
        changed = await under("Wat is er veranderd?")
        assert f"belletjes {month.figures.announced} {shown.months[1].figures.announced}" in changed
        ask = await under("Welke vraag lees ik voor?")
        assert "Lees deze vraag voor in je eerstvolgende overleg." in ask
        assert NL.label(f"page.why.{month.curious}") in ask
        order = await under("Waarom is er geen ranglijst?")
        assert "geen rood en groen, geen pijlen, geen punten en geen doelen" in order
        rules = await under("De regels achter de vraag")
        assert all(NL.label(f"page.rule.{rule}") in rules for rule in ("voice", "reply", "table", "quiet", "time"))
        assert "Deze link werkt tot 8 december 2026." in await opened.locator("footer").inner_text()
