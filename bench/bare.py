"""The least that could do it: Bolt behind Starlette and uvicorn, one durable transaction a press, then ``ack()``.

Run with the environment of ``belletje serve``: ``python -m bench.bare``. APScheduler and sqlite-utils are imported as
well, though nothing here calls them: a Belletje has to use them, so their weight says nothing about how it is written.

The transaction is one ``BEGIN IMMEDIATE``, one ``UPDATE`` and one ``COMMIT``, under the pragmas of our live file, and
in a thread of its own like ours. A second button tells Slack as much as a press of ours does, by Bolt's own means.
"""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import sqlite_utils  # noqa: F401
import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: F401
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PRESSED, PRESSED_AND_TOLD = "ring", "ring_and_tell"
TOLD = "Somebody sees it differently."

Reply = Callable[..., Awaitable[Any]]

DATABASE = "bare.db"
PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
"""


def connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None, check_same_thread=False)
    connection.executescript(PRAGMAS)
    connection.execute("CREATE TABLE IF NOT EXISTS bell (channel TEXT PRIMARY KEY, rung INTEGER NOT NULL) STRICT")
    return connection


def application(connection: sqlite3.Connection) -> Starlette:
    thread = ThreadPoolExecutor(max_workers=1)
    token = os.environ.pop("SLACK_BOT_TOKEN")  # else Bolt finds it a second time, and warns
    bolt = AsyncApp(
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        client=AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"]),
        process_before_response=True,
    )
    handler = AsyncSlackRequestHandler(bolt)
    later: set[asyncio.Task[Any]] = set()

    def rung(channel: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE bell SET rung = rung + 1 WHERE channel = ?", (channel,))
        connection.execute("COMMIT")

    async def pressed(ack: Reply, body: dict[str, Any]) -> None:
        await asyncio.get_running_loop().run_in_executor(thread, rung, body["channel"]["id"])
        await ack()

    async def pressed_and_told(ack: Reply, body: dict[str, Any], say: Reply) -> None:
        where = body["channel"]["id"]
        await asyncio.get_running_loop().run_in_executor(thread, rung, where)
        for telling in (say(TOLD, channel=where, thread_ts=body["container"]["message_ts"]),):
            task = asyncio.create_task(telling)
            later.add(task)
            task.add_done_callback(later.discard)
        await ack()

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def answered(ack: Reply) -> None:
        await asyncio.get_running_loop().run_in_executor(thread, rung, "C000000")
        await ack()

    bolt.action(PRESSED)(pressed)
    bolt.view("checkout")(answered)
    bolt.action(PRESSED_AND_TOLD)(pressed_and_told)
    return Starlette(routes=[Route("/healthz", alive), Route("/slack/events", events, methods=["POST"])])


class Server(uvicorn.Server):
    """Says when it listens."""

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        print(f"listening on 127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}", flush=True)


def main() -> None:
    folder = Path(os.environ["BELLETJE_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    app = application(connect(folder))
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, access_log=False, log_config=None, server_header=False, lifespan="off"
    )
    asyncio.run(Server(config).serve())


if __name__ == "__main__":
    main()
