"""The form of a plan, and of one date: what can be chosen, and what was."""

from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.chat import ChatError
from bot.chat.participants import whole_space
from bot.desk.desk import Asked, Office
from bot.desk.plan.reading import day_in, rhythm_in, time_in
from bot.desk.plan.showing import answer, done
from bot.kernel.refusals import ShellBecause
from bot.planning.calendar import CalendarError, MailboxClosed
from bot.planning.watch import key_of
from bot.service import Answer
from bot.views.plan.form import BELL_CHOICES, BY_RHYTHM, LEFT_OUT_AT_MOST, SeriesChoice, plan_form
from bot.views.words import number
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, PlanId
from rituals.plan import commands
from rituals.plan.refusals import PlanBecause
from rituals.plan.replies import PlanDetails
from rituals.plan.schedule import Date, Linked, Plan
from rituals.space.refusals import SpaceBecause

log = structlog.get_logger()


async def show(office: Office, asked: Asked) -> Answer:
    reply = await office.service.do(asked.command(commands.ShowPlan, plan=asked.given.get("plan") or None))
    if not isinstance(reply, PlanDetails):
        return answer(office, asked, reply)
    choices = await _choices(office, asked, reply.plan)
    follows = key_of(reply.plan.linked.series) if reply.plan and reply.plan.linked else ""
    return Answer(shown=plan_form(asked.voice, reply.plan, reply.today, choices, follows))


async def _choices(office: Office, asked: Asked, plan: Plan | None) -> tuple[SeriesChoice, ...]:
    """What can be followed, what is followed first: a form shows so many, and that one must be among them.

    A calendar that cannot be read now offers nothing, and what is followed stays so.
    """
    found: list[SeriesChoice] = []
    if plan and plan.linked:
        dates = await office.service.run(lambda unit: unit.plan.dates(plan.id))
        upcoming = dates[0].starts_at if dates else plan.since
        found.append(SeriesChoice(value=key_of(plan.linked.series), subject=None, next=upcoming))
    try:
        mailbox = await _mailbox(office, asked)
        series = await office.watch.series(mailbox) if mailbox else ()
    except (CalendarError, ChatError):
        log.warning("calendar.no_choices")
        return tuple(found)
    mine = [SeriesChoice(value=key_of(each.id), subject=each.subject, next=each.next.starts_at) for each in series]
    return tuple({choice.value: choice for choice in (*found, *mine)}.values())  # with its subject, if it is mine


async def _mailbox(office: Office, asked: Asked) -> str | None:
    """The mailbox of whoever asks, where there is a calendar and their address is known."""
    if not office.watch.reads:
        return None
    addresses = await office.chat(asked).addresses(asked.space, frozenset({asked.actor}))
    return min(addresses.get(asked.actor, frozenset()), default=None)


async def save(office: Office, asked: Asked) -> Answer:
    """A plan, as the form has it."""
    chosen, plan = asked.chosen, asked.given.get("plan") or None
    bell = chosen.get("bell", "")
    known = bell in map(str, BELL_CHOICES) and {chosen.get("checkout"), chosen.get("holidays")} <= {"yes", "no"}
    if not known:
        raise Refusal(SpaceBecause.UNKNOWN_SETTING)
    linked, dates = await _followed(office, asked, chosen.get("series", BY_RHYTHM))
    bell_before = timedelta(minutes=int(bell)) if int(bell) else None
    if bell_before and not linked:
        await _not_too_many(office, asked)
    people = await _people(office, asked)
    saved = asked.command(
        commands.SavePlan,
        days_off=office.days_off(asked),
        plan=plan,
        version=number(asked.given.get("version", "")),
        language=asked.voice.space.language,
        rhythm=None if linked else rhythm_in(chosen, asked.fields.get("days", ())),
        linked=linked,
        dates=dates,
        chair=next(iter(people["chair"]), None),
        left_out=people["left_out"],
        bell_before=bell_before,
        checkout=chosen["checkout"] == "yes",
        holidays=chosen["holidays"] == "yes",
    )
    return await done(office, asked, saved)


async def _people(office: Office, asked: Asked) -> Mapping[str, tuple[ParticipantId, ...]]:
    """Who was chosen, who must be in the space."""
    named = {
        name: tuple(dict.fromkeys(ParticipantId(who) for who in asked.fields.get(name, ())))[:at_most]
        for name, at_most in (("chair", 1), ("left_out", LEFT_OUT_AT_MOST))
    }
    chat, everybody = office.chat(asked), frozenset({*named["chair"], *named["left_out"]})
    if everybody:
        here = (await chat.roster(asked.space, at_most=0, fresh=False)).ids
        for who in sorted(everybody - here):
            raise Refusal(ShellBecause.NOT_HERE, name=who)
        for person in await chat.people(asked.space, frozenset(named["chair"])):
            if person.bot:
                raise Refusal(ShellBecause.IS_BOT, name=person.id)
    return named


async def _not_too_many(office: Office, asked: Asked) -> None:
    """A bell in a large space needs to know who is at the meeting."""
    if await whole_space(office.chat(asked), asked.space) is None:
        raise Refusal(PlanBecause.PLAN_TOO_MANY)


async def _followed(office: Office, asked: Asked, choice: str) -> tuple[Linked | None, tuple[Date, ...]]:
    """The series that was chosen, if it is one of the person's own or the one that is followed already."""
    if choice == BY_RHYTHM:
        return None, ()
    plan = PlanId(asked.given.get("plan", ""))
    before = await office.service.run(lambda unit: unit.plan.plan(plan))
    if before and before.linked and before.space == asked.space and key_of(before.linked.series) == choice:
        return before.linked, await office.service.run(lambda unit: unit.plan.dates(before.id))
    try:
        mailbox = await _mailbox(office, asked)
        if mailbox is None:
            raise Refusal(PlanBecause.NO_CALENDAR)
        series = next((each for each in await office.watch.series(mailbox) if key_of(each.id) == choice), None)
        if series is None:
            raise Refusal(PlanBecause.SERIES_UNKNOWN)
        dates = await office.watch.dates(mailbox, series.id)
    except MailboxClosed:
        raise Refusal(PlanBecause.CALENDAR_CLOSED) from None
    except CalendarError:
        raise Refusal(PlanBecause.CALENDAR_DOWN) from None
    return Linked(mailbox=mailbox, series=series.id, by=asked.actor), dates


async def move(office: Office, asked: Asked) -> Answer:
    """Another moment for one date."""
    chosen = asked.chosen
    moved = asked.command(
        commands.MoveDate,
        days_off=office.days_off(asked),
        plan=PlanId(asked.given.get("plan", "")),
        key=asked.given.get("key", ""),
        day=day_in(chosen.get("day", "")),
        at=time_in(chosen.get("at", "")),
    )
    return await done(office, asked, moved)
