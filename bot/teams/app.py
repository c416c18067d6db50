"""The messaging endpoint: check, read, call, answer.

Teams waits fifteen seconds and then sends an activity again. What somebody pressed is answered in the response, on the
card and for them alone. What somebody typed is answered in a message to them alone. What merely happened is handled
before we say that we heard it, so that it comes again if we could not.
"""

import asyncio
import json
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.chat import ChatError, say_to
from bot.chat.later import Later, Once
from bot.desk.asked import Submitted
from bot.desk.requests import Requests
from bot.kernel.limits import TooLarge, body_of
from bot.kernel.problems import is_loopback
from bot.service import Answer, Service
from bot.teams import inbound
from bot.teams.chat import TeamsChat
from bot.teams.events import TeamsEvents
from bot.teams.gate import Gate, Refused
from bot.teams.inbound import Activity, Press, text_at
from bot.teams.messages import CARD, as_message, card, summary
from bot.teams.names import Kind
from bot.texts import plain, texts
from bot.views.bell.ways import BellForm
from bot.views.checkout import CheckOutForms, CheckOutIntent, close_button
from bot.views.explain import HELP
from bot.views.message import Form, Message, Paragraph, once_more
from bot.views.plan.ways import PlanForm
from bot.views.voice import Voice
from rituals.kernel.identifiers import CheckOutId, SpaceId
from rituals.kernel.space import Language
from storage import StorageError

log = structlog.get_logger()

IN_TIME_SECONDS = 10.0
"""How long an answer may take to stand on the card; a later one follows as a message."""

MESSAGE = "application/vnd.microsoft.activity.message"
"""The answer that Teams shows as a line below the card (learn.microsoft.com/adaptive-cards, Universal Actions)."""

CHANNEL = "msteams"


class TeamsApp:
    """What Teams calls. ``gate`` None: nobody is checked, on the operator's own machine."""

    def __init__(self, *, chat: TeamsChat, requests: Requests, service: Service, gate: Gate | None) -> None:
        self._chat = chat
        self._requests = requests
        self._service = service
        self._gate = gate
        self._once = Once()
        self._later = Later()
        self._events = TeamsEvents(chat, service)

    async def receive(self, request: Request) -> Response:
        """``POST /api/messages``."""
        try:
            activity = json.loads(await body_of(request))
            json.dumps(activity, ensure_ascii=False).encode()  # half a character, which nothing can write down
        except TooLarge:
            return _error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (ValueError, RecursionError):
            return _error(HTTPStatus.BAD_REQUEST)
        if not isinstance(activity, dict):
            return _error(HTTPStatus.BAD_REQUEST)
        try:
            await self._check(request, activity)
        except Refused:
            log.warning("teams.not_let_in")
            return _error(HTTPStatus.UNAUTHORIZED)
        return await self._handle(activity)

    async def finish(self) -> None:
        """Wait for answers that are still on their way."""
        await self._later.finish()

    async def _check(self, request: Request, activity: Activity) -> None:
        url = text_at(activity, "serviceUrl")
        if self._gate is not None:
            await self._gate.check(request.headers.get("Authorization", ""), url)
        elif not _from_this_machine(request, url):
            raise Refused
        # Other channels of the same bot have tokens just as good, and what they say of people is whatever one types.
        if inbound.tenants(activity) != {self._chat.tenant} or text_at(activity, "channelId") != CHANNEL:
            raise Refused

    async def _handle(self, activity: Activity) -> Response:
        kind, space = text_at(activity, "type"), inbound.space_of(activity, self._chat.tenant)
        if not inbound.conversation(activity) or (kind in ("message", "invoke") and not inbound.actor(activity)):
            log.debug("teams.unknown", kind="incomplete")
            return Response()
        self._chat.seen_at(space, inbound.address_of(activity).url, inbound.place_name(activity))
        if kind == "invoke":
            return await self._on_invoke(activity, space)
        key = (inbound.conversation(activity), text_at(activity, "id"))
        if key[1] and not self._once.first(key):
            return Response()
        try:
            if kind == "message":
                await self._events.keep_address(activity, space)
                self._later.tell(self._on_message(activity))
            else:
                await self._events.take(kind, activity, space)
        except (StorageError, ChatError):
            log.exception("teams.not_taken")
            self._once.again(key)
            return _error(HTTPStatus.INTERNAL_SERVER_ERROR)
        return Response()

    # What people do.

    async def _on_message(self, activity: Activity) -> None:
        """Something typed to us; the answer is for them alone."""
        said = inbound.said(activity, self._chat.tenant)
        answer = await self._requests.said(said)
        await self._tell(answer, said.space, said.reads, activity)

    async def _tell(
        self, answer: Answer, space: SpaceId, reads: Language | None, activity: Activity, *, hidden: bool = False
    ) -> None:
        if answer.shown is None:
            return
        message = replace(_as_message(answer.shown), hidden=hidden)
        if not inbound.shared(activity):
            await self._chat.post(space, message, recipient=None, thread=None)
            return
        voice = replace(await self._service.voice(space), reads=reads)
        await say_to(self._chat, voice, message, inbound.actor(activity), inbound.thread(activity))

    async def _on_invoke(self, activity: Activity, space: SpaceId) -> Response:
        """A button. The answer stands on the card, for the one who pressed it."""
        if text_at(activity, "name") != "adaptiveCard/action":
            log.debug("teams.unknown", kind=text_at(activity, "name")[:40])
            return Response()
        if text_at(activity, "value", "trigger") == "automatic":
            return Response()  # a card that refreshes itself asks nothing of us
        say = texts(inbound.reads(activity) or Language.DUTCH)
        try:
            press = inbound.press(activity, self._chat.tenant)
            about = press.about if press else space
            voice = replace(await self._service.voice(about), reads=inbound.reads(activity))
            say = voice.say
            if press is None:
                return _line(plain(say("refusal.old_button", command=voice.typed(HELP))))
            return await self._on_press(press, voice, activity)
        except (StorageError, ChatError):
            log.exception("teams.answer_lost")
            return _line(say.label("failed"))

    async def _on_press(self, press: Press, voice: Voice, activity: Activity) -> Response:
        task, done = await self._later.in_time(self._do(press), IN_TIME_SECONDS)
        if done:
            answer = task.result()
            if isinstance(press.asked, Submitted):
                # A form that was sent has done its work; one that was refused stands there again, as it was filled in.
                refused = await self._once_more(answer, press.asked) if answer.refused else None
                answer = refused or replace(answer, takes_place=True)
            return await self._on_card(answer, press, voice)
        answers = isinstance(press.asked, Submitted) and press.asked.form == CheckOutForms.CHECKOUT
        # That somebody answered a check-out is in no message.
        self._later.tell(task if answers else self._tell_late(task, press, activity))
        return _line(voice.say.label("co.busy" if answers else "busy"))

    async def _tell_late(self, task: asyncio.Task[Answer], press: Press, activity: Activity) -> None:
        space = inbound.space_of(activity, self._chat.tenant)
        await self._tell(await task, space, press.asked.reads, activity, hidden=True)

    async def _once_more(self, answer: Answer, asked: Submitted) -> Answer:
        form = (await self._requests.again(asked)).shown
        if not (isinstance(form, Form) and isinstance(answer.shown, Message)):
            return answer
        mended = once_more(form, asked.fields, answer.shown)
        return replace(answer, shown=replace(mended, language=answer.shown.language))

    async def _do(self, press: Press) -> Answer:
        asked = press.asked
        if isinstance(asked, Submitted):
            return await self._requests.submitted(await self._picked(asked))
        if asked.intent != CheckOutIntent.STAY_OPEN:
            return await self._requests.pressed(asked)
        if press.private:  # a question to one person has done its work
            return replace(await self._requests.pressed(asked), takes_place=True)
        answer = await self._requests.pressed(replace(asked, intent=CheckOutIntent.ANSWER))
        if not isinstance(answer.shown, Form):
            return answer
        voice = replace(await self._service.voice(press.about), reads=asked.reads)
        checkout = CheckOutId(answer.shown.arguments["checkout"])
        return replace(answer, shown=as_message(answer.shown, close_button(checkout, voice)))  # as it stood before

    async def _picked(self, submitted: Submitted) -> Submitted:
        """Teams' people picker gives numbers of the directory; ours are those of the chat."""
        if submitted.form not in (BellForm.PICK, PlanForm.PLAN):
            return submitted
        about = SpaceId(submitted.arguments.get("space", submitted.space))
        try:
            known = await self._chat.directory(about)
        except ChatError:
            return submitted
        fields = {name: tuple(known.get(value, value) for value in values) for name, values in submitted.fields.items()}
        return replace(submitted, fields=fields)

    async def _on_card(self, answer: Answer, press: Press, voice: Voice) -> Response:
        """A line below the card, or a card in its place; one that only they see is also changed for good."""
        if answer.shown is None:
            return _line(voice.say.label("teams.done"))
        shown, private = _as_message(answer.shown), press.private
        known = await self._chat.known(press.about, shown, private.kind if private else Kind.PUBLIC, at_once=True)
        if _is_one_line(shown) and not answer.takes_place:
            return _line(summary(shown, known))
        if private and self._chat.shows(private, press.asked.actor):
            self._later.tell(self._chat.amend(press.about, str(private), shown))
        return JSONResponse({"statusCode": 200, "type": CARD, "value": card(shown, known)})


def _from_this_machine(request: Request, url: str) -> bool:
    """Without tokens: a program here, no page that a browser has open; and what we answer stays here too."""
    to, at = urlsplit(url), urlsplit(f"//{request.headers.get('Host', '')}")
    return (
        all(is_loopback(where.hostname or "") and where.username is None for where in (to, at))
        and "Origin" not in request.headers
        and request.headers.get("Content-Type", "").startswith("application/json")
    )


def _as_message(shown: Message | Form) -> Message:
    return as_message(shown) if isinstance(shown, Form) else shown


def _is_one_line(message: Message) -> bool:
    return len(message.parts) == 1 and isinstance(message.parts[0], Paragraph)


def _line(text: str) -> Response:
    return JSONResponse({"statusCode": 200, "type": MESSAGE, "value": text})


def _error(status: HTTPStatus) -> Response:
    return JSONResponse({"error": status.phrase}, status)
