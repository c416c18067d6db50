"""The tenant: who has a mailbox, what an application may do, and how the service behaves."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from entra_standin.machine import machine_time

from graph_standin import zones
from graph_standin.events import Event
from graph_standin.model import Call, Mailbox

PERMISSIONS = frozenset({"Calendars.Read", "MailboxSettings.Read"})
_CALENDAR = {"Calendars.Read", "Calendars.ReadWrite", "Calendars.ReadBasic.All"}
_SETTINGS = {"MailboxSettings.Read", "MailboxSettings.ReadWrite"}


class Tenant:
    """Made and changed by tests; read by the service.

    page_size: of every list, unless the client prefers less.
    empty_pages: the link to the next round comes on a page of its own without events, as it may.
    delta_select: what `$select` does in a delta query: the documentation says it is not supported.
    traceless: a cancelled date just is not there in the next round, as reported of the service; by default it is told.
    concurrency: requests at once in one mailbox, before 429.
    permissions: the application permissions that were granted.
    """

    def __init__(
        self,
        tenant_id: str = "7f1a3b52-0c64-4a1e-9a57-5b8c1d2e3f40",
        client_id: str = "2c8f6a10-5f3d-4c59-8f7e-1a2b3c4d5e6f",
        client_secret: str = "standin-secret",  # noqa: S107 - of nothing
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.tenant_id, self.client_id, self.client_secret = tenant_id, client_id, client_secret
        self.clock = clock or machine_time
        self.mailboxes: list[Mailbox] = []
        self.events: list[Event] = []
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.page_size = 10
        self.empty_pages = False
        self.delta_select: Literal["refuse", "ignore", "honour"] = "refuse"
        self.traceless = False
        self.concurrency = 4
        self.schedule_limit = 20
        self.permissions = set(PERMISSIONS)
        self._number = 0

    def now(self) -> datetime:
        return zones.instant(self.clock())

    def hex(self, what: str) -> str:
        """Another one each time, the same in each run."""
        self._number += 1
        return hashlib.sha256(f"{what} {self._number}".encode()).hexdigest()

    # People and rooms.

    def mailbox(
        self,
        name: str,
        address: str | None = None,
        *,
        zone: str = "W. Europe Standard Time",
        allowed: bool = True,
        enabled: bool = True,
    ) -> Mailbox:
        """`allowed=False`: outside the application access policy; `enabled=False`: an account without a mailbox."""
        return self._join(name, address, zone=zone, allowed=allowed, enabled=enabled)

    def room(self, name: str, address: str | None = None) -> Mailbox:
        found = next((one for one in self.mailboxes if one.kind == "room" and one.name == name), None)
        return found or self._join(name, address, kind="room")

    def outsider(self, name: str, address: str) -> Mailbox:
        """Somebody of another organisation, who can be invited and not be looked up."""
        return self._join(name, address, kind="outside")

    def _join(self, name: str, address: str | None, **more: Any) -> Mailbox:
        address = address or f"{name.lower().replace(' ', '.')}@example.com"
        made = Mailbox(self, str(uuid.UUID(self.hex(name)[:32])), name, address, **more)
        zones.zone(made.zone)
        self.mailboxes.append(made)
        return made

    def find(self, key: str) -> Mailbox | None:
        """By id, or by address in whatever case."""
        inside = (one for one in self.mailboxes if one.kind != "outside")
        return next((one for one in inside if key.lower() in {one.id, one.address.lower()}), None)

    # What is asked of an application.

    def may_read(self, what: Literal["calendar", "settings"]) -> bool:
        return bool(self.permissions & (_CALENDAR if what == "calendar" else _SETTINGS))

    @property
    def only_basic(self) -> bool:
        """Calendars.ReadBasic.All leaves the body out."""
        return not self.permissions & {"Calendars.Read", "Calendars.ReadWrite"}
