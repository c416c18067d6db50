"""The connector's refusals → the ways a platform can fail.

The codes: learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability and
learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx
import structlog

from bot.chat import ChatError, NotAccepted, SpaceClosed, Throttled, Unsure

log = structlog.get_logger()

GONE = {"BotNotInConversationRoster", "ConversationNotFound", "BotNotInConversation", "ConversationNotActive"}
"""Codes that say we are not there any more."""

WAIT = timedelta(seconds=2)
"""How long to wait where Teams asks for it without saying how long."""

WAIT_AT_MOST = timedelta(minutes=30)


@asynccontextmanager
async def translated(*, private: bool = False) -> AsyncIterator[None]:
    """Turns what the SDK raises into a :class:`ChatError`.

    Args:
        private: the call was about one person, so that "not here" says nothing about the space.
    """
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise _meaning(error.response, private=private) from None
    except (httpx.HTTPError, OSError, TimeoutError, ValueError) as error:
        # ValueError: no token, or an answer that cannot be read. Neither tells whether it was done.
        raise Unsure(type(error).__name__) from None


def _meaning(response: httpx.Response, *, private: bool) -> ChatError:
    status, code = response.status_code, _code(response)
    log.info("teams.refused", code=code or str(status))
    wait = _wait(response.headers)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.PRECONDITION_FAILED) or (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR and wait
    ):
        return Throttled(wait or WAIT)
    if status == HTTPStatus.NOT_IMPLEMENTED:
        return NotAccepted(str(status))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.UNAUTHORIZED:
        return Unsure(str(status))  # a wrong secret is the operator's to mend; what was to be said waits meanwhile
    if code in GONE and not private:
        return SpaceClosed(code)
    return NotAccepted(code or str(status))


def _code(response: httpx.Response) -> str:
    try:
        error = response.json().get("error")
        return str(error.get("code", ""))
    except (ValueError, AttributeError):
        return ""


def _wait(headers: httpx.Headers) -> timedelta | None:
    """``Retry-After`` in seconds, or as a date by their own clock (RFC 9110, 10.2.3); nonsense is none."""
    wanted = headers.get("Retry-After", "")
    try:
        wait = timedelta(seconds=float(wanted))
    except (ValueError, OverflowError):
        try:
            wait = parsedate_to_datetime(wanted) - parsedate_to_datetime(headers.get("Date", ""))
        except (ValueError, TypeError):
            return None
    return min(max(wait, timedelta()), WAIT_AT_MOST)
