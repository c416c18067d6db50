"""The forms of plans: everything about a plan in one, and another moment for one date."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.texts import Texts
from bot.views.lines import Views
from bot.views.message import ChoiceField, DayField, Field, Form, PeopleField, TimeField
from bot.views.plan.ways import PlanForm
from bot.views.voice import Voice
from rituals.plan.replies import DateDetails, PlanDetails
from rituals.plan.rhythm import Every
from rituals.plan.schedule import Plan

BY_RHYTHM = "rhythm"
"""The choice of a plan that follows no calendar."""

SERIES_AT_MOST = 9
"""Slack shows ten choices."""

LEFT_OUT_AT_MOST = 20
BELL_CHOICES = (0, 15, 30, 60)
"""Minutes; 0 is no bell."""

TUESDAY, TEN, ELEVEN, USUAL_MINUTES = 1, "10:00", "11:00", 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChoice:
    """A series of somebody's calendar as a choice. ``subject`` None: it is private."""

    value: str
    subject: str | None
    next: datetime


def plan_form(
    voice: Voice, plan: Plan | None, today: date, series: tuple[SeriesChoice, ...] = (), follows: str = ""
) -> Form:
    """One form for everything about a plan.

    Args:
        voice: how the space is spoken to.
        plan: what is changed; None: a new one.
        today: in the space.
        series: what the one who asks can follow in their own calendar.
        follows: the choice that the plan follows now.
    """
    say = voice.say
    language = voice.space.language.value
    here: dict[str, str] = {"space": voice.space.id, "language": language, "version": str(plan.version if plan else 0)}
    return Form(
        name=PlanForm.PLAN,
        title=say.label("plan.form.title"),
        intro=say("plan.form.intro", zone=voice.space.zone),
        fields=(
            *_series_field(series, follows, voice),
            *_rhythm_fields(plan, today, say),
            *_what_fields(plan, say, calendar=bool(series)),
        ),
        submit=say.label("settings.submit"),
        close=say.label("settings.close"),
        done=say.label("form.done"),
        arguments={**here, "plan": plan.id} if plan else here,
    )


def _series_field(series: tuple[SeriesChoice, ...], follows: str, voice: Voice) -> tuple[Field, ...]:
    if not series:
        return ()
    say = voice.say
    choices = [(BY_RHYTHM, say.label("plan.series.none"))]
    for each in series[:SERIES_AT_MOST]:
        subject = each.subject or say.label("plan.series.private")
        choices.append((each.value, f"{subject[:40]} · {say.when(each.next, voice.space.zone)}"))
    known = {value for value, _label in choices}
    chosen = follows if follows in known else BY_RHYTHM
    hint = say.label("plan.series.hint")
    return (
        ChoiceField(name="series", label=say.label("plan.series"), choices=tuple(choices), chosen=(chosen,), hint=hint),
    )


def _rhythm_fields(plan: Plan | None, today: date, say: Texts) -> tuple[Field, ...]:
    rhythm = plan.rhythm if plan else None
    starts = datetime.combine(rhythm.first, rhythm.starts) if rhythm else None
    weekdays = rhythm.weekdays if rhythm else (TUESDAY,)
    return (
        ChoiceField(
            name="every",
            label=say.label("plan.every"),
            choices=tuple((each.value, say.label(f"plan.every.{each}.choice")) for each in Every),
            chosen=(rhythm.every.value if rhythm else Every.WEEK.value,),
        ),
        ChoiceField(
            name="days",
            label=say.label("plan.days"),
            choices=tuple((str(number), say.weekdays((number,))) for number in range(7)),
            chosen=tuple(str(number) for number in weekdays),
            several=True,
        ),
        TimeField(name="starts", label=say.label("plan.starts"), chosen=f"{starts:%H:%M}" if starts else TEN),
        TimeField(
            name="ends",
            label=say.label("plan.ends"),
            chosen=f"{starts + rhythm.lasts:%H:%M}" if rhythm and starts else ELEVEN,
        ),
        DayField(name="first", label=say.label("plan.first"), chosen=(rhythm.first if rhythm else today).isoformat()),
    )


def _what_fields(plan: Plan | None, say: Texts, *, calendar: bool) -> tuple[Field, ...]:
    before = plan.bell_before if plan else timedelta(minutes=USUAL_MINUTES)
    minutes = round(before.total_seconds() / 60) if before else 0
    return (
        ChoiceField(
            name="bell",
            label=say.label("plan.bell"),
            choices=tuple((str(n), say.label(f"plan.bell.{n}")) for n in BELL_CHOICES),
            chosen=(str(minutes if minutes in BELL_CHOICES else USUAL_MINUTES),),
        ),
        _yes_or_no("checkout", say, chosen=plan.checkout if plan else True),
        _yes_or_no("holidays", say, chosen=plan.holidays if plan else True),
        PeopleField(
            name="chair",
            label=say.label("plan.chair"),
            hint=say.label("plan.chair.hint.calendar" if calendar else "plan.chair.hint"),
            at_most=1,
            chosen=(plan.chair,) if plan and plan.chair else (),
            optional=True,
        ),
        PeopleField(
            name="left_out",
            label=say.label("plan.left_out"),
            hint=say.label("plan.left_out.hint"),
            at_most=LEFT_OUT_AT_MOST,
            chosen=plan.left_out if plan else (),
            optional=True,
        ),
    )


def _yes_or_no(name: str, say: Texts, *, chosen: bool) -> ChoiceField:
    choices = (("yes", say.label(f"plan.{name}.yes")), ("no", say.label(f"plan.{name}.no")))
    return ChoiceField(name=name, label=say.label(f"plan.{name}"), choices=choices, chosen=("yes" if chosen else "no",))


def date_form(reply: DateDetails, voice: Voice) -> Form:
    say, zone = voice.say, voice.space.zone
    when = say.when(reply.date.starts_at, zone)
    return Form(
        name=PlanForm.DATE,
        title=say.label("plan.move.title"),
        intro=say("plan.move.intro", when=when),
        fields=(
            DayField(name="day", label=say.label("plan.day"), chosen=voice.space.day(reply.date.starts_at).isoformat()),
            TimeField(name="at", label=say.label("plan.starts"), chosen=say.time(reply.date.starts_at, zone)),
        ),
        submit=say.label("settings.submit"),
        close=say.label("settings.close"),
        done=say.label("form.done"),
        arguments={"space": voice.space.id, "plan": reply.plan, "key": reply.date.key},
    )


def details(reply: PlanDetails, voice: Voice) -> Form:
    """The form without a calendar."""
    return plan_form(voice, reply.plan, reply.today)


VIEWS: Views = {
    PlanDetails: details,
    DateDetails: date_form,
}
