"""A simulated organisation: everything that is published anywhere agrees, and comes from what the teams had seen.

Sixty teams over three years with PROOF=1, twenty over one year else: changing, small, silent and sharing ones. Every
artefact is collected month by month: messages of teams and leaders in Slack and Teams, page, CSV, Excel, export, home.
"""

import csv
import io
import itertools
import os
import re
import sqlite3
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from organisations import WORKSPACE, Organisation, recomputed

from bot.desk.desk import Asked
from bot.desk.home import own_page
from bot.desk.requests import DESKS
from bot.report.export import export_published
from bot.report.page import page
from bot.report.sheets import as_csv, as_excel
from bot.report.tables import tables
from bot.slack.messages import blocks
from bot.teams.fields import Known
from bot.teams.messages import card
from bot.texts import texts
from bot.views.message import Chart
from bot.views.render import render
from bot.views.voice import Platform, Voice
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person
from rituals.kernel.space import Language, Space
from rituals.month.contents import MonthTold
from rituals.month.months import BEFORE, COUNTS, QUESTION_COUNTS, SPACES_NEEDED, Figures
from rituals.organisation.closing import organisation_view
from rituals.organisation.commands import ChangeLeaders
from rituals.organisation.contents import OrganisationTold
from rituals.organisation.organisation import PARTS, has, parts_of
from storage import open_store, reading

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
TEAMS, MONTHS = (60, 36) if LONG else (20, 12)
NL = texts(Language.DUTCH)
VOICE = Voice(space=Space(id=SpaceId(f"{WORKSPACE}:C000")), platform=Platform(name="Slack"), organisation="Voorbeeld")
LEADER = ParticipantId("ULEADER")


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The organisation after its years, with what leaders saw after each month."""
    folder = tmp_path_factory.mktemp("whole")
    store = open_store(folder, folder / "live", pepper=b"p" * 32)
    whole = Organisation(store, teams=TEAMS, seed=11)
    views, whole.chosen = {}, {}

    def closed(month):
        views[month] = whole.read(_view)
        whole.chosen[month] = {team.space for team in whole.teams if team.sharing}
        for team in whole.teams:  # people come and go, and teams change their minds about sharing
            size = max(3, len(team.people) + whole.chance.choice((-1, 0, 0, 1)))
            team.people = tuple(ParticipantId(f"{team.space[-4:]}P{number:02}") for number in range(size))
            if whole.chance.random() < 0.1:
                team.sharing = None if team.sharing else f"Team {team.space[-3:]}"
                whole.read(
                    lambda unit, team=team: unit.space.save(replace(unit.space.of(team.space), shared_as=team.sharing))
                )

    admin = Person(id=ParticipantId("UADMIN"), administrator=True)
    whole.ask(
        ChangeLeaders, SpaceId(f"{WORKSPACE}:C000"), organisation=WORKSPACE, actor=admin.id, person=admin,
        leaders=(LEADER,),
    )  # fmt: skip
    whole.live(MONTHS, each=closed)
    yield whole, views, folder
    store.close()


def _view(unit):
    try:
        return organisation_view(WORKSPACE, unit, at_most=BEFORE + 1)
    except Refusal:
        return None


def months_of(whole, about):
    return whole.read(lambda unit: unit.month.months(about, 1000))


def test_every_figure_of_a_team_is_what_the_team_had_seen(lived):
    whole, _, _ = lived
    seen = 0
    for team in whole.teams:
        rows = months_of(whole, team.space)
        assert {row.month for row in rows} == {month for month, _ in team.seen}
        for row in rows:
            counts, questions = recomputed(team, row.month)
            assert {name: getattr(row.figures, name) for name in COUNTS} == {name: counts[name] for name in COUNTS}
            found = {
                asked.key: {name: getattr(asked, name) for name in QUESTION_COUNTS} for asked in row.figures.questions
            }
            assert found == {key: {name: held[name] for name in QUESTION_COUNTS} for key, held in questions.items()}
            seen += 1
    assert seen > TEAMS * MONTHS / 3


def test_every_figure_of_the_organisation_is_of_five_teams_and_recomputed_from_what_they_saw(lived):
    whole, _, _ = lived
    shown = set()
    for month in months_of(whole, WORKSPACE):
        teams = [(team, *recomputed(team, month.month)) for team in whole.teams]
        active = [
            (counts, questions) for team, counts, questions in teams if any(m == month.month for m, _ in team.seen)
        ]
        assert month.spaces == len(active)
        for part, names in PARTS.items():
            having = sum(any(counts[name] for name in names) for counts, _ in active)
            assert (part in month.hidden) is (having < SPACES_NEEDED)
            for name in names:
                total = sum(counts[name] for counts, _ in active)
                assert getattr(month.figures, name) == (0 if part in month.hidden else total)
            shown |= {part} - month.hidden
        for key in {key for _, questions in active for key in questions}:
            having = sum(key in questions for _, questions in active)
            asked = month.figures.question(key)
            expected = {
                name: sum(questions[key][name] for _, questions in active if key in questions)
                for name in QUESTION_COUNTS
            }
            if having < SPACES_NEEDED:
                expected = dict.fromkeys(QUESTION_COUNTS, 0)
            assert {name: getattr(asked, name) for name in QUESTION_COUNTS} == expected
    assert {"announced", "rung", "done", "forms", "shown"} <= shown


# Artefacts.


def numbers(text):
    return [int(found) for found in re.findall(r"\d+", str(text))]


def sums(months):
    """What a sentence adds up of the newest month, and of three months against those before."""
    newest = months[0].figures
    added = {newest.taken_on + newest.weighed + newest.heard + newest.not_reached}
    for key in (asked.key for asked in newest.questions):
        shown = [asked for month in months for asked in month.figures.questions if asked.key == key and asked.shown]
        for part in (shown[:3], shown[3:]):
            added |= {sum(asked.most for asked in part), sum(asked.shown for asked in part)}
    return added


def test_every_artefact_says_the_same(lived, tmp_path):
    """Page, CSV, Excel and export of the last month hold one set of figures; messages hold no other."""
    whole, views, folder = lived
    seen = next(found for found in reversed(list(views.values())) if found)
    made = {table.name: table for table in tables(seen, NL)}
    book = load_workbook(io.BytesIO(as_excel(made.values(), NL, whole.now)))
    for table, sheet in zip(made.values(), book.worksheets, strict=True):
        read = list(csv.reader(io.StringIO(as_csv(table, NL).decode("utf-8-sig")), delimiter=";"))[1:]
        in_excel = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        for row, in_csv, in_sheet in zip(table.rows, read, in_excel, strict=True):
            assert in_csv == ["–" if cell is None else str(cell) for cell in row]
            assert in_sheet[1:] == ["–" if cell is None else cell for cell in row[1:]]
    with reading(folder) as record:
        export_published(record, tmp_path / "out", Language.DUTCH)
    with sqlite3.connect(tmp_path / "out" / "published.db") as database:
        newest = seen.months[0].month
        exported = database.execute("SELECT * FROM months WHERE month = ?", (newest,)).fetchall()
        teams = database.execute("SELECT * FROM teams WHERE month = ? ORDER BY team", (newest,)).fetchall()
    database.close()
    assert exported == [(WORKSPACE, *made["months"].rows[0])]
    now = whole.read(_view)
    if now.months[0].month == newest:
        assert teams == [(WORKSPACE, *row) for row in tables(now, NL)[2].rows]
    html = re.sub(r"<svg viewBox.*?</svg>", " ", page(seen, "Voorbeeld", NL).split("<body>")[1], flags=re.DOTALL)
    html = re.sub(r"<[^>]*>", " ", html)
    allowed = {cell for table in made.values() for row in table.rows for cell in row if isinstance(cell, int)}
    for month in seen.months:
        for asked in month.figures.questions:
            allowed |= {getattr(asked, name) for name in (*QUESTION_COUNTS, "shown")}
    allowed |= {number for row in seen.rows.rows for number in numbers(row.shared_as)} | sums(seen.months)
    calendar = {int(part) for month in seen.months for part in month.month.split("-")} | {SPACES_NEEDED, 12}
    assert set(numbers(html)) - allowed - calendar == set()


def test_messages_hold_no_figure_that_is_not_published(lived):
    """Each message of a team or to a leader, on each platform, as it was sent: numbers of its own months only."""
    whole, _, _ = lived
    told = [say.content for _, say in whole.told if isinstance(say.content, MonthTold | OrganisationTold)]
    assert {type(content) for content in told} == {MonthTold, OrganisationTold}
    for content in told:
        months = list(content.view.months)
        if isinstance(content, MonthTold) and content.view.asked_by_leaders:
            months.append(content.view.asked_by_leaders)
        rows = content.view.rows.rows if isinstance(content, OrganisationTold) else ()
        allowed = {SPACES_NEEDED, 0} | sums(content.view.months)
        for month in (*months, *rows):
            allowed |= {month.spaces, month.figures.checkouts, *map(int, month.month.split("-"))}
            allowed |= {getattr(month.figures, name) for name in COUNTS}
            allowed |= {
                n
                for asked in month.figures.questions
                for n in (asked.shown, *(getattr(asked, name) for name in QUESTION_COUNTS))
            }
            allowed |= set(numbers(month.shared_as or ""))
        for row in rows:
            allowed |= sums([row])
        message = render(content, VOICE)
        for part in message.parts:
            words = part.words if isinstance(part, Chart) else (getattr(part, "text", ""),)
            plain = " ".join("".join(span.text for span in each) if isinstance(each, tuple) else each for each in words)
            assert set(numbers(plain)) - allowed == set()
        assert blocks(message)
        assert card(message, Known())["body"]


async def test_one_s_own_page_shows_leaders_the_same_and_others_nothing(lived):
    whole, _, _ = lived
    last = whole.read(_view)

    class Service:
        class house:  # noqa: N801  as the service has it
            @staticmethod
            def organisation_of(_space):
                return WORKSPACE

        @staticmethod
        async def run(work):
            return whole.read(work)

    class Office:
        service = Service

    def page_of(who):
        return own_page(DESKS, Office, Asked(space=SpaceId(f"{WORKSPACE}:"), actor=who, voice=VOICE))

    shown = (await page_of(LEADER)).shown
    assert [part for part in shown.parts if isinstance(part, Chart)] == [
        part for part in render(OrganisationTold(view=last), VOICE).parts if isinstance(part, Chart)
    ]
    nobody = (await page_of(ParticipantId("UNOBODY"))).shown
    assert [part for part in nobody.parts if isinstance(part, Chart)] == []


# Attackers.


def test_whoever_keeps_every_view_learns_no_figure_of_fewer_than_five_teams_that_did_not_share(lived):
    """Everything that leaders ever saw of a month, at any time: sums, and rows as they came and went."""
    whole, views, _ = lived
    rows_seen = {}
    for seen in filter(None, views.values()):
        for row in seen.rows.rows:
            for part in set(parts_of([row])) - seen.rows.hidden:
                rows_seen.setdefault((row.month, part), {})[row.about] = row
    for month in months_of(whole, WORKSPACE):
        found = whole.read(lambda unit, month=month: unit.month.months_in(WORKSPACE, month.month))
        shared = whole.chosen[month.month]
        for part in parts_of(found):
            ever = rows_seen.get((month.month, part), {})
            assert ever.keys() <= shared
            rest = [row for row in found if row.about not in ever]
            having = sum(has(part, row.figures) for row in rest)
            if part not in month.hidden and ever:
                assert not rest or having >= SPACES_NEEDED, (month.month, part)
        assert all(row.figures.replied == 0 for each in rows_seen.values() for row in each.values())


def test_no_bell_is_in_two_months(lived):
    whole, _, _ = lived
    for team in whole.teams:
        total = sum((row.figures for row in months_of(whole, team.space)), Figures())
        bells = sum(kind == "bell" for _, (kind, *_) in team.seen)
        assert (total.announced, total.late) == (bells, 0)


def test_every_turnout_that_is_published_is_of_six_answers_at_least(lived):
    whole, _, _ = lived
    for team in whole.teams:
        for row in months_of(whole, team.space):
            assert row.figures.answers >= 6 * row.figures.shown
            for asked in row.figures.questions:
                assert asked.shown <= row.figures.shown


def test_no_published_file_holds_a_person(lived, tmp_path):
    """People of teams, in every month, and leaders are in nothing that is published."""
    whole, views, folder = lived
    people = whole.everybody | {LEADER, ParticipantId("UADMIN")}
    with reading(folder) as record:
        export_published(record, tmp_path / "out", Language.DUTCH)
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    for month, seen in views.items():
        if seen:
            files[f"{month}.html"] = page(seen, "Voorbeeld", NL).encode()
            files[f"{month}.xlsx"] = as_excel(tables(seen, NL), NL, whole.now)
    told = [say.content for _, say in whole.told if isinstance(say.content, MonthTold | OrganisationTold)]
    files |= {f"message {number}": repr(render(each, VOICE)).encode() for number, each in enumerate(told)}
    hits = [(name, who) for (name, data), who in itertools.product(files.items(), people) if str(who).encode() in data]
    assert hits == []
