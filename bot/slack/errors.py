"""Slack's error codes → the ways a platform can fail. The codes: docs.slack.dev/reference/methods."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.chat import (
    ChatError,
    GroupsUnavailable,
    GroupUnknown,
    NotAccepted,
    SpaceClosed,
    Throttled,
    Unsure,
    WorkspaceClosed,
)

log = structlog.get_logger()


class BlocksUnknown(NotAccepted):
    """Slack does not know a kind of block that we used, such as a chart."""


CODES: dict[str, type[ChatError]] = {
    **dict.fromkeys(("channel_not_found", "not_in_channel", "is_archived"), SpaceClosed),
    **dict.fromkeys(("token_revoked", "account_inactive", "team_access_not_granted"), WorkspaceClosed),
    **dict.fromkeys(("internal_error", "fatal_error", "request_timeout", "service_unavailable"), Unsure),
    # A wrong token is the operator's to mend; what was to be said waits meanwhile.
    **dict.fromkeys(("invalid_auth", "not_authed", "token_expired", "ekm_access_denied", "accesslimited"), Unsure),
    "invalid_blocks": BlocksUnknown,
    "no_such_subteam": GroupUnknown,
    "subteam_not_found": GroupUnknown,
    "plan_upgrade_required": GroupsUnavailable,
}

TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500


@asynccontextmanager
async def translated(*, private: bool = False) -> AsyncIterator[None]:
    """Turns what the SDK raises into a :class:`ChatError`.

    Args:
        private: the call was about one person, so that "no such channel" says nothing about the space.
    """
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error, private=private) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unsure(type(error).__name__) from None


def _meaning(error: SlackApiError, *, private: bool) -> ChatError:
    status, code = error.response.status_code, error.response.get("error", "")
    if status == TOO_MANY_REQUESTS or code in ("ratelimited", "rate_limited"):
        return Throttled(timedelta(seconds=float(error.response.headers.get("Retry-After", "1"))))
    if status >= SERVER_ERROR:
        return Unsure("server error")
    meaning = CODES.get(code, NotAccepted)
    if private and meaning is SpaceClosed:
        meaning = NotAccepted
    log.info("slack.refused", code=code)
    return meaning(code)
