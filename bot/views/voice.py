"""How one space is spoken to."""

from dataclasses import dataclass
from datetime import datetime

from bot.texts import Span, Texts, code, place, texts
from rituals.space import Language, Space

COMMAND = {Language.DUTCH: "/advocaat", Language.ENGLISH: "/bell"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Language, zone and own words of a space.

    Attributes:
        contact: whom to go to in matters of integrity, in the organisation's words; empty when not set.
        word: what dissent is called here; empty when nobody chose a word.
        platform: the name of the chat platform, as people know it.
    """

    space: Space
    contact: str = ""
    word: str = ""
    platform: str = "Slack"

    @property
    def say(self) -> Texts:
        return texts(self.space.language)

    @property
    def here(self) -> Span:
        return place(self.space.id)

    def command(self, word: str = "") -> Span:
        """A command as one types it here."""
        return code(f"{COMMAND[self.space.language]} {word}".strip())

    def time(self, moment: datetime) -> str:
        return self.say.time(moment, self.space.zone)
