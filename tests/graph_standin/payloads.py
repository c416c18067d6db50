"""Events as Graph writes them (Graph documentation, "event resource type"; recorded: event-get, event-list-instances).

What of it holds for whom is after Exchange's own rules: a private event is told in full to an application; the answers of
others stand in the organiser's copy only; a cancelled meeting stays with those invited, marked.
"""

import base64
import hashlib
from datetime import date
from urllib.parse import quote

from graph_standin import zones
from graph_standin.events import Event, Slot
from graph_standin.model import Invitation, Json, Mailbox
from graph_standin.series import Series

GLOBAL_ID = "040000008200E00074C5B7101A82E008"
TYPE = "#microsoft.graph.event"
SPARSE = ("@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end")
VOLATILE = ("@odata.etag", "changeKey", "lastModifiedDateTime")


def _key(*parts: object) -> str:
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def event_id(event: Event, who: Mailbox, when: date | None = None) -> str:
    """Another one in every calendar; of a date in a series another one than of the series."""
    start = f"AAMkAG{_key(who.id, event.id)}"
    return f"{start}FRAAgI{when:%Y%m%d}AAEA==" if when else f"{start}AAA="


def ical_id(event: Event, when: date | None = None) -> str:
    """The same in every calendar; "different for each occurrence in a recurring series": its date is in there."""
    dated = f"{when.year:04X}{when.month:02X}{when.day:02X}" if when else "00000000"
    return f"{GLOBAL_ID}{dated}{event.id[:32].upper():0<32}"


def etag(event: Event) -> str:
    return f'W/"{change_key(event)}"'


def change_key(event: Event) -> str:
    return _key("change", event.id, event.version)


def full(slot: Slot, who: Mailbox, zone: str = "UTC") -> Json:
    """Every property but the navigation ones."""
    event, when = slot.event, slot.date
    mine, cancelled = who is event.organizer, event.is_cancelled(when)
    subject = f"Canceled: {event.subject}" if cancelled else event.subject
    content = f"<html><body>{event.subject}</body></html>"
    key = event_id(event, who, when)
    body = {
        "@odata.etag": etag(event),
        "id": key,
        "createdDateTime": zones.stamp(event.made),
        "lastModifiedDateTime": zones.stamp(event.touched),
        "changeKey": change_key(event),
        "categories": [],
        "transactionId": None,
        "originalStartTimeZone": event.zone,
        "originalEndTimeZone": event.zone,
        "iCalUId": ical_id(event, when),
        "reminderMinutesBeforeStart": 15,
        "isReminderOn": True,
        "hasAttachments": False,
        "subject": subject,
        "bodyPreview": event.subject,
        "importance": "normal",
        "sensitivity": event.sensitivity,
        "isAllDay": event.all_day,
        "isCancelled": cancelled,
        "isOrganizer": mine,
        "isDraft": False,
        "responseRequested": True,
        "seriesMasterId": event_id(event, who) if when else None,
        "showAs": shown_as(slot, who),
        "type": slot.kind,
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(key, safe='')}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": bool(event.online),
        "onlineMeetingProvider": "teamsForBusiness" if event.online else "unknown",
        "allowNewTimeProposals": True,
        "hideAttendees": False,
        "responseStatus": _own_answer(slot, who),
        "body": {"contentType": "html", "content": content},
        "start": zones.written(slot.start, zone),
        "end": zones.written(slot.end, zone),
        "recurrence": _recurrence(slot),
        "organizer": {"emailAddress": event.organizer.person},
        "attendees": [_attendee(one, slot, who) for one in event.invited],
        "onlineMeeting": {"joinUrl": join_url(event)} if event.online else None,
        **_places(event),
    }
    return body | ({"originalStart": zones.stamp(slot.original)} if slot.original else {})


def shown_as(slot: Slot, who: Mailbox) -> str:
    event = slot.event
    if event.is_cancelled(slot.date):
        return "free"
    asked = event.invitation(who)
    settled = who is event.organizer or (asked and asked.answered(slot.date)[0] == "accepted")
    return event.show_as if settled else "tentative"


def _own_answer(slot: Slot, who: Mailbox) -> Json:
    if who is slot.event.organizer:
        return {"response": "organizer", "time": zones.NEVER}
    asked = slot.event.invitation(who)
    answer, at = asked.answered(slot.date) if asked else ("none", None)
    return {"response": "notResponded" if answer == "none" else answer, "time": zones.stamp(at) if at else zones.NEVER}


def _attendee(one: Invitation, slot: Slot, who: Mailbox) -> Json:
    told = who in {slot.event.organizer, one.who}
    answer, at = one.answered(slot.date) if told else ("none", None)
    known = at is not None and answer != "none"
    status = {"response": answer, "time": zones.stamp(at) if known and at else zones.NEVER}
    return {"type": one.role, "status": status, "emailAddress": one.who.person}


def _recurrence(slot: Slot) -> Json | None:
    event = slot.event
    if slot.kind == "seriesMaster" and isinstance(event, Series):
        return event.pattern.body(event.start, event.until, event.zone)
    return None


def _places(event: Event) -> Json:
    if event.room is None:
        none = {
            "displayName": "",
            "locationType": "default",
            "uniqueIdType": "unknown",
            "address": {},
            "coordinates": {},
        }
        return {"location": none, "locations": []}
    one = {
        "displayName": event.room.name,
        "locationUri": event.room.address,
        "locationEmailAddress": event.room.address,
        "locationType": "conferenceRoom",
        "uniqueId": event.room.address,
        "uniqueIdType": "directory",
    }
    return {"location": one, "locations": [one]}


def join_url(event: Event) -> str:
    """With the id of the chat of the meeting in it, as Teams makes them."""
    chat = event.online if isinstance(event.online, str) else f"19:meeting_{event.id[:48]}@thread.v2"
    context = f'{{"Tid":"{event.world.tenant_id}","Oid":"{event.organizer.id}"}}'
    return f"https://teams.microsoft.com/l/meetup-join/{quote(chat, safe='')}/0?context={quote(context, safe='')}"
