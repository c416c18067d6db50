"""How one space is spoken to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.texts import Span, Texts, code, place, texts
from bot.views.words import Word
from rituals.kernel.space import Language, Space

COMMAND = {Language.DUTCH: "/advocaat", Language.ENGLISH: "/bell"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A chat platform as people know it.

    Attributes:
        name: what people call it.
        before: what is typed before every command, in each language.
        call: the word that looks for an advocate, where ``before`` alone does not.
        meetings: whether it tells when a meeting starts and ends.
        seen_typing: whether others see that a command was typed.
        forms_stand: whether a form is filled in where the message with it stands, and not in a window of its own.
    """

    name: str
    before: Mapping[Language, str] = field(default_factory=lambda: COMMAND)
    call: Mapping[Language, str] = field(default_factory=dict)
    meetings: bool = False
    seen_typing: bool = False
    forms_stand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Language, zone and own words of a space.

    Attributes:
        contact: whom to go to in matters of integrity, in the organisation's words; empty when not set.
        word: what dissent is called here; empty when nobody chose a word.
        platform: where the space is.
        organisation: what the organisation is called; empty when not set.
        reads: the language of the one person who sees this, where known; else the space's.
    """

    space: Space
    platform: Platform
    contact: str = ""
    word: str = ""
    organisation: str = ""
    reads: Language | None = None

    @property
    def say(self) -> Texts:
        return texts(self.reads or self.space.language)

    @property
    def here(self) -> Span:
        return place(self.space.id)

    def command(self, word: str = "") -> Span:
        """A command as one types it here."""
        language = self.say.language
        return code(f"{self.platform.before[language]} {word or self.platform.call.get(language, '')}".strip())

    def typed(self, word: Word, behind: str = "") -> Span:
        """A word as one types it here."""
        return self.command(f"{word.of(self.say.language)} {behind}".strip())

    def key(self, key: str) -> str:
        """The entry to use here: that of the platform where it has one of its own."""
        own = f"{key}.{self.platform.name.lower()}"
        return own if own in self.say else key

    def time(self, moment: datetime) -> str:
        return self.say.time(moment, self.space.zone)
