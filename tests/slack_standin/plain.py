"""Blocks as a person reads them, and the things in them a person can press."""

from collections.abc import Iterator
from typing import Any

Blocks = list[dict[str, Any]]


def readable(blocks: Blocks) -> str:
    """All blocks in order, one line each or more; buttons and menus as [Label]."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def _lines(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "divider":
        yield "---"
    elif kind in {"context", "actions"}:
        yield " ".join(_element(element) for element in block["elements"])
    elif kind == "input":
        yield block["label"]["text"] + (" (optional)" if block.get("optional") else "")
        yield _element(block["element"])
        yield block.get("hint", {}).get("text", "")
    elif kind == "image":
        yield block.get("title", {}).get("text", "")
        yield f"({block['alt_text']})"
    elif kind == "data_visualization":
        yield f"(chart: {_title(block)})"
    else:
        yield block.get("text", {}).get("text", "")
        yield from (text["text"] for text in block.get("fields", []))
        if "accessory" in block:
            yield _element(block["accessory"])


def _title(block: dict[str, Any]) -> str:
    title = block.get("title", "")
    return title["text"] if isinstance(title, dict) else str(title)


def _element(element: dict[str, Any]) -> str:
    kind = element["type"]
    if kind in {"mrkdwn", "plain_text"}:
        return element["text"]
    if kind == "image":
        return f"({element['alt_text']})"
    if kind in {"radio_buttons", "checkboxes"}:
        return " ".join(f"( ) {option['text']['text']}" for option in element["options"])
    if kind == "overflow":
        return "[…]"
    return f"[{label(element)}]"


def label(element: dict[str, Any]) -> str:
    """The words on a button, or the placeholder of a menu or field."""
    if element["type"] == "button":
        return element["text"]["text"]
    return element.get("placeholder", {}).get("text", "")


def controls(blocks: Blocks) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every block with each thing in it that can be pressed, chosen or filled in."""
    for block in blocks:
        elements = list(block.get("elements", [])) if block["type"] == "actions" else []
        elements += [block[key] for key in ("accessory", "element") if key in block]
        yield from ((block, element) for element in elements if "action_id" in element)


def options(element: dict[str, Any]) -> Blocks:
    """The choices of a menu, also those in groups."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return element.get("options", []) + grouped


def find(blocks: Blocks, what: str, block_id: str | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The one control with that action id or that label; otherwise it says what there is."""
    found = [
        (block, element)
        for block, element in controls(blocks)
        if what in {element["action_id"], label(element)} and block_id in {None, block["block_id"]}
    ]
    if len(found) == 1:
        return found[0]
    there = [f"{element['action_id']} [{label(element)}]" for _, element in controls(blocks)]
    raise LookupError(f"{len(found)} controls are called {what!r}; there are: {', '.join(there) or 'none'}")
