"""The least that could do it with both SDKs: Teams' App on FastAPI, and the bare Bolt app beside it.

Run with the environment of ``belletje serve``: ``python -m bench.bare_teams``. An answer on a card is one durable
transaction, like a press in :mod:`bench.bare`. Reading the user's token, which the App does by itself for every
activity, is switched off: that would be a request of its own each time.
"""

import asyncio
import os
import sqlite3
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from bench import bare

warnings.simplefilter("ignore")
from microsoft_teams.api.auth.cloud_environment import PUBLIC  # noqa: E402
from microsoft_teams.api.models import AdaptiveCardActionMessageResponse  # noqa: E402
from microsoft_teams.apps import App, FastAPIAdapter  # noqa: E402


async def teams(web: FastAPI, connection: sqlite3.Connection) -> App:
    thread = ThreadPoolExecutor(max_workers=1)
    app = App(
        client_id=os.environ["TEAMS_CLIENT_ID"],
        tenant_id=os.environ["TEAMS_TENANT_ID"],
        token=lambda _scope, _tenant: "none",
        cloud=replace(PUBLIC, openid_metadata_url=os.environ["TEAMS_OPENID_URL"]),
        http_server_adapter=FastAPIAdapter(app=web),
        fetch_user_token=False,
    )

    def answered() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE bell SET rung = rung + 1 WHERE channel = 'C000000'")
        connection.execute("COMMIT")

    async def on_form(_context: Any) -> AdaptiveCardActionMessageResponse:
        await asyncio.get_running_loop().run_in_executor(thread, answered)
        return AdaptiveCardActionMessageResponse(value="Dank je wel.")

    app.on_card_action_execute("form")(on_form)
    await app.initialize()
    return app


async def main() -> None:
    folder = Path(os.environ["BELLETJE_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    connection = bare.connect(folder)
    web = FastAPI()
    await teams(web, connection)
    if "SLACK_BOT_TOKEN" in os.environ:
        web.mount("/", bare.application(connection))
    config = uvicorn.Config(web, host="127.0.0.1", port=0, access_log=False, log_config=None, server_header=False)
    await bare.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main())
