"""How long somebody asks us to wait."""

from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from math import isfinite

WAIT = timedelta(seconds=2)
"""Where it is asked without saying how long, or with nonsense."""

WAIT_AT_MOST = timedelta(hours=1)


def wait_of(headers: Mapping[str, str]) -> timedelta:
    """See :func:`asked_wait`; a short while where nothing is said."""
    asked = asked_wait(headers)
    return WAIT if asked is None else asked


def asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    """``Retry-After`` in seconds, or as a date by their own clock (RFC 9110, 10.2.3); nonsense is none."""
    wanted = headers.get("Retry-After", "")
    try:
        seconds = float(wanted)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(wanted) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
        except (ValueError, TypeError):
            return None
    if not isfinite(seconds) or seconds < 0:
        return None
    return timedelta(seconds=min(seconds, WAIT_AT_MOST.total_seconds()))
