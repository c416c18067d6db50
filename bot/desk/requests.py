"""What was said, pressed or submitted → a command. The only place that knows which button asks for what."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.chat.participants import Gathered, gather, must_be_here, one_person
from bot.desk import checkout as checkouts
from bot.desk.asked import Pressed, Said, Submitted
from bot.desk.fields import settings_chosen
from bot.desk.home import home_of
from bot.desk.intents import (
    BELL_BUTTONS,
    DISMISSED,
    FOR_CHAIR_BUTTONS,
    FOR_CHAIR_WORDS,
    PAGE_BUTTONS,
    PAGE_WORDS,
    PLAIN_BUTTONS,
    PLAIN_WORDS,
)
from bot.desk.month import FOR_LEADERS, Months
from bot.desk.plan import Plans
from bot.kernel.refusals import ShellBecause
from bot.service import Answer, Service, shown
from bot.views.message import FormName, Intent, arguments
from bot.views.pages import help_page
from bot.views.space import one_line, pick_people
from bot.views.voice import Voice
from bot.views.words import PAUSE_LASTS, Understood, Verb, tidied, understand
from rituals.bell.commands import (
    AskStatus,
    CallBell,
    Cancel,
    HandOver,
    Invited,
    PauseMe,
    PrepareBell,
    Settle,
    Volunteer,
)
from rituals.bell.meeting import Done
from rituals.bell.refusals import BellBecause
from rituals.bell.replies import Rang, Ready, Status
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.kernel.reply import Reply
from rituals.kernel.space import Language


async def _pause(service: Service, who: dict[str, Any], given: checkouts.Given) -> Reply | None:
    today = service.today((await service.voice(who["space"])).space)
    try:
        until = date.fromisoformat(given["until"])
    except (KeyError, ValueError):
        until = today + PAUSE_LASTS
    return await service.do(PauseMe(**who, until=until))


async def _resume(service: Service, who: dict[str, Any], _given: checkouts.Given) -> Reply | None:
    return await service.do(PauseMe(**who, until=None))


LOOKED_UP = {**checkouts.BUTTONS, Intent.PAUSE: _pause, Intent.RESUME: _resume}
"""Buttons for which something must be looked up first."""

ABOUT_ONESELF = (Intent.MY_DATA, Intent.FORGET_ME)
"""Also for somebody who has left."""

FROM_ANYWHERE = (Intent.TELL_TEAMS, Intent.MONTH_PAGE)
"""What leaders do, who need not be in any team; that they are leaders is looked up."""

ONES_OWN = (Verb.MENU, Verb.MY_DATA, Verb.FORGET, Verb.STATS)
"""What shows one's own page in a private chat."""


class Requests:
    """What platform adapters call."""

    def __init__(self, service: Service, plans: Plans, months: Months) -> None:
        self._service = service
        self._plans = plans
        self._areas = (plans, months)

    async def said(self, said: Said) -> Answer:
        return await self._service.answer(
            said.space, lambda voice: self._said(said, voice), language=said.language, reads=said.reads
        )

    async def home(self, space: SpaceId, who: ParticipantId) -> Answer:
        """Somebody opened their own page. ``space``: stands for their workspace."""
        return await self._service.answer(space, lambda voice: home_of(self._service, who, voice))

    async def pressed(self, pressed: Pressed) -> Answer:
        given = arguments(pressed.value)
        about = _same_workspace(given.get("space"), pressed.space)
        return await self._service.answer(
            about,
            lambda voice: self._pressed(pressed, about, given, voice),
            language=_language(given),
            reads=pressed.reads,
        )

    async def submitted(self, submitted: Submitted) -> Answer:
        about = _same_workspace(submitted.arguments.get("space"), submitted.space)
        failed = "co.failed" if submitted.form == FormName.CHECKOUT else "failed"
        return await self._service.answer(
            about,
            lambda voice: self._submitted(submitted, about, voice),
            language=_language(submitted.arguments),
            reads=submitted.reads,
            failed=failed,
        )

    async def _said(self, said: Said, voice: Voice) -> Answer:
        understood = understand(said.words, self._service.today(voice.space))
        _check_mentions(said)
        if understood.verb is None:
            return Answer(shown=help_page(voice, understood.words))
        page = PAGE_WORDS.get(understood.verb)
        if page and (said.shared or understood.verb is not Verb.MENU):
            return Answer(shown=page(voice))
        who: dict[str, Any] = {"space": said.space, "actor": said.actor}
        if not said.shared and understood.verb in ONES_OWN:
            return await home_of(self._service, said.actor, voice)
        if not said.shared and understood.verb not in FOR_LEADERS:
            raise Refusal(ShellBecause.NOT_A_SPACE)
        if understood.verb is Verb.CALL:
            return await self._call(voice, said.actor, Invited(people=said.people, groups=said.groups))
        for area in self._areas:
            if understood.verb in area.words:
                return await area.said(understood, who, voice)
        return shown(await self._do(said, understood), voice)

    async def _do(self, said: Said, understood: Understood) -> Reply | None:
        verb = understood.verb
        who: dict[str, Any] = {"space": said.space, "actor": said.actor}
        if verb is Verb.CANCEL:
            return await self._cancel_what_runs(who)
        if verb in FOR_CHAIR_WORDS:
            return await self._service.as_chair(FOR_CHAIR_WORDS[verb](**who))
        if verb is Verb.CHECKOUT:
            return await checkouts.open_(self._service, who, understood.name, said.language)
        if verb is Verb.CHAIR:
            if len(said.people) != 1:
                raise Refusal(ShellBecause.ONE_PERSON)
            to = await one_person(self._service.chat(said.space), said.space, said.people[0])
            return await self._service.do(HandOver(**who, to=to))
        if verb in PLAIN_WORDS:
            return await self._service.do(PLAIN_WORDS[verb](**who))
        return await self._service.do(PauseMe(**who, until=understood.until))

    async def _pressed(self, pressed: Pressed, about: SpaceId, given: dict[str, str], voice: Voice) -> Answer:
        intent = pressed.intent
        who: dict[str, Any] = {"space": about, "actor": pressed.actor}
        if read := _read_only(intent, voice):
            return read
        if intent not in FROM_ANYWHERE:
            await self._must_belong(about, pressed, needed=intent not in ABOUT_ONESELF)
        if intent in (Intent.CALL, Intent.CONFIRM):
            return await self._call(voice, pressed.actor, invited_from(given), confirmed=intent == Intent.CONFIRM)
        for area in self._areas:
            if intent in area.buttons:
                return await area.pressed(intent, who, given, voice)
        meeting = MeetingId(given.get("meeting", ""))
        if intent == Intent.NEW_MEETING:
            return await self._call(voice, pressed.actor, invited_from(given), confirmed=True, replaces=meeting)
        reply = await self._do_pressed(intent, who, given)
        if isinstance(reply, Rang) and about == pressed.space:
            return Answer()  # the line in the thread says it to everybody there
        return shown(reply, voice)

    async def _do_pressed(self, intent: str, who: dict[str, Any], given: dict[str, str]) -> Reply | None:
        if intent in (Intent.INTRODUCE, Intent.USE_QUESTIONS):
            await must_be_here(self._service.chat(who["space"]), who["space"], who["actor"])
        if intent in PLAIN_BUTTONS:
            return await self._service.do(PLAIN_BUTTONS[intent](**who))
        if intent in LOOKED_UP:
            return await LOOKED_UP[intent](self._service, who, given)
        which = {**who, "meeting": MeetingId(given.get("meeting", ""))}
        if intent in BELL_BUTTONS:
            return await self._service.do(BELL_BUTTONS[intent](**which))
        if intent in FOR_CHAIR_BUTTONS:
            return await self._service.as_chair(FOR_CHAIR_BUTTONS[intent](**which))
        if intent == Intent.VOLUNTEER:
            person = await self._service.person(which["space"], which["actor"])
            return await self._service.do(Volunteer(**which, person=person))
        if intent == Intent.SETTLE and given.get("done") in set(Done):
            return await self._service.do(Settle(**which, done=Done(given["done"])))
        raise Refusal(BellBecause.BELL_OVER)

    async def _cancel_what_runs(self, who: dict[str, Any]) -> Reply | None:
        """The bell if one runs, else the check-out."""
        status = await self._service.do(AskStatus(**who))
        if isinstance(status, Status) and status.meeting is None:
            return await checkouts.cancel(self._service, who)
        return await self._service.as_chair(Cancel(**who))

    async def _must_belong(self, about: SpaceId, asked: "Pressed | Submitted", *, needed: bool) -> None:
        """A private chat has no team; and a button that stands elsewhere works only for people of the space.

        What a button carries comes back from somebody's machine, where it can have been changed.
        """
        if about == asked.space and not asked.shared:
            raise Refusal(ShellBecause.NOT_A_SPACE)
        if needed and about != asked.space:
            await must_be_here(self._service.chat(about), about, asked.actor)

    async def _submitted(self, submitted: Submitted, about: SpaceId, voice: Voice) -> Answer:
        await self._must_belong(about, submitted, needed=submitted.form != FormName.CHECKOUT)
        if submitted.form == FormName.PICK:
            people = tuple(ParticipantId(who) for who in submitted.fields.get("people", ()))
            if not people:
                raise Refusal(ShellBecause.NOBODY_PICKED)
            replaces = MeetingId(submitted.arguments["replaces"]) if "replaces" in submitted.arguments else None
            return await self._call(voice, submitted.actor, Invited(people=people), confirmed=True, replaces=replaces)
        who: dict[str, Any] = {"space": about, "actor": submitted.actor}
        if submitted.form == FormName.CHECKOUT:
            return shown(await checkouts.answered(self._service, who, submitted.arguments, submitted.fields), voice)
        for area in self._areas:
            if submitted.form in area.forms:
                return await area.forms[submitted.form](who, voice, submitted)
        if submitted.form == FormName.QUESTIONS:
            given = {name: values[0] for name, values in submitted.fields.items() if values}
            return shown(await checkouts.own_questions(self._service, who, given, sure=False), voice)
        if submitted.form == FormName.SETTINGS:
            reply = await self._service.do(settings_chosen(submitted, about))
            await self._plans.look_ahead(about)
            return shown(reply, replace(await self._service.voice(about), reads=submitted.reads))
        raise Refusal(ShellBecause.FORM_EXPIRED)

    async def _call(
        self,
        voice: Voice,
        actor: ParticipantId,
        invited: Invited,
        *,
        confirmed: bool = False,
        replaces: MeetingId | None = None,
    ) -> Answer:
        """From "may a bell be looked for?" over "who is here?" to the first question in private."""
        space, language = voice.space.id, voice.space.language
        prepare = PrepareBell(
            space=space, actor=actor, invited=invited, language=language, confirmed=confirmed, replaces=replaces
        )
        reply = await self._service.do(prepare)
        if not isinstance(reply, Ready):
            return shown(reply, voice)
        gathered = await self._gathered(space, invited)
        if gathered.people is None:
            return Answer(shown=pick_people(voice, {"replaces": replaces} if replaces else {}))
        planned = await self._service.planned_now(space)
        called = CallBell(
            space=space,
            actor=actor,
            people=gathered.people,
            absent=gathered.absent,
            chair=(planned and planned.plan.chair) or gathered.organiser,
            left_out=planned.plan.left_out if planned else (),
            whole_space=gathered.whole_space,
            language=language,
            replaces=replaces,
        )
        return shown(await self._service.do(called), voice)

    async def _gathered(self, space: SpaceId, invited: Invited) -> Gathered:
        """Those who were named; else the people of the meeting that is now, by its calendar; else everybody."""
        chat = self._service.chat(space)
        present = None if invited.people or invited.groups else await self._plans.present(space)
        if present is None:
            return await gather(chat, space, invited)
        people = await chat.people(space, present.coming)
        return Gathered(people=people, whole_space=False, absent=present.absent, organiser=present.organiser)


def _read_only(intent: str, voice: Voice) -> Answer | None:
    """What can be read anywhere, and buttons that do nothing."""
    if page := PAGE_BUTTONS.get(intent):
        return Answer(shown=page(voice))
    if intent in DISMISSED:
        return Answer(shown=one_line(DISMISSED[intent], voice), takes_place=True)
    return None


def _language(given: dict[str, str]) -> Language | None:
    """Of the command that a button or form came from, for a space that has not chosen yet."""
    return Language(given["language"]) if given.get("language") in set(Language) else None


def invited_from(given: dict[str, str]) -> Invited:
    """The other way round from :func:`bot.views.replies.invited_arguments`."""
    people, groups = given.get("people", ""), given.get("groups", "")
    return Invited(
        people=tuple(ParticipantId(who) for who in people.split(",") if who),
        groups=tuple(group for group in groups.split(",") if group),
    )


def _same_workspace(wanted: str | None, stood: SpaceId) -> SpaceId:
    """The space a button or form is about, as long as it belongs to the workspace it came from."""
    if wanted and wanted.count(":") > 1 and wanted.split(":")[:2] == stood.split(":")[:2]:
        return SpaceId(wanted)
    return stood


def _check_mentions(said: Said) -> None:
    if said.broadcast:
        raise Refusal(ShellBecause.BROADCAST)
    if said.unresolved:
        raise Refusal(ShellBecause.UNRESOLVED, said=tidied(said.unresolved))
