"""What stands in Slack's answers. Whatever is not shaped so raises, which is read as no answer at all."""

from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

Told = dict[str, Any]


def told(response: AsyncSlackResponse) -> Told:
    """The answer itself; the SDK gives nothing for what is missing, instead of saying so."""
    if not isinstance(response.data, dict):
        raise TypeError
    return response.data


def next_of(page: Told) -> str:
    """Where the next page begins; empty after the last."""
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")


def marker_of(message: Told) -> str:
    """The marker that one of our messages carries; empty on every other."""
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("marker") or "")


def user_of(person: Told) -> Told:
    """Somebody, who has a number at least."""
    return {**person, "id": str(person["id"])}
