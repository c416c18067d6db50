"""The platforms of the settings, joined to one bot: one process, one store, each platform's libraries only if used."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from starlette.routing import BaseRoute

from bot.chat import Chat
from bot.kernel.clock import Clock
from bot.run import health
from bot.run.asgi import month_page
from bot.run.wiring import opened, running
from bot.running import Bot
from bot.settings import Settings


class Joining(Protocol):
    """A platform that can be joined to a bot: how its space ids begin, its chat, the routes it is called at, and
    whether it can reach us as far as we know.
    """

    @property
    def name(self) -> str: ...
    @property
    def chat(self) -> Chat: ...
    def listening(self, bot: Bot) -> AbstractAsyncContextManager[list[BaseRoute]]: ...
    async def reached(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A bot that listens to its platforms, and the routes to serve for them."""

    bot: Bot
    routes: list[BaseRoute]


@asynccontextmanager
async def connected(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Connected]:
    """Connect to every platform of the settings until the block ends.

    Raises:
        PepperUnusable: the key file cannot be used.
        StorageError: the store cannot be used.
        ChatError: a platform does not accept us.
    """
    clock = clock or Clock()
    routes: list[BaseRoute] = []
    async with AsyncExitStack() as stack:
        store = stack.enter_context(opened(settings, clock))
        platforms: list[Joining] = []
        if settings.slack:
            from bot.slack.connect import Slack  # noqa: PLC0415  only where Slack's libraries are installed

            platforms.append(await stack.enter_async_context(Slack(settings, clock)))
        if settings.teams:
            from bot.teams.connect import Teams  # noqa: PLC0415  only where Teams' libraries are installed

            platforms.append(await stack.enter_async_context(Teams(settings, store, clock)))
        calendar, secret_until = None, None
        if settings.calendar:
            from bot.planning.calendar.expiry import expiry  # noqa: PLC0415  as below
            from bot.planning.calendar.graph import GraphCalendar  # noqa: PLC0415  only where its libraries are installed

            calendar = GraphCalendar(settings, clock)
            stack.push_async_callback(calendar.close)
            secret_until = expiry(settings)
        chats: dict[str, Chat] = {platform.name: platform.chat for platform in platforms}
        bot = await stack.enter_async_context(
            running(
                settings,
                store,
                chats,
                clock,
                calendar=calendar,
                secret_until=secret_until,
                address=settings.belletje_url.rstrip("/") or None,
            )
        )
        for platform in platforms:
            routes += await stack.enter_async_context(platform.listening(bot))
        routes += month_page(bot, settings)
        routes += health.routes(bot, {platform.name: platform.reached for platform in platforms})
        yield Connected(bot=bot, routes=routes)
