"""What a team chooses, arriving in a space, and forgetting one."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rituals.commands import Arrived, ChangeQuestions, ChangeSettings, Introduce, ShowQuestions, ShowSettings, SpaceGone
from rituals.effects import Outcome, PlanStopped, QuestionsChanged, Say, SettingsChanged, Slot, Welcome
from rituals.errors import Because, Refusal
from rituals.identifiers import fresh
from rituals.ports import Unit
from rituals.publication import THRESHOLD, THRESHOLD_AT_MOST
from rituals.questions import own_questions
from rituals.replies import Introduced, QuestionsKept, QuestionsPreview, QuestionsShown, SettingsKept, SettingsShown
from rituals.rhythm import moment_of
from rituals.space import SHARED_AS_AT_MOST, WORD_AT_MOST, Space


def show_settings(command: ShowSettings, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    return Outcome(reply=SettingsShown(space=unit.record.space(command.space)))


def change_settings(command: ChangeSettings, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Open to every member and said in the space, with who did it."""
    if command.word and len(command.word) > WORD_AT_MOST:
        raise Refusal(Because.WORD_TOO_LONG, n=WORD_AT_MOST)
    if command.shared_as and len(command.shared_as) > SHARED_AS_AT_MOST:
        raise Refusal(Because.SHARED_AS_TOO_LONG, n=SHARED_AS_AT_MOST)
    before = unit.record.space(command.space)
    if not THRESHOLD <= command.threshold <= THRESHOLD_AT_MOST:
        raise Refusal(Because.THRESHOLD_RANGE, n=THRESHOLD, most=THRESHOLD_AT_MOST)
    if command.threshold < before.threshold:
        raise Refusal(Because.THRESHOLD_LOWER, n=before.threshold)
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
    unit.record.save_space(after)
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
    for plan in unit.record.plans(after.id):
        for key, starts_at in unit.record.changes(plan.id).items():
            if starts_at:
                wall = starts_at.astimezone(ZoneInfo(before.zone))
                unit.record.change_date(plan.id, key, moment_of(wall.date(), wall.time(), after.zone))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(Because.UNKNOWN_ZONE) from None
    return name


def show_questions(command: ShowQuestions, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    own = unit.record.own_questions(command.space)
    return Outcome(reply=QuestionsShown(questions=own.questions if own else ()))


def change_questions(command: ChangeQuestions, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Shown as they would look first; then said in the space with who did it. They apply from the next check-out on."""
    questions = own_questions(command.words, people=command.people, names=command.names) if command.words else ()
    if not command.sure:
        return Outcome(reply=QuestionsPreview(questions=questions))
    own = unit.record.own_questions(command.space)
    if questions == (own.questions if own else ()):
        return Outcome(reply=QuestionsKept())
    unit.record.save_own_questions(command.space, questions, command.actor)
    where = Slot(space=command.space, about=fresh(seed), kind="settings")
    said = Say(slot=where, content=QuestionsChanged(by=command.actor, questions=questions), last=True)
    return Outcome(reply=QuestionsKept(), effects=(said,))


def introduce(command: Introduce, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
    unit.record.save_space(replace(unit.record.space(command.space), introduced=True))
    return Outcome(reply=Introduced())


def arrived(command: Arrived, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Welcome whoever added the bot, once, and nobody else. The space is known from now on."""
    before = unit.record.address(command.space)
    if command.address:
        unit.record.keep_address(command.space, command.address)
    if before and command.space in unit.record.spaces():  # said again, as platforms do
        return Outcome()
    unit.record.save_space(unit.record.space(command.space))
    where = Slot(space=command.space, about=fresh(seed), kind="welcome", recipient=command.actor)
    return Outcome(effects=(Say(slot=where, content=Welcome(), last=True),))


def space_gone(command: SpaceGone, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Forget everything of a space but what was published; the record first, so that a crash can be repeated.

    Whoever made a plan hears that it has stopped.
    """
    authors = sorted({plan.author for plan in unit.record.plans(command.space) if plan.author})
    for plan in unit.record.plans(command.space):
        unit.live.keep_dates(plan.id, None)
    unit.record.forget_space(command.space)
    unit.live.forget_space(command.space)
    about = fresh(seed)
    told = (Slot(space=command.space, about=about, kind="stopped", recipient=author) for author in authors)
    return Outcome(effects=tuple(Say(slot=where, content=PlanStopped(), last=True) for where in told))
