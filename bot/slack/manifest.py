"""The app's manifest, made from the code: what is asked for is what is used (docs.slack.dev/app-manifests)."""

from typing import Any

from bot.slack.events import HAPPENINGS
from bot.slack.inbound import COMMANDS

SCOPES: dict[str, str] = {
    "app_mentions:read": "answer when somebody mentions the bot",
    "channels:read": "see who is in a public channel",
    "chat:write": "post and edit its own messages",
    "commands": "be asked with /advocaat, /bell and /uitcheck",
    "groups:read": "see who is in a private channel it was invited to",
    "im:write": "write to one person in private",
    "usergroups:read": "see who is in a user group that is named",
    "users:read": "tell people from bots, guests and deactivated accounts",
}
"""Each scope with what it is for."""

HISTORY_SCOPES: dict[str, str] = {
    "channels:history": "find its own message again when Slack's answer was lost, in a public channel",
    "groups:history": "the same in a private channel it was invited to",
}
CALENDAR_SCOPES: dict[str, str] = {"users:read.email": "recognise the people of a meeting in Outlook"}
OPTIONAL: dict[str, str] = {**HISTORY_SCOPES, **CALENDAR_SCOPES}
"""Whoever installs the app may leave them out, and what they are for with them
(docs.slack.dev/changelog/2026/03/16/optional-scopes).
"""

EVENTS = ("app_home_opened", "app_mention", *HAPPENINGS)

DESCRIPTIONS = {
    "/advocaat": ("Zoekt iemand voor het belletje", "[@mensen of @groep] · wie · klaar · uitcheck · help"),
    "/bell": ("Finds someone for the bell", "[@people or @group] · who · done · checkout · help"),
    "/uitcheck": ("Opent een uitcheck", "[kort · standaard · besluit · terugblik · eigen]"),
}


def manifest(url: str | None = None) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP when the public address is given."""
    request_url = f"{url.rstrip('/')}/slack/events" if url else None
    address = {"request_url": request_url} if request_url else {}
    commands_url = {"url": request_url} if request_url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Belletje",
            "description": "Hands round the bell, so that a meeting hears the other side too",
            "background_color": "#1a4f8b",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Belletje", "always_online": True},
            "slash_commands": [
                {
                    "command": command,
                    **commands_url,
                    "description": DESCRIPTIONS[command][0],
                    "usage_hint": DESCRIPTIONS[command][1],
                    "should_escape": True,
                }
                for command in COMMANDS
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
