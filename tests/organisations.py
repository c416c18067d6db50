"""An organisation whose teams hold bells and check-outs by chance, month after month, through the real core and store.

What every team saw is written down beside it, so that every figure published later can be recomputed from that alone.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from rituals import handle
from rituals.bell.commands import Accept, CallBell, Conclude, Ring, Settle, TimePassed
from rituals.bell.meeting import Done
from rituals.checkout.checkout import Form
from rituals.checkout.commands import AnswerCheckOut, CheckOutTimePassed
from rituals.checkout.contents import CheckOutClosed
from rituals.checkout.publication import Band
from rituals.checkout.questions import SetName
from rituals.closing.commands import OpenCheckOut
from rituals.closing.contents import SpokenLine
from rituals.kernel.effect import Say
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from rituals.month.commands import CloseMonth
from rituals.month.months import month_after
from rituals.organisation.commands import CloseOrganisation

WORKSPACE = "slack:T01TEAM"


@dataclass
class Team:
    """One team: how many people, how keen, and what it saw."""

    space: SpaceId
    people: tuple[ParticipantId, ...]
    keen: float
    content: float
    sharing: str | None = None
    seen: list = field(default_factory=list)


class Organisation:
    """Teams with a life of their own. ``seen`` of a team: (month, what) for everything that stood in its channel."""

    def __init__(self, store, *, teams, seed, start=datetime(2026, 1, 1, tzinfo=UTC), sizes=(4, 7, 9, 14)):
        self.store, self.now, self.chance = store, start, random.Random(seed)
        self._seeds = 0
        self.told = []
        self.everybody = set()
        self.teams = [self._team(number, sizes) for number in range(teams)]

    def _team(self, number, sizes):
        size = self.chance.choice(sizes)
        people = tuple(ParticipantId(f"U{number:03}P{n:02}") for n in range(size))
        return Team(
            space=SpaceId(f"{WORKSPACE}:C{number:03}"),
            people=people,
            keen=self.chance.random(),
            content=self.chance.choice((0.3, 0.6, 0.9)),
        )

    def ask(self, command, space, **fields):
        self._seeds += 1
        seed = self._seeds.to_bytes(16, "big")

        def work(unit):
            outcome = handle(command(space=space, **fields), unit, self.now, seed)
            for effect in outcome.effects:
                if isinstance(effect, Say):
                    self.told.append((self.now, effect))
            return outcome

        return self.store.run(work).result(timeout=60)

    def read(self, work):
        return self.store.run(work).result(timeout=60)

    # A month of one team.

    def live(self, months, *, each=lambda _month: None):
        """Months go by, and each is closed on the first working day after it."""
        for _ in range(months):
            begin = self.now
            month = begin.isoformat()[:7]
            for team in self.teams:
                self.now = begin + timedelta(days=1)
                self._month_of(team, month)
            after = datetime.fromisoformat(f"{month_after(month)}-01").replace(tzinfo=UTC)
            self.now = after + timedelta(days=6)
            self.close()
            each(month)
            self.now = after

    def close(self):
        for space, since in self.read(lambda unit: unit.month.open_months()).items():
            self.ask(CloseMonth, space, organisation=WORKSPACE, days_off=frozenset(), since=since)
        self.ask(
            CloseOrganisation,
            SpaceId(WORKSPACE),
            organisation=WORKSPACE,
            zone="Europe/Amsterdam",
            days_off=frozenset(),
        )

    def _month_of(self, team, month):
        self.everybody |= set(team.people)
        if self.chance.random() > team.keen + 0.2:
            return  # an empty month
        for _ in range(self.chance.randint(0, 4)):
            self._bell(team, month)
            self.now += timedelta(days=1)
        for _ in range(self.chance.randint(0, 3)):
            self._checkout(team, month)
            self.now += timedelta(days=1)

    def _bell(self, team, month):
        chair = team.people[0]
        people = tuple(Person(id=who) for who in team.people)
        self.ask(CallBell, team.space, actor=chair, people=people, language=Language.DUTCH)
        running = self.read(lambda unit: unit.bell.running(team.space))
        (asked,) = (seat.participant for seat in self.read(lambda unit: unit.bell.seats(running.id)) if seat.asked)
        self.ask(Accept, team.space, actor=asked, meeting=running.id)
        rings = self.chance.choice((0, 0, 1, 2))
        for _ in range(rings):
            self.ask(Ring, team.space, actor=chair, meeting=running.id)
            self.now += timedelta(minutes=6)
        self.ask(Conclude, team.space, actor=chair, meeting=running.id)
        done = self.chance.choice((*Done, None))
        if done:
            self.ask(Settle, team.space, actor=chair, meeting=running.id, done=done)
        else:
            self.now += timedelta(days=1)
            self.ask(TimePassed, team.space, meeting=running.id)
        team.seen.append((month, ("bell", rings, done)))

    def _checkout(self, team, month):
        begun = len(self.told)
        name = self.chance.choice((SetName.SHORT, SetName.STANDARD, SetName.REFLECTION))
        self.ask(
            OpenCheckOut,
            team.space,
            actor=team.people[0],
            people=len(team.people),
            language=Language.DUTCH,
            **({} if len(team.people) < 6 else {"name": name, "form": Form.MEETING}),
        )
        checkout = self.read(lambda unit: unit.checkout.checkout_in(team.space))
        if checkout:
            for who in team.people:
                if self.chance.random() < 0.85:
                    self._answer(team, checkout, who)
            self.now = checkout.closes_at
            self.ask(CheckOutTimePassed, team.space, checkout=checkout.id)
        for _, said in self.told[begun:]:
            if isinstance(said.content, SpokenLine):
                team.seen.append((month, ("spoken",)))
            if isinstance(said.content, CheckOutClosed):
                team.seen.append((month, ("checkout", checkout.name, said.content)))

    def _answer(self, team, checkout, who):
        given = {
            f"{place:02}": ("00" if self.chance.random() < team.content else self.chance.choice(("01", "02")),)
            for place in range(len(checkout.questions))
        }
        self.ask(AnswerCheckOut, team.space, actor=who, checkout=checkout.id, person=Person(id=who), given=given)


def recomputed(team, month):
    """The figures of a team's month from nothing but what stood in its channel."""
    counts, questions = Counter(), defaultdict(Counter)
    for when, (kind, *what) in team.seen:
        if when != month:
            continue
        if kind == "bell":
            rings, done = what
            counts.update({"announced": 1, "rung": int(rings > 0), "moments": rings})
            counts.update({done.value: 1} if done else {})
        elif kind == "spoken":
            counts["spoken"] += 1
        else:
            _name, closed = what
            counts["forms"] += 1
            if closed.published:
                counts.update({"shown": 1, "answers": closed.published.turnout})
                for question, bands in zip(closed.questions, closed.published.bands, strict=True):
                    yes, partly, no = bands[:3]
                    six = Band.DIFFER in bands
                    band = "differ" if six and yes is not Band.MOST else yes.value
                    uneasy = yes is not Band.MOST if six else (partly, no) != (Band.FEW, Band.FEW)
                    questions[question.key].update({band: 1, "uneasy": int(uneasy)})
    return counts, questions
