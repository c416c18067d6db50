"""A table with a plan, and a clock that begins what is due."""

from datetime import UTC, date, datetime, time, timedelta

from table import ANNA, HERE, START, TEAM, Table

from rituals.agenda.occurrence import Kind
from rituals.checkout.commands import CheckOutTimePassed
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from rituals.plan.commands import (
    BeginBell,
    BeginCheckOut,
    Replan,
    SavePlan,
)
from rituals.plan.rhythm import Every, Rhythm
from rituals.space.commands import ChangeSettings

MINUTES = timedelta(minutes=1)
TEN, HALF_PAST_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC), datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TUESDAYS = Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(10), lasts=timedelta(hours=1), first=date(2026, 11, 24))
MANY = [ParticipantId(f"p{number:02}") for number in range(14)]


class Planned(Table):
    """A table with a clock that begins what is due."""

    days_off = frozenset()

    def __init__(self, folder, team=TEAM):
        super().__init__(folder)
        self.now = START - timedelta(hours=2)  # nine in the morning there
        self.team = team

    def plan(self, **more):
        given = {
            "actor": ANNA,
            "plan": None,
            "version": 0,
            "language": Language.DUTCH,
            "rhythm": TUESDAYS,
            "chair": None,
            "left_out": (),
            "bell_before": 30 * MINUTES,
            "checkout": True,
            "holidays": True,
        }
        return self.ask(SavePlan, **{**given, **more})

    @property
    def kept(self):
        (found,) = self.read(lambda unit: unit.plan.plans(HERE))
        return found

    def occurrences(self):
        found = self.read(lambda unit: unit.agenda.occurrences(HERE))
        return [(each.key, each.kind.value, each.stage.value, each.why and each.why.value) for each in found]

    def stage(self, key, kind):
        return [(stage, why) for each, what, stage, why in self.occurrences() if (each, what) == (key, kind.value)]

    def mode(self, mode):
        space = self.read(lambda unit: unit.space.of(HERE))
        self.ask(ChangeSettings, actor=ANNA, language=space.language, guests=False, word=None, mode=mode)

    def goes_to(self, moment, **more):
        """The clock goes on from one thing that is due to the next."""
        while self.now < moment:
            before = self.now
            self.now = min((at for at in self.read(self._coming) if at and at > self.now), default=moment)
            self.now = min(self.now, moment, before + timedelta(days=1))  # as the service does, it looks ahead often
            self.look(**more)

    def _coming(self, unit):
        running, checkout = unit.bell.running(HERE), unit.checkout.checkout_in(HERE)
        found = [each.look_at for each in unit.agenda.occurrences(HERE)]
        found += [running.due_at] if running else []
        return found + ([checkout.remind_at, checkout.closes_at] if checkout else [])

    def look(self, **more):
        until = self.now + 5 * MINUTES
        for each in self.read(lambda unit: unit.agenda.claim_occurrences(self.now, until, 10)):
            about = {"plan": each.plan, "key": each.key, "kind": each.kind}
            if each.kind is Kind.BELL:
                people = tuple(Person(id=who) for who in self.team)
                self.ask(BeginBell, **about, people=people, **more)
            else:
                self.ask(BeginCheckOut, **about, people=len(self.team))
        for checkout in self.read(lambda unit: unit.checkout.checkouts(self.now)):
            self.ask(CheckOutTimePassed, checkout=checkout.id)
        self.wait()
        self.ask(Replan, days_off=self.days_off)

    def contents(self, kind):
        return [say.content for say in self.said if isinstance(say.content, kind)]

    def close(self):
        self.store.close()
