"""How Graph's calendar part refuses.

Shapes after the documentation ("Microsoft Graph error responses", "Limiting application permissions to specific Exchange
Online mailboxes", "Microsoft Graph throttling guidance"); the sentences as they stand in public reports of the service.
"""

from typing import Any

CODES: dict[str, tuple[int, str]] = {
    "ErrorCalendarEndDateIsEarlierThanStartDate": (400, "The end of the time window lies before its start."),
    "ErrorInvalidParameter": (
        400,
        "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
    ),
    "ErrorInvalidRequest": (400, "The request is invalid."),
    "ErrorInvalidUrlQuery": (
        400,
        "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
        "'$orderby, $filter, $select, $expand, $search'.",
    ),
    "ErrorMailboxDataArrayTooBig": (400, "There are too many target users in the EmailAddress array."),
    "ErrorTimeIntervalTooBig": (
        400,
        "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long.",
    ),
    "RequestBroker--ParseUri": (400, "Could not find a property on type 'microsoft.graph.event'."),
    "SyncStateInvalid": (400, "The sync state is invalid."),
    "TimeZoneNotSupportedException": (400, "A valid TimeZone value must be specified."),
    "InvalidAuthenticationToken": (401, "Access token is empty."),
    "ErrorAccessDenied": (403, "Access is denied. Check credentials and try again."),
    "ErrorInvalidUser": (404, "The requested user is invalid."),
    "ErrorItemNotFound": (404, "The specified object was not found in the store."),
    "MailboxNotEnabledForRESTAPI": (
        404,
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    ),
    "SyncStateNotFound": (410, "The sync state generation is not found; generation=149;[highest=157][157][155][156]."),
    "ApplicationThrottled": (429, "Application is over its MailboxConcurrency limit."),
    "TooManyRequests": (429, "Please retry again later."),
    "ErrorInternalServerError": (500, "An internal server error occurred. The operation failed."),
    "ServiceUnavailable": (503, "The service is unavailable."),
    "ErrorTimeoutExpired": (504, "The operation timed out."),
}
USUAL = {
    400: "ErrorInvalidRequest",
    401: "InvalidAuthenticationToken",
    403: "ErrorAccessDenied",
    404: "ErrorItemNotFound",
    410: "SyncStateNotFound",
    429: "TooManyRequests",
    500: "ErrorInternalServerError",
    503: "ServiceUnavailable",
    504: "ErrorTimeoutExpired",
}
POLICY = "Access to OData is disabled."
NO_ID = "00000000-0000-0000-0000-000000000000"


class Refusal(Exception):
    """An HTTP status with a code and a sentence, and sometimes headers."""

    def __init__(self, code: str, message: str | None = None, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.headers = code, headers or {}
        self.status = CODES[code][0]
        self.message = message or CODES[code][1]

    def body(self, moment: str = "0001-01-01T00:00:00") -> dict[str, Any]:
        inner = {"date": moment, "request-id": NO_ID, "client-request-id": NO_ID}
        return {"error": {"code": self.code, "message": self.message, "innerError": inner}}
