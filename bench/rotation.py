"""Ways of handing out turns, on the same seeds: ``python -m bench.rotation`` prints two tables.

The first: twelve people who attend 30 to 90% of meetings each, two of whom decline 30% of the time, a newcomer at
meeting 150, one who leaves at 350; 500 meetings on each seed. For every way: how far the worst credit strays, how
unequal turns per meeting attended come out, how often somebody has it twice in a row, and how often the next name can
be guessed.

The second: the same few people at every meeting, each of whom says no with probability 0.15. How many of the no's could
somebody who knows all credits, and so every probability, be certain of, or hold for more likely than not?
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import mean

from rituals.bell.rotation import UNIT, Rotation, leave, shares, weights
from rituals.kernel.identifiers import ParticipantId

PEOPLE, MEETINGS, SEEDS = 12, 500, 60
NEWCOMER_AT, LEAVER_AT = 150, 350
DECLINERS, DECLINES = 2, 0.3

FEW = (2, 3, 4, 5, 8)
SAYS_NO = 0.15
ASKED = 2
"""So many are asked in private, as by the service. What is asked openly names nobody."""

Who = ParticipantId
Odds = Mapping[Who, float]
"""How likely each one is to be asked; whoever cannot be is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    worst_mean: float
    worst_max: float
    guessed: float
    spread: float
    twice: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Which part of the no's an onlooker can be certain of, and holds for likely; how far two of them ever differ."""

    certain: float
    likely: float
    apart: float


class Turns:
    """What a way of handing out may look at: credits, who had it when, and a bag."""

    def __init__(self) -> None:
        self.rotation = Rotation()
        self.had_at: dict[Who, int] = {}
        self.bag: list[Who] = []

    def serve(self, present: Iterable[Who], payer: Who, meeting: int) -> None:
        """``payer`` takes the bell among ``present``."""
        self.rotation = serve(self.rotation, present, payer)
        self.had_at[payer] = meeting
        if payer in self.bag:
            self.bag.remove(payer)


Chooser = Callable[[Turns, list[Who], list[Who]], Odds]
"""The odds among those who are present and were not asked yet, who come last."""


def serve(rotation: Rotation, present: Iterable[Who], payer: Who) -> Rotation:
    """The rotation after ``payer`` has taken the bell among ``present``."""
    changes = shares(set(present), payer)
    credits_ = {who: rotation.credit(who) + changes.get(who, 0) for who in {*rotation.credits, *changes}}
    return Rotation(credits=credits_, last=payer)


def _equal(people: Iterable[Who]) -> Odds:
    found = list(people)
    return {who: 1 / len(found) for who in found}


def uniform_random(_turns: Turns, _present: list[Who], free: list[Who]) -> Odds:
    return _equal(free)


def least_recently_used(turns: Turns, _present: list[Who], free: list[Who]) -> Odds:
    return _equal([min(free, key=lambda one: (turns.had_at.get(one, -1), one))])


def shuffle_bag(turns: Turns, present: list[Who], free: list[Who]) -> Odds:
    left = [who for who in turns.bag if who in free]
    if not left:
        turns.bag = sorted({*turns.bag, *present})
        left = free
    return _equal(left)


def largest_credit(turns: Turns, _present: list[Who], free: list[Who]) -> Odds:
    return _equal([max(free, key=lambda one: (turns.rotation.credit(one), one))])


def window(turns: Turns, _present: list[Who], free: list[Who]) -> Odds:
    """Anybody within half a turn of the highest credit, but whoever had it last unless all others are a turn behind."""
    credit, last = turns.rotation.credit, turns.rotation.last
    others = [who for who in free if who != last]
    if last in free and any(credit(who) >= credit(last) - UNIT for who in others):
        free = others
    highest = max(map(credit, free))
    return _equal(who for who in free if highest - credit(who) <= UNIT // 2)


def ours(turns: Turns, present: list[Who], free: list[Who]) -> Odds:
    found = {who: weight for who, weight in weights(turns.rotation, present).items() if who in free}
    return {who: weight / sum(found.values()) for who, weight in found.items()}


WAYS: dict[str, Chooser] = {
    "uniform": uniform_random,
    "least recently used": least_recently_used,
    "shuffle bag": shuffle_bag,
    "largest credit first": largest_credit,
    "window of half a turn, last rests": window,
    "weight 4^credit, last half (ours)": ours,
}


def simulate(choose: Chooser, seeds: Iterable[int]) -> Row:
    """One row of the first table."""
    runs = [_run(choose, random.Random(seed)) for seed in seeds]
    worst, guessed, spread, twice = zip(*runs, strict=True)
    return Row(
        worst_mean=mean(worst), worst_max=max(worst), guessed=mean(guessed), spread=mean(spread), twice=mean(twice)
    )


def _run(choose: Chooser, rng: random.Random) -> tuple[float, float, float, float]:
    team = [ParticipantId(f"p{n:02}") for n in range(PEOPLE + 1)]
    attends = {who: rng.uniform(0.3, 0.9) for who in team}
    no = {who: DECLINES if 1 <= place <= DECLINERS else 0.0 for place, who in enumerate(team)}
    turns = Turns()
    attended, served = dict.fromkeys(team, 0), dict.fromkeys(team, 0)
    worst, guessed, twice = 0.0, [], 0
    for meeting in range(MEETINGS):
        here = team[: PEOPLE + (meeting >= NEWCOMER_AT)][meeting >= LEAVER_AT :]
        if meeting == LEAVER_AT:
            turns.rotation = leave(turns.rotation, team[0])
        present = [who for who in here if rng.random() < attends[who]]
        if not present:
            continue
        asked = _asked(choose, turns, present, rng, no)
        who = asked.yes or rng.choice(present)  # somebody takes it after all
        guessed.append(max(asked.odds.values()))
        twice += who == turns.rotation.last
        turns.serve([one for one in present if one not in asked.no], who, meeting)
        served[who] += 1
        for one in present:
            attended[one] += 1
        worst = max(worst, *(abs(credit) / UNIT for credit in turns.rotation.credits.values()))
    rates = [served[who] / attended[who] for who in team if attended[who] > 0]
    return worst, mean(guessed), max(rates) / min(rates), twice / MEETINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How asking in private went. ``odds``: of the first question."""

    odds: Odds
    no: tuple[Who, ...]
    yes: Who | None


def _asked(
    choose: Chooser,
    turns: Turns,
    present: list[Who],
    rng: random.Random,
    no: Mapping[Who, float],
    *,
    most: int = PEOPLE,
) -> Asked:
    first: Odds = {}
    said: list[Who] = []
    while len(said) < most and (free := [who for who in present if who not in said]):
        odds = choose(turns, present, free)
        if not odds:
            break
        first = first or odds
        who = rng.choices(list(odds), list(odds.values()))[0]
        if rng.random() >= no[who]:
            return Asked(odds=first, no=tuple(said), yes=who)
        said.append(who)
    return Asked(odds=first, no=tuple(said), yes=None)


def named(choose: Chooser, people: int, seeds: Iterable[int]) -> Named:
    """One cell of the second table: of the no's before a yes in private, by Bayes' rule over every order of asking."""
    beliefs: list[float] = []
    apart = 0.0
    for seed in seeds:
        rng, turns = random.Random(seed), Turns()
        team = [ParticipantId(f"p{n:02}") for n in range(people)]
        served = dict.fromkeys(team, 0)
        for meeting in range(MEETINGS):
            asked = _asked(choose, turns, team, rng, dict.fromkeys(team, SAYS_NO), most=ASKED)
            if asked.yes and asked.no:
                beliefs.append(_belief(choose, turns, team, asked))
            who = asked.yes or rng.choice(team)
            turns.serve([one for one in team if one not in asked.no], who, meeting)
            served[who] += 1
            apart = max(apart, max(served.values()) - min(served.values()))
    certain = sum(belief > 1 - 1e-9 for belief in beliefs)
    likely = sum(belief >= 0.5 for belief in beliefs)
    return Named(certain=certain / len(beliefs), likely=likely / len(beliefs), apart=apart)


def _belief(choose: Chooser, turns: Turns, team: list[Who], asked: Asked) -> float:
    """How likely it is, for who knows the odds and sees who has the bell, that this one person said no."""
    (refused,) = asked.no
    yes = asked.yes
    assert yes is not None
    odds = choose(turns, team, team)
    orders = {None: odds.get(yes, 0.0)}
    for other in team:
        if other != yes and odds.get(other):
            second = choose(turns, team, [who for who in team if who != other])
            orders[other] = odds[other] * SAYS_NO * second.get(yes, 0.0)
    return orders[refused] / sum(orders.values())


def main() -> None:
    print(f"{'':34} worst |credit| mean (max)   spread   twice   top guess")
    for name, way in WAYS.items():
        row = simulate(way, range(SEEDS))
        print(
            f"{name:34} {row.worst_mean:10.2f} ({row.worst_max:.2f}) {row.spread:14.2f} "
            f"{row.twice:9.1%} {row.guessed:8.1%}"
        )
    print(f"\n{'no: certain / likely':34}" + "".join(f"{n:>13}" for n in FEW) + "   apart")
    for name, way in list(WAYS.items())[-2:]:
        cells = [named(way, n, range(SEEDS // 6)) for n in FEW]
        told = "".join(f"{cell.certain:>7.1%}/{cell.likely:<5.1%}" for cell in cells)
        print(f"{name:34}{told}   {max(cell.apart for cell in cells):.0f}")


if __name__ == "__main__":
    main()
