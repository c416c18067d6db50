"""Free and busy (Graph documentation, "calendar: getSchedule"; recorded: calendar-getschedule)."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from graph_standin import zones
from graph_standin.errors import Refusal
from graph_standin.events import Slot
from graph_standin.model import Json, Mailbox
from graph_standin.payloads import shown_as
from graph_standin.world import World

CODES = {"free": 0, "tentative": 1, "busy": 2, "oof": 3, "workingElsewhere": 4}
_WEIGHT = ("free", "workingElsewhere", "tentative", "busy", "oof")
_DAYS = 62
_SHORTEST, _LONGEST = 5, 1440
_WORK = ["monday", "tuesday", "wednesday", "thursday", "friday"]


class Span(NamedTuple):
    begin: datetime
    end: datetime
    step: timedelta


def free_busy(world: World, asker: Mailbox, body: Any, zone: str) -> list[Json]:
    """One entry for each address, in the order asked; the SDK writes the names of the parameters with a capital."""
    said = {name.lower(): one for name, one in body.items()} if isinstance(body, dict) else {}
    asked = said.get("schedules")
    if not isinstance(asked, list) or not asked:
        raise Refusal("ErrorInvalidRequest", "schedules is empty.")
    begin, end = zones.read_zoned(said.get("starttime")), zones.read_zoned(said.get("endtime"))
    step = said.get("availabilityviewinterval", 30)
    _refuse(len(asked), end - begin, step, world.schedule_limit)
    span = Span(begin, end, timedelta(minutes=step))
    return [_entry(world, asker, str(one), span, zone) for one in asked]


def _refuse(count: int, span: timedelta, step: Any, limit: int) -> None:
    if not isinstance(step, int) or not _SHORTEST <= step <= _LONGEST:
        raise Refusal("ErrorInvalidRequest", "availabilityViewInterval is between 5 and 1440.")
    if span <= timedelta():
        raise Refusal("ErrorCalendarEndDateIsEarlierThanStartDate")
    if count > limit:
        sizes = f" The allowed size = {limit}; the actual size = {count}."
        raise Refusal("ErrorMailboxDataArrayTooBig", Refusal("ErrorMailboxDataArrayTooBig").message + sizes)
    if span > timedelta(days=_DAYS):
        sizes = f" The allowed limit = {_DAYS} days; the actual limit = {span.days} days."
        raise Refusal("ErrorTimeIntervalTooBig", Refusal("ErrorTimeIntervalTooBig").message + sizes)


def _entry(world: World, asker: Mailbox, address: str, span: Span, zone: str) -> Json:
    who = world.find(address)
    if who is None or not who.enabled:
        sentence = f"Unable to resolve e-mail address {address} to an Active Directory object."
        return {"scheduleId": address, "error": {"message": sentence, "responseCode": "5009"}}
    there = world.view(who, span.begin, span.end)
    return {
        "scheduleId": address,
        "availabilityView": _bar(there, who, span),
        "scheduleItems": [_item(one, who, who is asker, zone) for one in there],
        "workingHours": working_hours(who),
    }


def _bar(there: list[Slot], who: Mailbox, span: Span) -> str:
    """A digit for each piece of time: the most absent thing in it."""
    bar, at = "", span.begin
    while at < span.end:
        until = min(at + span.step, span.end)
        inside = [shown_as(one, who) for one in there if one.start < until and one.end > at]
        bar += str(CODES[max(inside, key=_WEIGHT.index, default="free")])
        at = until
    return bar


def _item(slot: Slot, who: Mailbox, own: bool, zone: str) -> Json:
    """Subject and place only of the calendar that is asked, and not of what is private."""
    event = slot.event
    body = {
        "status": shown_as(slot, who),
        "start": zones.written(slot.start, zone),
        "end": zones.written(slot.end, zone),
    }
    if not own:
        return body
    private = event.sensitivity == "private"
    told = {} if private else {"subject": event.subject, "location": event.room.name if event.room else ""}
    return {"isPrivate": private} | body | told


def working_hours(who: Mailbox) -> Json:
    return {
        "daysOfWeek": _WORK,
        "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": who.zone},
    }
