"""From settings to a connected Slack: over HTTP, or over Socket Mode when there is an app token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute, Route

from bot.kernel.clock import Clock
from bot.running import Bot
from bot.settings import Settings
from bot.slack.app import SlackApp
from bot.slack.chat import SlackChat
from bot.slack.errors import translated
from bot.slack.names import PLATFORM

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

log = structlog.get_logger()


class Slack:
    """The workspace of the settings."""

    name = PLATFORM

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        self._sockets: AsyncSocketModeHandler | None = None
        self.chat = SlackChat(token=self._token, api_url=settings.slack_api_url, clock=clock)

    async def __aenter__(self) -> Self:
        """Learn who we are there.

        Raises:
            ChatError: Slack does not accept the token.
        """
        try:
            await self.chat.introduce()
        except BaseException:
            await self.chat.session.close()
            raise
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.chat.session.close()

    @property
    def workspace(self) -> str:
        """Of our token, as space ids begin; known once it was asked."""
        return f"{PLATFORM}:{self.chat.team}"

    async def reached(self) -> bool:
        """Over Socket Mode: whether the connection stands. Over HTTP only Slack knows."""
        return self._sockets is None or bool(await self._sockets.client.is_connected())

    @asynccontextmanager
    async def listening(self, bot: Bot) -> AsyncIterator[list[BaseRoute]]:
        """The routes to serve (none over Socket Mode), until the block ends; then answers under way are finished."""
        given = self._settings.slack_signing_secret
        secret = given.get_secret_value() if given else self._token
        app = SlackApp(chat=self.chat, requests=bot.requests, service=bot.service, signing_secret=secret)
        try:
            if self._settings.slack_app_token is None:
                yield [Route("/slack/events", app.receive, methods=["POST"])]
            else:
                async with self._connection(app, self._settings.slack_app_token.get_secret_value()):
                    yield []
        finally:
            await app.finish()

    @asynccontextmanager
    async def _connection(self, app: SlackApp, token: str) -> AsyncIterator[None]:
        """A Socket Mode connection, which the SDK renews by itself."""
        # Over HTTP its libraries are not needed, which is felt at the start.
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # noqa: PLC0415

        client = AsyncWebClient(base_url=self._settings.slack_api_url)
        self._sockets = AsyncSocketModeHandler(app.bolt, token, web_client=client)
        async with translated():
            await self._sockets.connect_async()
        log.info("slack.connected", mode="socket")
        try:
            yield
        finally:
            await self._sockets.close_async()
