"""Reading waits out a rate limit; posting never does, for the outbox decides that."""

import asyncio
from datetime import timedelta
from http import HTTPStatus

from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.async_handler import AsyncRetryHandler

from bot.kernel.waiting import wait_of

TIMES = 3
WAITED_OUT = timedelta(seconds=30)
"""Who is asked to wait longer is told so instead."""


class Patience(AsyncRetryHandler):
    """The SDK's own reads ``Retry-After`` as a whole number, fails on anything else, and waits however long it says."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=TIMES)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002  the SDK's shape
        request: HttpRequest,  # noqa: ARG002  the SDK's shape
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002  the SDK's shape
    ) -> bool:
        limited = response is not None and response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        return limited and _wait(response) <= WAITED_OUT

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002  the SDK's shape
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002  the SDK's shape
    ) -> None:
        state.next_attempt_requested = True
        await asyncio.sleep(_wait(response).total_seconds())
        state.increment_current_attempt()


def _wait(response: HttpResponse | None) -> timedelta:
    said = response.headers if response else {}
    return wait_of({name.title(): value if isinstance(value, str) else value[0] for name, value in said.items()})
