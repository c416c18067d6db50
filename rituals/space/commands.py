"""What people may ask about a team's settings."""

from dataclasses import dataclass

from rituals.kernel.command import PersonalCommand
from rituals.kernel.space import THRESHOLD, Language, Mode


class ShowSettings(PersonalCommand):
    """What has this team chosen?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings(PersonalCommand):
    language: Language
    guests: bool
    word: str | None
    mode: Mode | None = None
    threshold: int = THRESHOLD
    offers: bool = False
    zone: str | None = None
    shared_as: str | None = None


class Introduce(PersonalCommand):
    """Whoever invited the bot says: just start."""
