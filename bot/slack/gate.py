"""What stands before and behind the listeners: kind, identity, and what happens to our own faults."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from traceback import walk_tb

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.chat import SlackChat
from bot.slack.inbound import Malformed, Payload, of_workspace, text_at
from bot.slack.names import space_id
from rituals.kernel.identifiers import SpaceId

log = structlog.get_logger()

OURS = ("bot.", "rituals.", "storage.")


def authorize_as(chat: SlackChat) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Who we are is known since the start; asking Slack on every request would cost one request each."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=chat.team, bot_user_id=chat.bot_user, bot_token=chat.client.token
        )

    return authorize


def _in_our_code(error: Exception) -> bool:
    """Bolt takes a body apart before anybody listens: what it stumbles over there is not a fault of ours."""
    names = (frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__))
    return any(name.startswith(OURS) and name != __name__ for name in names)


async def on_error(error: Exception) -> BoltResponse:
    """What Slack should not have sent is refused. Else a fault of ours: the operator's log has where, the person gets
    Slack's own "that didn't work".
    """
    if isinstance(error, Malformed) or not _in_our_code(error):
        log.warning("slack.malformed")
        return BoltResponse(status=HTTPStatus.BAD_REQUEST, body="Not a request of Slack.")
    log.error("slack.listener_failed", exc_info=error)
    return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR, body="")


class MustBeSomething(AsyncMiddleware):
    """A signed body that is no command, action, form or event is refused; Bolt would print it in a warning.

    So is one of another workspace that has the same app: nobody there has asked us for anything.
    """

    def __init__(self, chat: SlackChat, knows: Callable[[SpaceId], bool]) -> None:
        self._chat = chat
        self._knows = knows

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt's shape
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        if not ("command" in req.body or req.body.get("type") in KNOWN_TYPES):
            return BoltResponse(status=HTTPStatus.BAD_REQUEST, body="Not a request of Slack.")
        try:
            _must_be_sound(req.body)
            if not self._ours(req.body):
                return BoltResponse(status=HTTPStatus.FORBIDDEN, body="Not of this workspace.")
        except Malformed as malformed:
            return await on_error(malformed)
        return await next()

    def _ours(self, body: Payload) -> bool:
        """A private message of ours in a shared channel does not say whose it is; but then we know the channel."""
        if of_workspace(body) == self._chat.team:
            return True
        channel = text_at(body, "container", "channel_id", default="") if "container" in body else ""
        return bool(channel) and self._knows(space_id(self._chat.team, channel))


KNOWN_TYPES = ("block_actions", "view_submission", "view_closed", "event_callback")


def _must_be_sound(body: Payload) -> None:
    """What Bolt and the listeners take for granted.

    Raises:
        Malformed: something of it is missing or of another kind.
    """
    if body.get("type") == "event_callback":
        text_at(body, "event", "type")
        text_at(body, "event_id", default="")
    for part in ("view", "container", "message", "channel", "user"):
        if not isinstance(body.get(part) or {}, dict | str):
            raise Malformed(part)
    if isinstance(body.get("view"), dict):
        text_at(body, "view", "type")
    for name in ("response_url", "trigger_id"):
        text_at(body, name, default="")
