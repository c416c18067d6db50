"""What Graph answers instead of telling, in the words of the port. Nothing it says is passed on but its codes."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from kiota_abstractions.api_error import APIError

from bot.planning.calendar import CalendarDown, CalendarError, CalendarLocked, MailboxClosed

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

NOBODY = frozenset(
    {
        "ErrorInvalidUser",
        "ErrorNonExistentMailbox",
        "MailboxNotEnabledForRESTAPI",
        "MailboxNotSupportedForRESTAPI",
        "Request_ResourceNotFound",
        "ResourceNotFound",
    }
)
"""There is no mailbox of that name in the cloud of this organisation."""

NO_PERMISSION = frozenset({"Authorization_RequestDenied", "NoPermissionsInAccessToken"})
"""It is not about this mailbox: the application may not ask such a thing of any."""

NO_ITEM = ("ErrorItemNotFound", "ErrorInvalidIdMalformed", "ErrorCalendarOccurrence")
"""Beginnings of codes about one event."""

NO_ROUND = frozenset({"resyncrequired", "syncstateinvalid", "syncstatenotfound"})
"""In small letters: of resyncRequired both ways of writing are in use."""

UNAUTHORISED, FORBIDDEN, NOT_FOUND, GONE = 401, 403, 404, 410
BUSY = frozenset({408, 429, 503, 504})

_SHOWN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,60}")


class StaleRound(CalendarDown):
    """Graph does not know any more what it told us: begin again."""


class TokenRefused(CalendarLocked):
    """The token is not taken. A new one may be."""


class NotPermitted(CalendarLocked):
    """No permission for this kind of question, whoever it is about."""


class NoSuchItem(MailboxClosed):
    """The mailbox is there, or not told; what was asked for in it is not."""


def refused(error: APIError, now: datetime) -> CalendarError:
    """What an answer of 300 or more means for us.

    Args:
        error: as the SDK raises it.
        now: with which a Retry-After that is a date is compared.
    """
    status, code = error.response_status_code or 0, _code(error)
    rules: tuple[tuple[bool, CalendarError], ...] = (
        (status == GONE or code.lower() in NO_ROUND, StaleRound("Graph has forgotten what it told us.")),
        (code in NO_PERMISSION, NotPermitted("The permission Calendars.Read is missing; see docs/calendar.md.")),
        (status == UNAUTHORISED, TokenRefused("Microsoft Graph does not accept our token.")),
        (code == "OrganizationFromTenantGuidNotFound", CalendarLocked("This organisation has no Exchange Online.")),
        (code.startswith(NO_ITEM), NoSuchItem("That is not in this mailbox.")),
        (status == NOT_FOUND or code in NOBODY, MailboxClosed("There is no such mailbox in this organisation.")),
        # The same answer for a mailbox outside the chosen ones and where nothing was permitted at all.
        (status == FORBIDDEN, MailboxClosed("This mailbox is not among those that Belletje may read.")),
        (status in BUSY, CalendarDown(f"Graph is too busy ({status} {code}).", wait_of(error, now))),
    )
    otherwise = CalendarDown(f"Graph has a fault ({status} {code}).", wait_of(error, now))
    return next((answer for applies, answer in rules if applies), otherwise)


def wait_of(error: APIError, now: datetime) -> timedelta:
    """What Retry-After says: seconds, also in decimals, or a date. A minute without it; a day at most."""
    said = (error.response_headers or {}).get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        return _until(said, now)
    return timedelta(seconds=min(seconds, DAY.total_seconds())) if seconds >= 0 else MINUTE  # nan is neither


def _until(said: str, now: datetime) -> timedelta:
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return MINUTE
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), DAY)


def _code(error: APIError) -> str:
    """The code, if it looks like one: people's addresses stand in the sentences beside it."""
    code = getattr(getattr(error, "error", None), "code", None)
    return code if isinstance(code, str) and _SHOWN.fullmatch(code) else ""
