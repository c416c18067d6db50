"""What a person types, as Slack passes it on."""

import re

from slack_standin.world import World

_PIECE = re.compile(r"<@(?P<id>\w+)(?:\|[^>]*)?>|<[#!][^>]*>|@(?P<at>[\w.-]*\w)|#(?P<hash>[\w-]+)|(?P<mark>[&<>])")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_EVERYBODY = {"channel", "here", "everyone"}


def typed(world: World, text: str, *, names: bool) -> str:
    """Text with mentions, user groups and channels as ids; slash commands also carry the names."""
    return _PIECE.sub(lambda match: _piece(world, match, names=names), text)


def _piece(world: World, match: re.Match[str], *, names: bool) -> str:
    found: tuple[str, str] | None = None
    if match["id"]:
        person = world.people.get(match["id"])
        found = (f"@{person.id}", person.name) if person else None
    elif match["at"] in _EVERYBODY:
        return f"<!{match['at']}>"
    elif match["at"]:
        found = _person_or_group(world, match["at"])
    elif match["hash"]:
        found = next(((f"#{one.id}", one.name) for one in world.channels.values() if one.name == match["hash"]), None)
    if found:
        return f"<{'|'.join(found)}>" if names else f"<{found[0]}>"
    return _MARKS.get(match[0], match[0])


def _person_or_group(world: World, name: str) -> tuple[str, str] | None:
    for person in world.people.values():
        if person.name == name:
            return f"@{person.id}", name
    for group in world.groups.values():
        if group.handle == name:
            return f"!subteam^{group.id}", f"@{name}"
    return None


def unescaped(world: World, text: str) -> str:
    """A command without escaping gets names only: who is meant cannot be told for sure."""

    def name(match: re.Match[str]) -> str:
        person = world.people.get(match["id"] or "")
        return f"@{person.name}" if person else match[0]

    return _PIECE.sub(name, text)
