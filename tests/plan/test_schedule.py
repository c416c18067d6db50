"""When things happen: against dateutil and recurring-ical-events as outside truths, and every zone that has nights
that differ.
"""

import itertools
import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
import recurring_ical_events
from dateutil import rrule, tz
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from rituals.agenda.occurrence import Kind
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.plan.rhythm import Every, Rhythm, days, exists, moment_of
from rituals.plan.schedule import Date, Exceptions, Linked, Off, Plan, around, dated, rhythm_dates, round_of

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
HERE = SpaceId("x:1:here")
AMSTERDAM = "Europe/Amsterdam"
BEGIN, END = date(2026, 1, 1), date(2036, 1, 1)
DAYS = [rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU]
ICAL = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
NTH = {Every.FIRST: 1, Every.SECOND: 2, Every.THIRD: 3, Every.FOURTH: 4, Every.LAST: -1}

rhythms = st.builds(
    Rhythm,
    every=st.sampled_from(Every),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    starts=st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None, fold=0)),
    lasts=st.integers(1, 12 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    first=st.dates(BEGIN, date(2027, 12, 31)),
)


def rhythm(**more):
    given_ = {
        "every": Every.WEEK,
        "weekdays": (1,),
        "starts": time(10),
        "lasts": timedelta(hours=1),
        "first": date(2026, 1, 1),
    }
    return Rhythm(**{**given_, **more})


def plan(**more):
    given_ = {
        "id": PlanId("p1"),
        "space": HERE,
        "version": 1,
        "rhythm": rhythm(),
        "bell_before": timedelta(minutes=30),
        "checkout": True,
        "since": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Plan(**{**given_, **more})


# What a rhythm means.


def by_dateutil(made):
    first = next(day for n in range(7) if (day := made.first + timedelta(days=n)).weekday() in made.weekdays)
    begin = first if made.every is Every.OTHER_WEEK else made.first
    common = {"dtstart": datetime.combine(begin, time()), "wkst": rrule.MO}
    weekdays = [DAYS[number] for number in made.weekdays]
    if made.every in NTH:
        nth = [weekday(NTH[made.every]) for weekday in weekdays]
        return rrule.rrule(rrule.MONTHLY, byweekday=nth, **common)
    return rrule.rrule(rrule.WEEKLY, interval=2 if made.every is Every.OTHER_WEEK else 1, byweekday=weekdays, **common)


@settings(max_examples=500 if LONG else 60, deadline=None)
@given(made=rhythms)
def test_ten_years_of_days_are_those_of_dateutil(made):
    theirs = by_dateutil(made).between(datetime.combine(BEGIN, time()), datetime.combine(END, time()), inc=True)
    assert list(days(made, BEGIN, END)) == [each.date() for each in theirs if each.date() < END]


@settings(max_examples=100 if LONG else 8, deadline=None)
@given(made=rhythms, zone=st.sampled_from([AMSTERDAM, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]))
def test_ten_years_of_moments_are_those_of_an_ical_calendar(made, zone):
    """But for times that a night leaves out, where calendars differ: see the tests of zones."""
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    first = next(iter(days(made, made.first, made.first + timedelta(days=70))))
    parts = {"FREQ": "WEEKLY", "WKST": "MO", "BYDAY": ",".join(ICAL[n] for n in made.weekdays)}
    if made.every is Every.OTHER_WEEK:
        parts["INTERVAL"] = "2"
    if made.every in NTH:
        parts |= {"FREQ": "MONTHLY", "BYDAY": ",".join(f"{NTH[made.every]}{ICAL[n]}" for n in made.weekdays)}
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    start = datetime.combine(first, made.starts)
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\r\nDURATION:PT{made.lasts // timedelta(minutes=1)}M\r\n"
        f"RRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = recurring_ical_events.of(Calendar.from_ical(event)).between(begin, end)
    theirs = {each["DTSTART"].dt.astimezone(UTC) for each in found if exists_there(each["DTSTART"].dt)}
    ours = {
        each.starts_at
        for each in rhythm_dates(made, zone, begin, end)
        if exists(date.fromisoformat(each.key), made.starts, zone)
    }
    assert {each for each in ours if begin < each < end} == {each for each in theirs if begin < each < end}


def exists_there(moment):
    return tz.datetime_exists(moment.replace(tzinfo=None), moment.tzinfo)


TEN_DAYS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=10 * number) for number in range(366)]


def transitions(zone):
    """Days on which the clocks of a zone change, and the day after, from 2026 on for ten years."""
    there = ZoneInfo(zone)
    for early, late in itertools.pairwise(TEN_DAYS):
        if early.astimezone(there).utcoffset() != late.astimezone(there).utcoffset():
            for day in (early + timedelta(days=number) for number in range(10)):
                after = day + timedelta(days=1)
                if day.astimezone(there).utcoffset() != after.astimezone(there).utcoffset():
                    yield from (day.astimezone(there).date(), after.astimezone(there).date())


ZONES = sorted(
    zone for zone in available_timezones() if len({m.astimezone(ZoneInfo(zone)).utcoffset() for m in TEN_DAYS}) > 1
)


def test_there_are_zones_with_nights_that_differ():
    assert len(ZONES) > 100
    assert AMSTERDAM in ZONES


@pytest.mark.parametrize("zone", ZONES if LONG else ZONES[::9])
def test_every_time_of_a_night_that_differs_is_resolved_as_dateutil_does(zone):
    there = ZoneInfo(zone)
    for day in transitions(zone):
        for minutes in range(0, 24 * 60, 10):
            at = (datetime.combine(day, time()) + timedelta(minutes=minutes)).time()
            wall = datetime.combine(day, at, tzinfo=there)
            assert moment_of(day, at, zone) == tz.resolve_imaginary(wall).astimezone(UTC)
            assert exists(day, at, zone) == tz.datetime_exists(wall)


def test_a_time_that_a_spring_night_leaves_out_is_that_much_later():
    """29 March 2026 in Amsterdam: 02:30 does not exist, and becomes 03:30."""
    moment = moment_of(date(2026, 3, 29), time(2, 30), AMSTERDAM)
    assert moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment.astimezone(ZoneInfo(AMSTERDAM)).time() == time(3, 30)
    assert exists(date(2026, 3, 29), time(2, 30), AMSTERDAM) is False
    assert exists(date(2026, 3, 29), time(3, 30), AMSTERDAM) is True


def test_a_time_that_an_autumn_night_has_twice_happens_once_the_first_time():
    """25 October 2026 in Amsterdam: 02:30 comes twice."""
    sundays = rhythm(weekdays=(6,), starts=time(2, 30))
    begin, end = datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)
    found = [each.starts_at for each in rhythm_dates(sundays, AMSTERDAM, begin, end)]
    assert found == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


@settings(max_examples=300 if LONG else 60, deadline=None)
@given(
    made=rhythms,
    zone=st.sampled_from(ZONES),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001  UTC, see below
    splits=st.lists(st.integers(1, 200), min_size=1, max_size=4),
)
def test_looking_in_parts_finds_the_same_as_looking_at_once(made, zone, at, splits):
    """Whatever the windows: nothing is found twice under another name, and nothing is lost between them."""
    begin = at.replace(tzinfo=UTC)
    edges = [begin]
    for hours in splits:
        edges.append(edges[-1] + timedelta(hours=hours))
    whole = set(rhythm_dates(made, zone, begin, edges[-1]))
    parts = [set(rhythm_dates(made, zone, *pair)) for pair in itertools.pairwise(edges)]
    assert set().union(*parts) == whole
    assert len({each.key for each in whole}) == len(whole)
    assert all(each.ends_at - each.starts_at == made.lasts for each in whole)


# What makes single dates differ.

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def one(**more):
    return Date(**{"key": "2026-11-24", "starts_at": TUESDAY, "ends_at": TUESDAY + timedelta(hours=1), **more})


def made(changes=None, made_plan=None, **more):
    exceptions = Exceptions(changes=changes or {}, **more)
    return dated(made_plan or plan(), AMSTERDAM, (one(),), exceptions)


def test_a_date_is_skipped_moved_a_holiday_or_in_a_pause():
    moved = TUESDAY + timedelta(days=1)
    assert made() == (one(),)
    assert made({"2026-11-24": None}) == (one(off=Off.SKIPPED),)
    assert made({"2026-11-24": moved}) == (one(starts_at=moved, ends_at=moved + timedelta(hours=1), was=TUESDAY),)
    assert made(days_off={date(2026, 11, 24)}) == (one(off=Off.HOLIDAY),)
    assert made(days_off={date(2026, 11, 24)}, made_plan=plan(holidays=False)) == (one(),)
    assert made(paused_until=date(2026, 11, 24)) == (one(),)
    assert made(paused_until=date(2026, 11, 25)) == (one(off=Off.PAUSED),)


def test_somebody_who_moves_a_meeting_to_a_holiday_means_it():
    moved = TUESDAY + timedelta(days=1)
    assert made({"2026-11-24": moved}, days_off={date(2026, 11, 25)})[0].off is None


def test_around_a_date_there_is_a_bell_and_a_check_out():
    closes = TUESDAY + timedelta(hours=7)
    found = [(each.kind, each.due_at - TUESDAY, each.expires_at - TUESDAY) for each in around(plan(), one(), closes)]
    assert found == [
        (Kind.BELL, timedelta(minutes=-30), timedelta()),
        (Kind.CHECKOUT, timedelta(minutes=55), timedelta(hours=7)),
    ]
    assert list(around(plan(), one(off=Off.HOLIDAY), closes)) == []
    assert [each.kind for each in around(plan(bell_before=None), one(), closes)] == [Kind.CHECKOUT]
    assert [each.kind for each in around(plan(checkout=False), one(), closes)] == [Kind.BELL]


def test_a_check_out_of_a_very_short_meeting_is_not_before_it():
    short = one(ends_at=TUESDAY + timedelta(minutes=2))
    assert [each.due_at for each in around(plan(bell_before=None), short, TUESDAY)] == [TUESDAY]


@pytest.mark.parametrize(
    ("month", "opens", "closes"),
    [
        (date(2026, 11, 3), datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 27, 16, tzinfo=UTC)),
        (date(2026, 7, 31), datetime(2026, 7, 27, 8, tzinfo=UTC), datetime(2026, 7, 31, 15, tzinfo=UTC)),
        (date(2027, 2, 1), datetime(2027, 2, 22, 9, tzinfo=UTC), datetime(2027, 2, 26, 16, tzinfo=UTC)),
    ],
)
def test_the_round_lies_in_the_last_full_week_of_the_month(month, opens, closes):
    found = round_of(HERE, month, AMSTERDAM)
    assert (found.due_at, found.ends_at, found.key) == (opens, closes, f"{month:%Y-%m}")


@given(day=st.dates(BEGIN, END))
def test_every_round_is_five_days_of_its_own_month(day):
    found = round_of(HERE, day, AMSTERDAM)
    there = ZoneInfo(AMSTERDAM)
    opens, closes = found.due_at.astimezone(there), found.ends_at.astimezone(there)
    assert (opens.weekday(), closes.weekday(), opens.month, closes.month) == (0, 4, day.month, day.month)
    assert (closes.date() + timedelta(days=7)).month != day.month


def test_a_round_has_working_days_only():
    christmas = {date(2026, 12, 25), date(2026, 12, 26)}
    found = round_of(HERE, date(2026, 12, 1), AMSTERDAM, christmas)
    assert found.ends_at == datetime(2026, 12, 24, 16, tzinfo=UTC)
    week = {date(2026, 12, 21) + timedelta(days=number) for number in range(5)}
    assert round_of(HERE, date(2026, 12, 1), AMSTERDAM, week) is None


def test_whoever_is_forgotten_is_in_no_plan_any_more():
    anna, bram = ParticipantId("anna"), ParticipantId("bram")
    linked = Linked(mailbox="anna@example.com", series="s", by=anna)
    mine = plan(chair=anna, author=anna, left_out=(anna, bram), rhythm=None, linked=linked)
    assert mine.without(anna) == plan(left_out=(bram,), rhythm=None)
    assert mine.without(bram) == plan(chair=anna, author=anna, left_out=(anna,), rhythm=None, linked=linked)
