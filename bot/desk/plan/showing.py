"""The page of plans, single dates, removing, and the team's own pause."""

from dataclasses import replace

from bot.desk.desk import Act, Asked, Office
from bot.desk.plan.reading import day_in
from bot.service import Answer, shown
from bot.views.plan.page import plans_page, whose_pause, whose_resume
from rituals.kernel.command import Command
from rituals.kernel.identifiers import PlanId
from rituals.kernel.reply import Reply
from rituals.plan import commands
from rituals.plan.replies import PlansShown


def answer(office: Office, asked: Asked, reply: Reply | None) -> Answer:
    """A page of plans says which calendars cannot be read now."""
    if isinstance(reply, PlansShown):
        unread = office.watch.unread(each.plan for each in reply.plans)
        return Answer(shown=plans_page(reply, asked.voice, unread=unread), takes_place=reply.takes_place)
    return shown(reply, asked.voice)


async def done(office: Office, asked: Asked, command: Command) -> Answer:
    return answer(office, asked, await office.service.do(command))


async def show(office: Office, asked: Asked) -> Answer:
    plan = asked.given.get("plan") or None
    return await done(office, asked, asked.command(commands.ShowPlans, days_off=office.days_off(asked), plan=plan))


async def remove(office: Office, asked: Asked) -> Answer:
    return await done(office, asked, _removal(office, asked, sure=False))


async def remove_anyway(office: Office, asked: Asked) -> Answer:
    return replace(await done(office, asked, _removal(office, asked, sure=True)), takes_place=True)


def _removal(office: Office, asked: Asked, *, sure: bool) -> commands.RemovePlan:
    plan = PlanId(asked.given.get("plan", ""))
    return asked.command(commands.RemovePlan, days_off=office.days_off(asked), plan=plan, sure=sure)


def about_date(kind: type[commands.DateCommand]) -> Act:
    """A command about the date on the button."""

    async def act(office: Office, asked: Asked) -> Answer:
        which = {"plan": PlanId(asked.given.get("plan", "")), "key": asked.given.get("key", "")}
        return await done(office, asked, asked.command(kind, days_off=office.days_off(asked), **which))

    return act


async def pause_said(office: Office, asked: Asked) -> Answer:
    """Whose pause is meant is asked, unless somebody said that it is the team's."""
    if "team" in asked.given:
        return await pause(office, asked)
    return Answer(shown=whose_pause(asked.voice, day_in(asked.given["until"])))


async def resume_said(office: Office, asked: Asked) -> Answer:
    return await resume(office, asked) if "team" in asked.given else Answer(shown=whose_resume(asked.voice))


async def pause(office: Office, asked: Asked) -> Answer:
    until = day_in(asked.given.get("until", ""))
    return await done(office, asked, asked.command(commands.PauseSpace, days_off=office.days_off(asked), until=until))


async def resume(office: Office, asked: Asked) -> Answer:
    return await done(office, asked, asked.command(commands.PauseSpace, days_off=office.days_off(asked), until=None))
