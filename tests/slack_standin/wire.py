"""How requests reach the bot: signed over HTTP, or in envelopes over a socket."""

import asyncio
import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from slack_standin.payloads import TOKEN
from slack_standin.sockets import Sockets
from slack_standin.world import World

Kind = Literal["slash_commands", "interactive", "events_api"]
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Delivered:
    """What the bot answered: an HTTP status and a body, or a reason why there is none."""

    status: int | None = None
    body: Any = None
    failure: str | None = None
    no_retry: bool = False


def signature(secret: str, timestamp: str, body: bytes) -> str:
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Wire:
    def __init__(self, world: World, sockets: Sockets, *, ack_seconds: float) -> None:
        self.world, self.sockets, self.ack_seconds = world, sockets, ack_seconds
        self.bot_url: str | None = None
        self.session: aiohttp.ClientSession | None = None

    def sign(
        self,
        body: bytes,
        timestamp: float | None = None,
        secret: str | None = None,
        content_type: str = _FORM,
    ) -> dict[str, str]:
        when = str(int(self.world.clock() if timestamp is None else timestamp))
        return {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": when,
            "X-Slack-Signature": signature(secret or self.world.signing_secret, when, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
        }

    async def deliver(self, kind: Kind, payload: dict[str, Any], retry: int = 0, reason: str = "") -> Delivered:
        if self.bot_url is None:
            return await self._over_socket(kind, payload, retry, reason)
        if kind == "slash_commands":
            body, content_type = urlencode(payload).encode(), _FORM
        elif kind == "interactive":
            body, content_type = urlencode({"payload": json.dumps(payload)}).encode(), _FORM
        else:
            body, content_type = json.dumps(payload).encode(), "application/json"
        headers = self.sign(body, content_type=content_type)
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        return await self.post(body, headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> Delivered:
        """One POST to the bot, as it is; nothing is added or repeated."""
        if self.session is None or self.bot_url is None:
            raise RuntimeError("no workspace running, or no bot_url and no socket to deliver to")
        timeout = aiohttp.ClientTimeout(total=self.ack_seconds)
        try:
            async with self.session.post(self.bot_url, data=body, headers=headers, timeout=timeout) as answer:
                raw = await answer.read()
                failure = None if 200 <= answer.status < 300 else "http_error"
                no_retry = answer.headers.get("x-slack-no-retry") == "1"
                return Delivered(answer.status, _parsed(raw, answer.content_type), failure, no_retry)
        except TimeoutError:
            return Delivered(failure="http_timeout")
        except aiohttp.ClientError:
            return Delivered(failure="connection_failed")

    async def verify_url(self) -> Delivered:
        """The question Slack asks when the address is entered in the app's settings."""
        question = {"token": TOKEN, "challenge": secrets.token_hex(26), "type": "url_verification"}
        body = json.dumps(question).encode()
        answer = await self.post(body, self.sign(body, content_type="application/json"))
        said = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        return answer if said == question["challenge"] else replace(answer, failure="url_verification_failed")

    async def _over_socket(self, kind: Kind, payload: dict[str, Any], retry: int, reason: str) -> Delivered:
        if not self.sockets.opened:
            return Delivered(failure="connection_failed", no_retry=True)  # nobody ever listened
        envelope: dict[str, Any] = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        try:
            answer = await asyncio.wait_for(self.sockets.send(envelope), self.ack_seconds)
        except TimeoutError:
            return Delivered(failure="timeout")
        return Delivered(200, answer)


def _parsed(raw: bytes, content_type: str) -> Any:
    """JSON when it says so, text otherwise, None when there is nothing."""
    if not raw:
        return None
    if content_type == "application/json":
        return json.loads(raw)
    return raw.decode()
