"""Plans: what happens by itself and when."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.texts import Span, Text, Texts, person, plain
from bot.views.bell.ways import BellIntent
from bot.views.lines import Views
from bot.views.message import Button, Buttons, Message, Part, lines
from bot.views.plan.ways import PlanIntent
from bot.views.unsure import look_buttons
from bot.views.voice import Voice
from rituals.agenda.occurrence import Occurrence, Stage
from rituals.kernel.effect import message_of
from rituals.kernel.identifiers import ParticipantId, PlanId
from rituals.plan.replies import ConfirmRemove, PlanShown, PlansShown
from rituals.plan.rhythm import Rhythm
from rituals.plan.schedule import Date, Off, Plan

DETAILED_AT_MOST = 2
"""Plans whose dates fit on one page; of more only the next date is shown."""

MISSED_AT_MOST = 3


def plans_page(reply: PlansShown, voice: Voice, *, unread: Collection[PlanId] = ()) -> Message:
    """Every plan here, with the next dates while there are few. ``unread``: whose calendar cannot be read now."""
    say, here = voice.say, {"space": str(voice.space.id)}
    if not reply.plans:
        first = {**here, "language": voice.space.language.value}
        new = Button(label=say.label("plan.new"), intent=PlanIntent.PLAN_NEW, arguments=first, primary=True)
        return Message(parts=(*lines(say("plan.none")), Buttons(buttons=(new,))))
    parts: list[Part] = []
    if reply.paused_until:
        resume = Button(label=say.label("plan.resume"), intent=PlanIntent.RESUME_TEAM, arguments=here)
        parts += [*lines(say("plan.paused", date=say.day(reply.paused_until))), Buttons(buttons=(resume,))]
    for shown in reply.plans:
        if len(reply.plans) <= DETAILED_AT_MOST:
            parts += _detailed(shown, voice, calendar_unread=shown.plan.id in unread, alone=len(reply.plans) == 1)
        else:
            parts += _brief(shown, voice)
    parts += lines(*(_missed(each, voice) for each in reply.missed[-MISSED_AT_MOST:]))
    if not reply.changed:
        parts.append(
            Buttons(buttons=(Button(label=say.label("plan.new"), intent=PlanIntent.PLAN_NEW, arguments=here),))
        )
    return Message(parts=tuple(parts))


def _detailed(shown: PlanShown, voice: Voice, *, calendar_unread: bool, alone: bool) -> list[Part]:
    """``alone``: there is no other plan that the buttons could be about."""
    say, plan = voice.say, shown.plan
    about = {"space": voice.space.id, "plan": plan.id}
    unread = [say("plan.unread")] if calendar_unread else []
    what = (_headline(plan, voice), does(plan.bell_before, say, checkout=plan.checkout), *chaired(plan.chair, say))
    parts: list[Part] = [*lines(*what, *unread)]
    if not shown.dates:
        parts += lines(say("plan.no_dates.calendar" if plan.rhythm is None else "plan.no_dates"))
    for each in shown.dates:
        parts += _date(each, plan, voice)
    for occurrence in shown.missed[-MISSED_AT_MOST:]:
        parts += lines(_missed(occurrence, voice))
        if occurrence.stage is Stage.UNSURE and occurrence.about:
            parts.append(look_buttons(*message_of(occurrence.about), 0, voice))
    which = "" if alone else f" · {_when_short(shown, voice)}"
    change = Button(label=say.label("plan.change") + which, intent=PlanIntent.PLAN_EDIT, arguments=about)
    remove = Button(label=say.label("plan.remove") + which, intent=PlanIntent.PLAN_REMOVE, arguments=about)
    return [*parts, Buttons(buttons=(change, remove))]


def _brief(shown: PlanShown, voice: Voice) -> list[Part]:
    say = voice.say
    about = {"space": voice.space.id, "plan": shown.plan.id}
    upcoming = next((each for each in shown.dates if each.off is None), None)
    when = say("plan.next", when=say.when(upcoming.starts_at, voice.space.zone)) if upcoming else say("plan.no_dates")
    label = say.label("plan.show")
    show = Button(label=f"{label} · {_when_short(shown, voice)}", intent=PlanIntent.PLANS, arguments=about)
    missed = lines(*(_missed(each, voice) for each in shown.missed[-1:]))
    return [*lines((*_headline(shown.plan, voice), Span(text="\n"), *when)), *missed, Buttons(buttons=(show,))]


def _when_short(shown: PlanShown, voice: Voice) -> str:
    """What tells one plan from another on a button: di 10:00."""
    if not shown.dates:
        return voice.say.label("plan.without_dates")
    starts_at = shown.dates[0].starts_at
    return f"{voice.say.short_weekday(voice.space.day(starts_at))} {voice.time(starts_at)}"


def chaired(chair: ParticipantId | None, say: Texts) -> tuple[Text, ...]:
    return (say("plan.chaired", name=person(chair)),) if chair else ()


def _date(each: Date, plan: Plan, voice: Voice) -> list[Part]:
    """One date, and what can be done about it. A date in a calendar is moved there."""
    say, zone = voice.say, voice.space.zone
    about = {"space": voice.space.id, "plan": plan.id, "key": each.key}
    day, was = (say.short_day(voice.space.day(moment)) for moment in (each.starts_at, each.was or each.starts_at))
    key = f"plan.date.{each.off}" if each.off else "plan.date.moved" if each.moved else "plan.date"
    buttons = []
    if each.off is None:
        buttons.append(Button(label=plain(say("plan.skip", day=day)), intent=PlanIntent.DATE_SKIP, arguments=about))
    if each.moved or each.off in (Off.SKIPPED, Off.HOLIDAY):
        label = say("plan.back", day=was) if each.moved else say("plan.restore", day=day)
        buttons.append(Button(label=plain(label), intent=PlanIntent.DATE_RESTORE, arguments=about))
    if plan.rhythm and each.off is not Off.PAUSED:
        buttons.append(Button(label=plain(say("plan.move", day=day)), intent=PlanIntent.DATE_MOVE, arguments=about))
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
    return rhythm_words(plan.rhythm, voice.say, bold=True) if plan.rhythm else voice.say("plan.follows")


def rhythm_words(rhythm: Rhythm, say: Texts, *, bold: bool = False) -> Text:
    starts = datetime.combine(rhythm.first, rhythm.starts)
    ends = starts + rhythm.lasts
    said = say(
        f"plan.every.{rhythm.every}", days=say.weekdays(rhythm.weekdays), starts=f"{starts:%H:%M}", ends=f"{ends:%H:%M}"
    )
    return tuple(Span(text=span.text, bold=bold) for span in said)


def does(bell_before: timedelta | None, say: Texts, *, checkout: bool) -> Text:
    minutes = round(bell_before.total_seconds() / 60) if bell_before else 0
    bell = say("plan.does.bell", n=minutes) if bell_before is not None else say("plan.does.no_bell")
    return (*bell, Span(text=" "), *say("plan.does.checkout" if checkout else "plan.does.no_checkout"))


def confirm_remove(reply: ConfirmRemove, voice: Voice) -> Message:
    say = voice.say
    about: dict[str, str] = {"space": voice.space.id, "plan": reply.plan}
    sure = Button(label=say.label("plan.remove_anyway"), intent=PlanIntent.PLAN_REMOVE_ANYWAY, arguments=about)
    keep = Button(label=say.label("plan.keep"), intent=PlanIntent.PLANS, arguments=about, primary=True)
    which = (rhythm_words(reply.rhythm, say) if reply.rhythm else say("plan.follows"),)
    return Message(parts=(*lines(say("plan.remove.sure"), *which), Buttons(buttons=(keep, sure))))


def whose_pause(voice: Voice, until: date) -> Message:
    """Somebody typed "pause" and not for whom."""
    say = voice.say
    about = {"space": voice.space.id, "until": until.isoformat()}
    me = Button(label=say.label("pause.me"), intent=BellIntent.PAUSE, arguments=about)
    team = Button(label=say.label("pause.team"), intent=PlanIntent.PAUSE_TEAM, arguments=about)
    return Message(parts=(*lines(say("pause.whose", date=say.day(until))), Buttons(buttons=(me, team))))


def whose_resume(voice: Voice) -> Message:
    say = voice.say
    about: dict[str, str] = {"space": voice.space.id}
    me = Button(label=say.label("resume.me"), intent=BellIntent.RESUME, arguments=about)
    team = Button(label=say.label("resume.team"), intent=PlanIntent.RESUME_TEAM, arguments=about)
    return Message(parts=(*lines(say("resume.whose")), Buttons(buttons=(me, team))))


VIEWS: Views = {
    PlansShown: plans_page,
    ConfirmRemove: confirm_remove,
}
