"""How activities reach the bot: signed, over HTTP, and again with the same id if it does not answer in time."""

import json
import secrets
from typing import Any

import aiohttp

from teams_standin.model import Delivered, Json
from teams_standin.tokens import Tokens
from teams_standin.world import World

TRIES = 3


class Wire:
    def __init__(self, world: World, tokens: Tokens, *, repeat_after: float) -> None:
        self.world, self.tokens, self.repeat_after = world, tokens, repeat_after
        self.bot_url = ""
        self.session: aiohttp.ClientSession | None = None
        self.delivered: list[Delivered] = []
        self.busy = 0
        self.repeat_next = False

    async def send(self, activity: Json) -> Delivered:
        """Repeated while there is no answer or a 5xx; an invoke never is: the person sees that it went wrong."""
        tries = 1 if activity["type"] == "invoke" else TRIES
        again, self.repeat_next = self.repeat_next, False
        answer = Delivered(activity)
        for attempt in range(1, tries + 1):
            answer = await self._once(activity, attempt)
            if answer.failure is None or (answer.status or 500) < 500:
                break
        if again:
            answer = await self._once(activity, answer.attempts + 1)
        return answer

    async def _once(self, activity: Json, attempt: int) -> Delivered:
        token = self.tokens.inbound(activity.get("serviceUrl"))
        answer = await self.post(json.dumps(activity).encode(), self.headers(activity, token), activity, attempt)
        self.delivered.append(answer)
        return answer

    def headers(self, activity: Json, token: str | None) -> dict[str, str]:
        """The last two are named in Teams' documentation, "Request headers of the bot"."""
        shown = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return {
            **shown,
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
            "MS-CV": f"{secrets.token_urlsafe(12)}.1.1",
            "x-ms-conversation-id": activity.get("conversation", {}).get("id", ""),
            "x-ms-tenant-id": self.world.tenant_id,
        }

    async def post(self, body: bytes, headers: dict[str, str], activity: Json, attempt: int = 1) -> Delivered:
        """One POST to the bot, as it is."""
        if self.session is None or not self.bot_url:
            raise RuntimeError("no tenant running, or no bot_url to deliver to")
        timeout = aiohttp.ClientTimeout(total=self.repeat_after)
        self.busy += 1
        try:
            async with self.session.post(self.bot_url, data=body, headers=headers, timeout=timeout) as answer:
                raw = await answer.read()
                failure = None if 200 <= answer.status < 300 else "http_error"
                return Delivered(activity, answer.status, _parsed(raw, answer.content_type), failure, attempt)
        except TimeoutError:
            return Delivered(activity, failure="timeout", attempts=attempt)
        except aiohttp.ClientError:
            return Delivered(activity, failure="connection_failed", attempts=attempt)
        finally:
            self.busy -= 1

    async def probe(self) -> int | None:
        """A HEAD request, as when the address is first looked at; 405 is a fine answer."""
        if self.session is None:
            raise RuntimeError("no tenant running")
        try:
            async with self.session.head(self.bot_url) as answer:
                return answer.status
        except (TimeoutError, aiohttp.ClientError):
            return None


def _parsed(raw: bytes, content_type: str) -> Any:
    """JSON when it says so, text otherwise, None when there is nothing."""
    if not raw:
        return None
    if content_type == "application/json":
        return json.loads(raw)
    return raw.decode(errors="replace")
