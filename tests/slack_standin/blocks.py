"""Slack's documented limits of messages and views, and what Slack adds to blocks that pass."""

import itertools
from copy import deepcopy
from typing import Any

from slack_standin.charts import CHART
from slack_standin.checks import (
    Check,
    Report,
    anything,
    at_least_one,
    boolean,
    both,
    listed,
    one_of,
    record,
    string,
    typed,
)
from slack_standin.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, LONGEST_TEXT, text

_BLOCK_ID = {"block_id": string(255, 1)}
_BOTH = ("plain_text", "mrkdwn")


def _distinct_actions(value: Any, path: str, report: Report) -> None:
    """Within one block two controls with the same id cannot be told apart."""
    elements = value.get("elements") if isinstance(value, dict) else None
    ids = [one["action_id"] for one in elements or [] if isinstance(one, dict) and "action_id" in one]
    if len(ids) != len(set(map(str, ids))):
        report.add("action_id already exists", path)


def _block(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": one_of(kind), **required}, {**_BLOCK_ID, **(optional or {})})


_SECTION = both(
    _block(
        "section",
        {},
        {
            "text": text(3000, *_BOTH),
            "fields": listed(text(2000, *_BOTH), 1, 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
    ),
    at_least_one("text", "fields"),
)
_CONTEXT_ITEM = typed(
    {"plain_text": text(LONGEST_TEXT, "plain_text"), "mrkdwn": text(LONGEST_TEXT, "mrkdwn"), "image": IMAGE},
)
_BLOCKS: dict[str, Check] = {
    "header": _block("header", {"text": text(150)}),
    "section": _SECTION,
    "context": _block("context", {"elements": listed(_CONTEXT_ITEM, 1, 10)}),
    "divider": _block("divider", {}),
    "actions": both(_block("actions", {"elements": listed(IN_ACTIONS, 1, 25)}), _distinct_actions),
    "input": _block(
        "input",
        {"label": text(2000), "element": IN_INPUT},
        {"hint": text(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _block("image", {"image_url": string(3000, 1), "alt_text": string(2000, 1)}, {"title": text(2000)}),
}
_CHARTS = _BLOCKS | {"data_visualization": _block("data_visualization", {"title": string(50, 1), "chart": CHART})}
_CHARTS_PER_MESSAGE = 2
_PER_MESSAGE, _PER_VIEW = 50, 100


def _check_blocks(blocks: Any, path: str, report: Report, most: int, *, charts: bool) -> None:
    kinds = _CHARTS if charts else _BLOCKS
    listed(typed(kinds), 0, most)(blocks, path, report)
    dicts = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    ids = [block["block_id"] for block in dicts if isinstance(block.get("block_id"), str)]
    for block_id in {one for one in ids if ids.count(one) > 1}:
        report.add(f"block_id already exists: {block_id}", path)
    if sum(block.get("type") == "data_visualization" for block in dicts) > _CHARTS_PER_MESSAGE:
        report.add(f"no more than {_CHARTS_PER_MESSAGE} data_visualization blocks allowed", path)


def problems_of_message(blocks: Any, *, charts: bool) -> Report:
    report = Report()
    _check_blocks(blocks, "/blocks", report, _PER_MESSAGE, charts=charts)
    return report


_COMMON = {"private_metadata": string(3000), "callback_id": string(255), "external_id": string(255)}
_MODAL = record(
    {"type": one_of("modal"), "title": text(24), "blocks": anything},
    {
        "submit": text(24),
        "close": text(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
        **_COMMON,
    },
)
_HOME = record({"type": one_of("home"), "blocks": anything}, _COMMON)


def problems_of_view(view: Any, kind: str, *, charts: bool) -> Report:
    """Everything wrong with a modal or a home tab."""
    report = Report()
    (_MODAL if kind == "modal" else _HOME)(view, "/view", report)
    blocks = view.get("blocks") if isinstance(view, dict) else None
    if blocks is not None:
        _check_blocks(blocks, "/view/blocks", report, _PER_VIEW, charts=charts)
        inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
        if kind == "modal" and inputs and "submit" not in view:
            report.add("missing required field: submit", "/view")
    return report


_names = itertools.count(1)


def _short_id() -> str:
    return f"{next(_names):05x}"


def filled_in(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks as Slack keeps them: ids for what had none, and the defaults of text objects."""
    kept = deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", _short_id())
        for key in ("accessory", "element"):
            if block.get(key, {}).get("type") not in {None, "image"}:
                block[key].setdefault("action_id", _short_id())
        if block["type"] == "actions":
            for element in block["elements"]:
                element.setdefault("action_id", _short_id())
        _text_defaults(block)
    return kept


def _text_defaults(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _text_defaults(one)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for one in value.values():
            _text_defaults(one)
