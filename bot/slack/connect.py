"""From settings to a connected Slack: over HTTP, or over Socket Mode when there is an app token."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.settings import Settings
from bot.slack.app import SlackApp
from bot.slack.chat import SlackChat
from bot.slack.errors import translated
from bot.slack.names import PLATFORM
from bot.wiring import Bot, running

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A bot that listens to Slack, and the routes to serve for it (none over Socket Mode)."""

    bot: Bot
    routes: list[BaseRoute]


@contextlib.asynccontextmanager
async def slack(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Connected]:
    """Connect to the workspace of the settings until the block ends.

    Raises:
        StorageError: the store cannot be used.
        ChatError: Slack does not accept the token.
    """
    clock = clock or Clock()
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    chat = SlackChat(token=token, api_url=settings.slack_api_url, clock=clock)
    async with chat:
        await chat.introduce()
        async with running(settings, {PLATFORM: chat}, clock=clock) as bot:
            secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
            app = SlackApp(chat=chat, requests=bot.requests, service=bot.service, signing_secret=secret or token)
            try:
                async with _listening(app, settings) as routes:
                    yield Connected(bot=bot, routes=routes)
            finally:
                await app.finish()


@contextlib.asynccontextmanager
async def _listening(app: SlackApp, settings: Settings) -> AsyncIterator[list[BaseRoute]]:
    """The routes to serve, or none and a Socket Mode connection, which the SDK renews by itself."""
    if settings.slack_app_token is None:
        yield [Route("/slack/events", app.receive, methods=["POST"])]
        return
    # Over HTTP its libraries are not needed, which is felt at the start.
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # noqa: PLC0415

    client = AsyncWebClient(base_url=settings.slack_api_url)
    handler = AsyncSocketModeHandler(app.bolt, settings.slack_app_token.get_secret_value(), web_client=client)
    async with translated():
        await handler.connect_async()
    log.info("slack.connected", mode="socket")
    try:
        yield []
    finally:
        await handler.close_async()
