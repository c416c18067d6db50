"""The stand-in: a server on this machine, people, and misbehaviour to order."""

import asyncio
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from slack_standin.codes import check_documented
from slack_standin.happenings import Happenings
from slack_standin.hooks import Hooks
from slack_standin.sockets import Sockets
from slack_standin.webapi import Fault, WebApi
from slack_standin.wire import Delivered, Wire

ACK_SECONDS = 3.0


class Workspace(Happenings):
    """Used as `async with Workspace() as slack:`; then point a bot's base_url at `slack.api_url`."""

    def __init__(self, *args: Any, ack_seconds: float = ACK_SECONDS, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.api = WebApi(self)
        self.response_urls = Hooks(self)
        self.sockets = Sockets(self)
        self.wire = Wire(self, self.sockets, ack_seconds=ack_seconds)
        self.api.connect = self.sockets.new_url
        self.response_urls.touched = self._touched
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/api/{method}", self.api.handle)
        app.router.add_post("/{kind:commands|actions}/{team}/{token}", self.response_urls.handle)
        app.router.add_get("/link/", self.sockets.handle)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.url, self.sockets.base_url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}"
        self.wire.session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.sockets.close()
        if self.wire.session:
            await self.wire.session.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What the bot's client is given as base_url."""
        return f"{self.url}/api/"

    @property
    def bot_url(self) -> str | None:
        """Where requests go over HTTP; without it they go over a socket."""
        return self.wire.bot_url

    @bot_url.setter
    def bot_url(self, url: str | None) -> None:
        self.wire.bot_url = url

    # Misbehaviour to order.

    def limit(self, method: str, *, times: int | None = 1, retry_after: int | str = 1) -> None:
        """HTTP 429; nothing is done. What ``Retry-After`` says may be anything: servers in between write it too."""
        self.api.order(method, Fault("limit", times, retry_after))

    def fail(self, method: str, error: str, *, times: int | None = 1) -> None:
        """ok: false with an error Slack documents for this method; nothing is done."""
        check_documented(method, error)
        self.api.order(method, Fault("fail", times, error))

    def outage(self, method: str, *, status: int = 503, times: int | None = 1) -> None:
        """A page of HTML from a server in between; nothing is done."""
        self.api.order(method, Fault("http", times, status))

    def odd(
        self,
        method: str,
        body: bytes,
        content_type: str = "application/json",
        *,
        status: int = 200,
        times: int | None = 1,
    ) -> None:
        """The call is carried out, and something comes back that is no answer of Slack."""
        self.api.order(method, Fault("odd", times, (body, content_type, status)))

    def break_after(self, method: str, *, times: int | None = 1) -> None:
        """The call is carried out and the connection ends before the answer."""
        self.api.order(method, Fault("break", times, True))

    def delay(self, method: str, seconds: float, *, times: int | None = None) -> None:
        self.api.order(method, Fault("delay", times, seconds))

    def behave(self, method: str) -> None:
        """No more misbehaviour for this method."""
        self.api.cancel(method)

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        await self.sockets.disconnect(reason)

    async def connected(self, count: int = 1, *, seconds: float = 5) -> None:
        """Waits until the bot has opened so many sockets, counted from the start."""
        async with asyncio.timeout(seconds):
            while self.sockets.opened < count:
                await self.sockets.arrival()

    # Requests by hand.

    def sign(
        self,
        body: bytes,
        timestamp: float | None = None,
        *,
        secret: str | None = None,
        content_type: str = "application/x-www-form-urlencoded",
    ) -> dict[str, str]:
        """Headers as Slack would send them, or with another time or secret."""
        return self.wire.sign(body, timestamp, secret, content_type)

    async def deliver_raw(self, body: bytes, headers: dict[str, str]) -> Delivered:
        return await self.wire.post(body, headers)

    async def verify_url(self) -> Delivered:
        return await self.wire.verify_url()

    # Waiting.

    def _touched(self) -> None:
        self.api.last = asyncio.get_running_loop().time()

    async def settle(self, quiet: float = 0.05, most: float = 5.0) -> None:
        """Waits until no calls have come in for a short while."""
        loop = asyncio.get_running_loop()
        begin = loop.time()
        while loop.time() - begin < most:
            since = loop.time() - max(self.api.last, begin)
            if not self.api.busy and since >= quiet:
                return
            await asyncio.sleep(min(quiet, max(quiet - since, 0.005)))
        raise TimeoutError(f"calls kept coming in for {most} s")
