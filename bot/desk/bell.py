"""How people reach a bell: looking for an advocate, and everything until the thanks; and their own pause."""

from dataclasses import dataclass
from datetime import date

from bot.chat.participants import Gathered, gather, one_person
from bot.desk.desk import Asked, Desk, Office, Own, Way
from bot.desk.plain import as_chair, command
from bot.kernel.refusals import ShellBecause
from bot.planning.calendar import CalendarError
from bot.service import Answer, shown
from bot.views.bell.answers import ALONE, pick_people
from bot.views.bell.ways import (
    CALL,
    CANCEL,
    CHAIR,
    DONE,
    PAUSE,
    RESUME,
    SOMEONE_ELSE,
    WHO,
    BellForm,
    BellIntent,
)
from bot.views.days import PAUSE_LASTS
from rituals.bell import commands
from rituals.bell.commands import Invited
from rituals.bell.meeting import Done
from rituals.bell.refusals import BellBecause
from rituals.bell.replies import Rang, Ready, Status
from rituals.checkout.commands import CancelCheckOut
from rituals.checkout.refusals import CheckOutBecause
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import MeetingId, ParticipantId, workspace_of
from rituals.plan.ahead import Planned

# Looking for an advocate.


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A bell that somebody wants.

    ``confirmed``, ``replaces``: see :class:`rituals.bell.commands.PrepareBell`; ``alone``: see ``CallBell``.
    """

    invited: Invited
    confirmed: bool = False
    alone: bool = False
    replaces: MeetingId | None = None


async def _call(office: Office, asked: Asked) -> Answer:
    return await _look_for(office, asked, Wanted(invited=_invited(asked)))


async def _confirm(office: Office, asked: Asked) -> Answer:
    alone = ALONE in asked.given
    return await _look_for(office, asked, Wanted(invited=_invited(asked), confirmed=True, alone=alone))


async def _new_meeting(office: Office, asked: Asked) -> Answer:
    wanted = Wanted(invited=_invited(asked), confirmed=True, alone=ALONE in asked.given, replaces=asked.meeting)
    return await _look_for(office, asked, wanted)


async def _picked(office: Office, asked: Asked) -> Answer:
    people = tuple(ParticipantId(who) for who in asked.fields.get("people", ()))
    if not people:
        raise Refusal(ShellBecause.NOBODY_PICKED)
    replaces = MeetingId(asked.given["replaces"]) if "replaces" in asked.given else None
    wanted = Wanted(invited=Invited(people=people), confirmed=True, alone=True, replaces=replaces)
    return await _look_for(office, asked, wanted)  # the form says what naming one person tells


def _invited(asked: Asked) -> Invited:
    """Who was mentioned; on a button the other way round from :func:`bot.views.bell.answers.invited_arguments`."""
    people, groups = asked.given.get("people", ""), asked.given.get("groups", "")
    return Invited(
        people=asked.people or tuple(ParticipantId(who) for who in people.split(",") if who),
        groups=asked.groups or tuple(group for group in groups.split(",") if group),
    )


async def _look_for(office: Office, asked: Asked, wanted: Wanted) -> Answer:
    """From "may a bell be looked for?" over "who is here?" to the first question in private."""
    prepare = asked.command(
        commands.PrepareBell,
        invited=wanted.invited,
        confirmed=wanted.confirmed,
        replaces=wanted.replaces,
    )
    reply = await office.service.do(prepare)
    if not isinstance(reply, Ready):
        return shown(reply, asked.voice)
    planned = await office.service.planned_now(asked.space)
    gathered = await _gathered(office, asked, wanted.invited, planned)
    if gathered.people is None:
        return Answer(shown=pick_people(asked.voice, {"replaces": wanted.replaces} if wanted.replaces else {}))
    call = asked.command(
        commands.CallBell,
        people=gathered.people,
        invited=wanted.invited,
        alone=wanted.alone,
        absent=gathered.absent,
        chair=(planned and planned.plan.chair) or gathered.organiser,
        left_out=planned.plan.left_out if planned else (),
        whole_space=gathered.whole_space,
        language=asked.voice.space.language,
        replaces=wanted.replaces,
    )
    return await office.do(asked, call)


async def _gathered(office: Office, asked: Asked, invited: Invited, planned: Planned | None) -> Gathered:
    """Those who were named; else the people of the meeting that is now, by its calendar; else everybody."""
    chat = office.chat(asked)
    present = None
    if planned and not (invited.people or invited.groups):
        try:
            present = await office.watch.who_comes(chat, planned.plan, planned.date)
        except CalendarError:
            present = None
    if present is None:
        return await gather(chat, asked.space, invited)
    people = await chat.people(asked.space, present.coming)
    return Gathered(people=people, whole_space=False, absent=present.absent, organiser=present.organiser)


# About one bell.


def _about(kind: type[commands.MeetingCommand]) -> Way:
    async def act(office: Office, asked: Asked) -> Answer:
        return await office.do(asked, asked.command(kind, meeting=asked.meeting))

    return Way(do=act)


async def _ring(office: Office, asked: Asked) -> Answer:
    reply = await office.service.do(asked.command(commands.Ring, meeting=asked.meeting))
    if isinstance(reply, Rang) and asked.stood:
        return Answer()  # the line in the thread says it to everybody there
    return shown(reply, asked.voice)


async def _volunteer(office: Office, asked: Asked) -> Answer:
    person = await office.service.person(asked.space, asked.actor)
    return await office.do(asked, asked.command(commands.Volunteer, meeting=asked.meeting, person=person))


async def _settle(office: Office, asked: Asked) -> Answer:
    if asked.given.get("done") not in set(Done):
        raise Refusal(BellBecause.BELL_OVER)
    done = Done(asked.given["done"])
    return await office.do(asked, asked.command(commands.Settle, meeting=asked.meeting, done=done))


async def _hand_over(office: Office, asked: Asked) -> Answer:
    if len(asked.people) != 1:
        raise Refusal(ShellBecause.ONE_PERSON)
    to = await one_person(office.chat(asked), asked.space, asked.people[0])
    return await office.do(asked, asked.command(commands.HandOver, to=to))


async def _cancel(office: Office, asked: Asked) -> Answer:
    """What runs: the bell, else the check-out; where there is none, there is nothing to cancel at all."""
    status = await office.service.do(asked.command(commands.AskStatus))
    if not isinstance(status, Status) or status.meeting is not None:
        return shown(await office.service.as_chair(asked.command(commands.Cancel)), asked.voice)
    try:
        return shown(await office.service.as_chair(asked.command(CancelCheckOut)), asked.voice)
    except Refusal as refusal:
        if refusal.because is CheckOutBecause.NO_CHECKOUT:
            raise Refusal(BellBecause.NO_BELL) from None
        raise


# About oneself.


async def _pause(office: Office, asked: Asked) -> Answer:
    try:
        until = date.fromisoformat(asked.given["until"])
    except (KeyError, ValueError):
        until = office.today(asked) + PAUSE_LASTS
    return await office.do(asked, asked.command(commands.PauseMe, until=until))


async def _resume(office: Office, asked: Asked) -> Answer:
    return await office.do(asked, asked.command(commands.PauseMe, until=None))


async def _home(office: Office, asked: Asked) -> Own:
    """Where somebody has a turn or a pause."""
    workspace = workspace_of(asked.space)
    return Own(spaces=await office.service.run(lambda unit: unit.bell.spaces_about(asked.actor, workspace)))


DESK = Desk(
    words={
        CALL: Way(do=_call),
        WHO: Way(do=command(commands.AskStatus)),
        DONE: Way(do=as_chair(commands.Conclude)),
        SOMEONE_ELSE: Way(do=as_chair(commands.SomeoneElse)),
        CANCEL: Way(do=_cancel),
        CHAIR: Way(do=_hand_over),
        PAUSE: Way(do=_pause),
        RESUME: Way(do=_resume),
    },
    buttons={
        BellIntent.CALL: Way(do=_call),
        BellIntent.CONFIRM: Way(do=_confirm),
        BellIntent.NEW_MEETING: Way(do=_new_meeting),
        BellIntent.ACCEPT: _about(commands.Accept),
        BellIntent.DECLINE: _about(commands.Decline),
        BellIntent.VOLUNTEER: Way(do=_volunteer),
        BellIntent.RING: Way(do=_ring),
        BellIntent.PASS_ON: _about(commands.PassOn),
        BellIntent.SOMEONE_ELSE: Way(do=as_chair(commands.SomeoneElse)),
        BellIntent.CANCEL: Way(do=as_chair(commands.Cancel)),
        BellIntent.CONCLUDE: Way(do=as_chair(commands.Conclude)),
        BellIntent.SETTLE: Way(do=_settle),
        BellIntent.PAUSE: Way(do=_pause),
        BellIntent.RESUME: Way(do=_resume),
    },
    forms={BellForm.PICK: Way(do=_picked)},
    home=_home,
)
