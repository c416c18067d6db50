"""What can be read, each in a function: calendar views, events, free and busy, settings."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlencode

from graph_standin import zones
from graph_standin.asking import Answer, Request, context, known, listed, picked
from graph_standin.errors import Refusal
from graph_standin.events import Slot
from graph_standin.model import Json, Mailbox
from graph_standin.payloads import event_id, full
from graph_standin.rounds import Window
from graph_standin.schedule import free_busy, working_hours
from graph_standin.series import Series

_UNSUPPORTED = ("$orderby", "$filter", "$select", "$expand", "$search")
_DATE = re.compile(r"FRAAgI(\d{8})AAEA==$")
_CLAUSE = re.compile(r"^(type|iCalUId|isOrganizer|isCancelled|subject|sensitivity) eq (?:'(.*)'|(true|false))$")


# Views.


def view(request: Request) -> Answer:
    """Occurrences and single meetings, every one in full; never the series themselves."""
    begin, end = request.window()
    return listed(request, request.world.view(request.who, begin, end))


def delta(request: Request) -> Answer:
    rounds, query = request.world.rounds, request.query
    if token := query.get("$skiptoken"):
        state = rounds.resume(token, request.who, "skip", request.address)
    elif token := query.get("$deltatoken"):
        state = rounds.resume(token, request.who, "delta", request.address)
    else:
        state = rounds.begin(_window(request))
    value, kind, token = rounds.page(state, request.size, request.zone)
    name = "@odata.nextLink" if kind == "skip" else "@odata.deltaLink"
    link = f"{request.address}?${kind}token={token}"
    return {"@odata.context": context("Collection(event)", request), name: link, "value": value}


def _window(request: Request) -> Window:
    query, world = request.query, request.world
    refused = [name for name in _UNSUPPORTED if name in query]
    if "$top" in query:
        sentence = "The '$top' parameter is not supported with change tracking over the 'CalendarView' resource"
        raise Refusal("ErrorInvalidUrlQuery", f"{sentence} as page size cannot be guaranteed.")
    if refused and (refused != ["$select"] or world.delta_select == "refuse"):
        raise Refusal("ErrorInvalidUrlQuery")
    begin, end = request.window()
    asked = urlencode({"startDateTime": query["startdatetime"], "endDateTime": query["enddatetime"]})
    select = request.select if world.delta_select == "honour" else frozenset()
    return Window(request.who, begin, end, asked, select)


# Events.


def event(request: Request) -> Answer:
    slot = _slot(request)
    known(request.select, full(slot, request.who))
    whole = {"@odata.context": context(f"users('{quote(request.ids['user'])}')/events/$entity", request)}
    return whole | picked(full(slot, request.who, request.zone), request)


def events(request: Request) -> Answer:
    """Single meetings and series, without the single dates; `$filter` knows a few properties only."""
    who, kept = request.who, []
    for one in request.world.of(who):
        slot = one.master() if isinstance(one, Series) else one.whole()
        if one.kept(who, None) and _fits(full(slot, who), request.query.get("$filter")):
            kept.append(slot)
    return listed(request, kept)


def instances(request: Request) -> Answer:
    begin, end = request.window()
    found = _slot(request).event
    slots = [one for one in found.slots(begin, end) if found.kept(request.who, one.date)]
    return listed(request, sorted(slots, key=lambda one: one.start))


def _slot(request: Request) -> Slot:
    """The event of this id in this calendar, as long as it stands there."""
    who, key = request.who, request.ids["event"]
    dated = _DATE.search(key)
    for one in request.world.of(who):
        if key == event_id(one, who) and one.kept(who, None):
            return one.master() if isinstance(one, Series) else one.whole()
        if dated and isinstance(one, Series) and (found := _on(one, who, dated[1], key)):
            return found
    raise Refusal("ErrorItemNotFound")


def _on(one: Series, who: Mailbox, digits: str, key: str) -> Slot | None:
    when = date.fromisoformat(digits)
    if key != event_id(one, who, when) or not one.kept(who, when):
        return None
    after = datetime.combine(when, datetime.max.time())
    return next((slot for slot in one.dates(after) if slot.date == when), None)


def _fits(body: Json, wanted: str | None) -> bool:
    for clause in (wanted or "").split(" and "):
        if not clause:
            continue
        said = _CLAUSE.match(clause.strip())
        if said is None:
            raise Refusal("ErrorInvalidRequest", f"The stand-in does not know the filter {clause!r}.")
        value = body[said[1]]
        if (value if isinstance(value, str) else str(value).lower()) != (said[2] or said[3]):
            return False
    return True


# The rest.


def schedule(request: Request) -> Answer:
    value = free_busy(request.world, request.who, request.body, request.zone)
    return {"@odata.context": context("Collection(microsoft.graph.scheduleInformation)", request), "value": value}


def settings(request: Request) -> Answer:
    who = request.who
    away = who.replies
    status = "disabled" if away is None else "alwaysEnabled" if away.start is None else "scheduled"
    span = (away.start, away.end) if away and away.start and away.end else _idle(request)
    message = away.message if away else ""
    replies = {
        "status": status,
        "externalAudience": "all",
        "internalReplyMessage": message,
        "externalReplyMessage": message,
        "scheduledStartDateTime": zones.written(span[0], request.zone),
        "scheduledEndDateTime": zones.written(span[1], request.zone),
    }
    body = {
        "archiveFolder": "AAMkADexample",
        "timeZone": who.zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "d-M-yyyy",
        "timeFormat": "HH:mm",
        "userPurpose": who.kind,
        "automaticRepliesSetting": replies,
        "language": {"locale": "nl-NL", "displayName": "Nederlands (Nederland)"},
        "workingHours": working_hours(who),
    }
    picked = {name: one for name, one in body.items() if not request.select or name in request.select}
    return {"@odata.context": context(f"users('{quote(request.ids['user'])}')/mailboxSettings", request)} | picked


def _idle(request: Request) -> tuple[datetime, datetime]:
    """Without a plan the two times say nothing: today and tomorrow."""
    now = request.world.now().replace(minute=0, second=0, microsecond=0)
    return now, now + timedelta(days=1)
