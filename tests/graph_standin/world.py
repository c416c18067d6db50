"""What stands in the calendars of a tenant: meetings are made here, and the days that somebody is away."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from graph_standin import zones
from graph_standin.events import Event, Slot
from graph_standin.model import Away, CannotDo, Invitation, Mailbox, Role
from graph_standin.patterns import Pattern
from graph_standin.rounds import Rounds
from graph_standin.series import Series
from graph_standin.tenant import Tenant

Asked = Mailbox | tuple[Mailbox, Role]


class World(Tenant):
    """Made and changed by tests; read by the service."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.rounds = Rounds(self)

    # Calendars.

    def event(
        self,
        organizer: Mailbox,
        subject: str,
        start: str,
        minutes: int = 60,
        *,
        attendees: Iterable[Asked] = (),
        room: str | Mailbox | None = None,
        zone: str | None = None,
        **more: Any,
    ) -> Event:
        """Once; with sensitivity, show_as, online (True, or the id of its chat), all_day."""
        settings = self._settings(
            organizer=organizer,
            subject=subject,
            start=start,
            minutes=minutes,
            zone=zone,
            attendees=attendees,
            room=room,
        )
        made = Event(self, **settings, **more)
        self.events.append(made)
        return made

    def series(
        self,
        organizer: Mailbox,
        subject: str,
        start: str,
        minutes: int = 60,
        *,
        weekly: str | None = None,
        monthly: str | None = None,
        every: int = 1,
        until: str | date | None = None,
        attendees: Iterable[Asked] = (),
        room: str | Mailbox | None = None,
        zone: str | None = None,
        **more: Any,
    ) -> Series:
        """`weekly="tue"`, `monthly="first mon"`, every second one with `every=2`; else weekly on the day it starts."""
        settings = self._settings(
            organizer=organizer,
            subject=subject,
            start=start,
            minutes=minutes,
            zone=zone,
            attendees=attendees,
            room=room,
        )
        pattern = Pattern.of(settings["start"], weekly, monthly, every)
        settings["start"] = pattern.first(settings["start"])
        last = date.fromisoformat(until) if isinstance(until, str) else until
        made = Series(self, **settings, pattern=pattern, until=last, **more)
        self.events.append(made)
        return made

    def _settings(
        self,
        *,
        organizer: Mailbox,
        subject: str,
        start: str,
        minutes: int,
        zone: str | None,
        attendees: Iterable[Asked],
        room: str | Mailbox | None,
    ) -> dict[str, Any]:
        if organizer.kind != "user":
            raise CannotDo(f"{organizer.name} has no calendar here")
        zones.zone(zone or organizer.zone)
        invited = [Invitation(*one) if isinstance(one, tuple) else Invitation(one) for one in attendees]
        place = self.room(room) if isinstance(room, str) else room
        if place:
            invited.append(Invitation(place, "resource", "accepted", self.now()))
        now = self.now()
        return {
            "id": self.hex(subject)[:32],
            "organizer": organizer,
            "subject": subject,
            "start": datetime.fromisoformat(start),
            "minutes": minutes,
            "zone": zone or organizer.zone,
            "invited": invited,
            "room": place,
            "made": now,
            "touched": now,
        }

    def of(self, who: Mailbox) -> list[Event]:
        """Everything that was ever meant for this calendar."""
        return [one for one in self.events if one.organizer is who or one.invitation(who)]

    def view(self, who: Mailbox, begin: datetime, end: datetime) -> list[Slot]:
        """What stands in the calendar, in order."""
        found = [slot for one in self.of(who) for slot in one.slots(begin, end) if one.kept(who, slot.date)]
        return sorted(found, key=lambda slot: (slot.start, slot.event.id))

    # Away.

    def away(self, who: Mailbox, start: str | None, end: str | None, message: str, *, block: bool) -> None:
        self.back(who)
        if start is None or end is None:
            who.replies = Away(None, None, message)
            return
        begin, last = (datetime.fromisoformat(one) for one in (start, end))
        who.replies = Away(zones.moment(begin, who.zone), zones.moment(last, who.zone), message)
        if block:
            minutes = (last - begin) // timedelta(minutes=1)
            self.event(who, "Afwezig", start, minutes, show_as="oof").id += "-away"

    def back(self, who: Mailbox) -> None:
        who.replies = None
        self.events = [one for one in self.events if not (one.organizer is who and one.id.endswith("-away"))]

    # Delta.

    def resync(self, who: Mailbox) -> None:
        """Every token that was given for this mailbox is worth nothing from now on."""
        self.rounds.forget(who)
