"""Processes that say on which port they listen: ours, the bare one beside it, and what stands in for Slack."""

import contextlib
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECRET = "bench-signing-secret"  # noqa: S105  nobody else's
TOKEN = "xoxb-bench-token"  # noqa: S105
HOST = "127.0.0.1"

LISTENING = re.compile(r"listening on \S+:(\d+)")
STARTS_WITHIN_SECONDS = 60

ROOT = Path(__file__).parent.parent
PYTHON = [sys.executable]
BELLETJE = [*PYTHON, str(Path(sys.executable).parent / "belletje"), "serve"]
BARE = [*PYTHON, "-m", "bench.bare"]
BARE_TEAMS = [*PYTHON, "-m", "bench.bare_teams"]
STANDIN = [*PYTHON, "-m", "bench.standin"]


@dataclass(frozen=True, slots=True)
class Running:
    """A process that listens."""

    pid: int
    url: str

    def resident_kib(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def cpu_seconds(self) -> float:
        """Processor time so far, in the program and in the kernel for it."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def running(command: list[str], settings: dict[str, str] | None = None) -> Iterator[Running]:
    """Start ``command``, wait until it listens, and end it when the block ends."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment() | (settings or {}), stdout=subprocess.PIPE, stderr=sys.stderr, text=True
    )
    overdue = threading.Timer(STARTS_WITHIN_SECONDS, process.kill)
    overdue.start()
    try:
        found = next(filter(None, map(LISTENING.search, process.stdout)), None)
        if found is None:
            raise RuntimeError(f"{' '.join(command)} did not start to listen")
        overdue.cancel()
        yield Running(process.pid, f"http://{HOST}:{found[1]}")
    finally:
        overdue.cancel()
        process.terminate()
        process.wait()
        process.stdout.close()


def settings_for(folder: Path, slack: Running) -> dict[str, str]:
    """What both servers are told: where to keep, and where Slack is."""
    return {
        "BELLETJE_DATA_DIR": str(folder),
        "BELLETJE_HOST": HOST,
        "BELLETJE_PORT": "0",
        "BELLETJE_LOG_LEVEL": "WARNING",
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.url}/api/",
    }


UNWANTED = re.compile(r"(?i)^(belletje_.*|slack_.*|teams_.*|https?_proxy|all_proxy|pythondontwritebytecode)$")
"""What would set the product, lead around the stand-in, or have our modules compiled anew at every start."""


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not UNWANTED.match(name)}
