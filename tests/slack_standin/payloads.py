"""The requests Slack sends to a bot, before they are signed and wrapped."""

import secrets
from typing import Any

from slack_standin.model import Channel, Hook, Message, View
from slack_standin.objects import Json, message_object, view_object
from slack_standin.world import World

TOKEN = "verification-token"


def channel_name(channel: Channel) -> str:
    """Outside public channels a bot is told what kind of channel it is, not its name."""
    return {"im": "directmessage", "groups": "privategroup"}.get(channel.kind, channel.name)


def slash_command(world: World, channel: Channel, command: str, text: str, hook: Hook) -> Json:
    user = hook.user
    return {
        "token": TOKEN,
        "team_id": world.team,
        "team_domain": world.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": world.people[user].name,
        "command": command,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{world.url}/commands/{world.team}/{hook.token}",
        "trigger_id": world.new_trigger(user),
    }


def _interactive(world: World, kind: str, user: str) -> Json:
    person = world.people[user]
    return {
        "type": kind,
        "api_app_id": world.app_id,
        "token": TOKEN,
        "team": {"id": world.team, "domain": world.domain},
        "is_enterprise_install": False,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team},
    }


def message_action(world: World, message: Message, action: Json, values: Json, hook: Hook) -> Json:
    """A button or menu on a message; of an ephemeral message the bot gets no copy back."""
    channel = world.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body = _interactive(world, "block_actions", hook.user) | {
        "container": container,
        "trigger_id": world.new_trigger(hook.user),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": f"{world.url}/actions/{world.team}/{hook.token}",
        "actions": [action],
    }
    if message.ephemeral_to is None:
        body |= {"message": message_object(world, message), "state": {"values": values}}
    return body


def view_action(world: World, view: View, action: Json, values: Json) -> Json:
    return _interactive(world, "block_actions", view.user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.new_trigger(view.user),
        "view": view_object(world, view, values),
        "actions": [action],
    }


def view_submission(world: World, view: View, values: Json) -> Json:
    return _interactive(world, "view_submission", view.user) | {
        "trigger_id": world.new_trigger(view.user),
        "view": view_object(world, view, values),
        "response_urls": [],
    }


def view_closed(world: World, view: View, *, everything: bool) -> Json:
    body = _interactive(world, "view_closed", view.user)
    return body | {"view": view_object(world, view), "is_cleared": everything}


def event_callback(world: World, event: Json) -> Json:
    channel = world.channels.get(_channel_of(event))
    members = channel.members if channel else []
    shared = any(user in world.people and world.people[user].team != world.team for user in members)
    authorization: Json = {"enterprise_id": None, "team_id": world.team, "user_id": world.bot_user}
    return {
        "token": TOKEN,
        "team_id": world.team,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(world.clock()),
        "authorizations": [authorization | {"is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": shared,
    }


def _channel_of(event: Json) -> str:
    channel: Any = event.get("channel", "")
    return channel if isinstance(channel, str) else channel.get("id", "")


def said(world: World, kind: str, message: Message) -> Json:
    """app_mention or message, with the rich text the client makes of what is typed."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}
    event: Json = {
        "type": kind,
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "channel": message.channel,
        "event_ts": message.ts,
        "client_msg_id": secrets.token_hex(16),
        "team": world.people[message.user].team,
        "blocks": [{"type": "rich_text", "block_id": f"b{world.number()}", "elements": [section]}],
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    if kind == "message":
        kinds = {"im": "im", "groups": "group", "channels": "channel"}
        event["channel_type"] = kinds[world.channels[message.channel].kind]
    return event


def membership(world: World, kind: str, user: str, channel: Channel) -> Json:
    return {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": world.people[user].team,
        "event_ts": world.new_ts(),
    }
