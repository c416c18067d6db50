"""What comes back from Teams → the ways a platform can fail. What each code means: :mod:`bot.teams.refusals`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import requests
import structlog

from bot.chat import ChatError, Locked, NotAccepted, NotNow, Throttled, Unsure
from bot.chat.means import ERRORS, Means
from bot.kernel.waiting import wait_of
from bot.teams.credentials import NoToken
from bot.teams.refusals import refusal_of

log = structlog.get_logger()

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol)
"""There was nobody to talk to, or nowhere to send it: surely not done."""

NO_TOKEN_YET = (requests.RequestException,)
"""MSAL could not ask for a token, without which nothing is sent."""

NO_ANSWER = (httpx.HTTPError, OSError, TimeoutError, LookupError, TypeError, ValueError, AttributeError)
"""The last four: what came back is not shaped as the connector's answers. None of them tells whether it was done."""


@asynccontextmanager
async def translated(*, private: bool = False) -> AsyncIterator[None]:
    """Turns what the SDK raises, and answers that are none, into a :class:`ChatError`.

    Only the call and the reading of its answer belong in the block.

    Args:
        private: the call was about one person, so that "not here" says nothing about the space.
    """
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise _meaning(error.response, private=private) from None
    except NoToken as error:
        raise Locked(str(error) or "no token") from None
    except (*NOT_SENT, *NO_TOKEN_YET) as error:
        raise NotNow(type(error).__name__) from None
    except NO_ANSWER as error:
        raise Unsure(type(error).__name__) from None


def _meaning(response: httpx.Response, *, private: bool) -> ChatError:
    code = _code(response)
    means = refusal_of(response.status_code, code, changing=response.request.method == "PUT").means
    said = code or str(response.status_code)
    log.info("teams.refused", code=said, means=means.name.lower())
    if means is Means.TOO_FAST:
        return Throttled(wait_of(response.headers))
    return NotAccepted(said) if private and means is Means.SPACE else ERRORS[means](said)


def _code(response: httpx.Response) -> str:
    """Its code, if it says one: a word of theirs, and never a sentence about somebody."""
    try:
        said = response.json()["error"]["code"]
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return said if isinstance(said, str) and said.isalnum() else ""
