"""The connector: which request does what, who may ask, and misbehaviour to order."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from teams_standin import posting, reading
from teams_standin.errors import CODES, USUAL, Refusal
from teams_standin.model import Call, Json
from teams_standin.tokens import Tokens
from teams_standin.world import World

Handler = Callable[["Request"], tuple[int, Any]]
REGIONS = ("emea", "amer")


@dataclass
class Request:
    """What a handler needs to know of a request."""

    world: World
    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    size: int

    @property
    def targeted(self) -> bool:
        return self.query.get("isTargetedActivity", "").lower() == "true"


@dataclass
class Fault:
    method: str
    part: str
    times: int | None
    status: int | None = None
    code: str | None = None
    retry_after: float | None = None
    apply: bool = False
    drop: bool = False
    delay: float = 0.0
    raw: bytes | None = None

    def meets(self, method: str, path: str) -> bool:
        return self.times != 0 and method == self.method.upper() and self.part in path

    @property
    def acts(self) -> bool:
        """Whether the usual answer is kept back."""
        return self.drop or self.status is not None or self.raw is not None


_V3 = "/v3/conversations"
_ONE = _V3 + "/{conversation}/activities/{activity}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", _V3, posting.create_conversation),
    ("POST", _V3 + "/{conversation}/activities", posting.send),
    ("POST", _ONE, posting.send),
    ("PUT", _ONE, posting.update),
    ("DELETE", _ONE, posting.delete),
    ("GET", _V3 + "/{conversation}/members", reading.members),
    ("GET", _V3 + "/{conversation}/pagedMembers", reading.paged_members),
    ("GET", _V3 + "/{conversation}/members/{member}", reading.member),
    ("GET", "/v3/teams/{team}", reading.team),
    ("GET", "/v3/teams/{team}/conversations", reading.channels),
    ("GET", "/v1/meetings/{meeting}", reading.meeting),
    ("GET", "/v1/meetings/{meeting}/participants/{person}", reading.participant),
)


class Connector:
    def __init__(self, world: World, tokens: Tokens) -> None:
        self.world, self.tokens = world, tokens
        self.faults: list[Fault] = []
        self.busy = 0
        self.handled = 0

    def add_routes(self, app: web.Application) -> None:
        for region in REGIONS:
            for method, path, handler in ROUTES:
                app.router.add_route(method, f"/{region}/{{tenant}}{path}", self._wrapped(handler))

    def order(self, fault: Fault) -> None:
        if fault.code and fault.code not in CODES:
            raise AssertionError(f"{fault.code} is not documented")
        self.faults.append(fault)

    def _wrapped(self, handler: Handler) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.busy += 1
            try:
                return await self._answer(request, handler)
            finally:
                self.busy -= 1
                self.handled += 1

        return handle

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw else None
        path = "/" + request.path_qs.split("/", 3)[3]
        if not self.tokens.accepts(request.headers.get("Authorization", "")):
            self.world.calls.append(Call(request.method, path, body, 401))
            return web.json_response({"message": "Authorization has been denied for this request."}, status=401)
        fault = self._fault(request.method, path)
        done = Request(self.world, dict(request.match_info), dict(request.query), body, len(raw))
        if fault is None or fault.apply or not fault.acts:
            status, answer = _carried_out(handler, done)
        if fault:
            await asyncio.sleep(fault.delay)
            if fault.drop and request.transport:
                request.transport.abort()
                status, answer = 0, None
            elif fault.status is not None:
                status, answer = fault.status, _refusal(fault)
        self.world.calls.append(Call(request.method, path, body, status))
        if fault and fault.raw is not None:
            return web.Response(body=fault.raw, content_type="application/json", status=fault.status or 200)
        return _response(status, answer, fault)

    def _fault(self, method: str, path: str) -> Fault | None:
        fault = next((one for one in self.faults if one.meets(method, path)), None)
        if fault and fault.times:
            fault.times -= 1
        return fault


def _carried_out(handler: Handler, request: Request) -> tuple[int, Any]:
    try:
        return handler(request)
    except Refusal as refusal:
        return refusal.status, refusal.body
    except Exception as error:
        request.world.complaints.append(f"the stand-in itself went wrong: {error!r}")
        raise


def _refusal(fault: Fault) -> Json | None:
    code = fault.code or USUAL.get(fault.status or 0)
    return Refusal(code).body if code else None


def _response(status: int, answer: Any, fault: Fault | None) -> web.Response:
    wait = fault.retry_after if fault else None
    headers = {"Retry-After": f"{wait:g}"} if wait is not None else {}
    if answer is None:
        return web.Response(status=status or 200, headers=headers)
    return web.json_response(answer, status=status, headers=headers)
