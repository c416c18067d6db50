"""What is right and wrong with an installation, each as a sentence an operator can act on."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.kernel.findings import Finding, note, right, wrong
from bot.kernel.problems import is_loopback
from bot.settings import Settings
from storage import StorageError, examine

FREE_AT_LEAST = 200 * 1024 * 1024
"""Bytes. Less than this, and a database that grows or is copied may not fit."""

ASK_SECONDS = 5
CALENDAR_LATE_SECONDS = 3600

OLDEST_PYTHON = (3, 11)


def examine_installation(settings: Settings) -> Iterator[Finding]:
    """Everything that can be seen from this machine."""
    yield _python()
    yield from _settings(settings)
    yield from _store(settings)
    yield from _backup(settings)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return wrong(f"Python {version} is too old; 3.11 or newer is needed.")
    return right(f"Python {version}.")


def _settings(settings: Settings) -> Iterator[Finding]:
    problems = settings.problems()
    yield from map(wrong, problems)
    if not settings.platforms and not problems:
        yield note("No platform is configured: set SLACK_BOT_TOKEN or TEAMS_CLIENT_ID. Only `belletje demo` will run.")
    if settings.slack and not problems:
        yield right(f"Slack is configured over {'Socket Mode' if settings.socket_mode else 'HTTP'}.")
    if settings.teams and not problems:
        yield right("Teams is configured.")
    if settings.calendar and not problems:
        yield right("Calendars of Microsoft 365 are configured.")
    if settings.belletje_leaders and not settings.belletje_url:
        yield note("BELLETJE_URL is not set: leaders read the month in chat, and its page only as a file.")
    if settings.over_http and is_loopback(settings.belletje_host):
        yield note(f"Listening on {settings.belletje_host} only: a reverse proxy must pass requests on.")


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        found = examine(settings.data, settings.live)
    except StorageError as error:
        yield wrong(f"The database: {error}.")
        return
    yield (
        right(f"SQLite {found.engine}.")
        if found.engine_is_enough
        else wrong(f"SQLite {found.engine} is too old; 3.37 or newer is needed.")
    )
    if not found.exists:
        yield note(f"There is no database in {settings.data} yet; the first start makes it.")
    elif not found.sound:
        yield wrong(f"The database in {settings.data} is damaged. Stop Belletje and put back a backup of belletje.db.")
    elif found.version > found.newest:
        yield wrong("The database was made by a newer Belletje. Install that version again.")
    elif found.version < found.newest:
        yield note("The database is of an older version; the next start brings it up to date.")
    else:
        yield right("The database is sound and up to date.")
    if found.in_use:
        yield right("Belletje is running on this folder.")
        yield from _running(settings)
    else:
        yield note("Belletje is not running here now.")
    for folder in found.not_writable:
        yield wrong(f"The folder {folder} cannot be written by this user.")


def _running(settings: Settings) -> Iterator[Finding]:
    """What the running process says of itself."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.belletje_host, settings.belletje_host)  # noqa: S104
    try:
        asked = HTTPConnection(host, settings.belletje_port, timeout=ASK_SECONDS)
        with closing(asked):
            asked.request("GET", "/readyz")
            told = json.loads(asked.getresponse().read())
        fine = {"database": told["database"], **told["platforms"]}
        why = told.get("why", {})
        wrong_with = [f"{name} ({why[name]})" if name in why else name for name, good in fine.items() if not good]
    except (OSError, HTTPException, ValueError, KeyError, AttributeError, TypeError):
        yield note(f"It does not say how it is doing at {host}:{settings.belletje_port}.")
        return
    if told["ready"]:
        yield right("It says that everything runs.")
    else:
        looked = "not yet" if told["tick_seconds"] is None else f"{told['tick_seconds']} seconds ago"
        late = f"messages wait for {told['late_seconds']} seconds; the clock was looked at {looked}"
        yield wrong(f"It says that not everything runs: {', '.join(wrong_with) or late}.")
    if told.get("calendar_seconds") is not None and told["calendar_seconds"] > CALENDAR_LATE_SECONDS:
        yield wrong(f"The calendars could not be read for {told['calendar_seconds'] // 60} minutes.")


def _key(file: Path, data: Path, live: Path) -> Finding:
    if file.is_relative_to(data) or file.is_relative_to(live):
        return wrong(f"The key file {file} lies beside the databases; set BELLETJE_PEPPER_FILE elsewhere.")
    if not file.exists():
        return note(f"The key file {file} will be made at the first start. Keep it out of every backup.")
    if file.stat().st_mode & 0o077:
        return wrong(f"The key file {file} can be read by others: chmod 600 {file}")
    return right(f"The key file lies outside the data folder; keep {file} out of every backup.")


def _backup(settings: Settings) -> Iterator[Finding]:
    data, live = settings.data.absolute(), settings.live.absolute()
    if live.is_relative_to(data):
        yield note(f"Back up {data / 'belletje.db'} only. Keep {live} out of every backup: it says whose turn it is.")
    else:
        yield right(f"live.db lies outside the data folder; keep {live} out of every backup.")
    yield _key(settings.pepper_file.absolute(), data, live)
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    if shutil.disk_usage(existing).free < FREE_AT_LEAST:
        yield wrong(f"The disk of {data} is nearly full.")
