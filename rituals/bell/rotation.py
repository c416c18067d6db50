"""Fair turns when attendance varies, of which a no cannot be read: the carpool problem with an open draw.

In a meeting with *m* eligible people each earns 1/m of a turn and whoever gets the bell pays one, so credits always sum
to zero (Fagin & Williams 1983; Ajtai et al. 1998). The rules are public, so whoever adds up the announcements knows all
credits. If only few could be asked first, an announcement of somebody else would tell who said no. So the draw is open:
a weight of 4^credit makes a turn that is owed four times as likely, and everybody within two turns of the highest
credit can be the first one asked. That window bounds every debt whatever the attendance: with *n* people and meetings
of at least *m*, |credit| ≤ (n − 1)(1/m + 1) (after Tijdeman 1980: the sum of any k credits is at most
k(n − k)(1/m + 1), by induction over who pays), and people who always attend together differ by three turns at most.

Credits are integers. The unit is lcm(1…12), so that shares are exact for up to twelve people; for more, the remainder
goes to the one who pays.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from math import isqrt

from rituals.kernel.identifiers import ParticipantId

UNIT = 27_720
"""One turn."""

WINDOW = 2 * UNIT
"""Whoever is further behind the highest credit than this is not asked in private."""

STEPS = 32
"""So many steps of weight a turn; each is a factor of the 16th root of two, so that a turn is a factor of four."""

Credits = Mapping[ParticipantId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """The state of turns in one space: a credit per person (absent means 0) and who had the bell last."""

    credits: Credits = field(default_factory=dict)
    last: ParticipantId | None = None

    def credit(self, who: ParticipantId) -> int:
        return self.credits.get(who, 0)


def weights(rotation: Rotation, present: Collection[ParticipantId]) -> dict[ParticipantId, int]:
    """How likely each one who can be drawn is, in order of id: 4^credit, and half of it for whoever had it last.

    Args:
        rotation: the turns so far.
        present: everyone eligible at this meeting, also those who were asked already; at least one.
    """
    highest = max(rotation.credit(who) for who in present)
    behind = {who: highest - rotation.credit(who) for who in sorted(present)}
    return {who: _weight(debt) // (2 if who == rotation.last else 1) for who, debt in behind.items() if debt <= WINDOW}


def _weight(debt: int) -> int:
    """2^(32 − steps/16), exactly rounded down: the integer square root four times over is the 16th root."""
    return isqrt(isqrt(isqrt(isqrt(1 << 512 - debt * STEPS // UNIT))))


def draw(
    rotation: Rotation, present: Collection[ParticipantId], seed: bytes, *, asked: Collection[ParticipantId] = ()
) -> ParticipantId | None:
    """Somebody of ``present`` who was not ``asked``, by :func:`weights`; the same seed draws the same person.

    Who can be drawn depends on everyone present, also on those who were asked: whoever could not have been the first
    is not the second either, else their name would tell that the first one did not say yes. None: nobody is left.
    """
    free = {who: weight for who, weight in weights(rotation, present).items() if who not in asked} if present else {}
    if not free:
        return None
    place = uniform(seed, sum(free.values()))
    for who, weight in free.items():
        place -= weight
        if place < 0:
            return who
    raise AssertionError("a place below the sum of the weights")


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
