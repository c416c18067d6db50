"""The Web API methods that only look."""

from typing import Any

from slack_standin.codes import Refusal, need_scope_for
from slack_standin.model import Channel, Message
from slack_standin.objects import Json, channel_object, message_object, user_object
from slack_standin.paging import limit_of, page
from slack_standin.world import World


def truthy(value: Any) -> bool:
    return str(value).lower() in {"1", "true"}


def auth_test(world: World, _params: Json) -> Json:
    return {
        "url": f"https://{world.domain}.slack.com/",
        "team": world.domain.upper(),
        "team_id": world.team,
        "user": world.people[world.bot_user].name,
        "user_id": world.bot_user,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


def channel_to_read(world: World, method: str, params: Json) -> Channel:
    """A private channel the bot is not in does not exist for it."""
    channel = world.channels.get(str(params.get("channel", "")))
    if channel is None or (channel.kind != "channels" and world.bot_user not in channel.members):
        raise Refusal("channel_not_found")
    need_scope_for(method, channel.kind, world.scopes)
    return channel


def conversations_members(world: World, params: Json) -> Json:
    channel = channel_to_read(world, "conversations.members", params)
    limit = limit_of(params, 100, 1000, "invalid_limit")
    members, cursor = page(channel.members, params, limit, world.short_pages)
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def conversations_info(world: World, params: Json) -> Json:
    channel = channel_to_read(world, "conversations.info", params)
    body = channel_object(world, channel)
    if truthy(params.get("include_num_members")):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def users_info(world: World, params: Json) -> Json:
    person = world.people.get(str(params.get("user", "")))
    if person is None:
        raise Refusal("user_not_found")
    return {"user": user_object(world, person, locale=truthy(params.get("include_locale")))}


def users_list(world: World, params: Json) -> Json:
    people = list(world.people.values())
    limit = limit_of(params, len(people), max(1000, len(people)), "invalid_arguments")
    # Without a limit Slack tries to give everybody.
    short = world.short_pages if params.get("limit") else None
    some, cursor = page(people, params, limit, short)
    locale = truthy(params.get("include_locale"))
    return {
        "members": [user_object(world, person, locale=locale) for person in some],
        "cache_ts": int(world.clock()),
        "response_metadata": {"next_cursor": cursor},
    }


def usergroups_users_list(world: World, params: Json) -> Json:
    if not world.paid:
        raise Refusal("plan_upgrade_required")
    group = world.groups.get(str(params.get("usergroup", "")))
    if group is None:
        raise Refusal("no_such_subteam")
    # Who has been deactivated is no longer in any group.
    return {"users": [user for user in group.members if not world.known(user).deleted]}


def _in_history(world: World, method: str, params: Json) -> Channel:
    channel = channel_to_read(world, method, params)
    if world.bot_user not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _time(params: Json, name: str, default: float) -> float:
    try:
        return float(params.get(name) or default)
    except ValueError:
        raise Refusal(f"invalid_ts_{name}") from None


def _between(messages: list[Message], params: Json) -> list[Message]:
    oldest, latest = _time(params, "oldest", 0), _time(params, "latest", float("inf"))
    edge = truthy(params.get("inclusive"))
    return [one for one in messages if oldest < float(one.ts) < latest or (edge and float(one.ts) in {oldest, latest})]


def _shown(world: World, messages: list[Message], params: Json, everything: list[Message]) -> list[Json]:
    metadata = truthy(params.get("include_all_metadata"))
    shown = []
    for one in messages:
        body = message_object(world, one, metadata=metadata)
        replies = [reply for reply in everything if reply.thread_ts == one.ts and reply.ts != one.ts]
        if replies:
            body |= {"thread_ts": one.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
        shown.append(body)
    return shown


def conversations_history(world: World, params: Json) -> Json:
    """Newest first; replies stay in their threads, and what one person saw was never in the channel."""
    channel = _in_history(world, "conversations.history", params)
    limit = limit_of(params, 100, 999, "invalid_arguments")
    public = [one for one in world.messages if one.channel == channel.id and one.ephemeral_to is None]
    roots = [one for one in reversed(public) if one.in_channel]
    some, cursor = page(_between(roots, params), params, limit, world.short_pages)
    return {
        "messages": _shown(world, some, params, public),
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def conversations_replies(world: World, params: Json) -> Json:
    """A thread, oldest first, beginning with its root."""
    channel = _in_history(world, "conversations.replies", params)
    limit = limit_of(params, 1000, 1000, "invalid_arguments")
    thread = world.thread(channel.id, str(params.get("ts", "")))
    if not thread:
        raise Refusal("thread_not_found")
    some, cursor = page(_between(thread, params), params, limit, world.short_pages)
    return {
        "messages": _shown(world, some, params, thread),
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }
