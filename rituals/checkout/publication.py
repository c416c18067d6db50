"""What may be shown, and nothing else.

Theory of operation. Answers are published at most once, in the bands of their own check-out, and what is stored
afterwards is what was published. So nothing can be subtracted from anything: there is only one release per check-out,
and months, years and organisations count releases.

* **Threshold.** Below k ballots (six, can only be raised) nothing is shown and nothing kept.
* **Bands.** From seven ballots thirds: none or a few (at most a third, zero included), some, most or all (at least two
  thirds, everyone included). Unanimity never shows.
* **Six ballots** have two bands only: most or all, or *the answers differ*. With thirds, *some* could only mean three,
  and two *some* would tell everybody that nobody chose the third answer.
* Every question is answered, *not applicable* being an answer, so the number of ballots is the same for each question.

Somebody who knows t = ⌊n/3⌋ − 1 other answers can never tell the answer of anybody else from a release:
``tests/checkout/test_publication.py`` tries all of them for small n.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rituals.kernel.space import THRESHOLD

COARSE = 6
"""With so many ballots there are two bands instead of three."""


class Band(StrEnum):
    FEW = "few"
    SOME = "some"
    MOST = "most"
    DIFFER = "differ"


Bands = tuple[tuple[Band, ...], ...]
"""For each question, the band of each choice."""

Tally = tuple[tuple[int, ...], ...]
"""For each question, how often each choice was made. Never leaves the transaction that closes a check-out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything that is ever known of the answers: how many people answered, and in which band each choice lies."""

    turnout: int
    bands: Bands


def band(count: int, ballots: int) -> Band:
    """In which band a choice lies that ``count`` of ``ballots`` made."""
    if 3 * count >= 2 * ballots:
        return Band.MOST
    if ballots == COARSE:
        return Band.DIFFER
    return Band.FEW if 3 * count <= ballots else Band.SOME


def publish(turnout: int, tally: Tally, threshold: int) -> Published | None:
    """What is shown of a check-out, or None when there are too few ballots.

    Args:
        turnout: ballots given.
        tally: the counts.
        threshold: k of this check-out, fixed when it opened.
    """
    if turnout < max(threshold, THRESHOLD):
        return None
    return Published(turnout=turnout, bands=tuple(tuple(band(n, turnout) for n in counts) for counts in tally))


def is_uneasy(bands: Sequence[Band]) -> bool:
    """Whether not everyone could say yes: *partly* or *no* above the lowest band (with six ballots: *yes* not most).

    Args:
        bands: of a question with the standard choices, in their order.
    """
    yes, partly, no = bands[:3]
    if Band.DIFFER in bands:
        return yes is not Band.MOST
    return partly is not Band.FEW or no is not Band.FEW


TALK = ("say", "listened", "perspectives", "safe", "worth", "choice", "clear", "continue")
"""The order in which an uneasy question gets the line to talk about."""


def talk_about(keys: Sequence[str], bands: Bands) -> str:
    """The key of the question to talk about: the first uneasy one, else ``fine``. It uses published bands only.

    Args:
        keys: of the questions, in their order; a team's own questions have none and are passed over.
        bands: as published.
    """
    uneasy = {key for key, given in zip(keys, bands, strict=True) if key in TALK and is_uneasy(given)}
    return next((key for key in TALK if key in uneasy), "fine")
