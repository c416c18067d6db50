"""The stand-in: servers on this machine, people, and misbehaviour to order."""

import asyncio
import json
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from entra_standin.certificates import certificate

from teams_standin.authority import Authority
from teams_standin.cards import complaints_of
from teams_standin.connector import REGIONS, Connector, Fault
from teams_standin.happenings import Happenings
from teams_standin.model import Delivered, Json
from teams_standin.tokens import Tokens
from teams_standin.wire import Wire

REPEAT_AFTER = 15.0
LOOKS = 5


class Tenant(Happenings):
    """Used as `async with Tenant() as teams:`; a bot's cloud is then `replace(PUBLIC, **teams.endpoints)`."""

    def __init__(self, *args: Any, repeat_after: float = REPEAT_AFTER, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.tokens = Tokens(self.tenant_id, self.client_id)
        self.authority = Authority(self.tokens, self.client_secret)
        self.connector = Connector(self, self.tokens)
        self.wire = Wire(self, self.tokens, repeat_after=repeat_after)
        self.url, self.region = "", REGIONS[0]
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.authority.start)
        app = web.Application(client_max_size=4 * 1024**2)
        self.connector.add_routes(app)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.wire.session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.wire.session:
            await self.wire.session.close()
        if self._runner:
            await self._runner.cleanup()
        await asyncio.to_thread(self.authority.stop)

    # Addresses.

    @property
    def connector_url(self) -> str:
        """serviceUrl in every activity."""
        return f"{self.url}/{self.region}/{self.tenant_id}/"

    def move_region(self) -> None:
        """Another serviceUrl from now on; the old one keeps answering."""
        self.region = REGIONS[1 - REGIONS.index(self.region)]

    @property
    def openid_url(self) -> str:
        return f"{self.authority.url}/v1/.well-known/openidconfiguration"

    @property
    def login_url(self) -> str:
        return self.authority.url

    @property
    def secure_login_url(self) -> str:
        """For MSAL, which takes only https and asks Microsoft about any host it does not know but one under /adfs."""
        return f"{self.authority.secure_url}/adfs"

    @property
    def ca_file(self) -> Path:
        """Whom to trust for that address (REQUESTS_CA_BUNDLE)."""
        return certificate()

    @property
    def token_url(self) -> str:
        return f"{self.login_url}/{self.tenant_id}/oauth2/v2.0/token"

    @property
    def endpoints(self) -> dict[str, str]:
        """What of the SDK's cloud is here."""
        return {"login_endpoint": self.login_url, "openid_metadata_url": self.openid_url}

    @property
    def bot_url(self) -> str:
        return self.wire.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.wire.bot_url = url

    # Keys and answers.

    @property
    def key_fetches(self) -> int:
        return self.authority.key_fetches

    @property
    def key_delay(self) -> float:
        return self.authority.key_delay

    @key_delay.setter
    def key_delay(self, seconds: float) -> None:
        self.authority.key_delay = seconds

    @property
    def answers(self) -> list[Delivered]:
        """What went wrong at the bot: every answer that was not 2xx, and every one that did not come."""
        return [one for one in self.wire.delivered if one.failure]

    @property
    def delivered(self) -> list[Delivered]:
        """Everything sent to the bot, each attempt apart."""
        return self.wire.delivered

    # Requests by hand.

    def token(self, **wishes: Any) -> str:
        """As the service signs, or with another audience, issuer, service_url (None: no such claim), expires, key, …"""
        service_url = wishes.pop("service_url", self.connector_url)
        return self.tokens.inbound(service_url, **wishes)

    async def sends_raw(
        self, body: Json | bytes, token: str | None = "", headers: dict[str, str] | None = None
    ) -> Delivered:
        """One POST, not repeated; token None: none at all."""
        activity = json.loads(body) if isinstance(body, bytes) and body.startswith(b"{") else body
        activity = activity if isinstance(activity, dict) else {}
        shown = self.wire.headers(activity, self.token() if token == "" else token) | (headers or {})
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.wire.post(raw, shown, activity)

    async def sends(self, activity: Json) -> Delivered:
        """Any activity, signed and repeated as the others."""
        return await self.wire.send(activity)

    async def probe(self) -> int | None:
        return await self.wire.probe()

    def check(self, card: Json) -> None:
        """Raises what sending this card would only have complained about."""
        found = complaints_of(card, version=self.card_version)
        if found:
            raise AssertionError("; ".join(found))

    # Misbehaviour to order.

    def refuse(self, method: str, part: str = "", *, status: int = 429, times: int | None = 1, **more: Any) -> None:
        """An error, with retry_after and code; nothing is done unless `apply`."""
        self.connector.order(Fault(method, part, times, status, **more))

    def odd(self, method: str, part: str, raw: bytes, *, status: int | None = None, times: int | None = 1) -> None:
        """The call is carried out, and something comes back that is no answer of the connector."""
        self.connector.order(Fault(method, part, times, status, apply=True, raw=raw))

    def lose(self, method: str, part: str = "", *, times: int | None = 1, apply: bool = True) -> None:
        """The connection ends before the answer; by default what was asked is done."""
        self.connector.order(Fault(method, part, times, apply=apply, drop=True))

    def delay(self, method: str, part: str, seconds: float, *, times: int | None = None) -> None:
        self.connector.order(Fault(method, part, times, delay=seconds))

    def behave(self) -> None:
        """No more misbehaviour."""
        self.connector.faults.clear()
        self.authority.behave()

    def repeat_next(self) -> None:
        """The next activity comes twice, as when the first answer was lost on its way."""
        self.wire.repeat_next = True

    # Waiting.

    async def settle(self, quiet: float = 0.05, most: float = 5.0) -> None:
        """Waits until nothing is under way to the bot and no calls have come in for a short while.

        Looks several times: a bot that keeps the loop to itself for long must not pass for a quiet one.
        """
        begin, looks, before = time.monotonic(), 0, self._traffic()
        while looks < LOOKS:
            if time.monotonic() - begin > most:
                raise TimeoutError(f"calls kept coming in for {most} s")
            await asyncio.sleep(quiet / LOOKS)
            now = self._traffic()
            looks = looks + 1 if now == before and not any(now[:3]) else 0
            before = now

    def _traffic(self) -> tuple[float, ...]:
        busy = (self.connector.busy, self.authority.busy, self.wire.busy)
        return (*busy, self.connector.handled, self.authority.handled)
