"""A tiny app of the real Teams SDK to try the stand-in with, and pieces of cards."""

import dataclasses
import json
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from microsoft_teams.api import MessageActivityInput
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from microsoft_teams.api.models import AdaptiveCardActionCardResponse, AdaptiveCardActionMessageResponse
from microsoft_teams.apps import App, FastAPIAdapter
from microsoft_teams.cards.core import AdaptiveCard

RECORDED = Path(__file__).parent.parent / "recorded" / "teams"
CARD = "application/vnd.microsoft.card.adaptive"


def recorded(name):
    return json.loads((RECORDED / f"{name}.json").read_text())


def shape(value):
    """Keys all the way down; of a list its first item."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return [shape(one) for one in value[:1]] if isinstance(value, list) else None


def card(*body, actions=(), **more):
    made = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "f", "body": list(body), **more}
    return made | ({"actions": list(actions)} if actions else {})


def text(words, **more):
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def execute(title, **data):
    return {
        "type": "Action.Execute",
        "title": title,
        "verb": data.get("action", "x"),
        **({"data": data} if data else {}),
    }


def choices(name, *titles, **more):
    listed = [{"title": one, "value": one.lower()} for one in titles]
    return {"type": "Input.ChoiceSet", "id": name, "label": name, "choices": listed, **more}


FORM = card(
    text("Said it?"),
    choices("keuze", "Een", "Twee", style="expanded", isRequired=True, errorMessage="Kies er een"),
    choices("meer", "A", "B", "C", isMultiSelect=True),
    choices("lijst", "Xen", "Ypsilon", value="xen"),
    {"type": "Input.Text", "id": "tekst", "label": "Vrij", "isMultiline": True, "maxLength": 20},
    {"type": "Input.Toggle", "id": "anoniem", "title": "Anoniem", "value": "false"},
    actions=[
        execute("Ja", action="vote", v="ja", round="m1") | {"associatedInputs": "none"},
        execute("Verstuur", action="form", round="m1"),
        execute("Mis", action="wrong") | {"associatedInputs": "none"},
        {"type": "Action.Submit", "title": "Oud", "data": {"x": 1}},
    ],
)


def message(words=None, *, shown=None, summary="s"):
    """What a bot posts, as plain JSON."""
    body = {"type": "message"} | ({"text": words} if words else {})
    return body | ({"summary": summary, "attachments": [{"contentType": CARD, "content": shown}]} if shown else {})


def parsed(body):
    return MessageActivityInput.model_validate(body)


class Noting:
    """Reads along; Starlette's own kind of middleware would stop the bot when the service hangs up."""

    def __init__(self, app, bot):
        self.app, self.bot = app, bot

    async def __call__(self, scope, receive, send):
        raw = b""

        async def listening():
            nonlocal raw
            event = await receive()
            raw += event.get("body", b"")
            if event["type"] == "http.request" and not event.get("more_body"):
                self.bot.seen.append(json.loads(raw))
                self.bot.headers.append({key.decode(): value.decode() for key, value in scope["headers"]})
            return event

        await self.app(scope, listening if scope.get("method") == "POST" else receive, send)


class Bot:
    """A few handlers, and a note of everything that came in before the SDK read it."""

    def __init__(self, teams):
        self.teams, self.seen, self.headers, self.gate = teams, [], [], None
        self.web = FastAPI()
        self.web.add_middleware(Noting, bot=self)
        self.app = App(
            client_id=teams.client_id,
            tenant_id=teams.tenant_id,
            token=self.token,
            cloud=dataclasses.replace(PUBLIC, **teams.endpoints),
            service_url=teams.connector_url,
            http_server_adapter=FastAPIAdapter(app=self.web),
        )
        self.app.on_message(self.on_message)
        self.app.on_card_action_execute("vote")(self.on_vote)
        self.app.on_card_action_execute("form")(self.on_form)
        self.app.on_card_action_execute("wrong")(self.on_wrong)

    async def token(self, scope, tenant_id):
        form = {
            "grant_type": "client_credentials",
            "client_id": self.teams.client_id,
            "client_secret": self.teams.client_secret,
            "scope": scope,
        }
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{self.teams.login_url}/{tenant_id}/oauth2/v2.0/token", data=form)
        return answer.raise_for_status().json()["access_token"]

    async def on_message(self, ctx):
        if self.gate:
            await self.gate.wait()
        if "card" in (ctx.activity.text or ""):
            await ctx.send(MessageActivityInput(summary="s").add_card(AdaptiveCard.model_validate(FORM)))
        elif "private" in (ctx.activity.text or ""):
            await ctx.send(MessageActivityInput(text="only you").with_recipient(ctx.activity.from_, is_targeted=True))
        else:
            await ctx.send(f"heard {ctx.activity.text}")

    async def on_vote(self, ctx):
        who = ctx.activity.from_.name
        return AdaptiveCardActionCardResponse(value=AdaptiveCard.model_validate(card(text(f"noted, {who}"))))

    async def on_form(self, ctx):
        return AdaptiveCardActionMessageResponse(value=json.dumps(ctx.activity.value.action.data))

    async def on_wrong(self, _ctx):
        raise RuntimeError("planted")

    @property
    def api(self):
        return self.app.api.conversations

    async def close(self):
        """The SDK leaves its two clients open."""
        for client in (self.app.http_client, self.app.api.http):
            await client.http.aclose()


async def refusal(call):
    """Status and code of what the connector refuses."""
    with pytest.raises(httpx.HTTPStatusError) as caught:
        await call
    answer = caught.value.response
    return answer.status_code, answer.json()["error"]["code"]
