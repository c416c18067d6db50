"""The pages of the room. Works without scripts; with them the list follows by itself."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.desk.asked import Pressed, Said, Submitted
from bot.report.templating import environment
from bot.running import Bot
from bot.service import Answer
from bot.texts import Kind, Span, code
from bot.views import checkout
from bot.views.checkout import CheckOutForms
from bot.views.message import Form, Message, once_more
from bot.views.organisation import ORGANISATION
from bot.views.voice import COMMAND
from bot.views.words import MENTION
from bot.web.chat import RoomChat
from bot.web.people import NAMES, ROOM
from bot.web.team import others_answer
from bot.web.time import MONTHS, goes_by, half_a_year, quiet
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.space import Language

log = structlog.get_logger()

CHECKOUT = "/uitcheck"
LANGUAGES = {command: language for language, command in COMMAND.items()}
EVERYONE = {"iedereen", "allemaal", "everyone", "channel", "here", "all"}
BODY_AT_MOST = 64 * 1024
TEXT_AT_MOST = 4000
FOLLOW_SECONDS = 20
LATER_AT_MOST = 31 * 24 * 60
"""Minutes that the clock can be moved at once."""
PERSON = re.compile(r"@(\w+)")
NUMBER = re.compile(r"[0-9]{1,15}")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Room:
    """The pages for one sample team."""

    def __init__(self, bot: Bot, chat: RoomChat) -> None:
        self._bot = bot
        self._requests = bot.requests
        self._half_year: asyncio.Task[None] | None = None
        self._month = 0
        self._chat = chat
        self._templates = environment(
            "bot.web", names=NAMES, shown=_shown, kind=lambda part: type(part).__name__, at_most=TEXT_AT_MOST
        )

    @property
    def passing(self) -> bool:
        """Whether half a year is going by."""
        return self._half_year is not None and not self._half_year.done()

    def _month_begins(self, number: int) -> None:
        self._month = number
        self._chat.touch()

    def _half_year_is_over(self, done: asyncio.Task[None]) -> None:
        if not done.cancelled() and done.exception():
            log.error("room.half_year_failed", exc_info=done.exception())
        self._chat.touch()

    async def finish(self) -> None:
        """Time stops."""
        if self._half_year:
            self._half_year.cancel()
            await asyncio.wait({self._half_year})

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._front),
            Route("/as/{person}", self._page),
            Route("/as/{person}/say", self._say, methods=["POST"]),
            Route("/as/{person}/press", self._press, methods=["POST"]),
            Route("/as/{person}/form", self._submit, methods=["POST"]),
            Route("/as/{person}/tools", self._tools, methods=["POST"]),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    async def _front(self, _request: Request) -> Response:
        return RedirectResponse("/as/anna#last")

    async def _page(self, request: Request) -> Response:
        """The page; with ``seen``, as soon as it differs from what was seen."""
        who = _who(request)
        seen = _number(request.query_params.get("seen", ""))
        if seen is not None:
            await self._follow(request, seen)
        return HTMLResponse(await self._render(who), headers=HEADERS)

    async def _follow(self, request: Request, seen: int) -> None:
        """Until something changes, or nobody waits for the answer any more."""
        changed = asyncio.create_task(self._chat.wait_for_change(seen, FOLLOW_SECONDS))
        gone = asyncio.create_task(_gone(request))
        try:
            await asyncio.wait((changed, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            changed.cancel()
            gone.cancel()

    async def _say(self, request: Request) -> Response:
        who = _who(request)
        text = (await _fields(request)).get("text", [""])[0].strip()
        command, _, words = text.partition(" ")
        if command.lower() == CHECKOUT:
            command, words = COMMAND[Language.DUTCH], f"{checkout.CHECKOUT.dutch} {words}"
        if command.lower() in LANGUAGES:
            said = _said(who, words, LANGUAGES[command.lower()])
            self._show(who, await self._requests.said(said))
        elif text.startswith("/"):
            self._show(who, await self._requests.said(Said(space=ROOM, actor=who, words=command[1:])))
        elif text:
            self._chat.talk(who, text[:TEXT_AT_MOST])
        return await self._back(who)

    async def _press(self, request: Request) -> Response:
        who, fields = _who(request), await _fields(request)
        intent, _, value = fields.get("press", [""])[0].partition("?")
        answer = await self._requests.pressed(Pressed(space=ROOM, actor=who, intent=intent, value=value))
        self._show(who, answer, _number(fields.get("message", [""])[0]))
        return await self._back(who)

    async def _submit(self, request: Request) -> Response:
        who, fields = _who(request), await _fields(request)
        form = self._chat.close_form(who)
        if form is not None and "send" in fields:
            chosen = {field.name: tuple(fields.get(field.name, ())) for field in form.fields}
            submitted = Submitted(space=ROOM, actor=who, form=form.name, arguments=form.arguments, fields=chosen)
            answer = await self._requests.submitted(submitted)
            if answer.refused and isinstance(answer.shown, Message) and form.name != CheckOutForms.CHECKOUT:
                self._chat.open_form(who, once_more(form, chosen, answer.shown))
            else:
                self._show(who, _in_form(answer, form) if form.name == CheckOutForms.CHECKOUT else answer)
        return await self._back(who)

    async def _tools(self, request: Request) -> Response:
        """What makes practising faster: the clock goes on, or the others answer the check-out."""
        who, fields = _who(request), await _fields(request)
        minutes = _number(fields.get("later", [""])[0])
        if self.passing:
            return await self._back(who)
        if "half_year" in fields:
            self._half_year = asyncio.create_task(half_a_year(self._bot, self._chat, who, begins=self._month_begins))
            self._half_year.add_done_callback(self._half_year_is_over)
        elif minutes is not None:
            by = timedelta(minutes=min(minutes, LATER_AT_MOST))
            await goes_by(self._bot, self._chat, by, who, played="played" in fields)
            self._chat.touch()
        elif "others" in fields:
            await others_answer(self._bot, self._chat, who)
        return await self._back(who)

    def _show(self, who: ParticipantId, answer: Answer, stood: int | None = None) -> None:
        """An answer is for one person: a form, a message in the place of the button, or a new one."""
        match answer.shown:
            case Form() as form:
                self._chat.open_form(who, form)
            case Message() as message:
                if not (answer.takes_place and stood and self._chat.replace(stood, message, recipient=who)):
                    self._chat.add(message, recipient=who)

    async def _back(self, who: ParticipantId) -> Response:
        await quiet(self._bot)
        place = "form-title" if self._chat.form(who) else "last"
        return RedirectResponse(f"/as/{who}#{place}", status_code=303)

    async def _render(self, who: ParticipantId) -> str:
        voice = await self._bot.service.voice(ROOM)
        say = voice.say
        now = self._bot.clock.now().astimezone(ZoneInfo(voice.space.zone))
        unread = self._chat.waiting(who) > 0
        messages = self._chat.seen_by(who)
        landing = [message.id for message in messages if message.recipient or not unread]
        return self._templates.get_template("page.html").render(
            me=who,
            messages=messages,
            newest=max(landing, default=0),
            waiting={person: self._chat.waiting(person) for person in NAMES},
            form=self._chat.form(who),
            changes=self._chat.changes,
            say=say,
            language=say.language.value,
            passing=self.passing,
            month=self._month,
            months=MONTHS,
            typed_organisation=ORGANISATION.of(say.language),
            clock=f"{say.weekday(now.date())} {now:%Y, %H:%M}",
            typed=lambda word="": code(f"{COMMAND[say.language]} {word}".strip()),
        )


def _who(request: Request) -> ParticipantId:
    who = ParticipantId(request.path_params["person"])
    if who not in NAMES:
        raise HTTPException(404)
    return who


async def _fields(request: Request) -> dict[str, list[str]]:
    """The fields of a form; a value may come more than once.

    Raises:
        HTTPException: larger than any form of ours, or no form.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_AT_MOST:
            raise HTTPException(413)
    fields: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(body.decode(), keep_blank_values=True):
            fields.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise HTTPException(400) from None
    return fields


def _said(who: ParticipantId, words: str, language: Language) -> Said:
    named = [name.lower() for name in PERSON.findall(words)]
    unknown = [name for name in named if name not in NAMES and name not in EVERYONE]
    return Said(
        space=ROOM,
        actor=who,
        words=PERSON.sub(MENTION, words),
        people=tuple(ParticipantId(name) for name in dict.fromkeys(named) if name in NAMES),
        broadcast=bool(EVERYONE & set(named)),
        unresolved=f"@{unknown[0]}" if unknown else "",
        language=language,
    )


def _shown(span: Span) -> str:
    """A span as words: ids become names."""
    if span.kind is Kind.PERSON:
        return NAMES.get(ParticipantId(span.text), span.text)
    return "#team" if span.kind is Kind.SPACE else span.text


def _in_form(answer: Answer, form: Form) -> Answer:
    """The answer where the form stood: of a check-out no message may remain, not even that somebody took part."""
    if not isinstance(answer.shown, Message):
        return answer
    told = replace(form, intro=answer.shown.summary, fields=(), more=None, final=(), arguments={}, close=form.done)
    return Answer(shown=told)


def _number(text: str) -> int | None:
    return int(text) if NUMBER.fullmatch(text) else None


async def _gone(request: Request) -> None:
    """Until the browser has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
