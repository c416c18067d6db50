"""Only pages that this machine served itself may talk to the room."""

from typing import Any

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse


def protection() -> list[Middleware]:
    """Only pages that this machine served itself may talk to the room: no other site, no renamed address."""
    hosts = ["127.0.0.1", "localhost"]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False), Middleware(SameOrigin)]


class SameOrigin:
    """Refuses what another site makes a browser send; the browser itself says where it came from."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and not _same_origin(Headers(scope=scope)):
            await PlainTextResponse("Only the room's own pages may do this.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _same_origin(headers: Headers) -> bool:
    """By Fetch Metadata; a browser from before that says its origin; a program says neither and may come in."""
    own = f"http://{headers.get('host', '')}"
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none") and headers.get("origin", own) == own
