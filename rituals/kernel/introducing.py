"""The first thing that somebody asks of a space."""

from dataclasses import replace

from rituals.kernel.identifiers import SpaceId
from rituals.kernel.ports import Unit
from rituals.kernel.space import Language, Space


def introduced(space: SpaceId, language: Language, unit: Unit) -> Space:
    """The space, where somebody has begun now: spoken to in the language of that first command, and of no later one."""
    found = unit.space.of(space)
    if not found.introduced:
        found = replace(found, introduced=True, language=language)
        unit.space.save(found)
    return found
