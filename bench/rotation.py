"""Five ways of handing out turns, on the same seeds: ``python -m bench.rotation`` prints the table.

Twelve people who attend 30 to 90% of meetings each, two of whom decline 30% of the time, a newcomer at meeting 150, one
who leaves at 350; 500 meetings on each seed. For every algorithm: how far the worst credit strays, how often the next
name can be guessed, and how unequal turns per meeting attended come out.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import mean

from rituals.bell.rotation import UNIT, Rotation, draw, leave, pickable, serve
from rituals.kernel.identifiers import ParticipantId

PEOPLE, MEETINGS, SEEDS = 12, 500, 60
NEWCOMER_AT, LEAVER_AT = 150, 350
DECLINERS, DECLINES = 2, 0.3

Who = ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    worst_mean: float
    worst_max: float
    guessed: float
    spread: float


class Turns:
    """What an algorithm may look at: credits, who had it when, and a bag."""

    def __init__(self) -> None:
        self.rotation = Rotation()
        self.had_at: dict[Who, int] = {}
        self.bag: list[Who] = []


Chooser = Callable[[Turns, list[Who], random.Random], tuple[list[Who], Who]]
"""Whom an outsider would think equally likely, and who is chosen."""


def uniform_random(_turns: Turns, present: list[Who], rng: random.Random) -> tuple[list[Who], Who]:
    return present, rng.choice(present)


def least_recently_used(turns: Turns, present: list[Who], _rng: random.Random) -> tuple[list[Who], Who]:
    who = min(present, key=lambda one: (turns.had_at.get(one, -1), one))
    return [who], who


def shuffle_bag(turns: Turns, present: list[Who], rng: random.Random) -> tuple[list[Who], Who]:
    left = [who for who in turns.bag if who in present]
    if not left:
        turns.bag = sorted({*turns.bag, *present})
        left = present[:]
    who = rng.choice(left)
    turns.bag.remove(who)
    return left, who


def largest_credit(turns: Turns, present: list[Who], _rng: random.Random) -> tuple[list[Who], Who]:
    who = max(present, key=lambda one: (turns.rotation.credit(one), one))
    return [who], who


def ours(turns: Turns, present: list[Who], rng: random.Random) -> tuple[list[Who], Who]:
    return list(pickable(turns.rotation, present)), draw(turns.rotation, present, rng.randbytes(16))


ALGORITHMS: dict[str, Chooser] = {
    "uniform": uniform_random,
    "least recently used": least_recently_used,
    "shuffle bag": shuffle_bag,
    "largest credit first": largest_credit,
    "credit with window, rest earns": ours,
}


def simulate(choose: Chooser, seeds: Iterable[int]) -> Row:
    """One row of the table."""
    runs = [_run(choose, random.Random(seed)) for seed in seeds]
    return Row(
        worst_mean=mean(run[0] for run in runs),
        worst_max=max(run[0] for run in runs),
        guessed=mean(run[1] for run in runs),
        spread=mean(run[2] for run in runs),
    )


def _run(choose: Chooser, rng: random.Random) -> tuple[float, float, float]:
    team = [ParticipantId(f"p{n:02}") for n in range(PEOPLE + 1)]
    attends = {who: rng.uniform(0.3, 0.9) for who in team}
    turns = Turns()
    attended, served = dict.fromkeys(team, 0), dict.fromkeys(team, 0)
    worst, guessed = 0.0, []
    for meeting in range(MEETINGS):
        here = team[: PEOPLE + (meeting >= NEWCOMER_AT)]
        if meeting >= LEAVER_AT:
            here = here[1:]
        if meeting == LEAVER_AT:
            turns.rotation = leave(turns.rotation, team[0])
        present = [who for who in here if rng.random() < attends[who]]
        if not present:
            continue
        who, likely = _until_yes(choose, turns, present, rng)
        guessed.append(likely)
        turns.rotation = serve(turns.rotation, present, who)
        turns.had_at[who] = meeting
        served[who] += 1
        for one in present:
            attended[one] += 1
        worst = max(worst, *(abs(credit) / UNIT for credit in turns.rotation.credits.values()))
    rates = [served[who] / attended[who] for who in team if attended[who] > 0]
    return worst, mean(guessed), max(rates) / min(rates)


def _until_yes(choose: Chooser, turns: Turns, present: list[Who], rng: random.Random) -> tuple[Who, float]:
    """Who says yes, and how likely the best guess at the first one asked was right."""
    decliners = {f"p{n:02}" for n in range(1, DECLINERS + 1)}
    likely = 0.0
    while True:
        candidates, who = choose(turns, present, rng)
        likely = likely or 1 / len(candidates)
        if who in decliners and len(present) > 1 and rng.random() < DECLINES:
            present.remove(who)
            continue
        return who, likely


def main() -> None:
    print(f"{'':34} worst |credit| mean (max)   top guess   spread")
    for name, algorithm in ALGORITHMS.items():
        row = simulate(algorithm, range(SEEDS))
        print(f"{name:34} {row.worst_mean:10.2f} ({row.worst_max:.2f}) {row.guessed:16.1%} {row.spread:10.2f}")


if __name__ == "__main__":
    main()
