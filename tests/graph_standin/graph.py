"""The stand-in: servers on this machine, people with calendars, and misbehaviour to order."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from entra_standin import Login
from entra_standin.certificates import certificate

from graph_standin.service import Fault, Service
from graph_standin.tokens import AUDIENCE, Tokens
from graph_standin.world import World


class Graph(World):
    """Used as `async with Graph() as graph:`; the base address of a client is then `graph.url`.

    anonymous: calls without a token are taken too (a token that is shown is checked all the same).
    """

    def __init__(self, *args: Any, anonymous: bool = False, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.tokens = Tokens()
        self.authority = Login(
            self.tokens,
            tenant_id=self.tenant_id,
            client_id=self.client_id,
            secret=self.client_secret,
            scope=f"{AUDIENCE}/.default",
        )
        self.service = Service(self, self.tokens)
        self.service.anonymous = anonymous
        self.host = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.authority.start)
        app = web.Application()
        self.service.add_routes(app)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.host = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner:
            await self._runner.cleanup()
        await asyncio.to_thread(self.authority.stop)

    # Addresses.

    @property
    def url(self) -> str:
        return f"http://{self.host}/v1.0"

    @property
    def login_url(self) -> str:
        """The `authority` of a credential, which insists on https."""
        return self.authority.secure_url

    @property
    def ca_file(self) -> Path:
        """Whom to trust for that address (`connection_verify` of a credential)."""
        return certificate()

    @property
    def token_url(self) -> str:
        return f"{self.authority.url}/{self.tenant_id}/oauth2/v2.0/token"

    # Tokens.

    def expire_secret(self) -> None:
        self.authority.secret_expired = True

    def expire_tokens(self) -> None:
        """Every token given so far is too old."""
        self.tokens.expire()

    # Misbehaviour to order.

    def refuse(
        self,
        method: str,
        part: str = "",
        *,
        status: int = 429,
        times: int | None = 1,
        retry_after: float | None = None,
        code: str | None = None,
    ) -> None:
        """An error for the next calls whose path and query have this part in them."""
        self.service.order(Fault(method, part, times, status, code, retry_after))

    def lose(self, method: str, part: str = "", *, times: int | None = 1) -> None:
        """The connection ends before the answer."""
        self.service.order(Fault(method, part, times, drop=True))

    def delay(self, method: str, part: str, seconds: float, *, times: int | None = None) -> None:
        self.service.order(Fault(method, part, times, delay=seconds))

    def behave(self) -> None:
        """No more misbehaviour."""
        self.service.faults.clear()
        self.authority.behave()
