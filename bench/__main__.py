"""``make bench``: every figure, one JSON object a line; then a table of what holds and what does not.

What happens meanwhile, and the table, are told on standard error. With ``BENCH_LOG=file`` every line is also added to
that file, with the moment, the commit and the load of the machine: a history, which stands outside the repository.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench import answers, drawing, holding, lasting, months, plans, press, sealing, start, teams
from bench.figure import Figure, table
from bench.process import ROOT
from bot.kernel.clock import Clock

PARTS = (drawing, sealing, start, press, answers, teams, plans, months, lasting, holding)


def main() -> int:
    """0 where every goal holds, else 1."""
    began, found = time.perf_counter(), list[Figure]()
    history = os.environ.get("BENCH_LOG")
    about = {"at": Clock().now().isoformat(timespec="seconds"), "commit": _commit()}
    for part in PARTS:
        load = os.getloadavg()[0]
        print(f"{part.__name__} ... (load of the machine: {load:.1f})", file=sys.stderr, flush=True)
        for figure in part.figures():
            found.append(figure)
            print(figure.line(), flush=True)
            if history:
                _remember(Path(history), {**about, "load": round(load, 1), **json.loads(figure.line())})
    print(f"took {time.perf_counter() - began:.0f} s\n\n{table(found)}", file=sys.stderr)
    return int(not all(figure.holds for figure in found))


def _remember(file: Path, line: dict[str, object]) -> None:
    with file.open("a") as history:
        history.write(json.dumps(line, ensure_ascii=False) + "\n")


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
