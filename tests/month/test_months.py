"""Months: what is counted in them, when they close, what they are compared with, and the question they end with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table import ANNA, BRAM, HERE, Table

from rituals.agenda.occurrence import Kind, Stage, Why
from rituals.bell.commands import Conclude, Ring, Settle
from rituals.bell.contents import DoneAnswer
from rituals.bell.meeting import Done
from rituals.bell.refusals import BellBecause
from rituals.checkout.checkout import Form, Release
from rituals.checkout.commands import ChangeQuestions
from rituals.checkout.publication import publish
from rituals.checkout.questions import SetName
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.identifiers import CheckOutId, SpaceId
from rituals.kernel.space import Language
from rituals.month.commands import CloseMonth, FollowUp, ShowMonths, ShowPhases
from rituals.month.comparison import Compared, compared
from rituals.month.contents import MonthTold
from rituals.month.curiosity import curious
from rituals.month.months import (
    COUNTS,
    QUESTION_COUNTS,
    Figures,
    Followed,
    Month,
    QuestionFigures,
    Rule,
    closes_at,
    month_after,
    month_before,
)
from rituals.month.refusals import MonthBecause

ORGANISATION = "x:1"
FIRST_WORKING_DAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
GOOD, SPLIT, SIX, FEW = ((9, 0, 0, 0),), ((2, 4, 3, 0),), ((3, 2, 1, 0),), ((2, 1, 0, 0),)


def released(table, number, day, tally=GOOD, name=SetName.SHORT, form=Form.MEETING, version=0):
    release = Release(
        id=CheckOutId(f"c{number}"),
        space=HERE,
        form=form,
        name=name,
        version=version,
        closed_on=date.fromisoformat(day),
        published=publish(sum(tally[0]), tally, 6),
    )
    table.read(lambda unit: unit.checkout.keep_release(release))


def rang(table, done=Done.HEARD, rings=1):
    holder = table.given_to_somebody()
    for _ in range(rings):
        table.ask(Ring, actor=holder)
        table.wait(minutes=6)
    table.ask(Conclude, actor=ANNA)
    (concluded,) = table.read(lambda unit: unit.bell.concluded(HERE))
    table.ask(Settle, actor=ANNA, meeting=concluded.id, done=done)


def closes(table, days_off=frozenset()):
    since = table.read(lambda unit: unit.month.open_months().get(HERE))
    return table.ask(CloseMonth, organisation=ORGANISATION, days_off=days_off, since=since)


def months(table, about=HERE):
    return table.read(lambda unit: unit.month.months(about, 100))


def counts(figures):
    return {name: getattr(figures, name) for name in COUNTS if getattr(figures, name)}


# The calendar.


@pytest.mark.parametrize(
    ("month", "days_off", "moment"),
    [
        ("2026-11", (), "2026-12-01T08:00"),
        ("2026-10", (), "2026-11-02T08:00"),  # the first is a Sunday
        ("2026-12", (date(2027, 1, 1),), "2027-01-04T08:00"),  # New Year's day, then a weekend
        ("2026-06", (), "2026-07-01T07:00"),  # summer time
        ("2026-02", (), "2026-03-02T08:00"),
    ],
)
def test_a_month_closes_at_nine_on_the_first_working_day_after_it(month, days_off, moment):
    assert closes_at(month, "Europe/Amsterdam", days_off) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_the_month_after_the_month_before_is_the_same(day):
    month = day.isoformat()[:7]
    assert month_before(month_after(month)) == month
    assert month_before(month) < month < month_after(month)
    closed = closes_at(month, "Europe/Amsterdam")
    assert (closed.isoformat()[:7], closed.weekday() < 5) == (month_after(month), True)


# What is counted.


def test_a_month_counts_what_the_space_saw(table):
    rang(table, Done.TAKEN_ON, rings=2)
    table.ask(OpenCheckOut, actor=ANNA, people=5, language="nl")  # asked aloud
    for number, tally in enumerate((GOOD, SPLIT, SIX, FEW), 1):
        released(table, number, f"2026-11-{number:02}", tally)
    released(table, 5, "2026-11-28", form=Form.ROUND)
    table.now = FIRST_WORKING_DAY
    closes(table)
    (month,) = months(table)
    assert (month.about, month.month, month.spaces, month.curious) == (HERE, "2026-11", 1, Rule.GOING)
    assert counts(month.figures) == {
        "announced": 1, "rung": 1, "moments": 2, "taken_on": 1, "spoken": 1, "forms": 4, "rounds": 1, "shown": 4,
        "answers": 9 + 9 + 6 + 9,
    }  # fmt: skip
    assert month.figures.questions == (QuestionFigures(key="perspectives", most=2, few=1, differ=1, uneasy=2),)


def test_nothing_is_published_before_its_day_and_nothing_changes_afterwards(table):
    rang(table)
    table.now = FIRST_WORKING_DAY - timedelta(seconds=1)
    closes(table)
    assert months(table) == ()
    table.now = FIRST_WORKING_DAY
    closes(table)
    closed = months(table)
    assert len(closed) == 1
    changed = replace(closed[0], figures=Figures(announced=99))
    table.read(lambda unit: unit.month.publish(changed))
    closes(table)
    assert months(table) == closed


def test_what_was_counted_is_not_kept_beside_what_was_published(table):
    rang(table)
    released(table, 1, "2026-11-10")
    released(table, 2, "2026-11-11", FEW)
    released(table, 3, "2026-11-12")
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert "announced" not in table.counted()
    left = table.read(lambda unit: [unit.checkout.release(CheckOutId(f"c{number}")) for number in (1, 2, 3)])
    assert [release and release.id for release in left] == [None, None, "c3"]  # said with the next bell
    assert table.read(lambda unit: unit.month.open_months()) == {}


def test_what_comes_after_its_month_was_closed_counts_in_the_next_and_says_so(table):
    rang(table)
    table.now = FIRST_WORKING_DAY
    closes(table)
    table.read(lambda unit: unit.counts.add("late", HERE, "2026-11", spoken=1))
    released(table, 1, "2026-11-30")
    closes(table)
    assert [month.month for month in months(table)] == ["2026-11"]
    table.read(lambda unit: unit.counts.add("in time", HERE, "2026-12", spoken=1))
    table.now = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    closes(table)
    assert [(month.month, counts(month.figures)) for month in months(table)] == [
        ("2026-12", {"spoken": 2, "forms": 1, "shown": 1, "answers": 9, "late": 2}),
        ("2026-11", {"announced": 1, "rung": 1, "moments": 1, "heard": 1}),
    ]
    assert table.read(lambda unit: unit.month.open_months()) == {}


def test_a_bell_whose_chair_is_still_asked_counts_in_its_own_month(table):
    rang(table)
    table.now = FIRST_WORKING_DAY - timedelta(hours=18)
    holder = table.given_to_somebody()
    table.ask(Ring, actor=holder)
    table.ask(Conclude, actor=ANNA)
    (asked,) = table.read(lambda unit: unit.bell.concluded(HERE))
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert table.shows("done", ANNA) == DoneAnswer(done=None)  # no button that would do nothing
    assert table.ask(Settle, actor=ANNA, meeting=asked.id, done=Done.HEARD) == BellBecause.BELL_OVER
    table.wait(days=1)
    assert [(month.month, counts(month.figures)) for month in months(table)] == [
        ("2026-11", {"announced": 2, "rung": 2, "moments": 2, "heard": 1})
    ]
    assert table.counted("2026-12") == {}


def test_a_bell_of_this_month_waits_for_its_chair_while_the_last_month_closes(table):
    rang(table)
    table.now = FIRST_WORKING_DAY - timedelta(minutes=30)
    table.given_to_somebody()
    table.ask(Conclude, actor=ANNA)
    table.now = FIRST_WORKING_DAY
    closes(table)
    (asked,) = table.read(lambda unit: unit.bell.concluded(HERE))
    table.ask(Settle, actor=ANNA, meeting=asked.id, done=Done.HEARD)
    assert table.counted("2026-12") == {"announced": 1, "heard": 1}


def test_what_is_late_for_leaders_is_late_for_the_space(table):
    """The organisation's month is closed already, without this space: so the space's month must not be put into it."""
    table.read(
        lambda unit: unit.month.publish(
            Month(about=ORGANISATION, month="2026-11", figures=Figures(), curious=Rule.GOING)
        )
    )
    table.read(lambda unit: unit.counts.add("late", HERE, "2026-11", spoken=1))
    table.now = FIRST_WORKING_DAY + timedelta(days=3)
    closes(table)
    assert months(table) == ()
    table.now = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    closes(table)
    assert [(month.month, month.figures.late) for month in months(table)] == [("2026-12", 1)]


def test_several_months_are_closed_one_by_one(table):
    for month in ("2026-08", "2026-10"):
        table.read(lambda unit, month=month: unit.counts.add(month, HERE, month, spoken=1))
    table.now = FIRST_WORKING_DAY
    closes(table)
    closes(table)
    assert [(month.month, month.figures.late) for month in months(table)] == [("2026-10", 0), ("2026-08", 0)]


def test_an_empty_month_has_no_row_and_no_message(table):
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert (months(table), table.said) == ((), [])


def test_own_questions_are_counted_under_their_version(table):
    words = ("Was er tijd?", "Was er ruimte?")
    table.ask(ChangeQuestions, actor=ANNA, words=words, people=12, names=frozenset(), sure=True)
    released(table, 1, "2026-11-10", ((9, 0, 0, 0), (2, 4, 3, 0)), name=SetName.OWN, version=1)
    table.now = FIRST_WORKING_DAY
    closes(table)
    (month,) = months(table)
    assert [(asked.key, asked.shown, asked.uneasy) for asked in month.figures.questions] == [
        ("own.1.0", 1, 0),
        ("own.1.1", 1, 1),
    ]
    assert table.shows("month").view.own == {"own.1.0": words[0], "own.1.1": words[1]}


def changed_own_questions(table, number):
    words = (f"Vraag {number}?",)
    table.ask(ChangeQuestions, actor=ANNA, words=words, people=12, names=frozenset(), sure=True)


def versions(table):
    kept = (table.read(lambda unit, v=v: unit.checkout.own_questions(HERE, v)) for v in range(1, 6))
    return [own.version for own in kept if own]


def test_own_questions_that_nothing_shows_any_more_go(table):
    for number in range(1, 5):
        changed_own_questions(table, number)
    released(table, 1, "2026-11-10", name=SetName.OWN, version=1)
    assert versions(table) == [1, 2, 3, 4]
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert versions(table) == [1, 3, 4]  # the first stands in the month, and with the next bell
    released(table, 2, "2026-12-10", name=SetName.OWN, version=4)
    table.now = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    closes(table)
    assert versions(table) == [3, 4]


def test_own_questions_stay_while_a_check_out_is_open(table):
    changed_own_questions(table, 1)
    released(table, 1, "2026-11-10")
    table.now = FIRST_WORKING_DAY
    table.ask(OpenCheckOut, actor=ANNA, people=20, language=Language.DUTCH, name=SetName.OWN)
    for number in (2, 3, 4):
        changed_own_questions(table, number)
    closes(table)
    assert versions(table) == [1, 2, 3, 4]


def test_questions_without_a_yes_are_not_counted(table):
    considered = ((12, 8, 4, 5, 0, 1, 2, 0), (1, 1, 10, 0), (12, 0, 0, 0))
    release = Release(
        id=CheckOutId("c"), space=HERE, form=Form.MEETING, name=SetName.DECISION, version=0,
        closed_on=date(2026, 11, 10), published=publish(12, considered, 6),
    )  # fmt: skip
    table.read(lambda unit: unit.checkout.keep_release(release))
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert [asked.key for asked in months(table)[0].figures.questions] == ["choice", "clear"]


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 5), min_size=1, max_size=6))
def test_sums_do_not_depend_on_their_order(rows):
    made = [
        Figures(
            announced=row[0],
            questions=(
                QuestionFigures(key=("say", "own.1.0")[row[4] % 2], **dict(zip(QUESTION_COUNTS, row, strict=True))),
            ),
        )
        for row in rows
    ]
    assert sum(made, Figures()) == sum(reversed(made), Figures())
    assert sum(made, Figures()).announced == sum(row[0] for row in rows)


# Telling it.


def test_a_month_is_told_once_whatever_happens_in_between(table):
    rang(table)
    table.now = FIRST_WORKING_DAY
    closes(table)
    told = table.shows("month")
    assert (type(told), told.view.months) == (MonthTold, months(table))
    said = len(table.said)
    closes(table)
    assert len(table.said) == said
    # A crash between the two files: the record has the month, the live side knows nothing of it.
    known = table.read(lambda unit: unit.agenda.occurrence(HERE, "2026-11", Kind.MONTH))
    table.read(lambda unit: unit.agenda.drop_occurrence(known))
    closes(table)
    assert len(table.said) == said + 1


@pytest.mark.parametrize(
    ("later", "paused", "stage", "why"),
    [
        (timedelta(days=7), None, Stage.MISSED, Why.LATE),
        (timedelta(days=6), None, Stage.BEGUN, None),
        (timedelta(), date(2026, 12, 2), Stage.SKIPPED, Why.NOT_FITTING),
        (timedelta(), date(2026, 12, 1), Stage.BEGUN, None),
    ],
)
def test_when_a_month_is_not_told(table, later, paused, stage, why):
    rang(table)
    table.read(lambda unit: unit.space.save(replace(unit.space.of(HERE), paused_until=paused)))
    table.now = FIRST_WORKING_DAY + later
    closes(table)
    known = table.read(lambda unit: unit.agenda.occurrence(HERE, "2026-11", Kind.MONTH))
    assert (known.stage, known.why, len(months(table))) == (stage, why, 1)
    assert (table.shows("month") is None) is (stage is not Stage.BEGUN)


def test_a_present_that_was_lost_after_it_was_told_says_it_no_second_time(tmp_path):
    table = Table(tmp_path)
    rang(table)
    table.store.close()
    for file in (tmp_path / "live").glob("live.db*"):
        file.unlink()
    table = Table(tmp_path, now=FIRST_WORKING_DAY + timedelta(hours=1))
    table.now = FIRST_WORKING_DAY + timedelta(hours=2)
    closes(table)
    assert (len(months(table)), table.said) == (1, [])
    table.store.close()


def test_a_month_that_nobody_closed_yet_is_a_sentence(table):
    assert table.ask(ShowMonths, actor=ANNA, organisation=ORGANISATION) is MonthBecause.NO_MONTH_YET


def test_what_became_of_the_question_stands_in_the_month_and_nobody_s_name(table):
    rang(table)
    table.now = FIRST_WORKING_DAY
    closes(table)
    table.read(lambda unit: unit.counts.add("december", HERE, "2026-12", spoken=1))
    table.now = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    closes(table)
    assert table.shows("month").view.followed is None
    table.ask(FollowUp, actor=BRAM, organisation=ORGANISATION, month="2026-11", followed=Followed.TALKED)
    assert table.shows("month").view.followed is Followed.TALKED
    assert [say.slot.about for say in table.said if say.slot.kind == "month"] == [
        f"{HERE}/2026-11",
        f"{HERE}/2026-12",
        f"{HERE}/2026-12",
    ]
    for month in ("2026-10", "nonsense", ""):
        refused = table.ask(FollowUp, actor=BRAM, organisation=ORGANISATION, month=month, followed=Followed.TALKED)
        assert refused is MonthBecause.NO_SUCH_MONTH
    newest = {"actor": BRAM, "organisation": ORGANISATION, "month": "2026-12", "followed": Followed.TALKED}
    assert table.ask(FollowUp, **newest) is MonthBecause.OLD_MONTH  # it is asked next month
    table.ask(FollowUp, **{**newest, "month": "2026-11", "followed": Followed.NOT_NOW})
    assert table.shows("month").view.followed is Followed.NOT_NOW  # somebody pressed the wrong button


# Against the months before.


def month_with(month, most, shown):
    questions = (QuestionFigures(key="say", most=most, some=shown - most),) if shown else ()
    return Month(about=HERE, month=month, figures=Figures(questions=questions), curious=Rule.GOING)


@pytest.mark.parametrize(
    ("shares", "other"),
    [
        ([], None),
        ([(0, 0)], None),
        ([(1, 1)], None),
        ([(4, 4), (4, 4), (4, 4)], None),  # nothing before these three
        ([(4, 4), (4, 4), (4, 4), (1, 4)], True),
        ([(0, 4), (1, 4), (0, 4), (2, 4), (3, 4)], True),
        ([(4, 4), (1, 4), (4, 4), (2, 4)], False),  # not the same way
        ([(2, 4), (2, 4), (2, 4), (2, 4)], False),
        ([(4, 4), (4, 4), (2, 4), (2, 4)], False),  # one as before
        ([(4, 4), (0, 0), (4, 4), (0, 0), (4, 4), (1, 4)], True),  # months without it are passed over
        ([(0, 0), (4, 4), (4, 4), (4, 4), (1, 4)], None),
        ([(7, 12), (7, 12), (7, 12), (24, 41)], False),  # hardly a difference
        ([(6, 10), (6, 10), (6, 10), (5, 10)], True),  # a tenth
        ([(59, 100), (60, 100), (60, 100), (50, 100)], False),
        ([(0, 19), (19, 19), (0, 19), (19, 19)], False),
    ],
)
def test_only_three_months_the_same_way_are_different(shares, other):
    shown = [month_with(f"2026-{12 - place:02}", most, of) for place, (most, of) in enumerate(shares)]
    found = compared("say", shown)
    assert (found and found.other) is other


def test_what_is_compared_is_told_with_its_numbers():
    shown = [month_with(f"2026-{12 - place:02}", most, 4) for place, most in enumerate((4, 3, 4, 1, 0))]
    assert compared("say", shown) == Compared(lately=(11, 12), before=(1, 8), other=True)


# Something to be curious about.

UNEASY, EASY = {"shown": 2, "most": 1, "uneasy": 1}, {"shown": 2, "most": 1, "uneasy": 0}


def rule(now, before=None, *, whole=False, last=Rule.GOING, month="2026-12", before_month="2026-11"):
    def figures(spec):
        asked = tuple(
            QuestionFigures(key=key, most=given["most"], some=given["shown"] - given["most"], uneasy=given["uneasy"])
            for key, given in spec.items()
            if isinstance(given, dict)
        )
        return Figures(**{name: n for name, n in spec.items() if isinstance(n, int)}, questions=asked)

    row = Month(about="x", month=before_month, figures=figures(before), curious=last) if before is not None else None
    return curious(month, figures(now), row, whole=whole)


@pytest.mark.parametrize(
    ("expected", "now", "before", "more"),
    [
        (Rule.VOICE, {"say": UNEASY}, {"say": UNEASY}, {}),
        (Rule.GOING, {"say": UNEASY}, {"say": EASY}, {}),
        (Rule.GOING, {"say": UNEASY}, None, {}),
        (Rule.GOING, {"say": UNEASY}, {"say": UNEASY}, {"before_month": "2026-10"}),  # not the month before
        (Rule.TABLE, {"perspectives": UNEASY}, {"perspectives": UNEASY}, {}),
        (Rule.REPLY, {"rung": 3, "heard": 1}, None, {}),
        (Rule.GOING, {"rung": 2}, None, {}),
        (Rule.GOING, {"rung": 4, "heard": 1, "weighed": 1}, None, {}),
        (Rule.REPLY, {"rung": 6, "heard": 2}, None, {"whole": True}),
        (Rule.GOING, {"rung": 5}, None, {"whole": True}),
        (Rule.REPLY, {"rung": 6, "not_reached": 6}, None, {"whole": True}),  # not reached is no answer
        (Rule.QUIET, {"announced": 4, "rung": 1}, None, {}),
        (Rule.GOING, {"announced": 4, "rung": 2}, None, {}),
        (Rule.GOING, {"announced": 3, "rung": 0}, None, {}),
        (Rule.QUIET, {"announced": 8, "rung": 2}, None, {"whole": True}),
        (Rule.GOING, {"announced": 7, "rung": 0}, None, {"whole": True}),
        (Rule.TIME, {"planned": 4, "took_place": 1}, None, {}),
        (Rule.GOING, {"planned": 4, "took_place": 2}, None, {}),
        (Rule.TIME, {"planned": 8, "took_place": 3}, None, {"whole": True}),
        (Rule.GOING, {"planned": 7, "took_place": 0}, None, {"whole": True}),
        # The order, and not twice running while another applies.
        (Rule.VOICE, {"say": UNEASY, "rung": 6}, {"say": UNEASY}, {}),
        (Rule.REPLY, {"say": UNEASY, "rung": 6}, {"say": UNEASY}, {"last": Rule.VOICE}),
        (Rule.VOICE, {"say": UNEASY}, {"say": UNEASY}, {"last": Rule.VOICE}),
        (Rule.QUIET, {"announced": 9, "rung": 0}, {}, {"last": Rule.QUIET}),
        (Rule.QUIET, {"announced": 9, "planned": 9}, {}, {"last": Rule.QUIET, "before_month": "2026-10"}),
        (Rule.TIME, {"announced": 9, "planned": 9}, {}, {"last": Rule.QUIET}),
    ],
)
def test_which_rule_chooses_the_question(expected, now, before, more):
    assert rule(now, before, **more) is expected


# Where a team could go.


def test_the_phases_show_what_is_in_use_and_nothing_else(table):
    def used():
        return sorted(table.ask(ShowPhases, actor=ANNA).in_use)

    assert used() == []
    rang(table)
    assert used() == ["bell"]
    released(table, 1, "2026-11-10")
    table.read(lambda unit: unit.space.save(replace(unit.space.of(HERE), word="tegenspraak")))
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert used() == ["bell", "checkout", "month", "word"]


def test_the_open_months_of_one_space_say_nothing_of_another(table):
    table.read(lambda unit: unit.counts.add("x", SpaceId("x:1:there"), "2026-10", spoken=1))
    assert table.read(lambda unit: dict(unit.month.open_months())) == {"x:1:there": "2026-10"}
    table.now = FIRST_WORKING_DAY
    closes(table)
    assert months(table) == ()
