"""A Slack that says yes to everything as cheaply as it can: ``python -m bench.standin``. ``/count`` tells what it got.

The one in ``tests`` refuses what Slack refuses, which costs time that this machine needs for the server under test.
"""

import asyncio
import json
from collections import Counter

from aiohttp import web

TEAM, BOT = "T01BENCH", "U0BELLETJE"

YES = json.dumps(
    {
        "ok": True,
        "team_id": TEAM,
        "user_id": BOT,
        "bot_id": "B0BELLETJE",
        "channel": "C0BENCH",
        "ts": "1795287886.000012",
    }
).encode()

CROWD = tuple(f"U{n:05}CROWD" for n in range(2000))
"""Who is in every channel, besides the bot."""

MEMBERS = json.dumps({"ok": True, "members": [BOT, *CROWD]}).encode()
USERS = json.dumps({"ok": True, "members": [{"id": user, "team_id": TEAM} for user in CROWD]}).encode()
LISTS = {"conversations.members": MEMBERS, "users.list": USERS}

SAID, ANSWERED = "chat.postMessage", "answers"
"""What is counted: messages, and private answers to a press."""


async def main() -> None:
    got: Counter[str] = Counter()

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.path == "/count":
            return web.json_response(got)
        await request.read()
        method = request.path.rsplit("/", 1)[1]
        got[method] += 1
        return web.Response(body=LISTS.get(method, YES), content_type="application/json")

    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"listening on 127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
