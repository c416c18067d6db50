"""What the bot looks up."""

import base64
import binascii
from typing import TYPE_CHECKING, Any

from teams_standin import payloads
from teams_standin.errors import Refusal
from teams_standin.model import Json, Meeting, Person, Place, Team
from teams_standin.world import World

if TYPE_CHECKING:
    from teams_standin.connector import Request

_NEXT = "next:"


def _account(world: World, person: Person, name_of_id: str = "aadObjectId") -> Json:
    """As the Playground answers; `members` alone says objectId."""
    given, _, surname = person.name.partition(" ")
    names = {"name": person.name, "givenName": given, "surname": surname} if person.named else {}
    return {
        "id": person.id,
        name_of_id: person.aad,
        **names,
        "email": person.email,
        "userPrincipalName": person.email,
        "tenantId": world.tenant_id,
        "userRole": "guest" if person.guest else "user",
    }


def _here(request: "Request") -> Place:
    place, _ = request.world.place_at(request.ids["conversation"])
    if not place.with_bot:
        raise Refusal("BotNotInConversationRoster")
    return place


def members(request: "Request") -> tuple[int, Any]:
    return 200, [_account(request.world, one, "objectId") for one in _here(request).members]


def member(request: "Request") -> tuple[int, Any]:
    wanted = request.ids["member"]
    for one in _here(request).members:
        if wanted in {one.id, one.aad, one.email}:
            return 200, _account(request.world, one)
    raise Refusal("MemberNotFoundInConversation")


def _start(token: str) -> int:
    try:
        decoded = base64.b64decode(token, validate=True).decode()
        if decoded.startswith(_NEXT):
            return int(decoded.removeprefix(_NEXT))
    except (binascii.Error, ValueError):
        pass
    raise Refusal("BadArgument", "Invalid continuation token")


def paged_members(request: "Request") -> tuple[int, Any]:
    """A page is never larger than asked for or allowed (documentation of TeamsInfo.GetPagedMembersAsync)."""
    fewest, usual, most = request.world.page_sizes
    try:
        asked = int(request.query.get("pageSize") or usual)
    except ValueError:
        raise Refusal("BadArgument", "Invalid page size") from None
    size, people = min(max(asked, fewest), most), _here(request).members
    start = _start(request.query["continuationToken"]) if request.query.get("continuationToken") else 0
    body: Json = {"members": [_account(request.world, one) for one in people[start : start + size]]}
    if start + size < len(people):
        body["continuationToken"] = base64.b64encode(f"{_NEXT}{start + size}".encode()).decode()
    return 200, body


def _team(request: "Request") -> Team:
    found = next((one for one in request.world.teams if one.id == request.ids["team"] and not one.deleted), None)
    if found is None:
        raise Refusal("ConversationNotFound")
    if not found.installed:
        raise Refusal("BotNotInConversationRoster")
    return found


def team(request: "Request") -> tuple[int, Any]:
    """The bot counts as a member."""
    found = _team(request)
    living = [one for one in found.channels if not one.deleted]
    more = {"tenantId": request.world.tenant_id, "type": "standard"}
    return 200, found.account | more | {"channelCount": len(living), "memberCount": len(found.members) + 1}


def channels(request: "Request") -> tuple[int, Any]:
    """The general channel has no name here: what it is called depends on who looks."""
    found = _team(request)
    listed = []
    for one in found.channels:
        if not one.deleted:
            name = {} if one is found.general else {"name": one.name}
            listed.append({"id": one.id, **name, "channelType": "standard"})
    return 200, {"conversations": listed}


def _meeting(request: "Request") -> Meeting:
    wanted = request.ids["meeting"]
    found = next((one for one in request.world.meetings if one.meeting_id == wanted and not one.gone), None)
    if found is None:
        raise Refusal("NotFound", "Meeting not found")
    if not found.with_bot:
        raise Refusal("BotNotInConversationRoster")
    if not request.world.consent:
        raise Refusal("NotEnoughPermissions", "The app has no permission for this meeting.")
    return found


def meeting(request: "Request") -> tuple[int, Any]:
    """Teams documentation, "Meeting apps APIs": get meeting details."""
    found, world = _meeting(request), request.world
    details: Json = {
        "id": found.meeting_id,
        "msGraphResourceId": "",
        "joinUrl": payloads.join_url(found),
        "title": found.name,
        "type": {"adhoc": "AdHoc", "recurring": "Recurring", "channel": "ChannelMeeting"}.get(
            found.meeting, "Scheduled"
        ),
    }
    if found.meeting != "adhoc":
        times = (world.clock(), world.clock() + 3600)
        details |= {"scheduledStartTime": world.stamp(times[0]), "scheduledEndTime": world.stamp(times[1])}
    place = found.account(world.tenant_id)
    organizer = found.organizer.sender | {"tenantId": world.tenant_id} if found.organizer else None
    return 200, {"id": found.meeting_id, "details": details, "conversation": place, "organizer": organizer}


def participant(request: "Request") -> tuple[int, Any]:
    found = _meeting(request)
    if request.query.get("tenantId") != request.world.tenant_id:
        raise Refusal("BadArgument", "The tenant is missing or not this one.")
    for one in found.members:
        if one.aad == request.ids["person"]:
            role = "Organizer" if one is found.organizer else "Attendee"
            state = {"role": role, "inMeeting": one in found.inside}
            where = {"id": found.id, "isGroup": True}
            return 200, {"user": _account(request.world, one), "meeting": state, "conversation": where}
    raise Refusal("NotFound", "The user is not in this meeting")
