"""What came of a message that was under way, and what is kept of that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from rituals import Unit
from rituals.agenda.occurrence import Stage, Why
from rituals.kernel.ports import Errand


class Ending(Enum):
    """How trying to say it ended.

    LATER: surely not said. UNKNOWN: nobody knows, and it is tried or looked up again. ASIDE: somebody hears of it.
    """

    DELIVERED = auto()
    LATER = auto()
    DROPPED = auto()
    UNKNOWN = auto()
    ASIDE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one message. ``ref``: where it stands; ``wait``: so long before it is tried again."""

    errand: Errand
    ending: Ending
    ref: str = ""
    wait: timedelta = timedelta()


def settle_all(results: list[Result], unit: Unit, now: datetime) -> None:
    """Keep what came of messages. A delay counts from ``now``."""
    for result in results:
        _settle(result, unit, now + result.wait)


def _settle(result: Result, unit: Unit, until: datetime) -> None:
    match result.ending:
        case Ending.DELIVERED:
            unit.outbox.delivered(result.errand, result.ref)
            _note(result.errand, unit, Stage.SENT)
        case Ending.LATER:
            unit.outbox.later(result.errand, until)
        case Ending.DROPPED:
            unit.outbox.dropped(result.errand)
            _note(result.errand, unit, Stage.MISSED, Why.PLATFORM)
        case Ending.UNKNOWN:
            unit.outbox.unanswered(result.errand, until)
        case Ending.ASIDE:
            pass


def _note(errand: Errand, unit: Unit, stage: Stage, why: Why | None = None) -> None:
    """What became of the message is what became of the occurrence that it shows."""
    if errand.slot.recipient is None:
        unit.agenda.end_occurrence(errand.slot.shown_as, stage, why)
