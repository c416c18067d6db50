"""How Slack writes people, channels, messages and views as JSON."""

from typing import Any

from slack_standin.model import Channel, Message, Person, View
from slack_standin.world import World

Json = dict[str, Any]


def user_object(world: World, person: Person, *, locale: bool = False) -> Json:
    shown = person.real_name or person.name.capitalize()
    profile = {"real_name": shown, "display_name": person.name, "team": person.team}
    if person.email and "users:read.email" in world.scopes:
        profile["email"] = person.email
    body: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 1700000000,
    }
    if person.deleted:
        return body  # of somebody who left, Slack tells no more than this
    body |= {"color": "9f69e7", "real_name": shown, "tz": person.tz, "tz_label": person.tz, "tz_offset": 3600}
    body |= {"is_admin": person.is_admin, "is_owner": False, "is_primary_owner": False, "is_email_confirmed": True}
    body |= {"is_restricted": person.is_restricted, "is_ultra_restricted": person.is_ultra_restricted}
    if locale:
        body["locale"] = person.locale
    if person.team != world.team:
        body["is_stranger"] = True
    return body


def channel_object(world: World, channel: Channel) -> Json:
    if channel.im_with:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": world.team,
            "user": channel.im_with,
            "is_open": True,
        }
    shared = any(world.people[user].team != world.team for user in channel.members if user in world.people)
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_general": False,
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": shared,
        "is_org_shared": False,
        "is_ext_shared": shared,
        "is_pending_ext_shared": False,
        "context_team_id": world.team,
        "is_member": world.bot_user in channel.members,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_object(world: World, message: Message, *, metadata: bool = False) -> Json:
    """A message as history, chat.postMessage and block_actions show it."""
    body: Json = {"type": "message", "ts": message.ts, "user": message.user, "text": message.text, "team": world.team}
    if message.user == world.bot_user:
        body |= {"bot_id": world.bot_id, "app_id": world.app_id}
    if message.blocks:
        body["blocks"] = message.blocks
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.ts}
    if metadata and message.metadata:
        body["metadata"] = message.metadata
    return body


def view_object(world: World, view: View, values: Json | None = None) -> Json:
    return view.body | {
        "id": view.id,
        "team_id": world.team,
        "app_id": world.app_id,
        "bot_id": world.bot_id,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "hash": view.hash,
        "state": {"values": values or {}},
    }
