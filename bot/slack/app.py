"""The listeners: parse, call, acknowledge. One set for HTTP and Socket Mode.

Slack waits three seconds. An answer that is ready by then travels with the acknowledgement; a later one follows on its
own, so a slow look-up is a "one moment" and never an error.
"""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.chat.later import Later, Once
from bot.desk.requests import Requests
from bot.kernel.limits import TooLarge, limited
from bot.kernel.problems import is_loopback
from bot.kernel.refusals import ShellBecause
from bot.service import Answer, Service
from bot.slack import inbound
from bot.slack.chat import SlackChat
from bot.slack.errors import translated
from bot.slack.events import HAPPENINGS, SlackEvents
from bot.slack.gate import MustBeSomething, authorize_as, on_error
from bot.slack.inbound import Payload, text_at
from bot.slack.messages import DONE, blocks, has_charts, home_view, message_view, summary, view
from bot.slack.names import space_id
from bot.slack.refusals import BlocksUnknown
from bot.slack.text import Block
from bot.texts import texts
from bot.views.lines import one_line
from bot.views.message import Form, Message, arguments
from bot.views.refusal import refused
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language

log = structlog.get_logger()

IN_TIME_SECONDS = 2.0
"""How long an answer may take to travel with the acknowledgement."""

TITLE = "Belletje"

RESPONSES = "hooks.slack.com"
"""Where every ``response_url`` leads (docs.slack.dev/interactivity/handling-user-interaction)."""

ANYTHING = re.compile(r".*", re.DOTALL)
Ack = Callable[..., Awaitable[Any]]
Show = Callable[[Answer], Awaitable[None]]


class SlackApp:
    """Bolt with our listeners on it."""

    def __init__(self, *, chat: SlackChat, requests: Requests, service: Service, signing_secret: str) -> None:
        self._chat = chat
        self._requests = requests
        self._service = service
        self._once = Once()
        self._later = Later()
        self._events = SlackEvents(chat, service, self._once)
        # process_before_response: without it Bolt looks for the acknowledgement every 10 ms.
        # name: without it Bolt reads the source of every module on the stack to find one, a tenth of a second.
        self.bolt = AsyncApp(
            name=TITLE,
            signing_secret=signing_secret,
            client=AsyncWebClient(base_url=chat.client.base_url),
            authorize=authorize_as(chat),
            process_before_response=True,
        )
        self._listen()
        self._handler = AsyncSlackRequestHandler(self.bolt)

    async def receive(self, request: Request) -> Response:
        """``POST /slack/events``. Not a form, or too large: refused before anything is parsed."""
        try:
            return await self._handler.handle(Request(request.scope, limited(request)))
        except TooLarge:
            return PlainTextResponse("Too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (ValueError, LookupError, TypeError, AttributeError):
            # Bolt takes a body apart before anybody listens; faults of our own listeners never come here.
            log.exception("slack.unreadable")
            return PlainTextResponse("Not a request of Slack.", HTTPStatus.BAD_REQUEST)

    async def finish(self) -> None:
        """Wait for answers that are still on their way."""
        await self._later.finish()

    def _listen(self) -> None:
        self.bolt.use(MustBeSomething(self._chat, self._service.knows))
        self.bolt.error(on_error)
        self.bolt.command(ANYTHING)(self._on_command)
        self.bolt.action(ANYTHING)(self._on_press)
        self.bolt.view(ANYTHING)(self._on_submission)
        self.bolt.event("app_mention")(self._on_mention)
        self.bolt.event("app_home_opened")(self._on_home)
        for name in HAPPENINGS:
            self.bolt.event(name)(self._on_event)

    # What people do.

    async def _on_command(self, ack: Ack, body: Payload) -> None:
        answer = await self._in_time(
            self._requests.said(inbound.command(body)), lambda late: self._respond(body["response_url"], late)
        )
        if answer is None:
            await ack(text=texts(inbound.COMMANDS[body["command"]]).label("busy"))
        elif isinstance(answer.shown, Message) and not has_charts(answer.shown):
            await ack(**_message(answer.shown))
        elif isinstance(answer.shown, Message):  # whether charts are known is told only to a request of our own
            self._afterwards(self._respond(body["response_url"], answer))
            await ack()
        else:
            await self._open(answer, body)
            await ack()

    async def _on_press(self, ack: Ack, body: Payload) -> None:
        in_form = body.get("view")

        async def show(answer: Answer) -> None:
            if isinstance(answer.shown, Form):
                await self._open(answer, body)
            elif in_form and in_form["type"] == "home" and isinstance(answer.shown, Message):
                view = message_view(
                    answer.shown, TITLE, texts(answer.shown.language or Language.DUTCH).label("form.done")
                )
                await self._chat.client.views_open(trigger_id=body["trigger_id"], view=view)
                await self._show_home(self._chat.team, body["user"]["id"])
            elif in_form and answer.shown:  # on top of the form, so that what was filled in stays
                await self._chat.client.views_push(trigger_id=body["trigger_id"], view=_in_place(answer.shown, in_form))
            else:
                await self._respond(body["response_url"], answer)

        answer = await self._in_time(self._requests.pressed(inbound.press(body, self._chat.team)), show)
        if answer and answer.shown:
            self._afterwards(show(answer))  # a request of its own: the acknowledgement need not wait for it
        await ack()

    async def _on_submission(self, ack: Ack, body: Payload) -> None:
        async def show(answer: Answer) -> None:
            if isinstance(answer.shown, Message):
                await self._chat.client.views_update(
                    view_id=body["view"]["id"], view=_in_place(answer.shown, body["view"])
                )

        answer = await self._in_time(self._requests.submitted(inbound.submission(body, self._chat.team)), show)
        if answer is None:
            about = inbound.submission(body, self._chat.team).arguments.get("space", "")
            answer = Answer(shown=one_line("busy", await self._service.voice(SpaceId(about))))
        if isinstance(answer.shown, Message):  # what was refused stands on top, so that what was filled in stays
            action = "push" if answer.refused else "update"
            await ack(response_action=action, view=_in_place(answer.shown, body["view"]))
        else:
            await ack()

    async def _on_home(self, ack: Ack, event: Payload) -> None:
        """Somebody opened their own page; the messages tab is none."""
        if event.get("tab") == "home":
            self._afterwards(self._show_home(self._chat.team, text_at(event, "user")))
        await ack()

    async def _show_home(self, team: str, user: str) -> None:
        answer = await self._requests.home(space_id(team, ""), ParticipantId(user))
        if isinstance(answer.shown, Message):
            async with translated(private=True):
                await self._chat.client.views_publish(user_id=user, view=home_view(answer.shown))

    # What happens.

    async def _on_mention(self, ack: Ack, body: Payload, event: Payload) -> None:
        async def show(answer: Answer) -> None:
            if isinstance(answer.shown, Form):
                voice = await self._service.voice(said.space)
                answer = Answer(shown=refused(Refusal(ShellBecause.NO_FORM_HERE, words=said.words), voice))
            if isinstance(answer.shown, Message):
                shown = answer.shown

                async def say(drawn: list[Block]) -> None:
                    async with translated(private=True):
                        await self._chat.client.chat_postEphemeral(
                            channel=event["channel"],
                            user=event["user"],
                            thread_ts=event.get("thread_ts"),
                            blocks=drawn,
                            text=summary(shown),
                        )

                await self._chat.drawn(shown, say)

        if self._first_time(body):
            said = inbound.mention(event, self._chat.team, self._chat.bot_user)
            self._afterwards(self._answer_and(show, self._requests.said(said)))
        await ack()

    async def _on_event(self, ack: Ack, body: Payload, event: Payload) -> None:
        await self._events.take(body, event)
        await ack()

    # How answers travel.

    async def _in_time(self, work: Awaitable[Answer], late: Show) -> Answer | None:
        """The answer if it is ready in time; else None, and ``late`` shows it when it comes."""
        task, done = await self._later.in_time(work, IN_TIME_SECONDS)
        if done:
            return task.result()
        self._afterwards(self._answer_and(late, task))
        return None

    async def _answer_and(self, show: Show, work: Awaitable[Answer]) -> None:
        await show(await work)

    def _afterwards(self, work: Awaitable[None]) -> None:
        self._later.tell(work)

    async def _open(self, answer: Answer, body: Payload) -> None:
        """Show a form; Slack gives three seconds for that, and after them the person is told to try again."""
        if not isinstance(answer.shown, Form):
            return
        try:
            await self._chat.client.views_open(trigger_id=body["trigger_id"], view=view(answer.shown))
        except SlackClientError:
            about = answer.shown.arguments.get("space", "")
            voice = await self._service.voice(space_id(self._chat.team, about.rsplit(":", 1)[-1]))
            await self._respond(body["response_url"], Answer(shown=refused(Refusal(ShellBecause.FORM_EXPIRED), voice)))

    async def _respond(self, url: str, answer: Answer) -> None:
        """An answer that only the person sees, where the button stood or below."""
        if not isinstance(answer.shown, Message):
            return
        if not _of_slack(url, self._chat.client.base_url):
            log.warning("slack.odd_response_url")
            return
        client = AsyncWebhookClient(url, session=self._chat.session)
        about = {
            "text": summary(answer.shown),
            "response_type": "ephemeral",
            "replace_original": answer.takes_place,
        }

        async def say(drawn: list[Block]) -> None:
            answered = await client.send_dict({**about, "blocks": drawn})
            if "invalid_blocks" in answered.body:
                raise BlocksUnknown("invalid_blocks")

        await self._chat.drawn(answer.shown, say)

    def _first_time(self, body: Payload) -> bool:
        return self._once.first(text_at(body, "event_id", default=""))


def _of_slack(url: str, api_url: str) -> bool:
    """Whether what is told to one person goes to Slack; or stays on this machine, where what stands in for Slack is."""
    try:
        to, api = urlsplit(url), urlsplit(api_url).hostname or ""
    except ValueError:
        return False
    host = to.hostname or ""
    if is_loopback(api):
        return is_loopback(host)
    return to.scheme == "https" and host == RESPONSES and to.username is None


def _message(message: Message) -> dict[str, Any]:
    return {"text": summary(message), "blocks": blocks(message)}


def _in_place(message: Message, form: Payload) -> dict[str, Any]:
    """A message where a form stood; the form carried the word that closes it."""
    done = arguments(text_at(form, "private_metadata", default="")).get(DONE) or text_at(form, "close", "text")
    return message_view(message, text_at(form, "title", "text"), done)
