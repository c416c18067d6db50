"""The messaging endpoint: check, read, call, answer.

Teams waits fifteen seconds and then sends an activity again. What somebody pressed is answered in the response, on the
card and for them alone. What somebody typed is answered in a message to them alone. What merely happened is handled
before we say that we heard it, so that it comes again if we could not.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.chat import ChatError, NotAccepted, say_to
from bot.limits import TooLarge, body_of
from bot.participants import size
from bot.requests import Pressed, Requests, Submitted
from bot.service import Answer, Service
from bot.settings import is_loopback
from bot.teams import inbound
from bot.teams.cards import CARD, as_message, card, summary
from bot.teams.chat import TeamsChat
from bot.teams.gate import Gate, Refused
from bot.teams.inbound import Activity, text_at
from bot.teams.names import Kind, Ref
from bot.texts import Texts
from bot.views.message import Form, FormName, Intent, Message, Paragraph
from bot.views.space import refused
from rituals.commands import Arrived, Left, MeetingEnded, MeetingStarted
from rituals.errors import Because, Refusal
from rituals.identifiers import SpaceId
from rituals.space import Language
from storage import StorageError

log = structlog.get_logger()

IN_TIME_SECONDS = 10.0
"""How long an answer may take to stand on the card; a later one follows as a message."""

REMEMBERED = 1000

MESSAGE = "application/vnd.microsoft.activity.message"
"""The answer that Teams shows as a line below the card (learn.microsoft.com/adaptive-cards, Universal Actions)."""

GONE_EVENTS = {"channelDeleted", "teamDeleted"}


class TeamsApp:
    """What Teams calls. ``gate`` None: nobody is checked, on the operator's own machine."""

    def __init__(self, *, chat: TeamsChat, requests: Requests, service: Service, gate: Gate | None) -> None:
        self._chat = chat
        self._requests = requests
        self._service = service
        self._gate = gate
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._later: set[asyncio.Task[None]] = set()
        self._happenings: dict[str, Callable[[Activity, SpaceId], Awaitable[None]]] = {
            "installationUpdate": self._on_installation,
            "conversationUpdate": self._on_conversation,
            "event": self._on_event,
        }

    async def receive(self, request: Request) -> Response:
        """``POST /api/messages``."""
        try:
            activity = json.loads(await body_of(request))
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
        if self._later:
            await asyncio.wait(self._later)

    async def _check(self, request: Request, activity: Activity) -> None:
        url = text_at(activity, "serviceUrl")
        if self._gate is not None:
            await self._gate.check(request.headers.get("Authorization", ""), url)
        elif not is_loopback(url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]):
            raise Refused
        if inbound.tenants(activity) != {self._chat.tenant}:
            raise Refused

    async def _handle(self, activity: Activity) -> Response:
        kind, space = text_at(activity, "type"), inbound.space_of(activity, self._chat.tenant)
        if not inbound.conversation(activity) or not inbound.actor(activity):
            log.debug("teams.unknown", kind="incomplete")
            return Response()
        self._chat.seen_at(space, inbound.address_of(activity).url, inbound.place_name(activity))
        if kind == "invoke":
            return await self._on_invoke(activity)
        if self._is_repeated(activity):
            return Response()
        if kind == "message":
            await self._moved(activity, space)
            self._afterwards(self._on_message(activity))
        elif kind in self._happenings:
            try:
                await self._happenings[kind](activity, space)
            except (StorageError, ChatError):
                log.exception("teams.not_handled")
                self._seen.pop(_key(activity), None)
                return _error(HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            log.debug("teams.unknown", kind=kind[:40])
        return Response()

    # What people do.

    async def _on_message(self, activity: Activity) -> None:
        """Something typed to us; the answer is for them alone."""
        said = inbound.said(activity, self._chat.tenant)
        answer = await self._requests.said(said)
        await self._tell(answer, said.space, said.reads, activity)

    async def _tell(self, answer: Answer, space: SpaceId, reads: Language | None, activity: Activity) -> None:
        if answer.shown is None:
            return
        message = _as_message(answer.shown)
        if not inbound.shared(activity):
            await self._chat.post(space, message, recipient=None, thread=None)
            return
        voice = replace(await self._service.voice(space), reads=reads)
        await say_to(self._chat, voice, message, inbound.actor(activity))

    async def _on_invoke(self, activity: Activity) -> Response:
        """A button. The answer stands on the card, for the one who pressed it."""
        if text_at(activity, "name") != "adaptiveCard/action":
            log.debug("teams.unknown", kind=text_at(activity, "name")[:40])
            return Response()
        press = inbound.press(activity, self._chat.tenant)
        space = inbound.space_of(activity, self._chat.tenant)
        if press is None:
            voice = replace(await self._service.voice(space), reads=inbound.reads(activity))
            old = replace(refused(Refusal(Because.FORM_EXPIRED), voice), language=voice.say.language)
            return await self._on_card(Answer(shown=old), space, voice.say, None)
        if text_at(activity, "value", "trigger") == "automatic":
            return Response()  # a card that refreshes itself asks nothing of us
        work = asyncio.ensure_future(self._do(press.asked))
        done, _ = await asyncio.wait({work}, timeout=IN_TIME_SECONDS)
        say = replace(await self._service.voice(space), reads=press.asked.reads).say
        if done:
            answer = work.result()
            if isinstance(press.asked, Submitted) and not answer.refused:
                answer = replace(answer, takes_place=True)  # a form that was sent has done its work
            return await self._on_card(answer, space, say, press.private)

        async def late() -> None:
            await self._tell(await work, space, press.asked.reads, activity)

        self._afterwards(late())
        return _line(say.label("busy"))

    async def _do(self, asked: Pressed | Submitted) -> Answer:
        if isinstance(asked, Submitted):
            return await self._requests.submitted(await self._picked(asked))
        if asked.intent == Intent.STAY_OPEN:  # the questions stood where the warning stands now
            asked = replace(asked, intent=Intent.ANSWER)
        return await self._requests.pressed(asked)

    async def _picked(self, submitted: Submitted) -> Submitted:
        """Teams' people picker gives numbers of the directory; ours are those of the chat."""
        if submitted.form != FormName.PICK:
            return submitted
        about = SpaceId(submitted.arguments.get("space", submitted.space))
        try:
            known = await self._chat.directory(about)
        except ChatError:
            return submitted
        people = tuple(str(known.get(who, who)) for who in submitted.fields.get("people", ()))
        return replace(submitted, fields={**submitted.fields, "people": people})

    async def _on_card(self, answer: Answer, space: SpaceId, say: Texts, private: Ref | None) -> Response:
        """A line below the card, or a card in its place; one that only they see is also changed for good."""
        if answer.shown is None:
            return _line(say.label("teams.done"))
        shown = _as_message(answer.shown)
        known = await self._chat.known(space, shown, targeted=private is not None and private.kind is Kind.TARGETED)
        if _is_one_line(shown) and not answer.takes_place:
            return _line(summary(shown, known))
        if private:
            self._afterwards(self._chat.amend(space, str(private), shown))
        return JSONResponse({"statusCode": 200, "type": CARD, "value": card(shown, known)})

    # What happens.

    async def _on_installation(self, activity: Activity, space: SpaceId) -> None:
        """Added or removed. An upgrade of the app is neither."""
        if not inbound.shared(activity):
            return
        action = text_at(activity, "action")
        if action == "add":
            await self._service.do(
                Arrived(space=space, actor=inbound.actor(activity), address=inbound.address_of(activity))
            )
        elif action == "remove":
            await self._gone(space, inbound.team_of(activity))

    async def _on_conversation(self, activity: Activity, space: SpaceId) -> None:
        event = text_at(activity, "channelData", "eventType")
        gone = inbound.members(activity, "membersRemoved")
        if not inbound.shared(activity):
            return
        if event in GONE_EVENTS:
            await self._gone(space, inbound.team_of(activity) if event == "teamDeleted" else None)
        elif text_at(activity, "recipient", "id") in gone:
            await self._gone(space, inbound.team_of(activity))
        else:
            await self._moved(activity, space)
            for who in gone:
                for place in {space, *await self._spaces_of(inbound.team_of(activity))}:
                    await self._service.do(Left(space=place, actor=who))

    async def _on_event(self, activity: Activity, space: SpaceId) -> None:
        """A meeting begins or ends; nothing of what it is called or where it is held is looked at."""
        name = text_at(activity, "name").rsplit(".", 1)[-1]
        await self._moved(activity, space)
        if name == "meetingStart":
            await self._service.do(MeetingStarted(space=space))
        elif name == "meetingEnd":
            await self._service.do(MeetingEnded(space=space, people=await self._size(space)))
        else:
            log.debug("teams.unknown", kind=name[:40])

    async def _size(self, space: SpaceId) -> int | None:
        try:
            return await size(self._chat, (await self._service.voice(space)).space)
        except Refusal:
            return 0  # who is there cannot be seen now: no form then, for a small team would be known by it

    async def _gone(self, space: SpaceId, team: str | None) -> None:
        """Removed from a chat or channel; from a team means from all its channels."""
        for place in {space, *await self._spaces_of(team)}:
            await self._service.gone(place)
            self._chat.forget(place)

    async def _spaces_of(self, team: str | None) -> tuple[SpaceId, ...]:
        return await self._service.run(lambda unit: unit.record.spaces_within(team)) if team else ()

    async def _moved(self, activity: Activity, space: SpaceId) -> None:
        """Keep where a space is reached, if that is new. Of a chat of two nothing is kept."""
        if not inbound.shared(activity):
            return
        address = inbound.address_of(activity)
        if await self._service.run(lambda unit: unit.record.address(space)) != address:
            await self._service.run(lambda unit: unit.record.keep_address(space, address))

    # How answers travel.

    def _afterwards(self, work: Awaitable[Any]) -> None:
        async def guarded() -> None:
            try:
                await work
            except NotAccepted:
                log.info("teams.answer_refused")
            except (StorageError, ChatError):
                log.exception("teams.answer_lost")

        task = asyncio.create_task(guarded())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def _is_repeated(self, activity: Activity) -> bool:
        """Teams repeats what it thinks was not heard. Answers to questions never come here: they know by themselves."""
        key = _key(activity)
        if not key[1]:
            return False
        if key in self._seen:
            return True
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return False


def _key(activity: Activity) -> tuple[str, str]:
    return inbound.conversation(activity), text_at(activity, "id")


def _as_message(shown: Message | Form) -> Message:
    return as_message(shown) if isinstance(shown, Form) else shown


def _is_one_line(message: Message) -> bool:
    return len(message.parts) == 1 and isinstance(message.parts[0], Paragraph)


def _line(text: str) -> Response:
    return JSONResponse({"statusCode": 200, "type": MESSAGE, "value": text})


def _error(status: HTTPStatus) -> Response:
    return JSONResponse({"error": status.phrase}, status)
