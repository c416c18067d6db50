"""What stands before and behind the listeners: kind, identity, and what happens to our own faults."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.chat import SlackChat

log = structlog.get_logger()


def authorize_as(chat: SlackChat) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Who we are is known since the start; asking Slack on every request would cost one request each."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=chat.team, bot_user_id=chat.bot_user, bot_token=chat.client.token
        )

    return authorize


async def on_error(error: Exception) -> BoltResponse:
    """A fault of ours: the operator's log has where, the person gets Slack's own "that didn't work"."""
    log.error("slack.listener_failed", exc_info=error)
    return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR, body="")


class MustBeSomething(AsyncMiddleware):
    """A signed body that is no command, action, form or event is refused; Bolt would print it in a warning."""

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt's shape
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        if "command" in req.body or req.body.get("type") in KNOWN_TYPES:
            return await next()
        return BoltResponse(status=HTTPStatus.BAD_REQUEST, body="Not a request of Slack.")


KNOWN_TYPES = ("block_actions", "view_submission", "view_closed", "event_callback")
