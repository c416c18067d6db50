"""Writes the lock files: exact versions with hashes for every Python and platform, and no download addresses.

``demo.txt`` is what the room needs, ``serve.txt`` adds the platforms, ``calendar.txt`` adds calendars to those (they
weigh nearly 400 MB, so whoever has none installs ``serve.txt``), ``dev.txt`` adds what the tests need.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOCKS = {
    "demo": ["--group", "build"],
    "serve": ["--extra", "slack", "--extra", "teams", "--group", "build"],
    "calendar": ["--extra", "slack", "--extra", "teams", "--extra", "calendar", "--group", "build"],
    "dev": ["--extra", "slack", "--extra", "teams", "--extra", "calendar", "--group", "build", "--group", "dev"],
}

for name, wanted in LOCKS.items():
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *wanted),
        *("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--no-annotate"),
        *("--output-file", str(HERE / f"{name}.txt")),
    ]
    subprocess.run(command, check=True, cwd=HERE.parent)
