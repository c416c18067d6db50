"""Answers to a click about a team's settings."""

from dataclasses import dataclass

from rituals.kernel.reply import Reply
from rituals.kernel.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsShown(Reply):
    space: Space


class SettingsKept(Reply):
    pass


class Introduced(Reply):
    @property
    def takes_place(self) -> bool:
        return True
