"""Fair turns when attendance varies: the carpool problem.

In a meeting with *m* eligible people each earns 1/m of a turn and whoever gets the bell pays one, so credits always sum
to zero. Picking uniformly within half a turn of the highest credit keeps the debt of everyone bounded whatever the
attendance (Fagin & Williams 1983; Ajtai et al. 1998; the bound after Tijdeman 1980) and leaves the next name open.

Credits are integers. The unit is lcm(1…12), so that shares are exact for up to twelve people; for more, the remainder
goes to the one who pays.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from rituals.kernel.identifiers import ParticipantId

UNIT = 27_720
"""One turn."""

WINDOW = UNIT // 2
"""Whoever is within half a turn of the highest credit may be drawn."""

Credits = Mapping[ParticipantId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """The state of turns in one space: a credit per person (absent means 0) and who had the bell last."""

    credits: Credits = field(default_factory=dict)
    last: ParticipantId | None = None

    def credit(self, who: ParticipantId) -> int:
        return self.credits.get(who, 0)


def pickable(rotation: Rotation, present: Collection[ParticipantId], *, rest: bool = True) -> tuple[ParticipantId, ...]:
    """Who may be drawn now, in order of id.

    Args:
        rotation: the turns so far.
        present: everyone eligible at this meeting; at least one.
        rest: leave out whoever had the bell last, unless everyone else is more than one full turn behind them.
            Without that exception a hostile pattern of attendance drives one person into endless debt.
    """
    candidates = sorted(set(present))
    if rest and rotation.last in candidates:
        limit = rotation.credit(rotation.last) - UNIT
        others = [who for who in candidates if who != rotation.last]
        if any(rotation.credit(who) >= limit for who in others):
            candidates = others
    highest = max(rotation.credit(who) for who in candidates)
    return tuple(who for who in candidates if highest - rotation.credit(who) <= WINDOW)


def draw(rotation: Rotation, present: Collection[ParticipantId], seed: bytes, *, rest: bool = True) -> ParticipantId:
    """One of :func:`pickable`, uniformly; the same seed draws the same person."""
    candidates = pickable(rotation, present, rest=rest)
    return candidates[uniform(seed, len(candidates))]


def shares(present: Collection[ParticipantId], payer: ParticipantId) -> dict[ParticipantId, int]:
    """What each credit changes by when ``payer`` serves: sums to zero, and is nothing for somebody alone."""
    earners = set(present) | {payer}
    share = UNIT // len(earners)
    changes = dict.fromkeys(earners, share)
    changes[payer] -= share * len(earners)
    return changes


def serve(rotation: Rotation, present: Collection[ParticipantId], payer: ParticipantId) -> Rotation:
    """The rotation after ``payer`` has taken the bell among ``present``."""
    return Rotation(credits=_add(rotation.credits, shares(present, payer)), last=payer)


def leave(rotation: Rotation, who: ParticipantId) -> Rotation:
    """The rotation without ``who``: their credit is spread evenly, the remainder one unit each in order of id."""
    staying = sorted(set(rotation.credits) - {who})
    last = None if rotation.last == who else rotation.last
    if not staying:
        return Rotation(credits={}, last=last)
    each, remainder = divmod(rotation.credit(who), len(staying))
    return Rotation(
        credits={
            other: rotation.credit(other) + each + (1 if place < remainder else 0)
            for place, other in enumerate(staying)
        },
        last=last,
    )


def uniform(seed: bytes, n: int) -> int:
    """A number from 0 to n − 1, each equally likely: blake2b(seed, counter), drawn again when it would favour some."""
    size = 8
    fair_below = (1 << 8 * size) // n * n
    counter = 0
    while True:
        digest = blake2b(seed + counter.to_bytes(8, "big"), digest_size=size).digest()
        number = int.from_bytes(digest, "big")
        if number < fair_below:
            return number % n
        counter += 1


def _add(credits_: Credits, changes: Credits) -> dict[ParticipantId, int]:
    return {who: credits_.get(who, 0) + changes.get(who, 0) for who in {*credits_, *changes}}
