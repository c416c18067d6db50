"""Activities of the Bot Framework → what was said, pressed, submitted, or what happened. Pure.

What we need is read and nothing else is looked at, so that a field that is missing, null or new stops nothing.
Recorded activities are the tests' input. The shapes: learn.microsoft.com/azure/bot-service/rest-api.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.desk.asked import Pressed, Said, Submitted
from bot.teams.fields import MANY, ONE, TEXT
from bot.teams.messages import ABOUT, FORM, TARGETED, VALUE, VERB, VERSION, VERSION_NOW
from bot.teams.names import THREAD, Kind, Ref, space_id
from bot.views.explain import MENU
from bot.views.message import arguments
from bot.views.words import MENTION
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.kernel.space import Address, Language

Activity = Mapping[str, Any]

UNRESOLVED = re.compile(r"(?<!\S)@[^\s@]\S*")
TAG = re.compile(r"<[^<>]*>")
ACTIVITY = re.compile(r"[0-9A-Za-z_:-]{1,200}")
"""A number of a message; it comes from somebody's machine and goes into an address."""
MENTIONED = f" {MENTION} "

DUTCH_ONLY = {"advocaat", "uitcheck", "belletje"}
ENGLISH_ONLY = {"bell", "checkout", "check-out"}
"""Words that tell the language of whoever begins in a space."""


def dig(value: object, *keys: str) -> Any:
    """What lies under ``keys``, or None wherever something is missing or of another kind."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def text_at(value: object, *keys: str) -> str:
    found = dig(value, *keys)
    return found if isinstance(found, str) else ""


def tenants(activity: Activity) -> set[str]:
    """Every tenant that an activity says it comes from."""
    named = (text_at(activity, "conversation", "tenantId"), text_at(activity, "channelData", "tenant", "id"))
    return {tenant for tenant in named if tenant}


def conversation(activity: Activity) -> str:
    return text_at(activity, "conversation", "id")


def shared(activity: Activity) -> bool:
    """Whether a team meets there; a chat of two is named as such, and begins with ``a:``."""
    return text_at(activity, "conversation", "conversationType") != "personal" and not conversation(
        activity
    ).startswith("a:")


def space_of(activity: Activity, tenant: str) -> SpaceId:
    """Where it happened; when the app is added to a team, the channel that was chosen."""
    chosen = text_at(activity, "channelData", "settings", "selectedChannel", "id") or text_at(
        activity, "channelData", "channel", "id"
    )
    return space_id(tenant, (chosen if shared(activity) else "") or conversation(activity))


def address_of(activity: Activity) -> Address:
    return Address(url=text_at(activity, "serviceUrl").rstrip("/"), within=team_of(activity))


def thread(activity: Activity) -> str | None:
    """The message in whose thread somebody said something, as a reference."""
    channel, _, root = conversation(activity).partition(THREAD)
    return str(Ref(kind=Kind.PUBLIC, activity=root, conversation=channel)) if root else None


def team_of(activity: Activity) -> str | None:
    return text_at(activity, "channelData", "team", "id") or None


def place_name(activity: Activity) -> str:
    """What Teams calls the place, where it says so."""
    return text_at(activity, "conversation", "name") or text_at(activity, "channelData", "channel", "name")


def actor(activity: Activity) -> ParticipantId:
    return ParticipantId(text_at(activity, "from", "id"))


def reads(activity: Activity) -> Language | None:
    """The language that somebody has Teams in, if it is one of ours."""
    begins = text_at(activity, "locale")[:2].lower()
    return Language(begins) if begins in set(Language) else None


def said(activity: Activity, tenant: str) -> Said:
    """``@Belletje …``. A bare mention asks for the menu, and so does a private chat that says nothing we know."""
    text, people, groups, broadcast = _without_mentions(activity)
    words = " ".join(html.unescape(TAG.sub(" ", text)).split()).removeprefix("/")
    unresolved = UNRESOLVED.search(words)
    return Said(
        space=space_of(activity, tenant),
        actor=actor(activity),
        words=words or MENU.dutch,
        shared=shared(activity),
        people=people,
        groups=groups,
        broadcast=broadcast,
        unresolved=unresolved.group() if unresolved else "",
        language=_language(words) or reads(activity),
        reads=reads(activity),
    )


def _without_mentions(activity: Activity) -> tuple[str, tuple[ParticipantId, ...], tuple[str, ...], bool]:
    """The text with ``@`` for everybody who was mentioned, who they are, which tags, and whether it was everyone."""
    text, bot = text_at(activity, "text"), text_at(activity, "recipient", "id")
    people: dict[ParticipantId, None] = {}
    groups: dict[str, None] = {}
    broadcast = False
    for mention in _mentions(activity):
        who, shown = text_at(mention, "mentioned", "id"), text_at(mention, "text")
        kind = text_at(mention, "mentioned", "type")
        text = text.replace(shown, " " if who == bot else MENTIONED, 1) if shown else text
        if who == bot:
            continue
        if kind == "tag":
            groups[who] = None
        elif kind in ("channel", "team", "everyone") or who.startswith("19:"):
            broadcast = True
        elif who:
            people[ParticipantId(who)] = None
    return text, tuple(people), tuple(groups), broadcast


def _mentions(activity: Activity) -> Iterator[Activity]:
    entities = dig(activity, "entities")
    for entity in entities if isinstance(entities, list) else ():
        if text_at(entity, "type") == "mention":
            yield entity


def _language(words: str) -> Language | None:
    first = words.split(" ", 1)[0].lower()
    if first in DUTCH_ONLY:
        return Language.DUTCH
    return Language.ENGLISH if first in ENGLISH_ONLY else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button on a card.

    Attributes:
        asked: what it asks.
        about: the space that is meant, as the card says; whether that is theirs to ask is checked with the request.
        private: where the card stands, if only one person sees it.
    """

    asked: Pressed | Submitted
    about: SpaceId
    private: Ref | None


def press(activity: Activity, tenant: str) -> Press | None:
    """``adaptiveCard/action``; None for a card that is not ours or from another version."""
    data = dig(activity, "value", "action", "data")
    verb = text_at(data, VERB)
    if dig(data, VERSION) != VERSION_NOW or not verb:
        return None
    space, who, language = space_of(activity, tenant), actor(activity), reads(activity)
    kind = Kind.DIRECT if not shared(activity) else Kind.TARGETED if dig(data, TARGETED) else None
    replied_to = text_at(activity, "replyToId")
    known = kind and ACTIVITY.fullmatch(replied_to)
    stood = Ref(kind=kind, activity=replied_to, conversation=conversation(activity)) if kind and known else None
    shared_ = shared(activity)
    about = {"space": text_at(data, ABOUT)} if text_at(data, ABOUT) else {}
    asked: Pressed | Submitted
    if verb == FORM:
        asked = Submitted(
            space=space,
            actor=who,
            form=text_at(data, FORM),
            shared=shared_,
            arguments={**about, **{str(key): str(value) for key, value in _carried(data).items()}},
            fields=dict(_fields(data)),
            reads=language,
        )
    else:
        value = urlencode({**about, **arguments(text_at(data, VALUE))})
        asked = Pressed(space=space, actor=who, intent=verb, value=value, shared=shared_, reads=language)
    return Press(asked=asked, about=_same_tenant(text_at(data, ABOUT), space), private=stood)


def _same_tenant(wanted: str, stood: SpaceId) -> SpaceId:
    return SpaceId(wanted) if workspace_of(SpaceId(wanted)) == workspace_of(stood) else stood


def _carried(data: Activity) -> Activity:
    found = dig(data, VALUE)
    return found if isinstance(found, Mapping) else {}


def _fields(data: Activity) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was filled in, by name of the field; the kind of a field stands before its name, for lists come as text."""
    for key, value in data.items():
        kind, _, name = key.partition(".")
        if kind in (ONE, MANY, TEXT) and isinstance(value, str) and value:
            yield name, tuple(value.split(",")) if kind == MANY else (value,)


def members(activity: Activity, change: str) -> tuple[ParticipantId, ...]:
    """Who was added or removed."""
    found = dig(activity, change)
    ids = [text_at(member, "id") for member in found] if isinstance(found, list) else []
    return tuple(ParticipantId(who) for who in ids if who)
