"""One web application for all that listens: the room, Slack over HTTP, the page, and whether the process lives."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.running import Bot
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.web.pages import Pages


def month_page(bot: Bot, settings: Settings) -> list[BaseRoute]:
    """The month's page and its files. What makes them is loaded when somebody opens one."""

    @cache
    def pages() -> "Pages":
        from bot.web.pages import Pages  # noqa: PLC0415

        return Pages(bot, settings)

    async def page(request: Request) -> Response:
        return await pages().page(request)

    async def file(request: Request) -> Response:
        return await pages().file(request)

    return [Route("/month/{token}", page), Route("/month/{token}/{file}", file)]


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


def application(
    routes: Sequence[BaseRoute], middleware: Sequence[Middleware] = (), leaving: Callable[[], None] = lambda: None
) -> Starlette:
    """The application. ``/healthz`` says that the process answers, and nothing about anybody.

    Args:
        routes: what it serves besides.
        middleware: what every request passes through.
        leaving: called when the server stops, before it waits for requests that are still open.
    """
    app = Starlette(routes=[Route("/healthz", _alive), *routes], middleware=list(middleware))
    app.state.leaving = leaving
    return app
