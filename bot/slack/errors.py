"""What comes back from Slack → the ways a platform can fail. What each code means: :mod:`bot.slack.refusals`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.chat import ChatError, NotAccepted, NotNow, Throttled, Unsure
from bot.chat.means import ERRORS, Means
from bot.kernel.waiting import wait_of
from bot.slack.refusals import BlocksUnknown, refusal_of

log = structlog.get_logger()

NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
"""There was nobody to talk to, or nowhere to send it: surely not done."""

NO_ANSWER = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, LookupError, TypeError, ValueError)
"""The last three: what came back is not shaped as Slack's answers are. None of them tells whether it was done."""


@asynccontextmanager
async def translated(*, private: bool = False) -> AsyncIterator[None]:
    """Turns what the SDK raises, and answers that are none, into a :class:`ChatError`.

    Only the call and the reading of its answer belong in the block.

    Args:
        private: the call was about one person, so that "no such channel" says nothing about the space.
    """
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error.response, private=private) from None
    except NOT_SENT as error:
        raise NotNow(type(error).__name__) from None
    except (*NO_ANSWER, AttributeError) as error:
        raise Unsure(type(error).__name__) from None


def _meaning(response: Any, *, private: bool) -> ChatError:
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    said = getattr(response, "data", None)
    code = said.get("error") if isinstance(said, dict) and said.get("ok") is False else None
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Throttled(wait_of(headers))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return NotNow(str(status))
    if not isinstance(code, str) or not isinstance(said, dict) or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unsure(f"no answer of Slack ({status})")
    return _refused(code, said, headers, private=private)


def _refused(code: str, said: Mapping[str, Any], headers: Mapping[str, str], *, private: bool) -> ChatError:
    means = refusal_of(code).means
    log.info("slack.refused", code=code, means=means.name.lower())
    if means is Means.TOO_FAST:
        return Throttled(wait_of(headers))
    if means is Means.BLOCKS:
        return BlocksUnknown(code, _problems(said))
    return NotAccepted(code) if private and means is Means.SPACE else ERRORS[means](code)


def _problems(said: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with blocks, which Slack says in one of two places, or in none."""
    about = said.get("response_metadata")
    told = [said.get("errors"), about.get("messages") if isinstance(about, dict) else None]
    return tuple(str(one) for some in told if isinstance(some, list) for one in some)
