"""How much may come in at once."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request

BODY_AT_MOST = 1024 * 1024
"""Bytes. More than any request of a chat platform has."""


class TooLarge(Exception):
    """More comes in than any request of a chat platform has."""


def limited(request: Request) -> Callable[[], Awaitable[Any]]:
    """Receives the request, and stops reading when it is too large, whatever length it announced."""
    left = BODY_AT_MOST

    async def receive() -> Any:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    return receive


async def body_of(request: Request) -> bytes:
    """The whole body.

    Raises:
        TooLarge: more than that.
    """
    return await Request(request.scope, limited(request)).body()
