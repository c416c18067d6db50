"""The limits of what stands inside blocks: texts, buttons, menus and fields."""

from typing import Any

from slack_standin.checks import (
    Check,
    Report,
    boolean,
    both,
    exactly_one,
    listed,
    number,
    one_of,
    record,
    string,
    typed,
)

_ID = string(255, 1)
LONGEST_TEXT = 3000  # of a text object (docs.slack.dev/reference/block-kit/composition-objects/text-object)
MANY = 10**6  # where the documentation names no limit


def text(longest: int, *kinds: str, shortest: int = 1) -> Check:
    """A text object; with two kinds the writer chooses."""
    fields = {
        "plain_text": record({"type": one_of("plain_text"), "text": string(longest, shortest)}, {"emoji": boolean}),
        "mrkdwn": record({"type": one_of("mrkdwn"), "text": string(longest, shortest)}, {"verbatim": boolean}),
    }
    return typed({kind: fields[kind] for kind in kinds or ("plain_text",)})


_CONFIRM = record(
    {"title": text(100), "text": text(300, "plain_text", "mrkdwn"), "confirm": text(30), "deny": text(30)},
    {"style": one_of("primary", "danger")},
)


def _option(*kinds: str, url: bool = False) -> Check:
    optional: dict[str, Check] = {"description": text(75, *kinds)}
    if url:
        optional["url"] = string(3000)
    return record({"text": text(75, *kinds), "value": string(150, 1)}, optional)


_OPTION = _option("plain_text")
_RICH_OPTION = _option("plain_text", "mrkdwn")


def _initial_is_there(value: Any, path: str, report: Report) -> None:
    """What is chosen beforehand must be one of the choices, letter for letter."""
    if not isinstance(value, dict):
        return
    choices = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        choices += group.get("options", []) if isinstance(group, dict) else []
    chosen = list(value.get("initial_options") or [])
    if "initial_option" in value:
        chosen.append(value["initial_option"])
    if any(one not in choices for one in chosen):
        report.add("initial option not found in options", path)


def _element(kind: str, required: dict[str, Check], optional: dict[str, Check]) -> Check:
    common = {"action_id": _ID, "confirm": _CONFIRM, "focus_on_load": boolean, "placeholder": text(150)}
    if kind in {"button", "overflow", "radio_buttons", "checkboxes"}:
        del common["placeholder"]
    if kind in {"button", "overflow"}:
        del common["focus_on_load"]
    if kind in {"plain_text_input", "number_input"}:
        del common["confirm"]
    return record({"type": one_of(kind), **required}, {**common, **optional})


def _menu(kind: str, initial: dict[str, Check]) -> Check:
    group = record({"label": text(75), "options": listed(_OPTION, 1, 100)}, {})
    choices = {"options": listed(_OPTION, 1, 100), "option_groups": listed(group, 1, 100)}
    return both(_element(kind, {}, choices | initial), exactly_one("options", "option_groups"), _initial_is_there)


_MOST = {"max_selected_items": number(1, MANY)}
_DISPATCH = record(
    {"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
    {},
)
_IDS = listed(_ID, 0, MANY)
_LENGTH = {"min_length": number(0, 3000), "max_length": number(1, 3000), "multiline": boolean}
IMAGE = record(
    {"type": one_of("image"), "image_url": string(3000, 1), "alt_text": string(2000, 1)},
    {},
)
_BUTTON = {
    "value": string(2000),
    "url": string(3000),
    "style": one_of("primary", "danger"),
    "accessibility_label": string(75),
}
_NUMBER = {"initial_value": string(MANY), "min_value": string(MANY), "max_value": string(MANY)}
_CHOICES = {"options": listed(_RICH_OPTION, 1, 10)}

_SINGLE = {
    "static_select": _menu("static_select", {"initial_option": _OPTION}),
    "users_select": _element("users_select", {}, {"initial_user": _ID}),
    "channels_select": _element("channels_select", {}, {"initial_channel": _ID, "response_url_enabled": boolean}),
    "datepicker": _element("datepicker", {}, {"initial_date": string(10)}),
    "timepicker": _element("timepicker", {}, {"initial_time": string(5), "timezone": string(75)}),
    "radio_buttons": both(_element("radio_buttons", _CHOICES, {"initial_option": _RICH_OPTION}), _initial_is_there),
    "checkboxes": both(
        _element("checkboxes", _CHOICES, {"initial_options": listed(_RICH_OPTION, 1, 10)}), _initial_is_there
    ),
}
_MULTI = {
    "multi_static_select": _menu("multi_static_select", {"initial_options": listed(_OPTION, 1, 100)} | _MOST),
    "multi_users_select": _element("multi_users_select", {}, {"initial_users": _IDS} | _MOST),
    "multi_channels_select": _element("multi_channels_select", {}, {"initial_channels": _IDS} | _MOST),
}
_PRESSED = {
    "button": _element("button", {"text": text(75)}, _BUTTON),
    "overflow": _element("overflow", {"options": listed(_option("plain_text", url=True), 1, 5)}, {}),
}
_FIELDS = {
    "plain_text_input": _element(
        "plain_text_input", {}, {"initial_value": string(3000), "dispatch_action_config": _DISPATCH} | _LENGTH
    ),
    "number_input": _element(
        "number_input", {"is_decimal_allowed": boolean}, {"dispatch_action_config": _DISPATCH} | _NUMBER
    ),
}


def _once(kinds: dict[str, Check]) -> Check:
    """One thing in a view may have the focus when it opens."""

    def check(value: Any, path: str, report: Report) -> None:
        typed(kinds)(value, path, report)
        if isinstance(value, dict) and value.get("focus_on_load") is True:
            report.focused += 1
            if report.focused > 1:
                report.add("only one element can have focus_on_load", path)

    return check


# Menus for several choices fit beside a section and in an input, not in a row of buttons.
IN_ACTIONS = _once(_SINGLE | _PRESSED)
IN_SECTION = _once(_SINGLE | _MULTI | _PRESSED | {"image": IMAGE})
IN_INPUT = _once(_SINGLE | _MULTI | _FIELDS)
