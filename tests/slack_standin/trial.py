"""A tiny Bolt app to try the stand-in with, and pieces of messages and forms."""

import asyncio
import json
from pathlib import Path
from time import time  # noqa: TID251 - see Clock
from urllib.parse import parse_qsl

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import Response

RECORDED = Path(__file__).parent.parent / "recorded" / "slack"


def recorded(name):
    return json.loads((RECORDED / f"{name}.json").read_text())


def section(text, **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label, action_id, **more):
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id, **more}


def actions(*elements, **more):
    return {"type": "actions", "elements": list(elements), **more}


def plain(text):
    return {"type": "plain_text", "text": text}


QUESTION = [section("Said it?"), actions(button("Ja", "yes", value="m1"), button("Form", "form"))]
CHOICES = [{"text": plain(text), "value": text.lower()} for text in ("Een", "Twee")]


def field(name, element, **more):
    return {"type": "input", "block_id": name, "label": plain(name), "element": {"action_id": "a", **element}, **more}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": plain("Check-out"),
    "submit": plain("Send"),
    "close": plain("Cancel"),
    "blocks": [
        field("who", {"type": "multi_users_select", "max_selected_items": 2}),
        field("why", {"type": "plain_text_input", "max_length": 20}, optional=True),
        field("how", {"type": "static_select", "options": CHOICES}, optional=True),
        field("many", {"type": "multi_static_select", "options": CHOICES}, optional=True),
    ],
}


class Bot:
    """A few listeners of a real Bolt app, and a note of everything that came in."""

    def __init__(self, slack):
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        self.client = client
        self.app = AsyncApp(signing_secret=slack.signing_secret, client=client, process_before_response=True)
        self.seen, self.statuses, self.heard, self.answer = [], [], [], None
        self.app.command("/advocaat")(self.on_command)
        for name in ("yes", "form", "pick"):
            self.app.action(name)(self.on_press)
        self.app.view("form")(self.on_submit)
        self.app.view_closed("form")(self.on_ack)
        for name in ("app_mention", "member_joined_channel", "member_left_channel", "app_home_opened"):
            self.app.event(name)(self.on_event)

    async def on_command(self, ack, body, respond):
        await ack(self.answer or f"heard {body['text']}")
        if "later" in body["text"]:
            await respond("and later")

    async def on_press(self, ack, body, respond):
        await ack()
        if body["actions"][0]["action_id"] == "form":
            await self.client.views_open(trigger_id=body["trigger_id"], view=FORM)
        else:
            await respond(text="noted", replace_original=True)

    async def on_submit(self, ack, view):
        text = view["state"]["values"]["why"]["a"]["value"]
        await (ack(response_action="errors", errors={"why": "no"}) if text == "wrong" else ack())

    async def on_ack(self, ack):
        await ack()

    async def on_event(self, event):
        self.heard.append(event)

    async def receive(self, request):
        raw = (await request.body()).decode()
        body = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw, keep_blank_values=True))
        self.seen.append((dict(request.headers), json.loads(body["payload"]) if "payload" in body else body))
        if self.statuses:
            status = self.statuses.pop(0)
            return Response(status_code=status) if isinstance(status, int) else await asyncio.sleep(status)
        return await AsyncSlackRequestHandler(self.app).handle(request)


class Clock:
    """The time of this machine, for Bolt checks signatures against that, or some way ahead of it."""

    ahead = 0.0

    def __call__(self):
        return time() + self.ahead


async def refusal(call):
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


def shape(value):
    """Keys all the way down; of a list its first item."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return [shape(one) for one in value[:1]] if isinstance(value, list) else None


async def posted(slack, client, blocks=None, **more):
    answer = await client.chat_postMessage(channel="C01", text="t", blocks=blocks or QUESTION, **more)
    return slack.find_message("C01", answer["ts"])
