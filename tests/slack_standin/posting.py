"""The Web API methods that write messages."""

from typing import Any

from slack_standin.blocks import filled_in, problems_of_message
from slack_standin.codes import Refusal
from slack_standin.model import Channel, Message
from slack_standin.objects import Json, channel_object, message_object
from slack_standin.reading import truthy
from slack_standin.world import World

LONGEST_TEXT = 40_000


def check_content(world: World, params: Json) -> tuple[str, list[dict[str, Any]] | None]:
    """The text and the blocks of a message, or the refusal Slack would give."""
    text, blocks = params.get("text") or "", params.get("blocks")
    if isinstance(blocks, str):
        raise Refusal("invalid_blocks_format")
    if len(text) > LONGEST_TEXT:
        raise Refusal("msg_too_long")
    if not text and not blocks:
        raise Refusal("no_text")
    if blocks is None:
        return text, None
    report = problems_of_message(blocks, charts=world.charts)
    if report.problems:
        metadata = {"messages": report.messages}
        raise Refusal("invalid_blocks", errors=report.problems, response_metadata=metadata)
    return text, filled_in(blocks)


def _metadata(params: Json) -> Json | None:
    metadata = params.get("metadata")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refusal("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    return metadata


def _destination(world: World, params: Json) -> Channel:
    """A channel, or a person: then their direct messages with the bot."""
    wanted = str(params.get("channel", ""))
    if wanted in world.people:
        person = world.people[wanted]
        if person.deleted or wanted == world.bot_user:
            raise Refusal("channel_not_found")
        return world.channels[world.dm_id(wanted)]
    channel = world.channels.get(wanted)
    if channel is None:
        raise Refusal("channel_not_found")
    return channel


def _writable(world: World, channel: Channel) -> None:
    if channel.im_with:
        if not world.messages_tab:
            raise Refusal("messages_tab_disabled")
        return
    if world.bot_user not in channel.members:
        if channel.private:
            raise Refusal("channel_not_found")
        if "chat:write.public" not in world.scopes:
            raise Refusal("not_in_channel")
    if channel.archived:
        raise Refusal("is_archived")


def post_message(world: World, params: Json) -> Json:
    channel = _destination(world, params)
    _writable(world, channel)
    text, blocks = check_content(world, params)
    message = Message(
        channel.id,
        world.new_ts(),
        world.bot_user,
        text,
        blocks or [],
        thread_ts=params.get("thread_ts") or None,
        broadcast=truthy(params.get("reply_broadcast")),
        metadata=_metadata(params),
    )
    world.add_message(message)
    return {"channel": channel.id, "ts": message.ts, "message": message_object(world, message, metadata=True)}


def post_ephemeral(world: World, params: Json) -> Json:
    channel = world.channels.get(str(params.get("channel", "")))
    if channel is None:
        raise Refusal("channel_not_found")
    _writable(world, channel)
    user = str(params.get("user", ""))
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    text, blocks = check_content(world, params)
    thread_ts = params.get("thread_ts") or None
    message = Message(
        channel.id, world.new_ts(), world.bot_user, text, blocks or [], thread_ts=thread_ts, ephemeral_to=user
    )
    world.add_message(message)
    return {"message_ts": message.ts}


def _own_message(world: World, params: Json, not_mine: str) -> Message:
    """Ephemeral messages cannot be found again, and a channel the bot was put out of is closed to it."""
    channel = world.channels.get(str(params.get("channel", "")))
    if channel is None or world.bot_user not in channel.members:
        raise Refusal("channel_not_found")
    message = world.find_message(channel.id, str(params.get("ts", "")))
    if message is None or message.ephemeral_to:
        raise Refusal("message_not_found")
    if message.user != world.bot_user or (channel.archived and not_mine == "cant_update_message"):
        raise Refusal(not_mine)
    return message


def update_message(world: World, params: Json) -> Json:
    """What is left out stays as it was; an empty list takes the blocks away."""
    message = _own_message(world, params, "cant_update_message")
    if params.get("blocks") == [] and params.get("text"):
        text, blocks = params["text"], []
    else:
        text, blocks = check_content(world, params)
    changes: Json = {"text": text or message.text, "edited": True}
    if blocks is not None:
        changes["blocks"] = blocks
    if "metadata" in params:
        changes["metadata"] = _metadata(params)
    message = world.change_message(message, **changes)
    body = message_object(world, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": body}


def delete_message(world: World, params: Json) -> Json:
    message = _own_message(world, params, "cant_delete_message")
    world.drop_message(message)
    return {"channel": message.channel, "ts": message.ts}


def conversations_open(world: World, params: Json) -> Json:
    users = [user for user in str(params.get("users") or "").split(",") if user]
    if params.get("channel"):
        channel = world.channels.get(str(params["channel"]))
        if channel is None or not channel.im_with:
            raise Refusal("channel_not_found")
        users = [channel.im_with]
    if not users:
        raise Refusal("users_list_not_supplied")
    if any(user not in world.people for user in users):
        raise Refusal("user_not_found")
    if len(users) > 1:
        raise Refusal("missing_scope", needed="mpim:write", provided=",".join(world.scopes))
    if world.people[users[0]].deleted:
        raise Refusal("user_disabled")
    already = f"D{users[0][1:]}" in world.channels
    channel = world.channels[world.dm_id(users[0])]
    whole = channel_object(world, channel) if truthy(params.get("return_im")) else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": whole} if already else {"channel": whole}
