"""Runs a check-out in a process of its own and kills it, as a power cut would, at a named point.

Arguments: folder, point, how often the point is passed before. The points are statements as SQLite gets them, so that the
program itself needs no hooks. It prints what was confirmed before it died.
"""

import os
import signal
import sqlite3
import sys
from pathlib import Path

from storage.sqlite import connection

POINTS = {
    "before the mark": ("INSERT OR IGNORE INTO stub", "before"),
    "after the mark": ("INSERT OR IGNORE INTO stub", "after"),
    "after the count": ("UPDATE tally", "after"),
    "before the release": ("INSERT OR IGNORE INTO release", "before"),
    "after the release": ("INSERT OR IGNORE INTO release", "after"),
    "before destroying": ("DELETE FROM stub", "before"),
    "half destroyed": ("DELETE FROM nonce", "after"),
    "before rewriting": ("VACUUM", "before"),
    "after rewriting": ("VACUUM", "after"),
    "before the log is emptied": ("PRAGMA wal_checkpoint", "before"),
    "before a commit": ("COMMIT", "before"),
    "after a commit": ("COMMIT", "after"),
}


class Dying(sqlite3.Connection):
    """A connection that dies at its point."""

    left = 0
    begin = ""
    when = ""

    def execute(self, statement, *parameters):
        self.reach(statement, "before")
        result = super().execute(statement, *parameters)
        self.reach(statement, "after")
        return result

    def executemany(self, statement, parameters):
        self.reach(statement, "before")
        result = super().executemany(statement, parameters)
        self.reach(statement, "after")
        return result

    def reach(self, statement, when):
        if when == Dying.when and statement.startswith(Dying.begin):
            if Dying.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            Dying.left -= 1


def main(folder, point, times):
    from bot.operator.verify import Scratch  # noqa: PLC0415
    from rituals.checkout.questions import SetName  # noqa: PLC0415

    real = sqlite3.connect
    connection.sqlite3.connect = lambda *a, **k: real(*a, **{**k, "factory": Dying})
    scratch = Scratch(Path(folder))
    scratch.open(SetName.STANDARD)
    print("opened", flush=True)
    Dying.begin, Dying.when = POINTS[point]
    Dying.left = int(times)
    for number in range(8):
        scratch.answer(f"planted-person-{number:03}", 0)
        print("confirmed", number, flush=True)
    scratch.close()
    print("closed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
