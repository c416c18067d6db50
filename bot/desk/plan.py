"""Words, buttons and forms about plans → commands, with what must be looked up in chat and calendar first."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import structlog

from bot.chat import ChatError
from bot.chat.participants import must_be_here, whole_space
from bot.desk.asked import Submitted
from bot.desk.fields import day_in, rhythm_in, time_in
from bot.kernel.holidays import days_off
from bot.kernel.refusals import ShellBecause
from bot.planning.calendar import CalendarError, MailboxClosed
from bot.planning.watch import Present, Watch, key_of
from bot.service import Answer, Service, shown
from bot.views.message import FormName, Intent
from bot.views.plan import plans_page, whose_pause, whose_resume
from bot.views.plan_form import BELL_CHOICES, BY_RHYTHM, LEFT_OUT_AT_MOST, SeriesChoice, plan_form
from bot.views.voice import Voice
from bot.views.words import PAUSE_LASTS, Understood, Verb, number
from rituals.kernel.command import Command
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.kernel.reply import Reply
from rituals.plan.commands import (
    DateCommand,
    MoveDate,
    PauseSpace,
    RemovePlan,
    RestoreDate,
    SavePlan,
    ShowDate,
    ShowPlan,
    ShowPlans,
    SkipDate,
)
from rituals.plan.refusals import PlanBecause
from rituals.plan.replies import PlanDetails, PlansShown
from rituals.plan.schedule import Date, Linked, Plan
from rituals.space.refusals import SpaceBecause
from rituals.unsure.commands import SayAgain

log = structlog.get_logger()

Who = dict[str, Any]
Given = Mapping[str, str]

WORDS = frozenset({Verb.PLAN, Verb.PAUSE_TEAM, Verb.RESUME_TEAM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked, where, and how they are spoken to."""

    who: Who
    voice: Voice
    given: Given

    @property
    def space(self) -> SpaceId:
        return self.voice.space.id

    @property
    def plan(self) -> PlanId:
        return PlanId(self.given.get("plan", ""))


class Plans:
    """``watch``: what is known of the calendar; ``country``: whose public holidays count."""

    words = WORDS

    def __init__(self, service: Service, watch: Watch, country: str) -> None:
        self._service = service
        self._watch = watch
        self._country = country
        self.buttons: dict[str, Callable[[Asked], Awaitable[Answer]]] = {
            Intent.PLANS: self._show,
            Intent.PLAN_NEW: self._form,
            Intent.PLAN_EDIT: self._form,
            Intent.PLAN_REMOVE: self._remove,
            Intent.PLAN_REMOVE_ANYWAY: self._remove_anyway,
            Intent.DATE_SKIP: self._about_date(SkipDate),
            Intent.DATE_RESTORE: self._about_date(RestoreDate),
            Intent.DATE_MOVE: self._about_date(ShowDate),
            Intent.PAUSE_TEAM: self._pause,
            Intent.RESUME_TEAM: self._resume,
            Intent.IT_STANDS: self._settle,
            Intent.SAY_AGAIN: self._settle_again,
        }

        self.forms: dict[str, Callable[[Who, Voice, Submitted], Awaitable[Answer]]] = {
            FormName.PLAN: self._save,
            FormName.DATE: self._move,
        }

    async def said(self, understood: Understood, who: Who, voice: Voice) -> Answer:
        if understood.verb is Verb.PAUSE_TEAM:
            until = understood.until or self._service.today(voice.space) + PAUSE_LASTS
            if understood.team:
                asked = Asked(who=who, voice=voice, given={"until": until.isoformat()})
                return await self._pause(asked)
            return Answer(shown=whose_pause(voice, until))
        if understood.verb is Verb.RESUME_TEAM:
            asked = Asked(who=who, voice=voice, given={})
            return await self._resume(asked) if understood.team else Answer(shown=whose_resume(voice))
        return await self._show(Asked(who=who, voice=voice, given={}))

    async def pressed(self, intent: str, who: Who, given: Given, voice: Voice) -> Answer:
        """A button about plans. They stand before one person each, so that whoever presses must be here."""
        await must_be_here(self._service.chat(voice.space.id), voice.space.id, who["actor"])
        return await self.buttons[intent](Asked(who=who, voice=voice, given=given))

    async def present(self, space: SpaceId) -> Present | None:
        """Who is at the meeting that runs now or starts soon, where a calendar tells.

        Raises:
            ChatError: who is in the space cannot be read.
        """
        planned = await self._service.planned_now(space)
        try:
            return await self._watch.present(self._service.chat(space), planned.plan, planned.date) if planned else None
        except CalendarError:
            return None

    def days_off(self, voice: Voice) -> frozenset[date]:
        return days_off(self._country, self._service.today(voice.space).year)

    async def look_ahead(self, space: SpaceId) -> None:
        """Make what is due in the coming days anew: the zone or the way to check out may be another."""
        await self._watch.look_ahead(space)

    # What there is.

    async def _show(self, asked: Asked) -> Answer:
        plan = asked.plan or None
        return await self._done(asked, ShowPlans(**self._planned(asked), plan=plan))

    async def _done(self, asked: Asked, command: Command) -> Answer:
        reply = await self._service.do(command)
        return self._answer(asked, reply)

    def _answer(self, asked: Asked, reply: Reply | None) -> Answer:
        if isinstance(reply, PlansShown):
            unread = self._watch.unread(shown.plan for shown in reply.plans)
            return Answer(shown=plans_page(reply, asked.voice, unread=unread), takes_place=reply.takes_place)
        return shown(reply, asked.voice)

    def _planned(self, asked: Asked) -> Who:
        return {**asked.who, "days_off": self.days_off(asked.voice)}

    # The form.

    async def _form(self, asked: Asked) -> Answer:
        reply = await self._service.do(ShowPlan(**asked.who, plan=asked.plan or None))
        if not isinstance(reply, PlanDetails):
            return shown(reply, asked.voice)
        choices = await self._choices(asked, reply.plan)
        follows = key_of(reply.plan.linked.series) if reply.plan and reply.plan.linked else ""
        return Answer(shown=plan_form(asked.voice, reply.plan, reply.today, choices, follows))

    async def _choices(self, asked: Asked, plan: Plan | None) -> tuple[SeriesChoice, ...]:
        """What can be followed, what is followed first: a form shows so many, and that one must be among them.

        A calendar that cannot be read now offers nothing, and what is followed stays so.
        """
        found: list[SeriesChoice] = []
        if plan and plan.linked:
            dates = await self._service.run(lambda unit: unit.plan.dates(plan.id))
            upcoming = dates[0].starts_at if dates else plan.since
            found.append(SeriesChoice(value=key_of(plan.linked.series), subject=None, next=upcoming))
        try:
            mailbox = await self._mailbox(asked)
            series = await self._watch.series(mailbox) if mailbox else ()
        except (CalendarError, ChatError):
            log.warning("calendar.no_choices")
            return tuple(found)
        mine = [SeriesChoice(value=key_of(each.id), subject=each.subject, next=each.next.starts_at) for each in series]
        return tuple({choice.value: choice for choice in (*found, *mine)}.values())  # with its subject, if it is mine

    async def _mailbox(self, asked: Asked) -> str | None:
        """The mailbox of whoever asks, where there is a calendar and their address is known."""
        if not self._watch.reads:
            return None
        who = asked.who["actor"]
        addresses = await self._service.chat(asked.space).addresses(asked.space, frozenset({who}))
        return min(addresses.get(who, frozenset()), default=None)

    async def _save(self, who: Who, voice: Voice, submitted: Submitted) -> Answer:
        """A plan, as the form has it."""
        fields, given = submitted.fields, submitted.arguments
        asked = Asked(who=who, voice=voice, given=given)
        chosen = {name: values[0] for name, values in fields.items() if values}
        bell = chosen.get("bell", "")
        known = bell in map(str, BELL_CHOICES) and {chosen.get("checkout"), chosen.get("holidays")} <= {"yes", "no"}
        if not known:
            raise Refusal(SpaceBecause.UNKNOWN_SETTING)
        linked, dates = await self._followed(asked, chosen.get("series", BY_RHYTHM))
        bell_before = timedelta(minutes=int(bell)) if int(bell) else None
        if bell_before and not linked:
            await self._not_too_many(asked)
        people = await self._people(asked, fields)
        return await self._done(
            asked,
            SavePlan(
                **self._planned(asked),
                plan=asked.plan or None,
                version=number(given.get("version", "")),
                language=voice.space.language,
                rhythm=None if linked else rhythm_in(chosen, fields.get("days", ())),
                linked=linked,
                dates=dates,
                chair=next(iter(people["chair"]), None),
                left_out=people["left_out"],
                bell_before=bell_before,
                checkout=chosen["checkout"] == "yes",
                holidays=chosen["holidays"] == "yes",
            ),
        )

    async def _people(
        self, asked: Asked, fields: Mapping[str, tuple[str, ...]]
    ) -> dict[str, tuple[ParticipantId, ...]]:
        """Who was chosen, who must be in the space."""
        named = {
            name: tuple(dict.fromkeys(ParticipantId(who) for who in fields.get(name, ())))[:at_most]
            for name, at_most in (("chair", 1), ("left_out", LEFT_OUT_AT_MOST))
        }
        chat, everybody = self._service.chat(asked.space), frozenset({*named["chair"], *named["left_out"]})
        if everybody:
            here = (await chat.roster(asked.space, at_most=0, fresh=False)).ids
            for who in sorted(everybody - here):
                raise Refusal(ShellBecause.NOT_HERE, name=who)
            for person in await chat.people(asked.space, frozenset(named["chair"])):
                if person.bot:
                    raise Refusal(ShellBecause.IS_BOT, name=person.id)
        return named

    async def _not_too_many(self, asked: Asked) -> None:
        """A bell in a large space needs to know who is at the meeting."""
        if await whole_space(self._service.chat(asked.space), asked.space) is None:
            raise Refusal(PlanBecause.PLAN_TOO_MANY)

    async def _followed(self, asked: Asked, choice: str) -> tuple[Linked | None, tuple[Date, ...]]:
        """The series that was chosen, if it is one of the person's own or the one that is followed already."""
        if choice == BY_RHYTHM:
            return None, ()
        before = await self._service.run(lambda unit: unit.plan.plan(asked.plan))
        if before and before.linked and before.space == asked.space and key_of(before.linked.series) == choice:
            return before.linked, await self._service.run(lambda unit: unit.plan.dates(before.id))
        try:
            mailbox = await self._mailbox(asked)
            if mailbox is None:
                raise Refusal(PlanBecause.NO_CALENDAR)
            series = next((each for each in await self._watch.series(mailbox) if key_of(each.id) == choice), None)
            if series is None:
                raise Refusal(PlanBecause.SERIES_UNKNOWN)
            dates = await self._watch.dates(mailbox, series.id)
        except MailboxClosed:
            raise Refusal(PlanBecause.CALENDAR_CLOSED) from None
        except CalendarError:
            raise Refusal(PlanBecause.CALENDAR_DOWN) from None
        return Linked(mailbox=mailbox, series=series.id, by=asked.who["actor"]), dates

    async def _move(self, who: Who, voice: Voice, submitted: Submitted) -> Answer:
        """Another moment for one date."""
        asked = Asked(who=who, voice=voice, given=submitted.arguments)
        chosen = {name: values[0] for name, values in submitted.fields.items() if values}
        day, at = day_in(chosen.get("day", "")), time_in(chosen.get("at", ""))
        about = {**self._planned(asked), "plan": asked.plan, "key": asked.given.get("key", "")}
        return await self._done(asked, MoveDate(**about, day=day, at=at))

    # Changes.

    async def _remove(self, asked: Asked) -> Answer:
        return await self._done(asked, RemovePlan(**self._planned(asked), plan=asked.plan))

    async def _remove_anyway(self, asked: Asked) -> Answer:
        answer = await self._done(asked, RemovePlan(**self._planned(asked), plan=asked.plan, sure=True))
        return replace(answer, takes_place=True)

    def _about_date(self, kind: type[DateCommand]) -> Callable[[Asked], Awaitable[Answer]]:
        async def about_date(asked: Asked) -> Answer:
            return await self._done(
                asked, kind(**self._planned(asked), plan=asked.plan, key=asked.given.get("key", ""))
            )

        return about_date

    async def _pause(self, asked: Asked) -> Answer:
        until = day_in(asked.given.get("until", ""))
        return await self._done(asked, PauseSpace(**self._planned(asked), until=until))

    async def _resume(self, asked: Asked) -> Answer:
        return await self._done(asked, PauseSpace(**self._planned(asked), until=None))

    async def _settle(self, asked: Asked) -> Answer:
        return await self._done(asked, _about_message(asked, again=False))

    async def _settle_again(self, asked: Asked) -> Answer:
        return await self._done(asked, _about_message(asked, again=True))


def _about_message(asked: Asked, *, again: bool) -> SayAgain:
    given = asked.given
    return SayAgain(
        **asked.who,
        about=given.get("about", ""),
        kind=given.get("kind", ""),
        number=number(given.get("number", "")),
        again=again,
    )
