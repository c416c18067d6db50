"""The month's page of an organisation of a thousand teams, after one year and after ten."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figure import Figure
from bench.process import PYTHON, ROOT
from bot.report.page import page
from bot.report.sheets import as_excel
from bot.report.tables import tables
from bot.texts import texts
from rituals import Unit
from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Language, Space
from rituals.month.months import Figures, Month, QuestionFigures, Rule, month_after
from rituals.organisation.closing import organisation_view
from rituals.organisation.organisation import added_up
from storage import open_store, reading

WORKSPACE = "slack:T0BENCH"
TEAMS = 1000
KEYS = ("perspectives", "say", "listened")
TIMES = 15
SHOWN = 13
SAY = texts(Language.DUTCH)


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        one, ten = Path(folder) / "one", Path(folder) / "ten"
        _make(one, 12)
        _make(ten, 120)
        short, long = _seconds(one, SHOWN), _seconds(ten, SHOWN)
        yield Figure(figure="month: page of 1,000 teams after ten years", value=long, unit="s", goal=1.0)
        yield Figure(figure="month: page after ten years / after one", value=long / short, unit="ratio", goal=1.2)
        yield Figure(figure="month: size of the page", value=len(_page(ten, SHOWN)) / 1000, unit="kB", goal=300)
        least, half, most = (_seconds(ten, months) for months in (1, 60, 119))
        line = (least + most) / 2
        yield Figure(
            figure="month: 60 months / a straight line from 1 to 119", value=half / line, unit="ratio", goal=1.2
        )
        above = (_peak_kib(ten) - _peak_kib(None)) / 1024
        yield Figure(figure="month: memory of page and Excel above idle", value=above, unit="MiB", goal=100)


def _peak_kib(folder: Path | None) -> int:
    """The most that a process holds that has everything loaded and, given a folder, makes page and Excel of it."""
    command = [*PYTHON, "-m", "bench.months", *([str(folder)] if folder else [])]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _make(folder: Path, months: int) -> None:
    store = open_store(folder, folder / "live", pepper=b"p" * 32)
    month = "2016-12"
    for _ in range(months):
        month = month_after(month)
        store.run(lambda unit, month=month: _publish(unit, month)).result()
    store.close()


def _publish(unit: Unit, month: str) -> None:
    rows = []
    for number in range(TEAMS):
        space = SpaceId(f"{WORKSPACE}:C{number:04}")
        name = f"Team {number:04}"
        if unit.space.of(space).shared_as != name:
            unit.space.save(Space(id=space, shared_as=name))
        asked = tuple(QuestionFigures(key=key, most=number % 4, some=1, uneasy=number % 2) for key in KEYS)
        counted = Figures(
            announced=4, rung=number % 5, moments=number % 6, heard=1, forms=4, shown=4, answers=30, questions=asked
        )
        rows.append(Month(about=space, month=month, figures=counted, curious=Rule.GOING, shared_as=name))
    together, hidden = added_up(rows)
    rows.append(Month(about=WORKSPACE, month=month, spaces=TEAMS, figures=together, curious=Rule.QUIET, hidden=hidden))
    for row in rows:
        unit.month.publish(row)


def _page(folder: Path, months: int) -> str:
    with reading(folder) as record:
        return page(organisation_view(WORKSPACE, record, at_most=months), "Voorbeeld", SAY)


def _seconds(folder: Path, months: int) -> float:
    """The median of some."""
    taken = []
    for _ in range(TIMES):
        gc.collect()
        began = time.perf_counter()
        _page(folder, months)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[TIMES // 2]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with reading(Path(name)) as record:
            seen = organisation_view(WORKSPACE, record, at_most=SHOWN)
        page(seen, "Voorbeeld", SAY)
        as_excel(tables(seen, SAY), SAY, datetime(2026, 1, 1, tzinfo=UTC))
    print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
