"""Running until told to stop: the room, or the service with its platforms."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.kernel.clock import Clock
from bot.run.asgi import application, month_page
from bot.run.platforms import connected
from bot.run.wiring import opened, running
from bot.settings import Settings

log = structlog.get_logger()

ROOM_FILE = "room.db"

STOPS = (signal.SIGINT, signal.SIGTERM)

REQUESTS_END_WITHIN_SECONDS = 2
"""So long requests that are open are waited for. With what follows (answers, messages, sealing) a stop takes ten
seconds at most.
"""


class CannotListen(Exception):
    """The address is in use or not ours. The message is a sentence for the operator."""


class Server(uvicorn.Server):
    """Says when it listens, with the port it really has."""

    def __init__(self, app: Starlette, settings: Settings, ready: Callable[[int], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.belletje_host,
                port=settings.belletje_port,
                access_log=False,  # a line per request would tell when somebody clicked
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=REQUESTS_END_WITHIN_SECONDS,
            )
        )
        self._ready = ready
        self._leaving: Callable[[], None] = app.state.leaving

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Both signals end it in the same way, also a second time while it stops.

        uvicorn raises them once more when it has stopped serving, and a SIGTERM would end the process right there.
        """
        for each in STOPS:
            asyncio.get_running_loop().add_signal_handler(each, self.handle_exit, each, None)
        yield

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        _settle_in()
        if self.started:
            self._ready(self.servers[0].sockets[0].getsockname()[1])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()
        await super().shutdown(sockets)


def _settle_in() -> None:
    """What is loaded now stays: looking through all of it, even once, for rubbish would hold up answers."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


async def serve_room(settings: Settings, ready: Callable[[int], None]) -> None:
    """The browser room, until told to stop.

    Raises:
        CannotListen: the address is in use.
        StorageError: the store cannot be used.
    """
    with _bound(settings) as listening:
        async with room(settings) as app:
            await Server(app, settings, ready).serve([listening])


async def serve_platforms(settings: Settings, ready: Callable[[int], None]) -> None:
    """The service with its platforms, until told to stop.

    Raises:
        CannotListen: the address is in use.
        StorageError: the store cannot be used.
        ChatError: a platform does not accept us.
    """
    with _bound(settings) as listening:
        async with platforms(settings) as app:
            await Server(app, settings, ready).serve([listening])


def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, or until SIGINT or SIGTERM, from the first moment on."""

    async def work_until_told() -> None:
        doing = asyncio.ensure_future(work)
        for each in STOPS:
            asyncio.get_running_loop().add_signal_handler(each, doing.cancel)
        await doing

    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(work_until_told())


def _bound(settings: Settings) -> socket.socket:
    """The address to listen on, taken before anything else is opened.

    The protocol is named: without it asyncio does not switch off Nagle's algorithm, and every answer with a body waits
    for the delayed acknowledgement of its headers, 40 ms.
    """
    host, port = settings.belletje_host, settings.belletje_port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CannotListen(
            f"Belletje cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}; choose another port."
        ) from error
    return listening


@contextlib.asynccontextmanager
async def room(settings: Settings) -> AsyncIterator[Starlette]:
    """The room as an application, with a running bot behind it."""
    from bot.web.chat import RoomChat  # noqa: PLC0415  the service runs without the room's pages
    from bot.web.people import SAMPLE  # noqa: PLC0415  as above
    from bot.web.protection import protection  # noqa: PLC0415  as above
    from bot.web.room import Room  # noqa: PLC0415  as above

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = settings.model_copy(update=SAMPLE)
    chat = RoomChat(settings.data / ROOM_FILE)
    clock = Clock()
    try:
        with opened(settings, clock) as store:
            async with running(settings, store, {"room": chat}, clock, address="") as bot:
                pages = Room(bot, chat)
                try:
                    yield application([*pages.routes(), *month_page(bot, settings)], protection(), chat.hush)
                finally:
                    await pages.finish()
    finally:
        chat.close()


@contextlib.asynccontextmanager
async def platforms(settings: Settings) -> AsyncIterator[Starlette]:
    """The configured platforms as an application, with a running bot behind it."""
    async with connected(settings) as joined:
        yield application(joined.routes)
