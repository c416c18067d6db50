"""What somebody filled in, as a client checks and sends it."""

import re
from typing import Any

from teams_standin.model import CannotDo, Json
from teams_standin.plain import inputs


def collected(card: Json, action: Json, given: dict[str, Any]) -> Json | None:
    """`data` of a press: that of the button, and what is filled in; None if there is neither."""
    own = action.get("data")
    if action.get("associatedInputs") == "none":
        if given:
            raise CannotDo("this button sends nothing of what is filled in")
        return dict(own) if own is not None else None
    fields = {one["id"]: one for one in inputs(card)}
    if unknown := given.keys() - fields.keys():
        raise CannotDo(f"nothing to fill in is called {', '.join(sorted(unknown))}; there are: {', '.join(fields)}")
    values = {name: _value(one, given[name]) if name in given else _untouched(one) for name, one in fields.items()}
    for name, one in fields.items():
        _check(one, values[name])
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    if own is None and not filled:
        return None
    return {**(own or {}), **filled}


def _untouched(field: Json) -> str | None:
    """Defaults count as filled in; a toggle always says something."""
    if field["type"] == "Input.Toggle":
        return str(field.get("value", field.get("valueOff", "false")))
    return str(field["value"]) if field.get("value") not in (None, "") else None


def _value(field: Json, given: Any) -> str | None:
    if given is None:
        return None
    kind = field["type"]
    if kind == "Input.Toggle":
        return _toggled(field, given)
    if kind == "Input.ChoiceSet":
        return _chosen(field, given)
    return str(given)


def _toggled(field: Json, given: Any) -> str:
    on, off = str(field.get("valueOn", "true")), str(field.get("valueOff", "false"))
    if isinstance(given, bool):
        return on if given else off
    if given not in {on, off}:
        raise CannotDo(f"{field['id']} is {on} or {off}")
    return str(given)


def _chosen(field: Json, given: Any) -> str:
    """By value or by title; several together with commas between them."""
    several = field.get("isMultiSelect", False)
    by_title = {choice["title"]: choice["value"] for choice in field.get("choices", [])}
    values = list(by_title.values())
    wanted = given.split(",") if several and isinstance(given, str) else given if isinstance(given, list) else [given]
    if len(wanted) > 1 and not several:
        raise CannotDo(f"{field['id']} takes one choice")
    if (field.get("choices.data") or {}).get("dataset", "").startswith("graph.microsoft.com/users"):
        return ",".join(map(str, wanted))  # the people picker gives numbers of the directory, whatever is typed
    chosen = [one if one in values else by_title.get(one) for one in wanted]
    if None in chosen:
        raise CannotDo(f"{field['id']} has no choice {given!r}; there are: {', '.join(by_title)}")
    return ",".join(sorted(chosen, key=values.index))


def _check(field: Json, value: str | None) -> None:
    """In the words the card has for it: below the field, and nothing is sent."""
    sentence = field.get("errorMessage") or f"{field['id']} is not filled in as it should be"
    empty = value in (None, "")
    if field["type"] == "Input.Toggle":
        empty = value != str(field.get("valueOn", "true"))
    if field.get("isRequired") and empty:
        raise CannotDo(sentence)
    if value and field["type"] == "Input.Text":
        if len(value) > field.get("maxLength", len(value)):
            raise CannotDo(f"{field['id']} takes {field['maxLength']} characters")
        if field.get("regex") and not re.search(field["regex"], value):
            raise CannotDo(sentence)
    if value and field["type"] == "Input.Number":
        number = float(value)
        if not field.get("min", number) <= number <= field.get("max", number):
            raise CannotDo(sentence)
