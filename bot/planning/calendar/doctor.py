"""What Microsoft says of our access to calendars: belletje doctor asks, and tells the operator in sentences."""

import base64
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date

from bot.kernel.clock import Clock
from bot.kernel.findings import Finding, note, right, wrong
from bot.planning.calendar import WARN_DAYS, CalendarError
from bot.planning.calendar.access import Access
from bot.planning.calendar.expiry import expiry
from bot.settings import Settings

PERMISSIONS = {
    "Calendars.Read": "see when the linked meetings are, who was invited, and who is out of office",
    "MailboxSettings.Read": "see who has automatic replies on; without it, only what stands in calendars counts",
}
"""Application permissions that are of use, and what for."""

ENOUGH = frozenset({"Calendars.Read", "Calendars.ReadBasic.All", "Calendars.ReadWrite"})
"""With one of these for the whole organisation every calendar can be read."""

WANTED = frozenset({*PERMISSIONS, "Calendars.ReadBasic.All"})

CHOSEN = "Whether it is limited to chosen mailboxes cannot be seen from here; docs/calendar.md tells how to test that."


async def examine_calendar(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Whether there is a token, what it permits, and until when there will be one. No calendar is read."""
    if not settings.calendar or settings.problems():
        return
    yield _ending(settings, clock.now().astimezone(UTC).date())
    access = Access(settings)
    try:
        token = await access.token()
    except CalendarError as error:
        yield wrong(f"The calendar: {error}")
        return
    finally:
        await access.close()
    yield right("Microsoft gives us tokens for the calendar.")
    for finding in _permitted(permissions_in(token)):
        yield finding


def _ending(settings: Settings, today: date) -> Finding:
    what = "certificate" if settings.graph_certificate_file else "secret"
    last = expiry(settings)
    if last is None and settings.graph_certificate_file:
        return wrong("The certificate for the calendar cannot be read.")
    if last is None:
        return note("Set GRAPH_CLIENT_SECRET_UNTIL to the last day of the secret; then you are warned before it ends.")
    if last < today:
        return wrong(
            f"The {what} for the calendar ended on {last}. Make a new one in Entra and put it in the settings."
        )
    left = (last - today).days
    if left <= WARN_DAYS:
        return note(f"The {what} for the calendar ends on {last}, in {left} days. Make a new one in Entra before that.")
    return right(f"The {what} for the calendar holds until {last}.")


def permissions_in(token: str) -> frozenset[str] | None:
    """What a token permits everywhere in the organisation: its claim `roles`, not verified, for it is our own token.

    None if that cannot be read: to us a token is opaque, and Microsoft may change what it looks like.
    """
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return frozenset(map(str, claims.get("roles", ())))
    except (IndexError, ValueError, AttributeError, TypeError):
        return None


def _permitted(found: frozenset[str] | None) -> Iterator[Finding]:
    if found is None:
        yield note("What the token permits cannot be read from it.")
        return
    if found & ENOUGH:
        yield right(f"For the whole organisation the token permits: {', '.join(sorted(found & (WANTED | ENOUGH)))}.")
    else:
        yield note(
            "The token permits no calendars for the whole organisation. That is right if Exchange gives access to "
            "chosen mailboxes; otherwise the permission Calendars.Read is missing."
        )
    if more := found - WANTED:
        yield note(f"It permits more than Belletje needs: {', '.join(sorted(more))}. Take that away in Entra.")
    yield note(CHOSEN)
