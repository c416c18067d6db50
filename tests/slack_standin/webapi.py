"""The Web API's front door: tokens, scopes, ordered misbehaviour, and the way to the methods."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from slack_standin import posting, reading, viewing
from slack_standin.codes import METHODS, Refusal, check_documented, need_scope
from slack_standin.model import Call
from slack_standin.world import World

_METHODS: dict[str, Callable[[World, dict[str, Any]], dict[str, Any]]] = {
    "auth.test": reading.auth_test,
    "chat.delete": posting.delete_message,
    "chat.postEphemeral": posting.post_ephemeral,
    "chat.postMessage": posting.post_message,
    "chat.update": posting.update_message,
    "conversations.history": reading.conversations_history,
    "conversations.info": reading.conversations_info,
    "conversations.members": reading.conversations_members,
    "conversations.open": posting.conversations_open,
    "conversations.replies": reading.conversations_replies,
    "usergroups.users.list": reading.usergroups_users_list,
    "users.info": reading.users_info,
    "users.list": reading.users_list,
    "views.open": viewing.views_open,
    "views.publish": viewing.views_publish,
    "views.push": viewing.views_push,
    "views.update": viewing.views_update,
}
_AS_JSON = ("blocks", "metadata", "view", "attachments")


@dataclass
class Fault:
    """Misbehaviour ordered for one method, so many times (None: until further): limit, fail, http, odd, break, delay."""

    kind: str
    times: int | None
    value: Any = None


class WebApi:
    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: dict[str, list[Fault]] = {}
        self.busy = 0
        self._posted: dict[str, float] = {}
        self.last = 0.0
        self.connect: Callable[[], str] | None = None

    def order(self, method: str, fault: Fault) -> None:
        self.faults.setdefault(method, []).append(fault)

    def cancel(self, method: str) -> None:
        self.faults.pop(method, None)

    def _due(self, method: str, kind: str) -> Any:
        """The value of an ordered fault, which is then one time nearer to its end."""
        for fault in self.faults.get(method, []):
            if fault.kind == kind and fault.times != 0:
                fault.times = None if fault.times is None else fault.times - 1
                return fault.value
        return None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.busy += 1
        try:
            return await self._answer(request, request.match_info["method"])
        finally:
            self.busy -= 1
            self.last = asyncio.get_running_loop().time()

    async def _answer(self, request: web.Request, method: str) -> web.StreamResponse:
        params = await _params(request)
        self.world.calls.append(Call(method, params))
        if seconds := self._due(method, "delay"):
            await asyncio.sleep(seconds)
        retry_after = self._due(method, "limit")
        if retry_after is not None or (retry_after := self._too_fast(method, params)):
            headers = {"Retry-After": str(retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if status := self._due(method, "http"):
            return web.Response(status=status, text="<html>upstream trouble</html>", content_type="text/html")
        body = self._body(request, method, params)
        if odd := self._due(method, "odd"):
            return web.Response(body=odd[0], content_type=odd[1], status=odd[2])
        if self._due(method, "break") and request.transport:
            request.transport.abort()
        return web.json_response(body, headers=self._headers(method))

    def _too_fast(self, method: str, params: dict[str, Any]) -> int:
        """If asked for: no more than one message per second in one channel."""
        if method != "chat.postMessage" or not self.world.one_per_second:
            return 0
        channel, now = str(params.get("channel")), self.world.clock()
        if now - self._posted.get(channel, 0) < 1:
            return 1
        self._posted[channel] = now
        return 0

    def _headers(self, method: str) -> dict[str, str]:
        scopes = self.world.app_scopes if method == "apps.connections.open" else self.world.scopes
        return {"x-oauth-scopes": ",".join(scopes), "x-slack-req-id": f"{self.world.number():032x}"}

    def _body(self, request: web.Request, method: str, params: dict[str, Any]) -> dict[str, Any]:
        try:
            if method not in METHODS:
                return {"ok": False, "error": "unknown_method", "req_method": method}
            self._check_token(request, method, params)
            if code := self._due(method, "fail"):
                raise Refusal(code)  # noqa: TRY301 - refusals are answered in one place
            if method == "apps.connections.open" and self.connect:
                return {"ok": True, "url": self.connect()}
            return {"ok": True} | _METHODS[method](self.world, params)
        except Refusal as refusal:
            check_documented(method, refusal.code)
            return {"ok": False, "error": refusal.code} | refusal.extra

    def _check_token(self, request: web.Request, method: str, params: dict[str, Any]) -> None:
        world = self.world
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not token and request.content_type != "application/json":
            token = str(params.pop("token", ""))
        if not token:
            raise Refusal("not_authed")
        if token not in {world.bot_token, world.app_token}:
            raise Refusal("invalid_auth")
        for_app = method == "apps.connections.open"
        if world.revoked and not for_app:
            raise Refusal(world.revoked)
        if token != (world.app_token if for_app else world.bot_token):
            raise Refusal("not_allowed_token_type")
        need_scope(method, world.app_scopes if for_app else world.scopes)


async def _params(request: web.Request) -> dict[str, Any]:
    """Arguments from the query, a form or a JSON body; in forms the nested ones are JSON text."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return params | await request.json()
    params |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in _AS_JSON:
        if isinstance(params.get(name), str):
            try:
                params[name] = json.loads(params[name])
            except ValueError:
                continue  # left as text, which the method refuses
    return params
