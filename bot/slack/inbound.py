"""Slack's payloads → what was said, pressed or submitted. Pure; tested with recorded payloads."""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.desk.asked import Pressed, Said, Submitted
from bot.slack.messages import PLACE
from bot.slack.names import space_id
from bot.views.checkout import CHECKOUT
from bot.views.explain import MENU
from bot.views.words import MENTION
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.space import Language

Payload = Mapping[str, Any]


class Malformed(ValueError):
    """Signed by Slack and still not what its documentation says: nothing is done."""


def text_at(payload: Any, *path: str, default: str | None = None) -> str:
    """A text in a payload.

    Raises:
        Malformed: there is none, and no ``default`` stands in for it.
    """
    found = payload
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, str) and (found or default is not None):
        return found
    if found is None and default is not None:
        return default
    raise Malformed(".".join(path))


def of_workspace(payload: Payload) -> str:
    """The workspace that the app is asked in.

    In a channel that several organisations share, and on Enterprise Grid, ``team`` is where the person is from. Ours is
    ``view.app_installed_team_id`` of a form, ``authorizations`` of an event, and ``team`` of the message that a button
    stands on (docs.slack.dev/apis/events-api, docs.slack.dev/reference/interaction-payloads/view-interactions-payload).
    """
    view, message, granted = payload.get("view"), payload.get("message"), payload.get("authorizations")
    first = granted[0] if isinstance(granted, list) and granted else None
    found = (
        text_at(view, "app_installed_team_id", default=""),
        text_at(first, "team_id", default=""),
        text_at(message, "team", default=""),
        text_at(payload, "team_id", default=""),
        text_at(payload, "team", "id", default=""),
        text_at(payload, "user", "team_id", default="") if isinstance(payload.get("user"), Mapping) else "",
    )
    return next(filter(None, found), "")


COMMANDS = {"/advocaat": Language.DUTCH, "/bell": Language.ENGLISH, "/uitcheck": Language.DUTCH}

BEGINS = {"/uitcheck": CHECKOUT.dutch}
"""Commands that are a word of another one."""

# None of these reads past the next "<": else a long text of unfinished mentions would take the square of its length.
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\s*\|[^<>]*)?>")
GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\s*\|[^<>]*)?>")
EVERYONE = re.compile(r"<!(?:channel|here|everyone)(?:\|[^<>]*)?>|(?<!\S)@(?:channel|here|everyone)\b")
UNRESOLVED = re.compile(r"(?<!\S)@[^\s@]\S*")

MENTIONED = f" {MENTION} "

PRIVATE_CHATS = re.compile(r"^(?:directmessage$|mpdm-)")
"""How ``channel_name`` begins where there is no team: a chat of two, or a loose group (which has no channel scopes)."""


def command(payload: Payload) -> Said:
    """A slash command (docs.slack.dev/interactivity/implementing-slash-commands)."""
    private = PRIVATE_CHATS.match(text_at(payload, "channel_name", default=""))
    shared = not private and not text_at(payload, "channel_id").startswith("D")
    typed = text_at(payload, "command")
    if typed not in COMMANDS:
        raise Malformed("command")
    text = f"{BEGINS.get(typed, '')} {text_at(payload, 'text', default='')}".strip()
    return _said(payload, text, shared=shared, language=COMMANDS[typed])


def mention(event: Payload, team: str, bot: str) -> Said:
    """``@Belletje …`` in a channel. A bare mention asks for the menu."""
    text = re.sub(rf"<@{re.escape(bot)}(?:\s*\|[^<>]*)?>", " ", text_at(event, "text", default=""), count=1).strip()
    payload = {"team_id": team, "channel_id": text_at(event, "channel"), "user_id": text_at(event, "user")}
    return _said(payload, text or MENU.dutch, shared=True, language=None)


def _said(payload: Payload, text: str, *, shared: bool, language: Language | None) -> Said:
    people = tuple(dict.fromkeys(ParticipantId(who) for who in PERSON.findall(text)))
    groups = tuple(dict.fromkeys(GROUP.findall(text)))
    left = EVERYONE.sub(MENTIONED, GROUP.sub(MENTIONED, PERSON.sub(MENTIONED, text)))
    unresolved = UNRESOLVED.search(left)
    return Said(
        space=space_id(text_at(payload, "team_id"), text_at(payload, "channel_id")),
        actor=ParticipantId(text_at(payload, "user_id")),
        words=html.unescape(left),
        shared=shared,
        people=people,
        groups=groups,
        broadcast=bool(EVERYONE.search(text)),
        unresolved=html.unescape(unresolved.group()) if unresolved else "",
        language=language,
    )


def press(payload: Payload, team: str) -> Pressed:
    """A button (block_actions). ``team``: ours, whoever pressed.

    Before one person there is no message, and in a form not even a channel.
    """
    actions = payload.get("actions")
    if not isinstance(actions, list) or not actions:
        raise Malformed("actions")
    channel = text_at(payload, "channel", "id", default="") or text_at(payload, "container", "channel_id", default="")
    return Pressed(
        space=space_id(team, channel),
        actor=ParticipantId(text_at(payload, "user", "id")),
        intent=text_at(actions[0], "action_id").split(PLACE)[0],
        value=text_at(actions[0], "value", default=""),
        shared=not channel.startswith("D"),
    )


def submission(payload: Payload, team: str) -> Submitted:
    """A form (view_submission). ``team``: ours, whoever sent it."""
    pairs = parse_qsl(text_at(payload, "view", "private_metadata", default=""))
    try:
        blocks = payload["view"]["state"]["values"].values()
        fields = [(name, _chosen(state)) for block in blocks for name, state in block.items()]
    except (LookupError, TypeError, AttributeError):
        raise Malformed("view.state.values") from None
    if len(dict(fields)) != len(fields):
        raise Malformed("a field twice")
    return Submitted(
        space=space_id(team, ""),
        actor=ParticipantId(text_at(payload, "user", "id")),
        form=text_at(payload, "view", "callback_id"),
        arguments=dict(pairs),
        fields=dict(fields),
    )


def _chosen(state: Payload) -> tuple[str, ...]:
    """What was filled in, whatever the kind of field; nothing chosen is empty."""
    for kind in ("selected_users", "selected_options"):
        if kind in state:
            found = state[kind] or ()
            return tuple(each if kind == "selected_users" else each["value"] for each in found if _is_text(each, kind))
    if "selected_option" in state:
        found = text_at(state, "selected_option", "value", default="")
        return (found,) if found else ()
    for kind in ("selected_date", "selected_time", "value"):
        if kind in state:
            found = text_at(state, kind, default="")
            return (found,) if found else ()
    return ()


def _is_text(each: Any, kind: str) -> bool:
    if not isinstance(each if kind == "selected_users" else each["value"], str):
        raise Malformed(kind)
    return True
