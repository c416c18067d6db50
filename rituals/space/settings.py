"""What a team chooses."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rituals.kernel.effect import Outcome, Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import fresh
from rituals.kernel.space import SHARED_AS_AT_MOST, THRESHOLD, THRESHOLD_AT_MOST, WORD_AT_MOST, Space
from rituals.plan.ports import Unit
from rituals.plan.rhythm import moment_of
from rituals.space.commands import ChangeSettings, Introduce, ShowSettings
from rituals.space.contents import SettingsChanged
from rituals.space.refusals import SpaceBecause
from rituals.space.replies import Introduced, SettingsKept, SettingsShown


def show_settings(command: ShowSettings, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=SettingsShown(space=unit.space.of(command.space)))


def change_settings(command: ChangeSettings, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Open to every member and said in the space, with who did it."""
    if command.word and len(command.word) > WORD_AT_MOST:
        raise Refusal(SpaceBecause.WORD_TOO_LONG, n=WORD_AT_MOST)
    if command.shared_as and len(command.shared_as) > SHARED_AS_AT_MOST:
        raise Refusal(SpaceBecause.SHARED_AS_TOO_LONG, n=SHARED_AS_AT_MOST)
    before = unit.space.of(command.space)
    if not THRESHOLD <= command.threshold <= THRESHOLD_AT_MOST:
        raise Refusal(SpaceBecause.THRESHOLD_RANGE, n=THRESHOLD, most=THRESHOLD_AT_MOST)
    if command.threshold < before.threshold:
        raise Refusal(SpaceBecause.THRESHOLD_LOWER, n=before.threshold)
    after = replace(
        before,
        introduced=True,
        language=command.language,
        guests=command.guests,
        word=command.word or None,
        mode=command.mode,
        threshold=command.threshold,
        offers=command.offers,
        shared_as=command.shared_as or None,
        zone=before.zone if command.zone is None else _zone(command.zone),
    )
    unit.space.save(after)
    _keep_wall_times(before, after, unit)
    if after == replace(before, introduced=True):
        return Outcome(reply=SettingsKept())
    where = Slot(space=command.space, about=fresh(seed), kind="settings")
    stopped = bool(before.shared_as and not after.shared_as)
    said = SettingsChanged(by=command.actor, space=after, stopped_sharing=stopped)
    return Outcome(
        reply=SettingsKept(),
        effects=(Say(slot=where, content=said, last=True),),
    )


def _keep_wall_times(before: Space, after: Space, unit: Unit) -> None:
    """A date that was moved to ten o'clock stays at ten o'clock in another zone."""
    if before.zone == after.zone:
        return
    for plan in unit.plan.plans(after.id):
        for key, starts_at in unit.plan.changes(plan.id).items():
            if starts_at:
                wall = starts_at.astimezone(ZoneInfo(before.zone))
                unit.plan.change_date(plan.id, key, moment_of(wall.date(), wall.time(), after.zone))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(SpaceBecause.UNKNOWN_ZONE) from None
    return name


def introduce(command: Introduce, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    unit.space.save(replace(unit.space.of(command.space), introduced=True))
    return Outcome(reply=Introduced())
