"""The organisation's month: sums from five teams on, rows that nobody can subtract, leaders, and how long it stays."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from table import ANNA, BRAM, CHAIMA, HERE, Table

from rituals import handle
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person
from rituals.kernel.ritual import Kept
from rituals.kernel.space import Language, Space
from rituals.membership.commands import ForgetMe, Left, ShowMyData
from rituals.month.closing import month_view
from rituals.month.commands import CloseMonth
from rituals.month.contents import MonthTold
from rituals.month.months import SPACES_NEEDED, Figures, Followed, Month, QuestionFigures, Rule
from rituals.month.refusals import MonthBecause
from rituals.organisation.commands import (
    ChangeLeaders,
    CloseOrganisation,
    ForgetOld,
    NameLeaders,
    ShowLeaders,
    ShowOrganisation,
    TellTeams,
)
from rituals.organisation.contents import OrganisationTold
from rituals.organisation.organisation import (
    JOINED,
    Leader,
    LeaderChange,
    added_up,
    has,
    organisation_of,
    parts_of,
    rows_for_leaders,
    without,
)
from rituals.organisation.refusals import OrganisationBecause
from rituals.space.commands import ChangeSettings
from rituals.space.refusals import SpaceBecause

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
ORGANISATION = "x:1"
DUE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
ADMIN = Person(id=ANNA, administrator=True)


def space(number):
    return SpaceId(f"x:1:c{number}")


def figures(announced=2, say=1, **more):
    questions = (QuestionFigures(key="say", most=say),) if say else ()
    return Figures(announced=announced, rung=announced, forms=1, shown=1, answers=7, questions=questions, **more)


def row(number, shared_as=None, month="2026-11", made=None):
    return Month(about=space(number), month=month, figures=made or figures(), curious=Rule.VOICE, shared_as=shared_as)


@pytest.fixture
def table(tmp_path):
    table = Table(tmp_path)
    table.now = DUE
    yield table
    table.store.close()


def publishes(table, *rows):
    for each in rows:
        table.read(lambda unit, each=each: unit.month.publish(each))
        about = SpaceId(each.about)
        table.read(
            lambda unit, about=about, each=each: unit.space.save(
                replace(unit.space.of(about), shared_as=each.shared_as)
            )
        )


def closes(table, organisation=ORGANISATION):
    return table.ask(CloseOrganisation, organisation=organisation, zone="Europe/Amsterdam", days_off=frozenset())


def leads(table, *who):
    return table.ask(ChangeLeaders, actor=ANNA, organisation=ORGANISATION, person=ADMIN, leaders=who)


def shows(table, actor=BRAM, **more):
    return table.ask(ShowOrganisation, actor=actor, organisation=ORGANISATION, at_most=13, **more)


# Sums.


def test_an_organisation_is_its_teams_added_up(table):
    publishes(table, *(row(number, made=figures(announced=number)) for number in range(1, 7)))
    leads(table, BRAM)
    closes(table)
    (month,) = shows(table).view.months
    assert (month.about, month.month, month.spaces, month.hidden) == (
        ORGANISATION,
        "2026-11",
        6,
        {"planned", "took_place", "done", "spoken"},
    )
    assert (month.figures.announced, month.figures.answers) == (21, 42)
    assert month.figures.questions == (QuestionFigures(key="say", most=6),)


@pytest.mark.parametrize("teams", [1, 2, 4])
def test_fewer_than_five_teams_are_a_sentence(table, teams):
    publishes(table, *(row(number) for number in range(teams)))
    leads(table, BRAM)
    closes(table)
    assert shows(table) is MonthBecause.FEW_SPACES
    assert table.said == []


def test_a_part_to_which_fewer_than_five_added_is_hidden(table):
    publishes(table, *(row(number, made=figures(say=number < 4, announced=int(number < 5))) for number in range(6)))
    leads(table, BRAM)
    closes(table)
    (month,) = shows(table).view.months
    always = {"planned", "took_place", "done", "spoken"}
    assert (month.hidden, month.figures.announced, month.figures.questions) == ({*always, "question.say"}, 5, ())


def test_own_questions_are_nobody_else_s(table):
    own = Figures(announced=1, questions=(QuestionFigures(key="own.1.0", most=1), QuestionFigures(key="say", most=1)))
    publishes(table, *(row(number, shared_as=f"T{number}", made=own) for number in range(5)))
    leads(table, BRAM)
    closes(table)
    view = shows(table).view
    assert {asked.key for month in (*view.months, *view.rows.rows) for asked in month.figures.questions} == {"say"}


def test_it_waits_for_every_team_and_not_for_ever(table):
    publishes(table, *(row(number) for number in range(5)))
    table.read(lambda unit: unit.counts.add("open", HERE, "2026-11", spoken=1))
    closes(table)
    assert table.read(lambda unit: unit.month.months(ORGANISATION, 9)) == ()
    table.now = DUE + timedelta(days=3)
    closes(table)
    (month,) = table.read(lambda unit: unit.month.months(ORGANISATION, 9))
    assert month.spaces == 5
    # What was not in it is late: in the next month of that team, and of the organisation.
    table.ask(CloseMonth, organisation=ORGANISATION, days_off=frozenset(), since="2026-11")
    assert table.read(lambda unit: unit.month.month(HERE, "2026-11")) is None
    table.now = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    table.ask(CloseMonth, organisation=ORGANISATION, days_off=frozenset(), since="2026-11")
    assert table.read(lambda unit: unit.month.month(HERE, "2026-12").figures.late) == 1


def test_it_is_closed_once_and_months_in_which_nothing_happened_too(table):
    publishes(table, *(row(number, month="2026-08") for number in range(5)))
    closes(table)
    found = table.read(lambda unit: unit.month.months(ORGANISATION, 9))
    assert [(month.month, month.spaces) for month in found] == [
        ("2026-11", 0),
        ("2026-10", 0),
        ("2026-09", 0),
        ("2026-08", 5),
    ]
    publishes(table, row(7, month="2026-08"))
    closes(table)
    assert table.read(lambda unit: unit.month.months(ORGANISATION, 9)) == found
    leads(table, BRAM)
    assert [month.month for month in shows(table, month="2026-08").view.months] == ["2026-08"]
    for month in ("2026-12", "1999-01", "x", "2026-07"):
        assert shows(table, month=month) is MonthBecause.NO_SUCH_MONTH


def test_workspaces_that_were_joined_are_one_organisation(table):
    assert organisation_of(SpaceId("teams:abc:19:x"), joined=False) == "teams:abc"
    assert organisation_of(SpaceId("teams:abc:19:x"), joined=True) == JOINED
    publishes(table, *(row(number) for number in range(3)))
    publishes(table, *(replace(row(number), about=f"y:2:c{number}") for number in range(2)))
    closes(table, JOINED)
    assert table.read(lambda unit: unit.month.month(JOINED, "2026-11").spaces) == 5


# Rows.

FIGURES = st.builds(
    figures, announced=st.integers(0, 3), say=st.integers(0, 2), spoken=st.integers(0, 1), planned=st.integers(0, 2)
)


SWITCHING = st.lists(
    st.tuples(FIGURES, st.booleans(), st.lists(st.booleans(), min_size=4, max_size=4)), min_size=1, max_size=16
)


MADE = figures(announced=1, say=1, spoken=1, planned=1)


@settings(max_examples=4000 if LONG else 400)
@given(SWITCHING)
@example([(MADE, True, [number == 0, number == 1, False, False]) for number in range(6)])
def test_nobody_can_subtract_rows_from_sums_however_teams_change_their_minds(teams):
    """For every part: what is left of the sum without all rows ever shown is of nobody, or of five teams at least."""
    whole = [row(number, f"T{number}" if shares else None, made=made) for number, (made, shares, _) in enumerate(teams)]
    total, hidden = added_up(whole)
    for part in hidden:
        assert not has(part, total)
    for part in set(parts_of(whole)) - hidden:
        assert sum(has(part, month.figures) for month in whole) >= SPACES_NEEDED
    months, ever = whole, {}
    for moment in range(4):
        stopped = {space(number) for number, (_, _, still) in enumerate(teams) if not still[moment]}
        months = [replace(month, shared_as=None) if month.about in stopped else month for month in months]
        shown = rows_for_leaders(months)
        rows = {each.about for each in shown.rows}
        assert rows in ({month.about for month in months if month.shared_as}, set())
        assert [each.shared_as for each in shown.rows] == sorted(each.shared_as for each in shown.rows)
        assert all(without(each.figures, {"done"}) == each.figures for each in shown.rows)
        for part in parts_of(months):
            if part in shown.hidden:
                assert not any(has(part, each.figures) for each in shown.rows)
            else:
                ever.setdefault(part, set()).update(rows)
                silent = [month for month in months if month.about not in rows]
                left = sum(has(part, month.figures) for month in silent)
                assert not shown.rows or not silent or left >= SPACES_NEEDED, part
    for part in ever.keys() - hidden:
        rest = [month for month in whole if month.about not in ever[part]] if ever[part] else []
        assert not rest or sum(has(part, month.figures) for month in rest) >= SPACES_NEEDED, part


def test_who_stops_sharing_and_begins_again_is_in_rows_from_the_next_month_on(table):
    publishes(table, *(row(number, shared_as=f"T{number}") for number in range(10)))
    for shared_as in ("T0", None, "T0"):
        table.read(lambda unit, name=shared_as: unit.space.save(Space(id=space(0), shared_as=name)))
    found = table.read(lambda unit: unit.month.months_in(ORGANISATION, "2026-11"))
    assert [month.shared_as for month in found] == [None, *(f"T{number}" for number in range(1, 10))]
    table.read(lambda unit: unit.forget_space(space(1)))
    found = table.read(lambda unit: unit.month.months_in(ORGANISATION, "2026-11"))
    assert [month.shared_as for month in found][:3] == [None, None, "T2"]


def test_rows_do_not_come_out_one_by_one_as_teams_stop_sharing():
    months = [row(number, shared_as=f"T{number}" if number < 5 else None) for number in range(6)]
    for stopped in range(6):
        left = [replace(month, shared_as=None) if month.about == space(stopped) else month for month in months]
        assert rows_for_leaders(left).rows == ()


def test_four_teams_that_do_not_share_keep_every_row_away():
    for silent, shown in ((0, 10), (1, 0), (4, 0), (5, 5)):
        months = [row(number, shared_as=None if number < silent else f"T{number}") for number in range(10)]
        assert len(rows_for_leaders(months).rows) == shown


def test_a_part_that_no_other_team_has_is_in_no_row():
    months = [row(number, shared_as=f"T{number}") for number in range(5)]
    months += [row(number, made=Figures(spoken=1)) for number in range(5, 10)]
    shown = rows_for_leaders(months)
    assert ({"announced", "rung", "forms", "shown"} <= shown.hidden, len(shown.rows)) == (True, 5)


def test_rounds_count_with_the_forms_so_that_neither_tells_the_other():
    months = [row(number, made=Figures(forms=2, rounds=int(number == 0), shown=1, answers=7)) for number in range(5)]
    figures_, hidden = added_up(months)
    assert (figures_.forms, figures_.rounds, {"forms", "shown"} & hidden) == (11, 0, set())
    months = [row(number, shared_as=f"T{number}", made=Figures(rounds=1, shown=1, answers=7)) for number in range(5)]
    (first, *_) = rows_for_leaders(months).rows
    assert (first.figures.forms, first.figures.rounds) == (1, 0)


def test_what_one_chair_said_is_never_the_sum():
    months = [row(number, made=Figures(announced=1, heard=int(number == 0))) for number in range(9)]
    figures_, hidden = added_up(months)
    assert (figures_.announced, figures_.heard, "done" in hidden) == (9, 0, True)


def test_joining_workspaces_publishes_no_month_a_second_time(table):
    publishes(table, *(row(number) for number in range(6)))
    publishes(table, replace(row(9), about="y:2:c"))
    closes(table)
    closes(table, JOINED)
    assert table.read(lambda unit: unit.month.months(JOINED, 9)) == ()
    publishes(table, *(row(number, month="2026-12") for number in range(6)))
    publishes(table, replace(row(9, month="2026-12"), about="y:2:c"))
    table.now = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    closes(table, JOINED)
    assert [(each.month, each.spaces) for each in table.read(lambda unit: unit.month.months(JOINED, 9))] == [
        ("2026-12", 7)
    ]
    closes(table)  # and separated again
    assert [each.month for each in table.read(lambda unit: unit.month.months(ORGANISATION, 9))] == ["2026-11"]
    publishes(table, *(row(number, month="2027-01") for number in range(5)))
    table.now = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    closes(table)
    months = [each.month for each in table.read(lambda unit: unit.month.months(ORGANISATION, 9))]
    assert months == ["2027-01", "2026-11"]


def test_two_organisations_in_one_installation_close_side_by_side(table):
    publishes(table, *(row(number) for number in range(5)))
    publishes(table, *(replace(row(number), about=f"y:2:c{number}") for number in range(5)))
    closes(table)
    closes(table, "y:2")
    found = table.read(lambda unit: [unit.month.month(about, "2026-11").spaces for about in (ORGANISATION, "y:2")])
    assert found == [5, 5]


def test_the_newest_month_with_enough_teams_is_shown(table):
    publishes(table, *(row(number, month="2026-10") for number in range(5)), row(1))
    leads(table, BRAM)
    closes(table)
    assert [each.month for each in shows(table).view.months] == ["2026-10"]
    assert shows(table, month="2026-11") is MonthBecause.FEW_SPACES
    assert shows(table, month="") is MonthBecause.NO_SUCH_MONTH


def test_no_rule_rests_on_what_is_hidden(table):
    few = Figures(announced=2, rung=0, planned=2)
    publishes(table, *(row(number, made=few) for number in range(9)))
    closes(table)
    month = table.read(lambda unit: unit.month.month(ORGANISATION, "2026-11"))
    assert ({"rung", "took_place"} <= month.hidden, month.curious) == (True, Rule.GOING)


def test_a_team_that_stops_sharing_is_not_shown_any_more_also_in_months_before(table):
    publishes(table, *(row(number, shared_as=f"Team {number}") for number in range(5)))
    publishes(table, *(row(number) for number in range(5, 11)))
    leads(table, BRAM)
    closes(table)
    assert len(shows(table).view.rows.rows) == 5
    settings_ = {"language": Language.DUTCH, "guests": False, "word": None}
    told = table.read(lambda unit: unit.space.of(space(0)))
    table.read(lambda unit: unit.space.save(replace(told, shared_as=None)))
    assert [each.shared_as for each in shows(table).view.rows.rows] == [f"Team {number}" for number in range(1, 5)]
    table.read(lambda unit: unit.space.save(told))  # and once more: for the months to come
    assert [each.shared_as for each in shows(table).view.rows.rows] == [f"Team {number}" for number in range(1, 5)]
    table.ask(ChangeSettings, actor=ANNA, shared_as="Wij", **settings_)
    assert table.shows("settings").stopped_sharing is False
    table.ask(ChangeSettings, actor=ANNA, shared_as="", **settings_)
    assert table.shows("settings").stopped_sharing is True
    assert table.ask(ChangeSettings, actor=ANNA, shared_as="x" * 61, **settings_) is SpaceBecause.SHARED_AS_TOO_LONG


def test_whoever_begins_to_share_shares_no_month_before(table):
    publishes(table, *(row(number) for number in range(5)))
    leads(table, BRAM)
    closes(table)
    for number in range(5):
        table.read(
            lambda unit, number=number: unit.space.save(replace(unit.space.of(space(number)), shared_as=f"T{number}"))
        )
    assert shows(table).view.rows.rows == ()


def test_a_space_that_is_gone_shares_nothing(table):
    publishes(table, *(row(number, shared_as=f"Team {number}") for number in range(10)))
    leads(table, BRAM)
    closes(table)
    for number in range(5):
        table.read(lambda unit, number=number: unit.forget_space(space(number)))
    view = shows(table).view
    assert (view.months[0].spaces, [each.shared_as for each in view.rows.rows]) == (
        10,
        [f"Team {n}" for n in range(5, 10)],
    )


# Leaders.


def test_only_leaders_see_it_and_only_of_their_own_workspace(table):
    publishes(table, *(row(number) for number in range(5)))
    closes(table)
    assert shows(table) is OrganisationBecause.NOT_LEADER
    leads(table, BRAM)
    assert shows(table).view.months[0].spaces == 5
    assert shows(table, actor=CHAIMA) is OrganisationBecause.NOT_LEADER
    elsewhere = ShowOrganisation(space=SpaceId("y:2:c"), actor=BRAM, organisation=ORGANISATION, at_most=13)
    with pytest.raises(Refusal, match="not_leader"):
        table.read(lambda unit: handle(elsewhere, unit, table.now, b"s" * 16))
    leads(table)
    assert shows(table) is OrganisationBecause.NOT_LEADER


def test_only_administrators_change_leaders_and_each_change_is_kept(table):
    nobody = Person(id=CHAIMA)
    asked = {"actor": CHAIMA, "organisation": ORGANISATION, "person": nobody}
    assert table.ask(ChangeLeaders, leaders=(CHAIMA,), **asked) is OrganisationBecause.NOT_ADMINISTRATOR
    assert table.ask(ShowLeaders, **asked) is OrganisationBecause.NOT_LEADER
    leads(table, BRAM, CHAIMA)
    leads(table, BRAM, CHAIMA)
    table.now += timedelta(days=1)
    leads(table, BRAM)
    shown = table.ask(ShowLeaders, actor=BRAM, organisation=ORGANISATION, person=Person(id=BRAM))
    changes = [(each.day, each.leader.participant, each.added, each.by) for each in shown.changes]
    assert changes == [
        (date(2026, 12, 2), CHAIMA, False, ANNA),
        (date(2026, 12, 1), CHAIMA, True, ANNA),
        (date(2026, 12, 1), BRAM, True, ANNA),
    ]
    assert ([each.participant for each in shown.leaders], shown.may_change) == ([BRAM], False)


def named(table, *who):
    leaders = tuple(Leader(workspace=ORGANISATION, participant=each, by_operator=True) for each in who)
    table.ask(NameLeaders, organisation=ORGANISATION, leaders=leaders)
    return [
        (each.participant, each.by_operator)
        for each in table.read(lambda unit: unit.organisation.leaders(ORGANISATION))
    ]


def test_whom_the_operator_names_administrators_cannot_remove(table):
    assert named(table, BRAM) == [(BRAM, True)]
    leads(table, CHAIMA)
    assert named(table, BRAM) == [(BRAM, True), (CHAIMA, False)]
    assert named(table, CHAIMA) == [(CHAIMA, True)]
    assert named(table) == []
    changes = table.read(lambda unit: unit.organisation.leader_changes(ORGANISATION))
    told = [(each.leader.participant, each.added, each.by) for each in changes]
    assert told == [
        (CHAIMA, False, None), (CHAIMA, True, None), (BRAM, False, None), (CHAIMA, True, ANNA), (BRAM, True, None),
    ]  # fmt: skip


def kept(table, who):
    return [each.what for each in table.ask(ShowMyData, actor=who).kept]


def test_whoever_is_forgotten_leads_no_more_and_the_change_stays(table):
    assert kept(table, BRAM) == []
    leads(table, BRAM)
    assert kept(table, BRAM) == ["leader", "led"]
    table.ask(Left, actor=BRAM)
    assert kept(table, BRAM) == ["leader", "led"]  # left one team
    assert table.ask(ForgetMe, actor=BRAM).was.kept[0] == Kept(what="leader")
    assert table.read(lambda unit: unit.organisation.leaders(ORGANISATION)) == ()
    (last, _first) = table.read(lambda unit: unit.organisation.leader_changes(ORGANISATION))
    assert last == LeaderChange(
        day=date(2026, 12, 1), leader=Leader(workspace=ORGANISATION, participant=BRAM), added=False, by=BRAM
    )
    assert (kept(table, BRAM), kept(table, CHAIMA)) == (["led"], [])
    assert table.read(lambda unit: unit.organisation.led()) == ()


def test_whom_the_operator_named_is_named_again_after_being_forgotten(table):
    named = (Leader(workspace=ORGANISATION, participant=BRAM, by_operator=True),)
    table.ask(NameLeaders, organisation=ORGANISATION, leaders=named)
    table.ask(ForgetMe, actor=BRAM)
    assert table.read(lambda unit: unit.organisation.leaders(ORGANISATION)) == ()
    table.ask(NameLeaders, organisation=ORGANISATION, leaders=named)  # the settings still say so
    assert [leader.participant for leader in table.read(lambda unit: unit.organisation.leaders(ORGANISATION))] == [BRAM]


def test_what_is_on_its_way_to_somebody_who_leads_no_more_is_not_said(table):
    publishes(table, *(row(number) for number in range(5)))
    leads(table, BRAM, CHAIMA)
    closes(table)

    def waiting():
        found = table.read(lambda unit: unit.outbox.oldest_due())
        return found is not None

    assert waiting()

    def under_way():
        errands = table.read(lambda unit: unit.outbox.claim(ORGANISATION, table.now, table.now, 9))
        return {errand.slot.recipient for errand in errands if errand.slot.kind == "organisation"}

    leads(table, CHAIMA)
    table.ask(ForgetMe, actor=CHAIMA)
    assert under_way() == set()


def test_whoever_is_named_again_has_another_link(table):
    leads(table, BRAM)
    (first,) = table.read(lambda unit: unit.organisation.leaders(ORGANISATION))
    leads(table)
    leads(table, BRAM)
    (second,) = table.read(lambda unit: unit.organisation.leaders(ORGANISATION))
    assert (first.link != second.link, bool(first.link), bool(second.link)) == (True, True, True)


def test_leaders_are_told_once_in_private(table):
    publishes(table, *(row(number) for number in range(5)))
    leads(table, BRAM, CHAIMA)
    closes(table)
    closes(table)
    told = [(say.slot.recipient, say.slot.space, type(say.content)) for say in table.said]
    assert told == [(BRAM, space(0), OrganisationTold), (CHAIMA, space(0), OrganisationTold)]


def test_what_leaders_did_stands_in_every_team_s_month(table):
    for number in range(5):
        table.read(lambda unit, n=number: unit.counts.add(f"s{n}", space(n), "2026-11", spoken=1))
    leads(table, BRAM)
    for number in range(5):
        command = CloseMonth(space=space(number), organisation=ORGANISATION, days_off=frozenset(), since="2026-11")

        def work(unit, command=command):
            unit.outbox.put(handle(command, unit, table.now, b"s" * 16).effects, table.now)

        table.read(work)
    closes(table)
    table.said.clear()
    refused = table.ask(TellTeams, actor=CHAIMA, organisation=ORGANISATION, month="2026-11", followed=Followed.COMING)
    assert (refused, table.said) == (OrganisationBecause.NOT_LEADER, [])
    table.ask(TellTeams, actor=BRAM, organisation=ORGANISATION, month="2026-11", followed=Followed.COMING)
    told = [(say.slot.space, type(say.content), say.content.view.leaders_followed) for say in table.said]
    assert told == [(space(number), MonthTold, Followed.COMING) for number in range(5)]
    assert shows(table).view.followed is Followed.COMING
    # When the next month is closed first for a team, what leaders said stays; and an old button says so.
    later = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    publishes(table, *(row(number, month="2026-12") for number in range(5)))
    seen = table.read(lambda unit: month_view(space(0), ORGANISATION, unit))
    assert (seen.asked_by_leaders.month, seen.leaders_followed) == ("2026-11", Followed.COMING)
    table.now = later
    closes(table)
    assert table.read(lambda unit: month_view(space(0), ORGANISATION, unit)).leaders_followed is Followed.COMING
    old = {"actor": BRAM, "organisation": ORGANISATION, "month": "2026-11", "followed": Followed.TALKED}
    assert table.ask(TellTeams, **old) is MonthBecause.OLD_MONTH
    assert (shows(table).view.followed, shows(table).view.before) == (None, Followed.COMING)


# How long it stays.


def test_months_stay_as_long_as_the_operator_says_and_changes_of_leaders_two_years(table):
    publishes(table, *(row(number, month=month) for number in range(5) for month in ("2026-11", "2026-12")))
    table.read(lambda unit: unit.month.keep_followed(space(0), "2026-11", Followed.TALKED))
    leads(table, BRAM)
    for moment, kept in (
        (datetime(2036, 11, 30, tzinfo=UTC), ["2026-12", "2026-11"]),
        (datetime(2036, 12, 1, tzinfo=UTC), ["2026-12"]),
        (datetime(2037, 1, 1, tzinfo=UTC), []),
    ):
        table.now = moment
        table.ask(ForgetOld, years=10)
        assert [month.month for month in table.read(lambda unit: unit.month.months(space(0), 9))] == kept
    assert table.read(lambda unit: unit.month.followed(space(0), "2026-11")) is None
    assert table.read(lambda unit: unit.organisation.leader_changes(ORGANISATION)) == ()
    assert [each.participant for each in table.read(lambda unit: unit.organisation.leaders(ORGANISATION))] == [BRAM]


def test_changes_of_leaders_stay_two_years_to_the_day(table):
    leads(table, ParticipantId("u"))
    for days, left in ((731, 1), (732, 0)):
        table.now = DUE + timedelta(days=days)
        table.ask(ForgetOld, years=10)
        assert len(table.read(lambda unit: unit.organisation.leader_changes(ORGANISATION))) == left
