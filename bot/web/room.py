"""The pages of the room. Works without scripts; with them the list follows by itself."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.requests import Pressed, Requests, Said, Submitted
from bot.service import Answer
from bot.texts import Kind, Span, texts
from bot.views.message import Form, Message
from bot.web.chat import RoomChat
from bot.web.people import NAMES, ROOM
from bot.words import MENTION
from rituals.identifiers import ParticipantId
from rituals.space import Language

LANGUAGES = {"/advocaat": Language.DUTCH, "/bell": Language.ENGLISH}
EVERYONE = {"iedereen", "allemaal", "everyone", "channel", "here", "all"}
BODY_AT_MOST = 64 * 1024
FOLLOW_SECONDS = 20
PERSON = re.compile(r"@(\w+)")

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Room:
    """The pages for one sample team."""

    def __init__(self, requests: Requests, chat: RoomChat) -> None:
        self._requests = requests
        self._chat = chat
        self._templates = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._front),
            Route("/as/{person}", self._page),
            Route("/as/{person}/messages", self._messages),
            Route("/as/{person}/say", self._say, methods=["POST"]),
            Route("/as/{person}/press", self._press, methods=["POST"]),
            Route("/as/{person}/form", self._submit, methods=["POST"]),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    async def _front(self, _request: Request) -> Response:
        return RedirectResponse("/as/anna")

    async def _page(self, request: Request) -> Response:
        return await self._render("page.html", _who(request), status=200)

    async def _messages(self, request: Request) -> Response:
        who = _who(request)
        seen = request.query_params.get("seen", "")
        await self._chat.wait_for_change(int(seen) if seen.isdigit() else -1, FOLLOW_SECONDS)
        return await self._render("messages.html", who, status=200)

    async def _say(self, request: Request) -> Response:
        who = _who(request)
        text = (await _fields(request)).get("text", [""])[0].strip()
        command, _, words = text.partition(" ")
        if command.lower() in LANGUAGES:
            said = _said(who, words, LANGUAGES[command.lower()])
            self._show(who, await self._requests.said(said))
        elif text.startswith("/"):
            self._show(who, await self._requests.said(Said(space=ROOM, actor=who, words=command[1:])))
        elif text:
            self._chat.talk(who, text[:2000])
        return _back(who)

    async def _press(self, request: Request) -> Response:
        who, fields = _who(request), await _fields(request)
        intent, _, value = fields.get("press", [""])[0].partition("?")
        answer = await self._requests.pressed(Pressed(space=ROOM, actor=who, intent=intent, value=value))
        stood = fields.get("message", [""])[0]
        self._show(who, answer, int(stood) if stood.isdigit() else None)
        return _back(who)

    async def _submit(self, request: Request) -> Response:
        who, fields = _who(request), await _fields(request)
        form = self._chat.forms.pop(who, None)
        if form is not None and "send" in fields:
            chosen = {field.name: tuple(fields.get(field.name, ())) for field in form.fields}
            submitted = Submitted(space=ROOM, actor=who, form=form.name, arguments=form.arguments, fields=chosen)
            self._show(who, await self._requests.submitted(submitted))
        return _back(who)

    def _show(self, who: ParticipantId, answer: Answer, stood: int | None = None) -> None:
        """An answer is for one person: a form, a message in the place of the button, or a new one."""
        match answer.shown:
            case Form() as form:
                self._chat.forms[who] = form
            case Message() as message:
                if not (answer.takes_place and stood and self._chat.replace(stood, message)):
                    self._chat.add(message, recipient=who)

    async def _render(self, template: str, who: ParticipantId, *, status: int) -> Response:
        say = texts(await self._requests.language(ROOM))
        messages = self._chat.seen_by(who)
        html = self._templates.get_template(template).render(
            me=who,
            names=NAMES,
            messages=messages,
            newest=max((message.id for message in messages), default=0),
            waiting={person: self._chat.waiting(person) for person in NAMES},
            form=self._chat.forms.get(who),
            changes=self._chat.changes,
            say=say,
            language=say.language.value,
            shown=_shown,
            kind=lambda part: type(part).__name__,
        )
        return HTMLResponse(html, status, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})


def protection(port: int) -> list[Middleware]:
    """Only pages that this machine served itself may talk to the room: no other site, no renamed address."""
    hosts = ["127.0.0.1", "localhost", "[::1]", f"127.0.0.1:{port}", f"localhost:{port}"]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False), Middleware(SameOrigin)]


class SameOrigin:
    """Refuses what another site makes a browser send (the Fetch Metadata headers say where it came from)."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            site = dict(scope["headers"]).get(b"sec-fetch-site", b"same-origin")
            if site not in (b"same-origin", b"none"):
                await Response("Only the room's own pages may do this.", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


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


def _back(who: ParticipantId) -> Response:
    return RedirectResponse(f"/as/{who}#last", status_code=303)
