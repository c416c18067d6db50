"""What a handler is asked, and how it lists events: the query options of OData that Graph's calendars know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from graph_standin import zones
from graph_standin.errors import Refusal
from graph_standin.events import Slot
from graph_standin.model import Json, Mailbox
from graph_standin.payloads import full
from graph_standin.world import World

_ALWAYS = {"@odata.etag", "id"}
_LONGEST = timedelta(days=1825)
Answer = Json


@dataclass
class Request:
    """What a handler needs to know of a request; the names in the query are in small letters."""

    world: World
    who: Mailbox
    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    address: str  # of the same without the query
    prefer: dict[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        return self.prefer.get("outlook.timezone", "UTC")

    @property
    def size(self) -> int:
        return int(self.prefer.get("odata.maxpagesize", self.world.page_size))

    @property
    def select(self) -> frozenset[str]:
        return frozenset(one.strip() for one in self.query.get("$select", "").split(",") if one.strip())

    def window(self) -> tuple[datetime, datetime]:
        start, end = self.query.get("startdatetime"), self.query.get("enddatetime")
        if not start or not end:
            raise Refusal("ErrorInvalidParameter")
        begin, last = zones.read(start), zones.read(end)
        if last < begin or last - begin > _LONGEST:
            raise Refusal("ErrorCalendarEndDateIsEarlierThanStartDate")
        return begin, last


Handler = Callable[[Request], Answer]


def listed(request: Request, slots: Iterable[Slot]) -> Answer:
    """A page, and where the next one is: as for all such lists with $skip in the same query."""
    there, query = list(slots), request.query
    top, skip = int(query.get("$top", request.size)), int(query.get("$skip", 0))
    page = there[skip : skip + top]
    for one in there[:1]:
        known(request.select, full(one, request.who))
    value = [picked(full(one, request.who, request.zone), request) for one in page]
    answer: Json = {"@odata.context": context(f"users('{quote(request.ids['user'])}')/calendarView", request)}
    if skip + top < len(there):
        following = urlencode(query | {"$skip": str(skip + top)}, safe="$,:'()")
        answer["@odata.nextLink"] = f"{request.address}?{following}"
    return answer | {"value": value}


def known(select: frozenset[str], body: Json) -> None:
    strange = sorted(select - set(body) - {"originalStart"})
    if strange:
        sentence = f"Could not find a property named '{strange[0]}' on type 'microsoft.graph.event'."
        raise Refusal("RequestBroker--ParseUri", sentence)


def picked(body: Json, request: Request) -> Json:
    hidden = {"body", "bodyPreview"} if request.world.only_basic else set()
    names = (request.select | _ALWAYS if request.select else set(body)) - hidden
    return {name: value for name, value in body.items() if name in names}


def context(what: str, request: Request) -> str:
    return f"{request.address.partition('/users/')[0]}/$metadata#{what}"
