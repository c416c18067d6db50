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

COMMANDS = {"/advocaat": Language.DUTCH, "/bell": Language.ENGLISH, "/uitcheck": Language.DUTCH}

BEGINS = {"/uitcheck": CHECKOUT.dutch}
"""Commands that are a word of another one."""

PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\s*\|[^>]*)?>")
GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\s*\|[^>]*)?>")
EVERYONE = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>|(?<!\S)@(?:channel|here|everyone)\b")
UNRESOLVED = re.compile(r"(?<!\S)@[^\s@]\S*")

MENTIONED = f" {MENTION} "

PRIVATE_CHATS = re.compile(r"^(?:directmessage$|mpdm-)")
"""How ``channel_name`` begins where there is no team: a chat of two, or a loose group (which has no channel scopes)."""


def command(payload: Payload) -> Said:
    """A slash command (docs.slack.dev/interactivity/implementing-slash-commands)."""
    shared = not PRIVATE_CHATS.match(payload.get("channel_name", "")) and not payload["channel_id"].startswith("D")
    text = f"{BEGINS.get(payload['command'], '')} {payload.get('text', '')}".strip()
    return _said(payload, text, shared=shared, language=COMMANDS.get(payload["command"]))


def mention(event: Payload, team: str, bot: str) -> Said:
    """``@Belletje …`` in a channel. A bare mention asks for the menu."""
    text = re.sub(rf"<@{re.escape(bot)}(?:\s*\|[^>]*)?>", " ", event.get("text", ""), count=1).strip()
    payload = {"team_id": team, "channel_id": event["channel"], "user_id": event["user"]}
    return _said(payload, text or MENU.dutch, shared=True, language=None)


def _said(payload: Payload, text: str, *, shared: bool, language: Language | None) -> Said:
    people = tuple(dict.fromkeys(ParticipantId(who) for who in PERSON.findall(text)))
    groups = tuple(dict.fromkeys(GROUP.findall(text)))
    left = EVERYONE.sub(MENTIONED, GROUP.sub(MENTIONED, PERSON.sub(MENTIONED, text)))
    unresolved = UNRESOLVED.search(left)
    return Said(
        space=space_id(payload["team_id"], payload["channel_id"]),
        actor=ParticipantId(payload["user_id"]),
        words=html.unescape(left),
        shared=shared,
        people=people,
        groups=groups,
        broadcast=bool(EVERYONE.search(text)),
        unresolved=html.unescape(unresolved.group()) if unresolved else "",
        language=language,
    )


def press(payload: Payload) -> Pressed:
    """A button (block_actions). Before one person there is no message, and in a form not even a channel."""
    action = payload["actions"][0]
    channel = (payload.get("channel") or {}).get("id") or payload.get("container", {}).get("channel_id") or ""
    return Pressed(
        space=space_id(_team(payload), channel),
        actor=ParticipantId(payload["user"]["id"]),
        intent=action["action_id"].split(PLACE)[0],
        value=action.get("value") or "",
        shared=not channel.startswith("D"),
    )


def submission(payload: Payload) -> Submitted:
    """A form (view_submission)."""
    view = payload["view"]
    given = dict(parse_qsl(view.get("private_metadata", "")))
    return Submitted(
        space=space_id(_team(payload), ""),
        actor=ParticipantId(payload["user"]["id"]),
        form=view["callback_id"],
        arguments=given,
        fields={name: _chosen(state) for block in view["state"]["values"].values() for name, state in block.items()},
    )


def _chosen(state: Payload) -> tuple[str, ...]:
    """What was filled in, whatever the kind of field; nothing chosen is empty."""
    if "selected_users" in state:
        return tuple(state["selected_users"] or ())
    if "selected_options" in state:
        return tuple(option["value"] for option in state["selected_options"] or ())
    if "selected_option" in state:
        return (state["selected_option"]["value"],) if state["selected_option"] else ()
    for kind in ("selected_date", "selected_time"):
        if kind in state:
            return (state[kind],) if state[kind] else ()
    return (state["value"],) if state.get("value") else ()


def _team(payload: Payload) -> str:
    team: str = (payload.get("team") or {}).get("id") or payload["user"]["team_id"]
    return team
