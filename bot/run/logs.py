"""Logs that cannot tell about people: a line has an event and keys from a list, and nothing else.

The SDKs print whole requests in some warnings (Bolt does when nobody listens to one), so of their records only the
logger's name, the level and the place in their code are kept.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "where", "error", "traceback", "kind", "attempt", "count", "seconds",
        "platform", "method", "code", "means", "host", "port", "mode", "version", "check",
    }
)  # fmt: skip


def configure(level: str) -> None:
    """One JSON object a line on standard error, for our own logs and those of the libraries."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _describe_exception,
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=_ToStandardError,
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _last_words
    root = logging.getLogger()
    root.handlers[:] = [_Withholding()]
    root.setLevel(logging.WARNING)
    for noisy in ("slack_bolt", "slack_sdk", "aiohttp", "uvicorn", "apscheduler", "asyncio"):
        library = logging.getLogger(noisy)
        library.handlers[:] = []
        library.propagate = True
        library.setLevel(logging.WARNING)


def _last_words(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """What ends the process is told as carefully as everything else."""
    structlog.get_logger().error("stopped", exc_info=error)


def describe(error: BaseException) -> str:
    """Where it happened, frame by frame, and the type. No message and no values: they may hold a person."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rsplit('site-packages/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " > ".join([*places, type(error).__name__]) + (f" | from {describe(cause)}" if cause else "")


def _describe_exception(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["traceback"] = describe(error)
    return event


def _only_allowed(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in event.items() if key in ALLOWED}


class _ToStandardError:
    """Where lines go; looked up when a line is written, so that it may be replaced."""

    def __init__(self, *_arguments: object) -> None:
        pass

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")

    debug = info = warning = warn = error = critical = exception = msg


class _Withholding(logging.Handler):
    """Keeps where a library complained and forgets what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        where = f"{record.pathname.rsplit('site-packages/', 1)[-1]}:{record.lineno}"
        details = {"traceback": describe(record.exc_info[1])} if record.exc_info and record.exc_info[1] else {}
        structlog.get_logger().log(record.levelno, "library", logger=record.name, where=where, **details)
