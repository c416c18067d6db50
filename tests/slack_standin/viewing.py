"""The Web API methods for modals and home tabs."""

import json
from dataclasses import replace
from typing import Any

from slack_standin.blocks import filled_in, problems_of_view
from slack_standin.codes import Refusal
from slack_standin.model import View
from slack_standin.objects import Json, view_object
from slack_standin.world import World

TRIGGER_SECONDS = 3
_LARGEST_VIEW = 250_000
_DEEPEST = 3
_DEFAULTS = {"private_metadata": "", "callback_id": "", "external_id": "", "notify_on_close": False}


def _invalid(messages: list[str]) -> Refusal:
    return Refusal("invalid_arguments", response_metadata={"messages": messages})


def check_view(world: World, view: Any, kind: str) -> Json:
    """A view as Slack keeps it, or the refusal it would give."""
    report = problems_of_view(view, kind, charts=world.charts)
    if report.problems:
        raise _invalid(report.messages)
    if len(json.dumps(view)) > _LARGEST_VIEW:
        raise Refusal("view_too_large")
    kept = {**_DEFAULTS, "clear_on_close": False, "submit": None, "close": None, **view}
    return {name: value for name, value in kept.items() if value is not None} | {"blocks": filled_in(view["blocks"])}


def _required(params: Json, *names: str) -> None:
    missing = [f"[ERROR] missing required field: {name}" for name in names if not params.get(name)]
    if missing:
        raise _invalid(missing)


def _exchange(world: World, trigger_id: str) -> str:
    """A trigger becomes a view once, and within three seconds; who pulled it gets the view."""
    trigger = world.triggers.get(trigger_id)
    if trigger is None:
        raise Refusal("invalid_trigger_id")
    if trigger.used:
        raise Refusal("exchanged_trigger_id")
    if world.clock() - trigger.created > TRIGGER_SECONDS:
        raise Refusal("expired_trigger_id")
    trigger.used = True
    return trigger.user


def _unused_external_id(world: World, body: Json) -> None:
    if body["external_id"] and world.find_view(None, body["external_id"]):
        raise Refusal("duplicate_external_id")


def views_open(world: World, params: Json) -> Json:
    _required(params, "trigger_id", "view")
    body = check_view(world, params["view"], "modal")
    _unused_external_id(world, body)
    user = _exchange(world, str(params["trigger_id"]))
    view = world.new_view(user, body)
    world.modals[user] = [view]
    return {"view": view_object(world, view)}


def views_push(world: World, params: Json) -> Json:
    _required(params, "trigger_id", "view")
    body = check_view(world, params["view"], "modal")
    _unused_external_id(world, body)
    user = _exchange(world, str(params["trigger_id"]))
    stack = world.modals.get(user, [])
    if not stack:
        raise Refusal("not_found")
    if len(stack) >= _DEEPEST:
        raise Refusal("push_limit_reached")
    stack.append(world.new_view(user, body, below=stack[-1]))
    return {"view": view_object(world, stack[-1])}


def views_update(world: World, params: Json) -> Json:
    _required(params, "view")
    view = world.find_view(params.get("view_id"), params.get("external_id"))
    body = check_view(world, params["view"], "modal" if view is None else view.body["type"])
    if view is None:
        raise Refusal("not_found")
    if params.get("hash") and params["hash"] != view.hash:
        raise Refusal("hash_conflict")
    return {"view": view_object(world, changed_view(world, view, body))}


def changed_view(world: World, view: View, body: Json) -> View:
    return world.put_view(replace(view, body=body, hash=world.new_hash(), errors={}))


def views_publish(world: World, params: Json) -> Json:
    _required(params, "user_id", "view")
    body = check_view(world, params["view"], "home")
    user = str(params["user_id"])
    if user not in world.people:
        raise _invalid(["[ERROR] invalid user_id"])
    home = world.homes.get(user)
    if params.get("hash") and home and params["hash"] != home.hash:
        raise Refusal("hash_conflict")
    world.homes[user] = replace(home, body=body, hash=world.new_hash()) if home else world.new_view(user, body)
    return {"view": view_object(world, world.homes[user])}
