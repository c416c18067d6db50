"""Plans: what happens by itself and when, and what a change says in the space."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from bot.texts import Span, Text, Texts, person, plain
from bot.views.message import Button, Buttons, Intent, Message, Part, lines
from bot.views.voice import Voice
from rituals.agenda.occurrence import Kind, Occurrence, Stage
from rituals.checkout.checkout import Form as CheckOutForm
from rituals.checkout.contents import Reminder
from rituals.kernel.effect import Content, message_of
from rituals.kernel.identifiers import ParticipantId, PlanId
from rituals.kernel.reply import Reply
from rituals.plan.contents import DateChanged, PlanKept, PlanRemoved, PlanStopped, SpacePaused
from rituals.plan.replies import ConfirmRemove, PlanShown, PlansShown, SpacePauseKept
from rituals.plan.rhythm import Rhythm
from rituals.plan.schedule import Date, Off, Plan
from rituals.unsure.contents import UnsureAsk
from rituals.unsure.replies import UnsureSettled

DETAILED_AT_MOST = 2
"""Plans whose dates fit on one page; of more only the next date is shown."""

MISSED_AT_MOST = 3


def plans_page(reply: PlansShown, voice: Voice, *, unread: Collection[PlanId] = ()) -> Message:
    """Every plan here, with the next dates while there are few. ``unread``: whose calendar cannot be read now."""
    say, here = voice.say, {"space": str(voice.space.id)}
    if not reply.plans:
        first = {**here, "language": voice.space.language.value}
        new = Button(label=say.label("plan.new"), intent=Intent.PLAN_NEW, arguments=first, primary=True)
        return Message(parts=(*lines(say("plan.none")), Buttons(buttons=(new,))))
    parts: list[Part] = []
    if reply.paused_until:
        resume = Button(label=say.label("plan.resume"), intent=Intent.RESUME_TEAM, arguments=here)
        parts += [*lines(say("plan.paused", date=say.day(reply.paused_until))), Buttons(buttons=(resume,))]
    for shown in reply.plans:
        if len(reply.plans) <= DETAILED_AT_MOST:
            parts += _detailed(shown, voice, calendar_unread=shown.plan.id in unread, alone=len(reply.plans) == 1)
        else:
            parts += _brief(shown, voice)
    parts += lines(*(_missed(each, voice) for each in reply.missed[-MISSED_AT_MOST:]))
    if not reply.changed:
        parts.append(Buttons(buttons=(Button(label=say.label("plan.new"), intent=Intent.PLAN_NEW, arguments=here),)))
    return Message(parts=tuple(parts))


def _detailed(shown: PlanShown, voice: Voice, *, calendar_unread: bool, alone: bool) -> list[Part]:
    """``alone``: there is no other plan that the buttons could be about."""
    say, plan = voice.say, shown.plan
    about = {"space": voice.space.id, "plan": plan.id}
    unread = [say("plan.unread")] if calendar_unread else []
    what = (_headline(plan, voice), _does(plan.bell_before, say, checkout=plan.checkout), *_chaired(plan.chair, say))
    parts: list[Part] = [*lines(*what, *unread)]
    if not shown.dates:
        parts += lines(say("plan.no_dates.calendar" if plan.rhythm is None else "plan.no_dates"))
    for each in shown.dates:
        parts += _date(each, plan, voice)
    for occurrence in shown.missed[-MISSED_AT_MOST:]:
        parts += lines(_missed(occurrence, voice))
        if occurrence.stage is Stage.UNSURE and occurrence.about:
            parts.append(_look(*message_of(occurrence.about), 0, voice))
    which = "" if alone else f" · {_when_short(shown, voice)}"
    change = Button(label=say.label("plan.change") + which, intent=Intent.PLAN_EDIT, arguments=about)
    remove = Button(label=say.label("plan.remove") + which, intent=Intent.PLAN_REMOVE, arguments=about)
    return [*parts, Buttons(buttons=(change, remove))]


def _brief(shown: PlanShown, voice: Voice) -> list[Part]:
    say = voice.say
    about = {"space": voice.space.id, "plan": shown.plan.id}
    upcoming = next((each for each in shown.dates if each.off is None), None)
    when = say("plan.next", when=say.when(upcoming.starts_at, voice.space.zone)) if upcoming else say("plan.no_dates")
    label = say.label("plan.show")
    show = Button(label=f"{label} · {_when_short(shown, voice)}", intent=Intent.PLANS, arguments=about)
    missed = lines(*(_missed(each, voice) for each in shown.missed[-1:]))
    return [*lines((*_headline(shown.plan, voice), Span(text="\n"), *when)), *missed, Buttons(buttons=(show,))]


def _when_short(shown: PlanShown, voice: Voice) -> str:
    """What tells one plan from another on a button: di 10:00."""
    if not shown.dates:
        return voice.say.label("plan.without_dates")
    starts_at = shown.dates[0].starts_at
    return f"{voice.say.short_weekday(voice.space.day(starts_at))} {voice.time(starts_at)}"


def _chaired(chair: ParticipantId | None, say: Texts) -> tuple[Text, ...]:
    return (say("plan.chaired", name=person(chair)),) if chair else ()


def _date(each: Date, plan: Plan, voice: Voice) -> list[Part]:
    """One date, and what can be done about it. A date in a calendar is moved there."""
    say, zone = voice.say, voice.space.zone
    about = {"space": voice.space.id, "plan": plan.id, "key": each.key}
    day, was = (say.short_day(voice.space.day(moment)) for moment in (each.starts_at, each.was or each.starts_at))
    key = f"plan.date.{each.off}" if each.off else "plan.date.moved" if each.moved else "plan.date"
    buttons = []
    if each.off is None:
        buttons.append(Button(label=plain(say("plan.skip", day=day)), intent=Intent.DATE_SKIP, arguments=about))
    if each.moved or each.off in (Off.SKIPPED, Off.HOLIDAY):
        label = say("plan.back", day=was) if each.moved else say("plan.restore", day=day)
        buttons.append(Button(label=plain(label), intent=Intent.DATE_RESTORE, arguments=about))
    if plan.rhythm and each.off is not Off.PAUSED:
        buttons.append(Button(label=plain(say("plan.move", day=day)), intent=Intent.DATE_MOVE, arguments=about))
    parts: list[Part] = [*lines(say(key, when=say.when(each.starts_at, zone)))]
    return [*parts, Buttons(buttons=tuple(buttons))] if buttons else parts


def _missed(occurrence: Occurrence, voice: Voice) -> Text:
    """What did not happen, and why."""
    say = voice.say
    what = say.label(f"plan.kind.{occurrence.kind}")
    when = say.when(occurrence.starts_at, voice.space.zone)
    key = "plan.unsure" if occurrence.stage is Stage.UNSURE else f"plan.missed.{occurrence.why}"
    return say(key, what=what, when=when, command=voice.command())


def _headline(plan: Plan, voice: Voice) -> Text:
    return _rhythm(plan.rhythm, voice.say, bold=True) if plan.rhythm else voice.say("plan.follows")


def _rhythm(rhythm: Rhythm, say: Texts, *, bold: bool = False) -> Text:
    starts = datetime.combine(rhythm.first, rhythm.starts)
    ends = starts + rhythm.lasts
    said = say(
        f"plan.every.{rhythm.every}", days=say.weekdays(rhythm.weekdays), starts=f"{starts:%H:%M}", ends=f"{ends:%H:%M}"
    )
    return tuple(Span(text=span.text, bold=bold) for span in said)


def _does(bell_before: timedelta | None, say: Texts, *, checkout: bool) -> Text:
    minutes = round(bell_before.total_seconds() / 60) if bell_before else 0
    bell = say("plan.does.bell", n=minutes) if bell_before is not None else say("plan.does.no_bell")
    return (*bell, Span(text=" "), *say("plan.does.checkout" if checkout else "plan.does.no_checkout"))


def confirm_remove(reply: ConfirmRemove, voice: Voice) -> Message:
    say = voice.say
    about: dict[str, str] = {"space": voice.space.id, "plan": reply.plan}
    sure = Button(label=say.label("plan.remove_anyway"), intent=Intent.PLAN_REMOVE_ANYWAY, arguments=about)
    keep = Button(label=say.label("plan.keep"), intent=Intent.PLANS, arguments=about, primary=True)
    which = (_rhythm(reply.rhythm, say) if reply.rhythm else say("plan.follows"),)
    return Message(parts=(*lines(say("plan.remove.sure"), *which), Buttons(buttons=(keep, sure))))


def whose_pause(voice: Voice, until: date) -> Message:
    """Somebody typed "pause" and not for whom."""
    say = voice.say
    about = {"space": voice.space.id, "until": until.isoformat()}
    me = Button(label=say.label("pause.me"), intent=Intent.PAUSE, arguments=about)
    team = Button(label=say.label("pause.team"), intent=Intent.PAUSE_TEAM, arguments=about)
    return Message(parts=(*lines(say("pause.whose", date=say.day(until))), Buttons(buttons=(me, team))))


def whose_resume(voice: Voice) -> Message:
    say = voice.say
    about: dict[str, str] = {"space": voice.space.id}
    me = Button(label=say.label("resume.me"), intent=Intent.RESUME, arguments=about)
    team = Button(label=say.label("resume.team"), intent=Intent.RESUME_TEAM, arguments=about)
    return Message(parts=(*lines(say("resume.whose")), Buttons(buttons=(me, team))))


def space_pause_kept(reply: SpacePauseKept, voice: Voice) -> Message:
    say = voice.say
    if reply.until:
        return Message(parts=lines(say("pause.team.kept", date=say.day(reply.until))))
    return Message(parts=lines(say("pause.team.ended" if reply.changed else "pause.team.none")))


def unsure_settled(reply: UnsureSettled, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("unsure.again" if reply.again else "unsure.fine")))


# In slots.


def plan_kept(content: PlanKept, voice: Voice) -> Message:
    say = voice.say
    what = _rhythm(content.rhythm, say) if content.rhythm else say("plan.follows")
    when = (say("plan.next", when=say.when(content.next, voice.space.zone)),) if content.next else ()
    head = say("plan.made" if content.fresh else "plan.changed", name=person(content.by))
    does = _does(content.bell_before, say, checkout=content.checkout)
    return Message(parts=lines(head, what, does, *_chaired(content.chair, say), *when))


def plan_removed(content: PlanRemoved, voice: Voice) -> Message:
    what = (_rhythm(content.rhythm, voice.say),) if content.rhythm else ()
    return Message(parts=lines(voice.say("plan.removed", name=person(content.by)), *what))


def date_changed(content: DateChanged, voice: Voice) -> Message:
    say, zone = voice.say, voice.space.zone
    was = say.when(content.was, zone)
    by = person(content.by)
    if content.to is None:
        return Message(parts=lines(say("plan.date_skipped", name=by, when=was)))
    if content.restored:
        return Message(parts=lines(say("plan.date_restored", name=by, when=was)))
    return Message(parts=lines(say("plan.date_moved", name=by, was=was, when=say.when(content.to, zone))))


def space_paused(content: SpacePaused, voice: Voice) -> Message:
    say, by = voice.say, person(content.by)
    if content.until is None:
        return Message(parts=lines(say("pause.team.over", name=by)))
    return Message(parts=lines(say("pause.team.told", name=by, date=say.day(content.until))))


def plan_stopped(_content: PlanStopped, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("plan.stopped", space=voice.here)))


def reminder(content: Reminder, voice: Voice) -> Message:
    say = voice.say
    if content.form is CheckOutForm.ROUND:
        return Message(parts=lines(say("co.reminder.round", when=say.when(content.until, voice.space.zone))))
    return Message(parts=lines(say("co.reminder", time=voice.time(content.until))))


def unsure_ask(content: UnsureAsk, voice: Voice) -> Message:
    what = voice.say.label(f"plan.kind.{Kind.BELL if content.kind == 'bell' else Kind.CHECKOUT}")
    look = _look(content.about, content.kind, content.number, voice)
    return Message(parts=(*lines(voice.say("unsure.ask", what=what, space=voice.here)), look))


def _look(about: str, kind: str, number: int, voice: Voice) -> Buttons:
    say = voice.say
    which = {"space": str(voice.space.id), "about": about, "kind": kind, "number": str(number)}
    return Buttons(
        buttons=(
            Button(label=say.label("unsure.stands"), intent=Intent.IT_STANDS, arguments=which),
            Button(label=say.label("unsure.say_again"), intent=Intent.SAY_AGAIN, arguments=which),
        )
    )


VIEWS: dict[type[Content | Reply], Any] = {
    PlansShown: plans_page,
    ConfirmRemove: confirm_remove,
    SpacePauseKept: space_pause_kept,
    UnsureSettled: unsure_settled,
    PlanKept: plan_kept,
    PlanRemoved: plan_removed,
    DateChanged: date_changed,
    SpacePaused: space_paused,
    PlanStopped: plan_stopped,
    Reminder: reminder,
    UnsureAsk: unsure_ask,
}
