"""A year of a team, with restarts, days without the bot, a clock that steps, holidays, moved and skipped meetings.

What should have happened is worked out beside it with dateutil; each meeting must have its bell and its end once, or be
missed for a reason that the year explains.
"""

import os
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from holidays import country_holidays
from planned import Planned
from table import ANNA, HERE

from rituals.agenda.occurrence import Kind, Stage
from rituals.bell.contents import AskCard
from rituals.closing.contents import SpokenLine
from rituals.plan.commands import MoveDate, ShowPlans, SkipDate
from rituals.plan.rhythm import Every, Rhythm
from storage import open_store

pytestmark = pytest.mark.proof
SEEDS = range(20 if os.environ.get("PROOF") else 4)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN, END = datetime(2026, 9, 1, 6, tzinfo=UTC), datetime(2027, 9, 1, 6, tzinfo=UTC)
FREE = frozenset(country_holidays("NL", years=[2026, 2027]))
LAST = "2027-08-20"
HOUR = timedelta(hours=1)
OVER = (Stage.SENT, Stage.MISSED, Stage.SKIPPED, Stage.UNSURE)


class Year(Planned):
    """Goes through a year, and remembers how every occurrence ended."""

    days_off = FREE

    def __init__(self, folder, seed):
        super().__init__(folder)
        self.folder = folder
        self.chance = random.Random(seed)
        self.now = BEGIN
        self.ended = {}
        self.times = {}
        self.down = []  # when nothing ran, or the clock was not what it should be

    def look(self, **more):
        super().look(**more)
        self.read(self._deliver)
        for row in self.read(lambda unit: unit.agenda.occurrences(HERE)):
            self.times[row.plan, row.key, row.kind] = row
            if row.stage in OVER:
                self.ended[row.plan, row.key, row.kind] = (row.stage, row.why)

    def _deliver(self, unit):
        while errands := unit.outbox.claim("x:1", self.now, self.now + HOUR, 100):
            for errand in errands:
                unit.outbox.delivered(errand, "ref")
                if errand.slot.recipient is None:
                    unit.agenda.end_occurrence(errand.slot.shown_as, Stage.SENT)

    def something_happens(self):
        what = self.chance.choice(("restart", "down", "down", "back", "forward", "nothing", "nothing"))
        before = self.now
        if what in ("restart", "down"):
            self.store.close()
            self.now += timedelta(hours=self.chance.uniform(0, 72)) if what == "down" else timedelta()
            self.store = open_store(self.folder / "data", self.folder / "live", pepper=b"p" * 32)
        if what == "forward":
            self.now += timedelta(hours=self.chance.uniform(0, 6))
        if what == "back":
            self.now -= timedelta(hours=self.chance.uniform(0, 2))
        self.down.append((min(before, self.now), max(before, self.now)))
        self.look()


def expected(year, changes):
    """Day → when the meeting starts, by dateutil, holidays and what was changed by hand."""
    mondays = rrule.rrule(rrule.WEEKLY, interval=2, byweekday=(rrule.MO, rrule.TH), dtstart=datetime(2026, 9, 3))  # noqa: DTZ001  a day
    found = {}
    for day in (each.date() for each in mondays.between(datetime(2026, 9, 1), datetime.fromisoformat(LAST))):  # noqa: DTZ001  days
        starts = datetime.combine(day, time(10), tzinfo=AMSTERDAM).astimezone(UTC)
        if day.isoformat() in changes:
            starts = changes[day.isoformat()]
        elif day in FREE:
            continue
        if starts:
            found[day.isoformat()] = starts
    return found


def change_one(year, plan, changes):
    """Skip or move one of the next dates, as somebody might."""
    shown = year.ask(ShowPlans, actor=ANNA, days_off=FREE).plans[0].dates
    each = year.chance.choice(shown[1:])
    about = {"actor": ANNA, "plan": plan, "key": each.key, "days_off": FREE}
    if each.moved or each.off:
        return
    if year.chance.random() < 0.5:
        year.ask(SkipDate, **about)
        changes[each.key] = None
    else:
        to = each.starts_at.astimezone(AMSTERDAM) + timedelta(days=1, hours=year.chance.randrange(-2, 5))
        year.ask(MoveDate, **about, day=to.date(), at=to.time())
        changes[each.key] = datetime.combine(to.date(), to.time(), tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_of_meetings(tmp_path, seed):
    year = Year(tmp_path, seed)
    other_week = Rhythm(every=Every.OTHER_WEEK, weekdays=(0, 3), starts=time(10), lasts=HOUR, first=date(2026, 9, 3))
    year.plan(rhythm=other_week, days_off=FREE)
    plan, changes = year.kept.id, {}
    while year.now < END:
        year.goes_to(year.now + timedelta(days=year.chance.uniform(2, 9)))
        year.something_happens()
        if year.chance.random() < 0.4:
            change_one(year, plan, changes)
    year.close()
    wanted = expected(year, changes)
    happened = {key: how for key, how in year.ended.items() if key[2] is not Kind.ROUND and key[1] < LAST}
    for kind in (Kind.BELL, Kind.CHECKOUT):
        got = {key for _plan, key, what in happened if what is kind}
        assert got == wanted.keys()
    # The list of exceptions, explained: only what the bot was not there for.
    exceptions = [(name, how) for name, how in happened.items() if how[0] is not Stage.SENT]
    assert {how for _name, how in exceptions} <= {(Stage.MISSED, "late")}
    assert [name for name, _how in exceptions if not explained(year, name)] == []
    sent = Counter(name[2] for name, how in happened.items() if how[0] is Stage.SENT)
    after = sum(
        how[0] is Stage.SENT and name[2] is Kind.CHECKOUT and name[1] >= LAST for name, how in year.ended.items()
    )
    assert len(year.contents(SpokenLine)) == sent[Kind.CHECKOUT] + after
    asked = defaultdict(set)
    for card in year.contents(AskCard):
        asked[card.starts_at].add(card.meeting)
    assert [starts for starts, meetings in asked.items() if len(meetings) > 1] == []
    assert sent[Kind.BELL] > 25


def explained(year, name):
    """Whether nothing ran, or the clock jumped, over the time in which it would have been of use."""
    row = year.times[name]
    together = row.expires_at if row.kind is Kind.BELL else row.ends_at + timedelta(minutes=5)
    return any(begin <= together <= end for begin, end in year.down)
