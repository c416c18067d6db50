"""The login and the keys of the service, in a thread with its own loop: the SDK's key fetch blocks the bot's loop."""

import asyncio
import threading
from typing import Any

import jwt
from aiohttp import web

from teams_standin.certificates import server_context
from teams_standin.model import Json
from teams_standin.tokens import ISSUER, Tokens

_SCOPE = "https://api.botframework.com/.default"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCHEMES = ("http", "https")
_KEYS = "/v1/.well-known/"


class Authority:
    """Two in one: Bot Framework's OpenID metadata with keys, and Entra's token endpoint."""

    def __init__(self, tokens: Tokens, secret: str) -> None:
        self.tokens, self.secret = tokens, secret
        self.url = self.secure_url = ""
        self.key_fetches = 0
        self.key_delay = 0.0
        self.key_failure: int | None = None
        self.token_requests: list[Json] = []
        self.token_delay = 0.0
        self.token_failure: int | None = None
        self.secret_expired = False
        self.certificates: list[Any] = []
        self.busy = self.handled = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="teams-standin-authority", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(middlewares=[self._counted])
        app.router.add_get(_KEYS + "openidconfiguration", self._metadata)
        app.router.add_get(_KEYS + "keys", self._keys)
        for start in ("", "/adfs"):
            app.router.add_get(start + "/{tenant}/v2.0/.well-known/openid-configuration", self._tenant)
            app.router.add_get(start + "/{tenant}/.well-known/openid-configuration", self._tenant)
            app.router.add_post(start + "/{tenant}/oauth2/v2.0/token", self._token)
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
            answer = await handler(request)
            answer.force_close()  # MSAL never closes what it keeps open
            return answer
        finally:
            self.busy -= 1
            self.handled += 1

    # Keys.

    async def _metadata(self, _request: web.Request) -> web.Response:
        body = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.url}{_KEYS}keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return web.json_response(body)

    async def _keys(self, _request: web.Request) -> web.Response:
        self.key_fetches += 1
        await asyncio.sleep(self.key_delay)
        if self.key_failure:
            return web.Response(status=self.key_failure, text="<html>not now</html>", content_type="text/html")
        return web.json_response(self.tokens.jwks)

    # The login.

    async def _tenant(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant != self.tokens.tenant_id:
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
        self.token_requests.append({key: value for key, value in form.items() if key != "client_secret"})
        await asyncio.sleep(self.token_delay)
        if self.token_failure:
            return web.Response(status=self.token_failure, text="not now")
        tenant = request.match_info["tenant"]
        if tenant != self.tokens.tenant_id:
            return _error("invalid_request", 90002, f"Tenant '{tenant}' not found.", 400)
        return self._refused(form, request) or web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": self.tokens.lifetime,
                "ext_expires_in": self.tokens.lifetime,
                "access_token": self.tokens.issue(),
            }
        )

    def _refused(self, form: Json, request: web.Request) -> web.Response | None:
        """In the codes of the documentation page "Microsoft Entra authentication and authorization error codes"."""
        client = form.get("client_id")
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type", 70003, "The app requested an unsupported grant type.", 400)
        if client != self.tokens.client_id:
            return _error("unauthorized_client", 700016, f"Application '{client}' was not found.", 400)
        if _SCOPE not in str(form.get("scope", "")).split():
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
                    assertion,
                    certificate,
                    algorithms=["RS256", "PS256"],
                    audience=audience,
                    issuer=self.tokens.client_id,
                )
            except jwt.InvalidTokenError:
                continue
            return True
        return False


def _error(code: str, number: int, sentence: str, status: int = 401) -> web.Response:
    body = {
        "error": code,
        "error_description": f"AADSTS{number}: {sentence} Trace ID: 00000000-0000-0000-0000-000000000000",
        "error_codes": [number],
        "trace_id": "00000000-0000-0000-0000-000000000000",
        "correlation_id": "00000000-0000-0000-0000-000000000000",
    }
    return web.json_response(body, status=status)
