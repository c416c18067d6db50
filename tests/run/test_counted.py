"""What can be counted of what a start, a press and an empty store cost. These grew unseen while only times were measured.

A number that changes here is no fault by itself: look at why, and write the new one down.
"""

import subprocess
import sys
from collections import Counter
from contextlib import closing

from helpers import talk
from sqlite_utils import Database

from storage import open_store

LOADED = """
import sys
import bot.__main__, bot.run.process, bot.slack.connect
mine = ("bot", "rituals", "storage")
names = {name.partition(".")[0] for name, module in sys.modules.items() if module} - sys.stdlib_module_names
print(sorted(name for name in names - set(mine) if not name.startswith(("_", "sitecustomize", "cython"))))
print({each: sum(name.partition(".")[0] == each for name in sys.modules) for each in mine})
"""

LIBRARIES = {
    *("aiohappyeyeballs", "aiohttp", "aiosignal", "annotated_types", "anyio", "apscheduler", "attr", "babel", "click"),
    *("dotenv", "frozenlist", "idna", "multidict", "propcache", "pydantic", "pydantic_core", "pydantic_settings"),
    *("slack_bolt", "slack_sdk", "starlette", "structlog", "typing_extensions", "typing_inspection", "tzlocal"),
    *("uvicorn", "yarl"),
}
DEVELOPERS = {"colorama", "greenlet", "pygments", "rich"}
"""What structlog takes where it finds it; not in ``locks/serve.txt``."""


def test_a_start_loads_these_libraries_and_so_many_modules_of_ours():
    """Not: templates, Excel, public holidays, links, the page, Prometheus, calendars, the other platform."""
    made = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    libraries, modules = map(eval, made.stdout.splitlines())
    assert set(libraries) - DEVELOPERS == LIBRARIES
    assert modules == {"bot": 112, "rituals": 101, "storage": 4}


async def test_a_press_takes_so_many_statements(tmp_path):
    counted = Counter()
    async with talk(tmp_path) as team:
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        (asked,) = team.asked()
        await team.presses(asked, "Yes, fine", team.private(asked)[-1])
        files = team.bot.service._store._files
        for name, connection in (("record", files.record), ("live", files.live)):
            connection.set_trace_callback(lambda said, name=name: counted.update([(name, said.split()[0])]))
        await team.presses(asked, "Ring", team.private(asked)[-1])
        for connection in (files.record, files.live):
            connection.set_trace_callback(None)
    for together in ("BEGIN", "COMMIT"):  # units that wait at the same moment share these
        del counted["live", together]
    decided = {"SAVEPOINT": 1, "SELECT": 1, "INSERT": 2, "UPDATE": 1}
    claimed_and_noted = {"SAVEPOINT": 2, "SELECT": 2, "UPDATE": 2, "WITH": 2}
    units = Counter(decided) + Counter(claimed_and_noted)
    assert dict(counted) == {("live", said): count for said, count in (units + Counter(RELEASE=3)).items()}


def test_an_empty_store_is_so_many_bytes(tmp_path):
    open_store(tmp_path / "data", tmp_path / "live", pepper=b"p" * 32).close()
    found = {}
    for folder, name in (("data", "belletje.db"), ("live", "live.db")):
        with closing(Database(tmp_path / folder / name)) as database:
            pages, size = (database.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
            found[name] = pages * size
    assert found == {"belletje.db": 81_920, "live.db": 94_208}
