"""Runs the service against a stand-in in a process of its own, and kills it as a power cut would.

Arguments: folder, Slack's address, point, how often the point is passed before, fault. A planted fault makes the service
do what it must not; the tests see to it that they would notice.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from datetime import timedelta

POINTS = {
    "before an occurrence is handed out": ("statement", "UPDATE occurrence SET stage", "before"),
    "after an occurrence is handed out": ("statement", "UPDATE occurrence SET stage", "after"),
    "after an occurrence has begun": ("statement", "INSERT OR REPLACE INTO occurrence", "after"),
    "after a message is decided": ("statement", "INSERT INTO message", "after"),
    "before a claim": ("statement", "\nUPDATE message SET leased", "before"),
    "after a claim": ("statement", "\nUPDATE message SET leased", "after"),
    "before a commit": ("statement", "COMMIT", "before"),
    "after a commit": ("statement", "COMMIT", "after"),
    "before a post": ("post", "", "before"),
    "after a post": ("post", "", "after"),
    "before a result is kept": ("statement", "SELECT version, last FROM message", "before"),
    "after a result is kept": ("statement", "UPDATE occurrence SET stage = ?", "after"),
}

LEASE = timedelta(seconds=1.2)
"""Longer than the timeout of a request and the longest that this stand-in takes to show a message."""

TIMEOUT_SECONDS = 0.5


class Death:
    kind, begin, when, left = "", "", "", 0

    @classmethod
    def reach(cls, kind, text, when):
        if (kind, when) == (cls.kind, cls.when) and text.startswith(cls.begin):
            if cls.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            cls.left -= 1


class Dying(sqlite3.Connection):
    def execute(self, statement, *parameters):
        Death.reach("statement", statement, "before")
        result = super().execute(statement, *parameters)
        Death.reach("statement", statement, "after")
        return result


async def serve(folder, url, fault):
    from bot.delivery import landing, outbox  # noqa: PLC0415  after the connection was replaced
    from bot.planning import planner  # noqa: PLC0415  after the connection was replaced
    from bot.run.platforms import connected  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from bot.slack import chat  # noqa: PLC0415
    from rituals.agenda.occurrence import Stage  # noqa: PLC0415

    outbox.LEASE = timedelta() if fault == "no settle time" else LEASE
    outbox.LOOK_AGAIN = planner.AGAIN_AFTER = timedelta(seconds=0.3)
    planner.LEASE = timedelta(seconds=1)
    chat.TIMEOUT_SECONDS = TIMEOUT_SECONDS
    post = chat.SlackChat.post

    async def dying_post(self, *given, **more):
        Death.reach("post", "", "before")
        ref = await post(self, *given, **more)
        Death.reach("post", "", "after")
        return ref

    chat.SlackChat.post = dying_post
    if fault == "blind retry":

        async def nowhere(*_given):
            return None

        chat.SlackChat.find = nowhere
    if fault == "mark first":
        plain = outbox.Deliverer._send

        async def marked_first(self, errand):
            await asyncio.wrap_future(self._store.run(lambda unit: landing._settle(
                landing.Result(errand=errand, ending=landing.Ending.DELIVERED, ref="x"), unit, self._clock.now())))  # fmt: skip
            return await plain(self, errand)

        outbox.Deliverer._send = marked_first

    settings = Settings(
        belletje_data_dir=folder, slack_bot_token="xoxb-stand-in", slack_signing_secret="s", slack_api_url=url
    )
    async with connected(settings) as joined:
        print("running", flush=True)
        open_stages = (Stage.WAITING, Stage.CLAIMED, Stage.BEGUN)
        while True:
            await joined.bot.look()
            for _ in range(10):
                await asyncio.sleep(0.05)
                joined.bot.deliverer.wake()
            spaces = await joined.bot.service.run(lambda unit: unit.plan.planning_spaces())
            rows = [
                r for s in spaces for r in await joined.bot.service.run(lambda unit, s=s: unit.agenda.occurrences(s))
            ]
            now = joined.bot.clock.now()
            if not [r for r in rows if r.stage in open_stages and r.due_at <= now] and joined.bot.deliverer.idle:
                break
    print("done", flush=True)


def main(folder, url, point, times, fault=""):
    from pathlib import Path  # noqa: PLC0415

    from storage.sqlite import connection  # noqa: PLC0415

    real = sqlite3.connect
    connection.sqlite3.connect = lambda *a, **k: real(*a, **{**k, "factory": Dying})
    if point:
        Death.kind, Death.begin, Death.when = POINTS[point]
        Death.left = int(times)
    asyncio.run(serve(Path(folder), url, fault))


if __name__ == "__main__":
    main(*sys.argv[1:])
