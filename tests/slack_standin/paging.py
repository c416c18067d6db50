"""Cursors and limits, as all listing methods share them."""

import base64
import binascii
from typing import Any

from slack_standin.codes import Refusal

_PREFIX = "next:"


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        decoded = base64.b64decode(cursor, validate=True).decode()
        if decoded.startswith(_PREFIX):
            return int(decoded.removeprefix(_PREFIX))
    except (binascii.Error, ValueError):
        pass
    raise Refusal("invalid_cursor")


def limit_of(params: dict[str, Any], default: int, most: int, refusal: str) -> int:
    try:
        limit = int(params.get("limit") or default)
    except ValueError:
        raise Refusal(refusal) from None
    if not 0 < limit <= most:
        raise Refusal(refusal)
    return limit


def page(items: list[Any], params: dict[str, Any], limit: int, short: int | None) -> tuple[list[Any], str]:
    """One page and the cursor of the next; Slack may give fewer than asked for."""
    start = _start(str(params.get("cursor") or ""))
    end = start + min(limit, short or limit)
    following = base64.b64encode(f"{_PREFIX}{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], following
