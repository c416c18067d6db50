"""What is due by itself: handed out, begun, put off or missed."""

from datetime import date, time, timedelta

import pytest
from planned import HALF_PAST_NINE, MINUTES, TEN, Planned
from table import ANNA

from rituals.agenda.commands import PutOff
from rituals.agenda.occurrence import Kind
from rituals.bell.contents import AskCard
from rituals.closing.contents import SpokenLine
from rituals.plan.commands import (
    CalendarRead,
    Replan,
)
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Date, Linked
from storage import open_store


@pytest.fixture
def table(tmp_path):
    table = Planned(tmp_path)
    yield table
    table.close()


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


def test_what_was_due_before_a_fresh_present_is_missed_and_tomorrow_is_not_lost(tmp_path):
    table = Planned(tmp_path)
    daily = Rhythm(
        every=Every.WEEK, weekdays=tuple(range(7)), starts=time(10), lasts=timedelta(hours=1), first=date(2026, 11, 24)
    )
    table.plan(rhythm=daily)
    table.close()
    for file in (tmp_path / "live").iterdir():
        file.unlink()
    restored_at = TEN + timedelta(days=1, minutes=10)
    table.store = open_store(tmp_path / "data", tmp_path / "live", pepper=b"p" * 32, now=restored_at)
    table.now = restored_at
    table.look()
    assert table.occurrences()[:5] == [
        ("2026-11-24", "bell", "missed", "restored"),
        ("2026-11-24", "checkout", "missed", "restored"),
        ("2026-11-25", "bell", "missed", "restored"),
        ("2026-11-25", "checkout", "waiting", None),
        ("2026-11-26", "bell", "waiting", None),
    ]
    assert (table.contents(AskCard), table.contents(SpokenLine)) == ([], [])
    table.goes_to(TEN + timedelta(days=2))
    assert len(table.contents(AskCard)) == 2  # tomorrow's, and whoever comes after
    table.close()


def test_what_was_handed_out_and_not_begun_is_handed_out_again(table):
    table.plan()
    table.now = HALF_PAST_NINE
    until = table.now + 5 * MINUTES
    claim = lambda: table.read(lambda unit: unit.agenda.claim_occurrences(table.now, until, 10))  # noqa: E731
    assert [each.kind for each in claim()] == [Kind.BELL]
    assert claim() == ()
    table.now = until
    table.look()
    assert len(table.contents(AskCard)) == 1


def test_putting_off_ends_in_missed_when_it_would_be_too_late(table):
    table.plan()
    table.now = HALF_PAST_NINE
    table.read(lambda unit: unit.agenda.claim_occurrences(table.now, table.now + MINUTES, 10))
    about = {"plan": table.kept.id, "key": "2026-11-24", "kind": Kind.BELL}
    table.ask(PutOff, **about, until=TEN - MINUTES)
    assert table.stage("2026-11-24", Kind.BELL) == [("waiting", None)]
    table.now = TEN - MINUTES
    table.read(lambda unit: unit.agenda.claim_occurrences(table.now, table.now + MINUTES, 10))
    table.ask(PutOff, **about, until=TEN)
    assert table.stage("2026-11-24", Kind.BELL) == [("missed", "platform")]


def test_a_message_nobody_heard_of_for_a_day_is_missed(table):
    table.plan()
    table.goes_to(TEN - 7 * MINUTES)  # the open question is decided, and here nobody says it
    table.now = TEN + timedelta(hours=26)
    table.ask(Replan, days_off=frozenset())
    assert table.stage("2026-11-24", Kind.BELL) == [("missed", "platform")]
