"""What the bot writes."""

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from teams_standin.cards import complaints_of
from teams_standin.errors import Refusal
from teams_standin.model import CARD, Json, Message, Person, Place
from teams_standin.world import World

if TYPE_CHECKING:
    from teams_standin.connector import Request

_AT = re.compile(r"<at>.*?</at>")
_FAMILIES = ("application/vnd.microsoft.card.", "application/vnd.microsoft.teams.card.", "image/")


def _allowed(place: Place, *, targeted: bool = False) -> None:
    if not place.with_bot:
        # 404 for a message to one person, 403 for others (Teams documentation, "Targeted messages": handle errors)
        raise Refusal("BotNotInConversationRoster", status=404 if targeted else None)


def _activity(request: "Request") -> Json:
    """The message in a request, if it is one."""
    body = request.body
    if request.size > request.world.largest:
        raise Refusal("MessageSizeTooBig")
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise Refusal("BadArgument", "Activity type is missing.")
    if body["type"] not in {"message", "typing"}:
        raise Refusal("BadArgument", f"Unknown activity type {body['type']!r}.")
    if body["type"] == "message" and not (body.get("text") or body.get("attachments")):
        raise Refusal("BadArgument", "Activity must include non empty 'text' field or at least 1 attachment")
    for attachment in body.get("attachments") or []:
        _attachment(attachment)
    _complain(request.world, body)
    return body


def _attachment(attachment: Any) -> None:
    kind = attachment.get("contentType", "") if isinstance(attachment, dict) else ""
    if not kind.startswith(_FAMILIES):
        raise Refusal("BadArgument", f"Unknown attachment type {kind!r}")
    if kind == CARD and not isinstance(attachment.get("content"), dict):
        raise Refusal("BadArgument", "Failed to decrypt pairwise: the card is not an object")


def _complain(world: World, body: Json) -> None:
    """What the service lets pass and people notice."""
    cards = [one["content"] for one in body.get("attachments") or [] if one["contentType"] == CARD]
    for card in cards:
        world.complaints += complaints_of(card, version=world.card_version)
    if cards and not (body.get("summary") or body.get("text")):
        world.complaints.append("a card without summary or text: the notification says only 'sent a card'")
    told = [one for one in body.get("entities") or [] if one.get("type") == "mention"]
    for mention in _AT.findall(body.get("text") or ""):
        if mention not in {one.get("text") for one in told}:
            world.complaints.append(f"{mention} has no mention entity: nobody is notified")
    known = {person.id for person in world.people} | {world.bot_id}
    for one in told:
        if one.get("text") not in (body.get("text") or ""):
            raise Refusal("BadArgument", "Invalid mention: its text is not in the message")
        if one.get("mentioned", {}).get("id") not in known:
            raise Refusal("BadArgument", "Invalid mention: nobody has that id")


def _recipient(world: World, place: Place, body: Json) -> Person:
    """Documented: only to a member, only in a group, only where the feature is there."""
    if not world.targeted:
        raise Refusal("BadArgument", "Targeted messages are not supported in this environment.")
    if place.kind == "personal":
        raise Refusal("BadArgument", "Targeted messages are not supported in one-on-one chats.")
    wanted = (body.get("recipient") or {}).get("id")
    if not wanted:
        raise Refusal("BadArgument", "Recipient is missing.")
    found = next((one for one in place.members if wanted in {one.id, one.aad}), None)
    if found is None:
        raise Refusal("BadArgument", "The recipient is not a member of the conversation.")
    return found


def _made(world: World, place: Place, thread: str | None, body: Json, to: Person | None) -> Message:
    message_id = world.new_id()
    if place.kind == "channel" and thread is None:
        thread = message_id
    return Message(
        message_id,
        place,
        None,
        body.get("text") or "",
        tuple(body.get("attachments") or ()),
        root=thread,
        targeted_to=to,
        summary=body.get("summary") or "",
        created=world.clock(),
        format=body.get("textFormat") or "markdown",
        body=json.loads(json.dumps(body)),
    )


def send(request: "Request") -> tuple[int, Json | None]:
    world = request.world
    place, thread = world.place_at(request.ids["conversation"])
    _allowed(place, targeted=request.targeted)
    body = _activity(request)
    if body["type"] == "typing":
        return 202, None
    if thread and not any(one.place.id == place.id and thread in {one.id, one.root} for one in world.messages):
        raise Refusal("ConversationNotFound")
    to = _recipient(world, place, body) if request.targeted else None
    message = _made(world, place, thread, body, to)
    world.messages.append(message)
    return 201, {"id": message.id}


def _own(request: "Request") -> Message:
    world = request.world
    place, _ = world.place_at(request.ids["conversation"])
    _allowed(place, targeted=request.targeted)
    message = world.find_message(place, request.ids["activity"])
    if message is None or bool(message.targeted_to) is not request.targeted:
        raise Refusal("ActivityNotFoundInConversation")
    if not message.by_bot:
        raise Refusal("NotEnoughPermissions", "The bot can only change its own messages.")
    return message


def update(request: "Request") -> tuple[int, Json]:
    """The whole message anew: what is left out is gone."""
    old = _own(request)
    body = _activity(request)
    if request.targeted and body.get("recipient"):
        raise Refusal("BadArgument", "Recipient cannot be edited.")
    new = replace(
        old,
        text=body.get("text") or "",
        attachments=tuple(body.get("attachments") or ()),
        summary=body.get("summary") or "",
        edited=True,
        body=json.loads(json.dumps(body)),
    )
    request.world.change_message(old, new)
    return 200, {"id": old.id}


def delete(request: "Request") -> tuple[int, None]:
    request.world.drop_message(_own(request))
    return 200, None


def create_conversation(request: "Request") -> tuple[int, Json]:
    """A personal chat, or a new post in a channel; bots make no group chats."""
    world, body = request.world, request.body if isinstance(request.body, dict) else {}
    channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
    if body.get("tenantId", world.tenant_id) != world.tenant_id:
        raise Refusal("BadArgument", "The tenant is not this one.")
    if channel:
        place, thread = world.place_at(channel)
        _allowed(place)
        if not body.get("activity"):
            raise Refusal("BadArgument", "Incorrect conversation creation parameters")
        message = _posted(request, place, thread, body["activity"])
        return 201, {"id": message.conversation_id, "activityId": message.id}
    place = _personal(world, body)
    if not body.get("activity"):
        return 201, {"id": place.id}
    return 201, {"id": place.id, "activityId": _posted(request, place, None, body["activity"]).id}


def _posted(request: "Request", place: Place, thread: str | None, activity: Json) -> Message:
    inner = replace(request, body=activity)
    message = _made(request.world, place, thread, _activity(inner), None)
    request.world.messages.append(message)
    return message


def _personal(world: World, body: Json) -> Place:
    wanted = [one.get("id") for one in body.get("members") or []]
    if len(wanted) != 1:
        raise Refusal("BadArgument", "Incorrect conversation creation parameters")
    person = next((one for one in world.people if wanted[0] in {one.id, one.aad}), None)
    if person is None:
        raise Refusal("BadArgument", "Failed to decrypt pairwise id")
    if world.personal_install == "blocked":
        raise Refusal("ConversationBlockedByUser")
    place = world.personal(person)
    if world.personal_install == "installed only" and not place.installed:
        raise Refusal("ForbiddenOperationException")
    place = world.open_personal(person)
    place.installed = True
    return place
