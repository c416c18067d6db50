"""The login and the keys of the service."""

import asyncio

from aiohttp import web
from entra_standin import Login

from teams_standin.tokens import ISSUER, Tokens

_SCOPE = "https://api.botframework.com/.default"
_KEYS = "/v1/.well-known/"


class Authority(Login):
    """Two in one: Entra's login, and Bot Framework's OpenID metadata with keys, whose fetch blocks the bot's loop."""

    def __init__(self, tokens: Tokens, secret: str) -> None:
        super().__init__(tokens, tenant_id=tokens.tenant_id, client_id=tokens.client_id, secret=secret, scope=_SCOPE)
        self.tokens = tokens
        self.key_fetches = 0
        self.key_delay = 0.0
        self.key_failure: int | None = None

    def behave(self) -> None:
        super().behave()
        self.key_failure = None

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get(_KEYS + "openidconfiguration", self._openid)
        app.router.add_get(_KEYS + "keys", self._keys)
        super().add_routes(app)

    async def _openid(self, _request: web.Request) -> web.Response:
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
