"""What Slack's client does with menus and fields: what can be chosen, what is sent, what must not be left empty."""

from collections.abc import Callable
from typing import Any

from slack_standin.model import CannotDo
from slack_standin.plain import Blocks, controls, options
from slack_standin.world import World

Json = dict[str, Any]
_MISSING = object()
# Where the choice stands in what is sent, where the choice beforehand stands in the block, and what empty looks like.
_SHAPES: dict[str, tuple[str, str, Any]] = {
    "static_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
}


def _option(element: Json, wanted: Any) -> Json:
    for option in options(element):
        if wanted in {option.get("value"), option["text"]["text"]}:
            return option
    there = [option["text"]["text"] for option in options(element)]
    raise CannotDo(f"{wanted!r} cannot be chosen; there are: {', '.join(there)}")


def _person(world: World, user: Any) -> str:
    if world.known(user).deleted:
        raise CannotDo(f"{user} has left and is not in the list")
    return user


def _text(element: Json, value: Any) -> str | None:
    text = str(value)
    if not text:
        return None
    if not element.get("min_length", 0) <= len(text) <= element.get("max_length", 3000):
        raise CannotDo(f"{len(text)} characters do not fit in {element['action_id']}")
    return text


def _several(element: Json, values: Any) -> list[Any]:
    several = list(values)
    if len(several) > element.get("max_selected_items", len(several)):
        raise CannotDo(f"no more than {element['max_selected_items']} can be chosen")
    return several


def chosen(world: World, element: Json, value: Any) -> Json:
    """The part of an action or of the state that says what was chosen."""
    kind = element["type"]
    if kind == "overflow":
        return {"selected_option": _option(element, value)}
    name, _, empty = _SHAPES[kind]
    if value is None:
        return {name: empty}
    take: dict[str, Callable[[], Any]] = {
        "selected_option": lambda: _option(element, value),
        "selected_options": lambda: [_option(element, one) for one in _several(element, value)],
        "selected_users": lambda: [_person(world, one) for one in _several(element, value)],
        "selected_user": lambda: _person(world, value),
        "value": lambda: _text(element, value),
    }
    return {name: take.get(name, lambda: value)()}


def state(world: World, blocks: Blocks, given: Json) -> Json:
    """state.values: every field of the blocks, filled in, chosen beforehand, or empty in the way of its kind."""
    for block_id, fields in given.items():
        there = {(block["block_id"], element["action_id"]) for block, element in controls(blocks)}
        for action_id in fields:
            if (block_id, action_id) not in there:
                raise CannotDo(f"there is no field {block_id}/{action_id}; there are: {sorted(there)}")
    values: Json = {}
    for block, element in controls(blocks):
        if element["type"] not in _SHAPES:
            continue
        name, initial, empty = _SHAPES[element["type"]]
        value = given.get(block["block_id"], {}).get(element["action_id"], _MISSING)
        said = {name: element.get(initial, empty)} if value is _MISSING else chosen(world, element, value)
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"]} | said
    return values


def check_required(blocks: Blocks, values: Json) -> None:
    """Slack's client does not send a form with a required field empty."""
    for block in blocks:
        if block["type"] != "input" or block.get("optional"):
            continue
        field = values[block["block_id"]][block["element"]["action_id"]]
        if not field[_SHAPES[field["type"]][0]]:
            raise CannotDo(f"{block['block_id']} ({block['label']['text']}) is required")
