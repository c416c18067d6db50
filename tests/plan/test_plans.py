"""Plans at the table: what happens by itself, and what wrong input gets."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from planned import HALF_PAST_NINE, MANY, MINUTES, TEN, TUESDAYS, Planned
from table import ANNA, BRAM, CHAIMA, DAAN, ESRA, HERE, START, TEAM

from rituals.agenda.occurrence import Kind, Why
from rituals.bell.commands import Accept, Cancel, Decline
from rituals.bell.contents import AskCard, CardOver, OpenCall, Withdrawn
from rituals.bell.meeting import State
from rituals.checkout.contents import CheckOutOpen, Reminder
from rituals.closing.contents import SpokenLine
from rituals.kernel.errors import CommonBecause
from rituals.kernel.identifiers import PlanId
from rituals.kernel.space import Language, Mode
from rituals.membership.commands import ForgetMe, ShowMyData, SpaceGone
from rituals.plan.ahead import meeting_now
from rituals.plan.commands import (
    CalendarRead,
    MoveDate,
    PauseSpace,
    RemovePlan,
    Replan,
    RestoreDate,
    ShowDate,
    ShowPlan,
    ShowPlans,
    SkipDate,
)
from rituals.plan.refusals import PlanBecause
from rituals.plan.replies import ConfirmRemove, DateDetails, PlanDetails, PlansShown
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Date, Linked, Off, Plan
from rituals.space.commands import ChangeSettings
from rituals.space.refusals import SpaceBecause


@pytest.fixture
def table(tmp_path):
    table = Planned(tmp_path)
    yield table
    table.close()


@pytest.fixture
def crowd(tmp_path):
    table = Planned(tmp_path, MANY)
    yield table
    table.close()


# Making and showing.


def test_a_plan_shows_its_next_four_dates(table):
    reply = table.plan()
    assert [each.key for each in reply.plans[0].dates] == ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]
    assert (reply.changed, reply.plans[0].missed) == (True, ())
    assert table.said[-1].content.fresh is True
    assert table.said[-1].content.next == TEN
    assert table.ask(ShowPlans, actor=BRAM) == PlansShown(plans=reply.plans)


def test_about_a_week_ahead_there_are_rows(table):
    table.plan()
    assert table.occurrences() == [
        ("2026-11-24", "bell", "waiting", None),
        ("2026-11-24", "checkout", "waiting", None),
        ("2026-12-01", "bell", "waiting", None),
        ("2026-12-01", "checkout", "waiting", None),
    ]


def test_a_form_sent_without_a_change_says_nothing(table):
    table.plan()
    said = len(table.said)
    assert table.plan(plan=table.kept.id, version=1).changed is True
    assert (len(table.said), table.kept.version) == (said, 1)


def test_changing_a_plan_moves_what_was_not_begun(table):
    table.plan()
    later = Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(14), lasts=timedelta(hours=1), first=date(2026, 11, 24))
    table.plan(plan=table.kept.id, version=1, rhythm=later, actor=BRAM)
    table.goes_to(TEN)
    assert table.contents(AskCard) == []
    table.goes_to(TEN + timedelta(hours=4))
    assert table.contents(AskCard)[0].starts_at == TEN + timedelta(hours=4)
    assert (table.kept.version, table.kept.author) == (2, BRAM)


def test_a_plan_that_is_removed_after_a_warning_does_nothing_any_more(table):
    table.plan()
    plan = table.kept.id
    assert table.ask(RemovePlan, actor=ANNA, plan=plan) == ConfirmRemove(plan=plan, rhythm=TUESDAYS)
    assert table.occurrences() != []
    assert table.ask(RemovePlan, actor=ANNA, plan=plan, sure=True) == PlansShown(plans=(), changed=True)
    assert table.occurrences() == []
    table.goes_to(TEN)
    assert table.contents(AskCard) == []


def test_what_was_made_at_the_last_minute_still_happens_and_what_is_over_is_not_missed(table):
    table.now = TEN - 10 * MINUTES
    table.plan()
    table.look()
    assert len(table.contents(AskCard)) == 1
    table.now = TEN + timedelta(minutes=80)
    table.plan(checkout=True, bell_before=None)
    new = {plan.id for plan in table.read(lambda unit: unit.plan.plans(HERE)) if plan.bell_before is None}
    rows = table.read(lambda unit: unit.agenda.occurrences(HERE))
    assert [row.key for row in rows if row.plan in new and row.kind is Kind.CHECKOUT] == ["2026-12-01"]


# The bell.


def test_the_one_whose_turn_it_is_is_asked_half_an_hour_before(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE - MINUTES)
    assert table.contents(AskCard) == []
    table.goes_to(HALF_PAST_NINE)
    (card,) = table.contents(AskCard)
    assert (card.starts_at, card.until) == (TEN, TEN - 7.5 * MINUTES)
    assert table.stage("2026-11-24", Kind.BELL) == [("begun", None)]


def test_two_who_say_nothing_leave_time_to_ask_openly(table):
    table.plan()
    table.goes_to(TEN - 16 * MINUTES)
    assert len(table.contents(AskCard)) == 1
    table.goes_to(TEN - 15 * MINUTES)
    assert [card.until for card in table.contents(AskCard)] == [TEN - 7.5 * MINUTES] * 2
    table.goes_to(TEN - 8 * MINUTES)
    assert table.contents(OpenCall) == []
    table.goes_to(TEN - 7 * MINUTES)
    assert len(table.contents(OpenCall)) == 1


def test_a_no_moves_neither_the_second_question_nor_the_open_one(table):
    """Else the moment of either would tell of it."""
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    table.ask(Decline, actor=table.asked)
    table.goes_to(TEN - 16 * MINUTES)
    assert len(table.contents(AskCard)) == 1
    table.goes_to(TEN - 15 * MINUTES)
    assert len(table.contents(AskCard)) == 2
    table.ask(Decline, actor=table.asked)
    table.goes_to(TEN - 8 * MINUTES)
    assert table.contents(OpenCall) == []
    table.goes_to(TEN - 7 * MINUTES)
    assert len(table.contents(OpenCall)) == 1


def test_the_chair_of_the_plan_leads_and_whoever_is_left_out_is_never_asked(table):
    table.plan(chair=BRAM, left_out=(CHAIMA, DAAN))
    table.goes_to(HALF_PAST_NINE)
    running = table.running
    seats = table.read(lambda unit: unit.bell.seats(running.id))
    assert {seat.participant for seat in seats} == {ANNA, BRAM, ESRA}  # with three the chair may serve
    assert table.running.chair == BRAM


def test_whoever_is_away_or_declined_earns_and_loses_nothing(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE, absent=frozenset({BRAM, CHAIMA}), organiser=DAAN)
    assert table.running.chair == DAAN
    table.ask(Accept, actor=table.asked)
    assert {BRAM, CHAIMA} & set(table.credits) == set()


def test_where_nobody_may_be_asked_everyone_is_asked_openly_at_the_usual_moment(table):
    """Anything else would tell somebody who leaves all others out whether the one who is left has a pause."""
    table.plan(left_out=tuple(TEAM))
    table.goes_to(TEN - 8 * MINUTES)
    assert (table.contents(AskCard), table.contents(OpenCall)) == ([], [])
    table.goes_to(TEN - 7 * MINUTES)
    assert len(table.contents(OpenCall)) == 1


def test_a_bell_called_by_hand_for_this_meeting_is_not_asked_again(table):
    table.plan(chair=BRAM)
    table.now = HALF_PAST_NINE - 10 * MINUTES
    planned = table.read(lambda unit: meeting_now(unit, HERE, table.now))
    table.call(chair=planned.plan.chair)
    assert table.running.chair == BRAM  # the plan's, for it is its meeting
    table.goes_to(TEN)
    assert table.stage("2026-11-24", Kind.BELL) == [("skipped", "already")]
    assert all(card.starts_at is None for card in table.contents(AskCard))


def test_a_bell_of_the_meeting_before_is_not_cut_short(table):
    """Two meetings in a row: the second one's bell waits, at most until five minutes before."""
    early = Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(9), lasts=timedelta(hours=1), first=date(2026, 11, 24))
    table.now -= timedelta(hours=1)
    table.plan(rhythm=early, checkout=False)
    table.plan(checkout=False)
    table.goes_to(TEN - 90 * MINUTES)
    table.ask(Accept, actor=table.asked)
    first = table.running.id
    table.goes_to(TEN - 6 * MINUTES)
    assert table.running.id == first
    table.goes_to(TEN - 5 * MINUTES)
    assert table.running.id != first
    assert table.running.state is State.ASKING


def test_a_bell_is_not_cut_short_by_a_meeting_that_begins_in_the_midst_of_another(table):
    long = Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(9), lasts=timedelta(hours=3), first=date(2026, 11, 24))
    table.now -= timedelta(hours=1)
    table.plan(rhythm=long, checkout=False)
    table.goes_to(TEN - 90 * MINUTES)
    table.ask(Accept, actor=table.asked)
    first = table.running.id
    table.plan(checkout=False)
    table.goes_to(TEN + MINUTES)
    assert table.running.id == first
    assert ("2026-11-24", "bell", "skipped", "already") in table.occurrences()


# The end.


def test_a_small_team_asks_aloud_and_that_ends_the_bell(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    table.ask(Accept, actor=table.asked)
    table.goes_to(TEN + 54 * MINUTES)
    assert table.contents(SpokenLine) == []
    table.goes_to(TEN + 55 * MINUTES)
    assert len(table.contents(SpokenLine)) == 1
    assert table.running is None
    assert table.contents(CheckOutOpen) == []


def test_a_large_team_gets_the_form_too_and_one_reminder(crowd):
    crowd.plan(chair=MANY[0])
    crowd.goes_to(TEN + 55 * MINUTES)
    (opened,) = crowd.contents(CheckOutOpen)
    assert (len(crowd.contents(SpokenLine)), opened.checkout.closes_at) == (1, TEN + timedelta(hours=7))
    crowd.goes_to(TEN + timedelta(hours=6, minutes=29))
    assert crowd.contents(Reminder) == []
    crowd.goes_to(TEN + timedelta(hours=8))
    assert len(crowd.contents(Reminder)) == 1


def test_of_several_meetings_on_a_day_only_the_last_has_the_form(crowd):
    afternoon = Rhythm(
        every=Every.WEEK, weekdays=(1,), starts=time(15), lasts=timedelta(hours=1), first=date(2026, 11, 24)
    )
    crowd.plan(bell_before=None)
    crowd.plan(bell_before=None, rhythm=afternoon)
    crowd.goes_to(TEN + timedelta(hours=5))
    assert (len(crowd.contents(SpokenLine)), crowd.contents(CheckOutOpen)) == (1, [])
    crowd.goes_to(TEN + timedelta(hours=6))
    assert (len(crowd.contents(SpokenLine)), len(crowd.contents(CheckOutOpen))) == (2, 1)


def test_a_middle_sized_team_has_one_round_a_month_in_the_last_full_week(tmp_path):
    table = Planned(tmp_path, TEAM + MANY[:3])
    table.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    table.plan()
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    table.goes_to(monday)
    (opened,) = table.contents(CheckOutOpen)
    assert (opened.checkout.form, opened.checkout.closes_at) == ("round", datetime(2026, 11, 27, 16, tzinfo=UTC))
    table.goes_to(datetime(2026, 11, 27, 17, tzinfo=UTC))
    assert (len(table.contents(Reminder)), len(table.contents(CheckOutOpen))) == (1, 1)
    table.close()


@pytest.mark.parametrize(("mode", "kinds"), [(Mode.SPOKEN, set()), (Mode.EACH, set()), (None, {"round"})])
def test_a_round_only_where_it_fits(tmp_path, mode, kinds):
    table = Planned(tmp_path, TEAM + MANY[:3])
    table.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    table.mode(mode)
    table.plan()
    found = {kind for _key, kind, _stage, _why in table.occurrences()} - {"bell", "checkout"}
    assert found == kinds
    table.close()


# Single dates.


def test_a_date_can_be_skipped_and_put_back(table):
    table.plan()
    plan = table.kept.id
    shown = table.ask(SkipDate, actor=BRAM, plan=plan, key="2026-11-24").plans[0]
    assert shown.dates[0].off is Off.SKIPPED
    assert [key for key, *_ in table.occurrences()] == ["2026-12-01", "2026-12-01"]
    shown = table.ask(RestoreDate, actor=BRAM, plan=plan, key="2026-11-24").plans[0]
    assert shown.dates[0].off is None
    assert len(table.occurrences()) == 4


def test_a_date_can_be_moved_and_everything_goes_along(table):
    table.plan()
    plan = table.kept.id
    shown = table.ask(ShowDate, actor=BRAM, plan=plan, key="2026-11-24")
    assert isinstance(shown, DateDetails)
    moved = {"actor": BRAM, "plan": plan, "key": "2026-11-24", "day": date(2026, 11, 25), "at": time(14)}
    shown = table.ask(MoveDate, **moved).plans[0]
    assert (shown.dates[0].moved, shown.dates[0].starts_at) == (True, TEN + timedelta(hours=28))
    table.goes_to(TEN + timedelta(hours=27))
    assert table.contents(AskCard) == []
    table.goes_to(TEN + timedelta(hours=28))
    assert table.contents(AskCard)[0].starts_at == TEN + timedelta(hours=28)


def test_skipping_a_meeting_whose_bell_was_given_undoes_the_draw(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    table.ask(Accept, actor=table.asked)
    assert table.credits != {}
    table.ask(SkipDate, actor=ANNA, plan=table.kept.id, key="2026-11-24")
    assert (table.running, table.credits, table.shows()) == (None, {}, Withdrawn())
    assert table.stage("2026-11-24", Kind.BELL) == []


def test_putting_it_back_is_true_also_for_a_bell_that_was_asked_for(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    about = {"actor": ANNA, "plan": table.kept.id, "key": "2026-11-24"}
    table.ask(SkipDate, **about)
    table.ask(RestoreDate, **about)
    asked = len(table.contents(AskCard))
    table.look()
    assert len(table.contents(AskCard)) == asked + 1


def test_a_bell_that_the_chair_called_off_stays_so(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    table.ask(Cancel, actor=ANNA)
    table.goes_to(TEN)
    assert table.stage("2026-11-24", Kind.BELL) == [("skipped", "called_off")]
    assert len(table.contents(AskCard)) == 1


def test_a_date_cannot_wander_off(table):
    """Moved again and again it stays within a month of its own day."""
    table.plan()
    moved = {"actor": BRAM, "plan": table.kept.id, "key": "2026-11-24", "at": time(10)}
    assert isinstance(table.ask(MoveDate, **moved, day=date(2026, 12, 24)), PlansShown)
    assert table.ask(MoveDate, **moved, day=date(2027, 1, 20)) is PlanBecause.MOVED_TOO_FAR


def test_a_plan_that_a_crash_left_half_removed_does_nothing(table):
    table.plan()
    table.read(lambda unit: unit.plan.remove_plan(next(plan.id for plan in unit.plan.plans(HERE))))
    table.goes_to(TEN + timedelta(hours=1))
    assert (table.contents(AskCard), table.contents(SpokenLine), table.occurrences()) == ([], [], [])


def test_a_holiday_that_somebody_chose_is_a_day_like_any_other(table):
    free = frozenset({date(2026, 11, 24)})
    table.plan(days_off=free)
    about = {"actor": ANNA, "plan": table.kept.id, "key": "2026-11-24", "days_off": free}
    shown = table.ask(RestoreDate, **about).plans[0].dates[0]
    assert (shown.off, shown.moved) == (None, False)
    assert table.ask(SkipDate, **about).plans[0].dates[0].off is Off.SKIPPED
    assert table.ask(RestoreDate, **about).plans[0].dates[0].off is Off.HOLIDAY


def test_a_team_that_needs_no_round_is_not_told_that_it_missed_one(table):
    table.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    table.plan()
    table.goes_to(datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    rounds = [row for row in table.occurrences() if row[1] == "round"]
    assert rounds == [("2026-11", "round", "skipped", "not_fitting")]


def test_skipping_while_somebody_is_asked_tells_them_it_is_over(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    asked = table.asked
    table.ask(SkipDate, actor=ANNA, plan=table.kept.id, key="2026-11-24")
    assert table.shows("card", asked) == CardOver()


def test_a_meeting_that_moves_takes_its_bell_along(table):
    table.plan()
    table.goes_to(HALF_PAST_NINE)
    holder = table.asked
    table.ask(Accept, actor=holder)
    moved = {"actor": BRAM, "plan": table.kept.id, "key": "2026-11-24", "day": date(2026, 11, 24), "at": time(15)}
    table.ask(MoveDate, **moved)
    assert (table.running.holder, table.running.starts_at) == (holder, TEN + timedelta(hours=5))
    table.goes_to(TEN + timedelta(hours=3))
    assert table.running.holder == holder
    table.goes_to(TEN + timedelta(hours=6))
    assert len(table.contents(SpokenLine)) == 1
    assert table.running is None


def test_a_pause_of_the_team_stops_what_happens_by_itself(table):
    table.plan()
    table.ask(PauseSpace, actor=BRAM, until=date(2026, 12, 1))
    assert [key for key, *_ in table.occurrences()] == ["2026-12-01", "2026-12-01"]
    shown = table.ask(ShowPlans, actor=ANNA)
    assert (shown.paused_until, shown.plans[0].dates[0].off) == (date(2026, 12, 1), Off.PAUSED)
    table.ask(PauseSpace, actor=BRAM, until=None)
    assert len(table.occurrences()) == 4


def test_a_holiday_is_skipped_unless_the_plan_says_otherwise(table):
    free = frozenset({date(2026, 11, 24)})
    table.plan(days_off=free)
    assert [key for key, *_ in table.occurrences()] == ["2026-12-01", "2026-12-01"]
    table.plan(plan=table.kept.id, version=1, holidays=False, days_off=free)
    assert len(table.occurrences()) == 4


# A calendar.


def dates(*starts):
    return tuple(Date(key=f"e{n}", starts_at=at, ends_at=at + timedelta(hours=1)) for n, at in enumerate(starts))


@pytest.fixture
def linked(table):
    series = Linked(mailbox="anna@example.com", series="s", by=ANNA)
    table.plan(rhythm=None, linked=series, dates=dates(TEN, TEN + timedelta(days=2)))
    return table


def says(table, *found):
    read = CalendarRead(linked=table.kept.linked, dates=tuple(found))
    table.ask(Replan, days_off=frozenset(), dates={table.kept.id: read})


def test_a_series_in_a_calendar_is_followed(linked):
    assert linked.occurrences() == [
        ("e0", "bell", "waiting", None),
        ("e0", "checkout", "waiting", None),
        ("e1", "bell", "waiting", None),
        ("e1", "checkout", "waiting", None),
    ]
    first, second = dates(TEN, TEN + timedelta(days=2))
    moved = Date(key="e0", starts_at=TEN + timedelta(hours=1), ends_at=TEN + timedelta(hours=1, minutes=20))
    says(linked, moved, second)
    due = {(o.key, o.kind): o.due_at for o in linked.read(lambda unit: unit.agenda.occurrences(HERE))}
    assert due["e0", Kind.BELL] == TEN + 30 * MINUTES
    assert due["e0", Kind.CHECKOUT] == TEN + 75 * MINUTES  # shortened
    says(linked, second)
    assert [key for key, *_ in linked.occurrences()] == ["e1", "e1"]
    says(linked, first, second)
    assert len(linked.occurrences()) == 4


def test_a_date_in_a_calendar_is_moved_there_and_can_be_skipped_here(linked):
    about = {"actor": BRAM, "plan": linked.kept.id, "key": "e0"}
    assert linked.ask(ShowDate, **about) is PlanBecause.FOLLOWS_CALENDAR
    assert linked.ask(MoveDate, **about, day=date(2026, 11, 25), at=time(9)) is PlanBecause.FOLLOWS_CALENDAR
    assert linked.ask(SkipDate, **about).plans[0].dates[0].off is Off.SKIPPED


def test_a_meeting_cancelled_in_the_calendar_after_the_bell_was_given(linked):
    linked.goes_to(HALF_PAST_NINE)
    linked.ask(Accept, actor=linked.asked)
    says(linked, *dates(TEN, TEN + timedelta(days=2))[1:])
    assert (linked.running, linked.credits) == (None, {})


def test_forgetting_whoever_linked_it_forgets_their_mailbox(linked):
    shown = linked.ask(ShowMyData, actor=ANNA)
    kept = [each.what for each in shown.kept]
    assert [what for what in kept if what.startswith("plan_")] == ["plan_author", "plan_mailbox"]
    late = CalendarRead(linked=linked.kept.linked, dates=dates(TEN))
    linked.ask(ForgetMe, actor=ANNA)
    assert (linked.kept.linked, linked.kept.author) == (None, None)
    assert linked.occurrences() == []
    # What was read of it before does not bring it back.
    linked.ask(Replan, days_off=frozenset(), dates={linked.kept.id: late})
    plan = linked.kept.id
    assert (linked.occurrences(), linked.read(lambda unit: unit.plan.dates(plan))) == ([], ())


def test_forgetting_whoever_linked_one_plan_leaves_another_as_it_was(linked):
    linked.plan(days_off=frozenset({date(2026, 11, 24)}))
    linked.ask(ForgetMe, actor=ANNA)
    assert linked.occurrences() == [
        ("2026-12-01", "bell", "waiting", None),
        ("2026-12-01", "checkout", "waiting", None),
    ]


def test_forgetting_whoever_linked_it_takes_back_a_bell_that_was_given(linked):
    linked.goes_to(HALF_PAST_NINE)
    linked.ask(Accept, actor=linked.asked)
    linked.ask(ForgetMe, actor=ANNA)
    assert (linked.running, linked.credits) == (None, {})


# What went wrong.


def test_a_bot_that_was_down_does_what_is_still_of_use_and_tells_the_rest(table):
    table.plan()
    table.now = TEN + 30 * MINUTES
    table.look()
    assert table.stage("2026-11-24", Kind.BELL) == [("missed", "late")]
    table.goes_to(TEN + 56 * MINUTES)
    assert len(table.contents(SpokenLine)) == 1


def test_a_form_opens_late_when_it_is_still_of_use(crowd):
    crowd.plan(bell_before=None)
    crowd.now = TEN + timedelta(hours=3)
    crowd.look()
    assert (crowd.contents(SpokenLine), len(crowd.contents(CheckOutOpen))) == ([], 1)


def test_a_fortnight_without_the_bot_is_told(table):
    table.plan()
    table.now = TEN + timedelta(days=13)
    table.look()
    shown = table.ask(ShowPlans, actor=ANNA).plans[0]
    assert [(each.key, each.kind.value, each.why) for each in shown.missed] == [
        ("2026-11-24", "bell", Why.LATE),
        ("2026-11-24", "checkout", Why.LATE),
        ("2026-12-01", "bell", Why.LATE),
        ("2026-12-01", "checkout", Why.LATE),
    ]


def test_a_clock_that_steps_back_does_nothing_twice(table):
    table.plan()
    table.goes_to(TEN - 20 * MINUTES)
    asked = len(table.contents(AskCard))
    table.now = TEN - 2 * 60 * MINUTES
    table.look()
    table.goes_to(TEN - 20 * MINUTES)
    assert len(table.contents(AskCard)) == asked


# Wrong input.


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"bell_before": None, "checkout": False}, PlanBecause.NOTHING_PLANNED),
        ({"plan": PlanId("gone")}, PlanBecause.PLAN_GONE),
        ({"rhythm": Rhythm(every=Every.WEEK, weekdays=(), starts=time(10), lasts=MINUTES, first=date(2026, 11, 24))},
         PlanBecause.NO_WEEKDAY),
        ({"rhythm": Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(10), lasts=MINUTES, first=date(2026, 11, 23))},
         PlanBecause.PAST_MOMENT),
        ({"rhythm": Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(10), lasts=MINUTES, first=date(2028, 1, 1))},
         CommonBecause.DATE_TOO_FAR),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_changes_nothing(table, wrong, because):
    assert table.plan(**wrong) is because
    assert (table.read(lambda unit: unit.plan.plans(HERE)), table.occurrences(), table.said) == ((), [], [])


def test_two_people_who_change_a_plan_at_once(table):
    table.plan()
    plan = table.kept.id
    table.plan(plan=plan, version=1, checkout=False, actor=BRAM)
    assert table.plan(plan=plan, version=1, holidays=False) is PlanBecause.PLAN_CHANGED
    assert (table.kept.checkout, table.kept.holidays) == (False, True)


def test_ten_plans_and_no_more(table):
    for _ in range(10):
        table.plan()
    assert table.plan() is PlanBecause.TOO_MANY_PLANS
    assert table.ask(ShowPlan, actor=ANNA) is PlanBecause.TOO_MANY_PLANS
    assert len(table.read(lambda unit: unit.plan.plans(HERE))) == 10


@pytest.mark.parametrize(
    ("to", "because"),
    [
        ((date(2026, 11, 24), time(8)), PlanBecause.PAST_MOMENT),
        ((date(2027, 1, 24), time(8)), PlanBecause.MOVED_TOO_FAR),
    ],
)
def test_a_date_that_cannot_be_moved_there(table, to, because):
    table.plan()
    day, at = to
    moved = {"actor": BRAM, "plan": table.kept.id, "key": "2026-11-24", "day": day, "at": at}
    assert table.ask(MoveDate, **moved) is because
    assert table.ask(ShowPlans, actor=ANNA).plans[0].dates[0].moved is False


def test_a_time_that_does_not_exist_is_refused(table):
    table.now = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
    sundays = Rhythm(every=Every.WEEK, weekdays=(6,), starts=time(2, 30), lasts=MINUTES, first=date(2027, 3, 21))
    table.plan(rhythm=sundays)
    about = {"actor": BRAM, "plan": table.kept.id}
    refused = table.ask(MoveDate, **about, key="2027-03-21", day=date(2027, 3, 28), at=time(2, 15))
    assert refused is PlanBecause.NO_SUCH_TIME
    shown = table.ask(ShowPlans, actor=ANNA).plans[0]
    assert shown.dates[1].starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # a rhythm goes on, that much later


def test_a_date_that_is_over_or_not_of_this_plan(table):
    table.plan()
    for key in ("2026-11-17", "2026-11-25", "", "x" * 500):
        assert table.ask(SkipDate, actor=BRAM, plan=table.kept.id, key=key) is PlanBecause.DATE_OVER
    assert table.ask(SkipDate, actor=BRAM, plan=PlanId("other"), key="2026-11-24") is PlanBecause.PLAN_GONE


@pytest.mark.parametrize("zone", ["", "Nowhere", "../etc/passwd", "Europe/Amsterdam\0", "x" * 300])
def test_a_zone_that_nobody_knows(table, zone):
    wrong = table.ask(ChangeSettings, actor=ANNA, language=Language.DUTCH, guests=False, word=None, zone=zone)
    assert wrong is SpaceBecause.UNKNOWN_ZONE
    assert table.read(lambda unit: unit.space.of(HERE)).zone == "Europe/Amsterdam"


def test_another_zone_moves_what_was_not_begun(table):
    table.plan()
    table.ask(ChangeSettings, actor=ANNA, language=Language.DUTCH, guests=False, word=None, zone="Europe/London")
    table.look()
    due = {o.due_at for o in table.read(lambda unit: unit.agenda.occurrences(HERE)) if o.kind is Kind.BELL}
    assert min(due) == HALF_PAST_NINE + timedelta(hours=1)


def test_a_date_that_was_moved_keeps_its_time_of_day_in_another_zone(table):
    table.plan()
    moved = {"actor": BRAM, "plan": table.kept.id, "key": "2026-11-24", "day": date(2026, 11, 25), "at": time(14)}
    table.ask(MoveDate, **moved)
    table.ask(ChangeSettings, actor=ANNA, language=Language.DUTCH, guests=False, word=None, zone="America/New_York")
    shown = table.ask(ShowPlans, actor=ANNA).plans[0].dates[0]
    assert shown.starts_at == datetime(2026, 11, 25, 19, tzinfo=UTC)


def test_a_plan_in_a_space_that_the_bot_leaves(table):
    table.plan()
    table.ask(SpaceGone)
    assert table.read(lambda unit: (unit.plan.plans(HERE), unit.agenda.occurrences(HERE))) == ((), ())
    told = [say.slot.recipient for say in table.said if say.slot.kind == "stopped"]
    assert told == [ANNA]


def test_only_one_plan_of_the_space_can_be_seen_and_changed(table):
    other = Plan(id=PlanId("theirs"), space="x:1:there", version=1, rhythm=TUESDAYS, since=START, checkout=True)
    table.read(lambda unit: unit.plan.save_plan(other))
    assert table.ask(ShowPlan, actor=ANNA, plan=other.id) is PlanBecause.PLAN_GONE
    assert table.ask(RemovePlan, actor=ANNA, plan=other.id, sure=True) is PlanBecause.PLAN_GONE
    assert isinstance(table.ask(ShowPlan, actor=ANNA), PlanDetails)


# What was planned, and what of it took place, in the month.


def counted(table):
    month = table.counted()
    return month.get("planned", 0), month.get("took_place", 0)


def test_what_was_planned_counts_when_it_is_begun_or_over(table):
    table.plan()
    assert counted(table) == (0, 0)
    table.goes_to(HALF_PAST_NINE)
    assert counted(table) == (1, 1)
    table.goes_to(HALF_PAST_NINE + timedelta(hours=4))
    assert counted(table) == (2, 2)  # the bell, and the question aloud


def test_what_was_missed_was_planned_and_did_not_take_place(table):
    table.plan()
    table.now = HALF_PAST_NINE + timedelta(days=1)
    table.look()
    table.look()
    assert counted(table) == (2, 0)


def test_what_somebody_did_by_hand_took_place(table):
    table.plan(checkout=False)
    table.now = HALF_PAST_NINE - timedelta(minutes=10)
    table.given_to_somebody()
    table.goes_to(HALF_PAST_NINE + timedelta(hours=4))
    assert table.stage("2026-11-24", Kind.BELL) == [("skipped", "already")]
    assert counted(table) == (1, 1)


def test_what_a_team_skips_was_not_planned(table):
    table.plan()
    table.ask(SkipDate, actor=ANNA, plan=table.kept.id, key="2026-11-24")
    table.goes_to(HALF_PAST_NINE + timedelta(days=1))
    assert counted(table) == (0, 0)
