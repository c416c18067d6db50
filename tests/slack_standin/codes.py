"""Which errors Slack documents for which method, and which scopes a method asks for."""

import json
from pathlib import Path
from typing import Any

_LIST = Path(__file__).parent.parent / "recorded" / "slack" / "slack_error_codes_by_method.json"
_EVERYWHERE = {"invalid_arguments", "invalid_auth", "internal_error"}  # on every method's page; the list dropped them
_COMMON = {
    "account_inactive", "fatal_error", "missing_scope", "not_allowed_token_type", "not_authed", "ratelimited",
    "request_timeout", "service_unavailable", "token_expired", "token_revoked", "unknown_method",
}  # fmt: skip
_READING = _COMMON | {"channel_not_found", "invalid_cursor", "invalid_ts_latest", "invalid_ts_oldest", "not_in_channel"}
# Methods whose pages the list does not hold, and one code an older edition of the page names.
_MORE = {
    "conversations.history": _READING,
    "conversations.replies": _READING | {"thread_not_found"},
    "chat.postMessage": {"msg_too_long"},
}

_READ = {"channels": "channels:read", "groups": "groups:read", "im": "im:read"}
_HISTORY = {"channels": "channels:history", "groups": "groups:history", "im": "im:history"}
_SCOPES: dict[str, tuple[str, ...] | dict[str, str]] = {
    "auth.test": (),
    "apps.connections.open": ("connections:write",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": _HISTORY,
    "conversations.info": _READ,
    "conversations.members": _READ,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}


def _load() -> dict[str, frozenset[str]]:
    listed = {method: set(codes) for method, codes in json.loads(_LIST.read_text()).items()}
    methods = listed.keys() | _MORE.keys()
    return {method: frozenset(listed.get(method, set()) | _MORE.get(method, set()) | _EVERYWHERE) for method in methods}


DOCUMENTED = _load()
METHODS = frozenset(_SCOPES)


class Refusal(Exception):
    """ok: false with a code, and whatever else Slack adds."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


def check_documented(method: str, code: str) -> None:
    """A stand-in that answers what Slack never says would teach the bot nonsense."""
    if code not in DOCUMENTED.get(method, frozenset()):
        raise AssertionError(f"{code} is not documented for {method}")


def need_scope(method: str, granted: tuple[str, ...]) -> None:
    """Without any scope that could open the method at all, it is refused before the arguments are looked at."""
    wanted = _SCOPES[method]
    if isinstance(wanted, dict):
        if not set(wanted.values()) & set(granted):
            raise Refusal("missing_scope", needed=",".join(wanted.values()), provided=",".join(granted))
    elif missing := [scope for scope in wanted if scope not in granted]:
        raise Refusal("missing_scope", needed=",".join(missing), provided=",".join(granted))


def need_scope_for(method: str, kind: str, granted: tuple[str, ...]) -> None:
    """Reading a private channel asks for another scope than reading a public one."""
    wanted = _SCOPES[method]
    if isinstance(wanted, dict) and wanted[kind] not in granted:
        raise Refusal("missing_scope", needed=wanted[kind], provided=",".join(granted))
