"""The service: which request does what, who may ask, and misbehaviour to order."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from graph_standin import reading, zones
from graph_standin.asking import Handler, Request
from graph_standin.errors import CODES, POLICY, USUAL, Refusal
from graph_standin.model import Call, Json, Mailbox
from graph_standin.tokens import Tokens
from graph_standin.world import World

_USER = "/users/{user}"
_CALENDAR = _USER + "{calendar:(?:/calendar)?}"
_FUNCTION = r"{{name:(?:microsoft\.graph\.)?{}(?:\(\))?}}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", _CALENDAR + "/calendarView", reading.view),
    ("GET", _CALENDAR + "/calendarView/" + _FUNCTION.format("delta"), reading.delta),
    ("GET", _CALENDAR + "/events", reading.events),
    ("GET", _CALENDAR + "/events/{event}", reading.event),
    ("GET", _CALENDAR + "/events/{event}/instances", reading.instances),
    ("POST", _USER + "/calendar/" + _FUNCTION.format("getSchedule"), reading.schedule),
    ("GET", _USER + "/mailboxSettings", reading.settings),
)
_PREFERENCE = re.compile(r'([\w.]+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))')


@dataclass
class Fault:
    method: str
    part: str
    times: int | None
    status: int | None = None
    code: str | None = None
    retry_after: float | None = None
    drop: bool = False
    delay: float = 0.0

    def meets(self, method: str, path: str) -> bool:
        return self.times != 0 and method == self.method.upper() and self.part in path

    @property
    def refusal(self) -> Refusal:
        headers = {"Retry-After": f"{self.retry_after:g}"} if self.retry_after is not None else {}
        refusal = Refusal(self.code or USUAL[self.status or 500], headers=headers)
        refusal.status = self.status or refusal.status
        return refusal


class Service:
    def __init__(self, world: World, tokens: Tokens) -> None:
        self.world, self.tokens = world, tokens
        self.faults: list[Fault] = []
        self.anonymous = False
        self.busy: Counter[str] = Counter()

    def add_routes(self, app: web.Application) -> None:
        for method, path, handler in ROUTES:
            app.router.add_route(method, f"/v1.0{path}", self._wrapped(handler))
        app.router.add_route("*", "/v1.0/groups/{rest:.*}", self._wrapped(_group))
        app.router.add_route("*", "/{rest:.*}", self._wrapped(_nothing))

    def order(self, fault: Fault) -> None:
        if fault.code and fault.code not in CODES:
            raise AssertionError(f"{fault.code} is not known")
        self.faults.append(fault)

    def _wrapped(self, handler: Handler) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            raw = await request.read()
            body = json.loads(raw) if raw else None
            named = request.match_info.get("user", "")
            key = getattr(self.world.find(named), "id", named)
            self.busy[key] += 1
            try:
                return await self._answer(request, handler, body, key)
            finally:
                self.busy[key] -= 1

        return handle

    async def _answer(self, request: web.Request, handler: Handler, body: Any, key: str) -> web.StreamResponse:
        fault = self._fault(request)
        headers: dict[str, str] = {}
        crowd = bool(key) and self.busy[key] > self.world.concurrency
        await asyncio.sleep(fault.delay if fault else 0)
        try:
            status, answer = 200, self._carried_out(request, handler, body, fault, crowd=crowd)
            headers = _applied(request)
        except Refusal as refusal:
            status, answer, headers = refusal.status, refusal.body(zones.stamp(self.world.now())[:-1]), refusal.headers
        if fault and fault.drop:
            status = 0
            if request.transport:
                request.transport.abort()
        path = request.path.removeprefix("/v1.0")
        prefer = tuple(request.headers.getall("Prefer", ()))
        self.world.calls.append(Call(request.method, path, dict(request.query), body, status, prefer))
        return web.json_response(answer, status=status or 200, headers=headers)

    def _carried_out(
        self, request: web.Request, handler: Handler, body: Any, fault: Fault | None, *, crowd: bool
    ) -> Json:
        if not self.anonymous or "Authorization" in request.headers:
            self.tokens.check(request.headers.get("Authorization", ""))
        if fault and fault.status:
            raise fault.refusal
        if crowd:
            raise Refusal("ApplicationThrottled", headers={"Retry-After": "1"})
        try:
            return handler(self._understood(request, body))
        except Refusal:
            raise
        except Exception as error:
            self.world.complaints.append(f"the stand-in itself went wrong: {error!r}")
            raise

    def _understood(self, request: web.Request, body: Any) -> Request:
        ids = dict(request.match_info)
        prefer = preferences(request)
        who = self._mailbox(ids["user"], request.path) if "user" in ids else Mailbox(self.world, "", "", "")
        query = {name.lower(): one for name, one in request.query.items()}
        address = f"{request.scheme}://{request.host}{request.rel_url.raw_path}"
        zones.zone(prefer.get("outlook.timezone", "UTC"))
        return Request(self.world, who, ids, query, body, address.removesuffix("()"), prefer)

    def _mailbox(self, key: str, path: str) -> Mailbox:
        """First what the application may do at all, then whether it may do so here."""
        who = self.world.find(key)
        if not self.world.may_read("settings" if path.endswith("/mailboxSettings") else "calendar"):
            raise Refusal("ErrorAccessDenied")
        if who is None:
            raise Refusal("ErrorInvalidUser", f"The requested user '{key}' is invalid.")
        if not who.enabled:
            raise Refusal("MailboxNotEnabledForRESTAPI")
        if not who.allowed:
            raise Refusal("ErrorAccessDenied", POLICY)
        return who

    def _fault(self, request: web.Request) -> Fault | None:
        where = f"{request.path}?{request.query_string}"
        fault = next((one for one in self.faults if one.meets(request.method, where)), None)
        if fault and fault.times:
            fault.times -= 1
        return fault


def preferences(request: web.Request) -> dict[str, str]:
    """`Prefer: outlook.timezone="…", odata.maxpagesize=…`, in one header or several."""
    said = ", ".join(request.headers.getall("Prefer", ()))
    return {one[1]: one[2] if one[2] is not None else one[3] for one in _PREFERENCE.finditer(said)}


def _applied(request: web.Request) -> dict[str, str]:
    applied = ", ".join(request.headers.getall("Prefer", ()))
    return {"Preference-Applied": applied} if applied else {}


def _group(_request: Request) -> Json:
    """An application may not read the calendar of a group, whatever it was granted (documentation, "List events")."""
    raise Refusal("ErrorAccessDenied")


def _nothing(request: Request) -> Json:
    request.world.complaints.append(f"asked for {request.address}, which is not here")
    raise Refusal("ErrorInvalidRequest", f"Resource not found for the segment '{request.ids.get('rest', '')}'.")
