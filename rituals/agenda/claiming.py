"""An occurrence that was handed out is begun, put off or over."""

from dataclasses import replace
from datetime import datetime

from rituals.agenda.commands import MissOccurrence, OccurrenceCommand, PutOff
from rituals.agenda.occurrence import Kind, Occurrence, Stage, Why
from rituals.agenda.ports import Unit
from rituals.kernel.effect import Outcome
from rituals.kernel.space import Space


def any_planned_today(space: Space, unit: Unit, moment: datetime) -> bool:
    """Whether a check-out is still to come today by itself: the form is for the day's last meeting."""
    return any(
        each.kind is Kind.CHECKOUT
        and each.stage in (Stage.WAITING, Stage.CLAIMED)
        and moment < each.due_at
        and space.day(each.due_at) == space.day(moment)
        for each in unit.agenda.occurrences(space.id)
    )


# An occurrence that was handed out.


def claimed(command: OccurrenceCommand, unit: Unit, moment: datetime) -> Occurrence | None:
    """The occurrence, if it still is to be begun now."""
    found = unit.agenda.occurrence(command.plan, command.key, command.kind)
    if found is None or found.space != command.space or found.stage is not Stage.CLAIMED:
        return None
    if moment < found.due_at:  # it was moved, or the clock went back
        unit.agenda.keep_occurrence(replace(found, stage=Stage.WAITING, look_at=found.due_at))
        return None
    if moment >= found.expires_at:
        over(found, unit, Stage.MISSED, Why.LATE)
        return None
    return found


def begun(occurrence: Occurrence, unit: Unit, about: str) -> None:
    """Decided; what becomes of its message is noted when it is known."""
    count(occurrence, unit, took_place=True)
    unit.agenda.keep_occurrence(replace(occurrence, stage=Stage.BEGUN, look_at=None, about=about))


def over(occurrence: Occurrence, unit: Unit, stage: Stage, why: Why) -> None:
    """It will not be begun. What somebody did by hand took place; what does not fit was not planned for this team."""
    if why is Why.ALREADY or stage is Stage.MISSED:
        count(occurrence, unit, took_place=why is Why.ALREADY)
    unit.agenda.keep_occurrence(replace(occurrence, stage=stage, why=why, look_at=None))


def count(occurrence: Occurrence, unit: Unit, *, took_place: bool) -> None:
    """Count it among what was planned."""
    month = unit.space.of(occurrence.space).month(occurrence.due_at)
    unit.counts.add(occurrence.counted_as, occurrence.space, month, planned=1, took_place=int(took_place))


def put_off(occurrence: Occurrence, unit: Unit, until: datetime) -> None:
    """Look at it again later."""
    unit.agenda.keep_occurrence(replace(occurrence, stage=Stage.WAITING, look_at=until))


def miss(command: MissOccurrence, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    occurrence = claimed(command, unit, moment)
    if occurrence:
        over(occurrence, unit, Stage.MISSED, command.why)
    return Outcome()


def try_later(command: PutOff, unit: Unit, moment: datetime, _seed: bytes) -> Outcome:
    occurrence = claimed(command, unit, moment)
    if occurrence and command.until >= occurrence.expires_at:
        over(occurrence, unit, Stage.MISSED, Why.PLATFORM)
    elif occurrence:
        put_off(occurrence, unit, command.until)
    return Outcome()
