"""The platforms of the settings, joined to one bot: one process, one store, each platform's libraries only if used."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from starlette.routing import BaseRoute

from bot.chat import Chat, ChatError, platform_of
from bot.kernel.clock import Clock
from bot.run import health
from bot.run.asgi import month_page
from bot.run.wiring import opened, running
from bot.running import Bot
from bot.settings import Settings
from rituals.kernel.identifiers import SpaceId, workspace_of


class Joining(Protocol):
    """A platform that can be joined to a bot: how its space ids begin, the workspace whose credentials we have, its
    chat, the routes it is called at, and whether it can reach us as far as we know.
    """

    @property
    def name(self) -> str: ...
    @property
    def workspace(self) -> str: ...
    @property
    def chat(self) -> Chat: ...
    def listening(self, bot: Bot) -> AbstractAsyncContextManager[list[BaseRoute]]: ...
    async def reached(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A bot that listens to its platforms, and the routes to serve for them."""

    bot: Bot
    routes: list[BaseRoute]


class OtherWorkspace(ChatError):
    """Everything that is kept is of other workspaces than the one that let us in. The message is a sentence."""


def must_be_the_same(workspace: str, known: tuple[SpaceId, ...]) -> None:
    """Wrong credentials would find none of our spaces, and each would seem to be gone.

    Raises:
        OtherWorkspace: what is kept is of others. Nothing was touched.
    """
    platform = workspace.split(":", maxsplit=1)[0]
    kept = {workspace_of(space) for space in known if platform_of(space) == platform}
    if kept and workspace not in kept:
        raise OtherWorkspace(
            f"these credentials are for {workspace}, and what is kept is of {', '.join(sorted(kept))}; "
            "put back those of before, or choose another BELLETJE_DATA_DIR. Nothing was changed"
        )


@asynccontextmanager
async def connected(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Connected]:
    """Connect to every platform of the settings until the block ends.

    Raises:
        PepperUnusable: the key file cannot be used.
        StorageError: the store cannot be used.
        ChatError: a platform does not accept us, or it is not the one of before.
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
        for platform in platforms:
            known = await asyncio.wrap_future(store.run(lambda unit: (*unit.space.known(), *unit.present())))
            must_be_the_same(platform.workspace, known)
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
