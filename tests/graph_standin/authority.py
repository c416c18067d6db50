"""Entra's login for applications, in a thread with its own loop: a credential that blocks must not wait for itself."""

import asyncio
import threading
from typing import Any

from aiohttp import web
from teams_standin.certificates import server_context

from graph_standin.model import Json
from graph_standin.tokens import AUDIENCE, Tokens

SCOPE = f"{AUDIENCE}/.default"
_NONE = "00000000-0000-0000-0000-000000000000"


class Authority:
    def __init__(self, tokens: Tokens, tenant_id: str, client_id: str, secret: str) -> None:
        self.tokens, self.tenant_id, self.client_id, self.secret = tokens, tenant_id, client_id, secret
        self.url = self.secure_url = ""
        self.secret_expired = False
        self.failure: int | None = None
        self.delay = 0.0
        self.requests: list[Json] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="graph-standin-authority", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        if self._loop and self._stopping:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server_context()).start()
        plain, secure = (one[1] for one in runner.addresses)
        self.url, self.secure_url = f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{secure}"
        self._ready.set()
        await self._stopping.wait()
        await runner.cleanup()

    async def _metadata(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant != self.tenant_id:
            return _error("invalid_tenant", 90002, f"Tenant '{tenant}' not found.", 400)
        start = f"{request.scheme}://{request.host}/{tenant}"
        body = {
            "issuer": f"{start}/v2.0",
            "authorization_endpoint": f"{start}/oauth2/v2.0/authorize",
            "token_endpoint": f"{start}/oauth2/v2.0/token",
            "jwks_uri": f"{start}/discovery/v2.0/keys",
        }
        return web.json_response(body)

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.requests.append({name: one for name, one in form.items() if name != "client_secret"})
        await asyncio.sleep(self.delay)
        if self.failure:
            return web.Response(status=self.failure, text="not now")
        answer = self._refused(form, request.match_info["tenant"]) or web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": self.tokens.lifetime,
                "ext_expires_in": self.tokens.lifetime,
                "access_token": self.tokens.issue(),
            }
        )
        answer.force_close()
        return answer

    def _refused(self, form: dict[str, Any], tenant: str) -> web.Response | None:
        """In the codes of the documentation page "Microsoft Entra authentication and authorization error codes"."""
        client = form.get("client_id")
        if tenant != self.tenant_id:
            return _error("invalid_request", 90002, f"Tenant '{tenant}' not found.", 400)
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type", 70003, "The app requested an unsupported grant type.", 400)
        if client != self.client_id:
            return _error("unauthorized_client", 700016, f"Application '{client}' was not found.", 400)
        if SCOPE not in str(form.get("scope", "")).split():
            return _error("invalid_scope", 70011, "The provided scope is not valid.", 400)
        return self._stranger(form)

    def _stranger(self, form: dict[str, Any]) -> web.Response | None:
        """Who cannot prove to be this app."""
        if self.secret_expired:
            return _error("invalid_client", 7000222, "The provided client secret keys are expired.")
        if form.get("client_secret") != self.secret:
            return _error("invalid_client", 7000215, "Invalid client secret provided.")
        return None


def _error(code: str, number: int, sentence: str, status: int = 401) -> web.Response:
    body = {
        "error": code,
        "error_description": f"AADSTS{number}: {sentence} Trace ID: {_NONE}",
        "error_codes": [number],
        "trace_id": _NONE,
        "correlation_id": _NONE,
    }
    return web.json_response(body, status=status)
