"""Entra's login for applications, in a thread with its own loop: a client that blocks must not wait for itself."""

import asyncio
import threading
from typing import Any, Protocol

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from entra_standin.certificates import server_context

Json = dict[str, Any]

SCHEMES = ("http", "https")
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_NONE = "00000000-0000-0000-0000-000000000000"


class Issuer(Protocol):
    """Makes access tokens, which hold `lifetime` seconds."""

    lifetime: int

    def issue(self) -> str: ...


class Login:
    """One application in one tenant. It proves itself with the secret, or with the key of one of `certificates`."""

    def __init__(self, tokens: Issuer, *, tenant_id: str, client_id: str, secret: str, scope: str) -> None:
        self._issuer, self._scope = tokens, scope
        self.tenant_id, self.client_id, self.secret = tenant_id, client_id, secret
        self.url = self.secure_url = ""
        self.secret_expired = False
        self.certificates: list[RSAPublicKey] = []
        self.failure: int | None = None
        self.delay = 0.0
        self.requests: list[Json] = []
        self.busy = self.handled = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="entra-standin", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        if self._loop and self._stopping:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def behave(self) -> None:
        """No more misbehaviour."""
        self.failure, self.delay = None, 0.0

    def add_routes(self, app: web.Application) -> None:
        for start in ("", "/adfs"):
            app.router.add_get(start + "/{tenant}/v2.0/.well-known/openid-configuration", self._metadata)
            app.router.add_get(start + "/{tenant}/.well-known/openid-configuration", self._metadata)
            app.router.add_post(start + "/{tenant}/oauth2/v2.0/token", self._token)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(middlewares=[self._counted])
        self.add_routes(app)
        runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server_context()).start()
        self.url, self.secure_url = (
            f"{kind}://127.0.0.1:{one[1]}" for kind, one in zip(SCHEMES, runner.addresses, strict=True)
        )
        self._ready.set()
        await self._stopping.wait()
        await runner.cleanup()

    @web.middleware
    async def _counted(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.busy += 1
        try:
            answer: web.StreamResponse = await handler(request)
            answer.force_close()  # MSAL never closes what it keeps open
            return answer
        finally:
            self.busy -= 1
            self.handled += 1

    async def _metadata(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant != self.tenant_id:
            return _error("invalid_tenant", 90002, f"Tenant '{tenant}' not found.", 400)
        # Behind whatever address it was asked at: MSAL insists on https and compares the two.
        start = f"{request.scheme}://{request.host}{request.path.partition(f'/{tenant}/')[0]}/{tenant}"
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
        return self._refused(form, request) or web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": self._issuer.lifetime,
                "ext_expires_in": self._issuer.lifetime,
                "access_token": self._issuer.issue(),
            }
        )

    def _refused(self, form: Json, request: web.Request) -> web.Response | None:
        """In the codes of the documentation page "Microsoft Entra authentication and authorization error codes"."""
        client, tenant = form.get("client_id"), request.match_info["tenant"]
        if tenant != self.tenant_id:
            return _error("invalid_request", 90002, f"Tenant '{tenant}' not found.", 400)
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type", 70003, "The app requested an unsupported grant type.", 400)
        if client != self.client_id:
            return _error("unauthorized_client", 700016, f"Application '{client}' was not found.", 400)
        if self._scope not in str(form.get("scope", "")).split():
            return _error("invalid_scope", 70011, "The provided scope is not valid.", 400)
        return self._stranger(form, request)

    def _stranger(self, form: Json, request: web.Request) -> web.Response | None:
        """Who cannot prove to be this app, by a secret or by a certificate."""
        if form.get("client_assertion_type") == _ASSERTION:
            proven = self._proven(str(form.get("client_assertion", "")), request)
            return None if proven else _error("invalid_client", 700027, "The certificate is not registered.")
        if self.secret_expired:
            return _error("invalid_client", 7000222, "The provided client secret keys are expired.")
        if form.get("client_secret") != self.secret:
            return _error("invalid_client", 7000215, "Invalid client secret provided.")
        return None

    def _proven(self, assertion: str, request: web.Request) -> bool:
        """Signed by a certificate of this app, and meant for this endpoint."""
        audience = [str(request.url), f"{request.scheme}://{request.host}{request.path}"]
        for certificate in self.certificates:
            try:
                jwt.decode(
                    assertion, certificate, algorithms=["RS256", "PS256"], audience=audience, issuer=self.client_id
                )
            except jwt.InvalidTokenError:
                continue
            return True
        return False


def _error(code: str, number: int, sentence: str, status: int = 401) -> web.Response:
    body = {
        "error": code,
        "error_description": f"AADSTS{number}: {sentence} Trace ID: {_NONE}",
        "error_codes": [number],
        "trace_id": _NONE,
        "correlation_id": _NONE,
    }
    return web.json_response(body, status=status)
