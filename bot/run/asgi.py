"""One web application for everything that listens: the room, Slack over HTTP, and whether the process lives."""

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route


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
