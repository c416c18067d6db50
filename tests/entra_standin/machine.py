"""Whoever checks a token or a certificate uses the time of this machine, not the clock of a test."""

import time
from datetime import UTC, datetime


def machine_time() -> float:
    return time.time()  # noqa: TID251 - see above


def machine_moment() -> datetime:
    return datetime.fromtimestamp(machine_time(), UTC)
