"""A place in chat and what its team has chosen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from rituals.kernel.identifiers import SpaceId

WORD_AT_MOST = 40
"""Characters in a team's own word for dissent."""

SHARED_AS_AT_MOST = 60
"""Characters in the name under which a team shares its month."""


THRESHOLD = 6
"""k: fewer ballots than this are never shown. A space can raise it, never lower it."""

THRESHOLD_AT_MOST = 50


class Mode(StrEnum):
    """How a space checks out."""

    SPOKEN = "spoken"
    ROUND = "round"
    EACH = "each"


class Language(StrEnum):
    DUTCH = "nl"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the platform is reached for a space. ``within``: what it is part of, where being removed there ends it."""

    url: str
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The settings of one space.

    Attributes:
        introduced: somebody here has seen what will happen and said go ahead.
        language: in which the space is spoken to.
        zone: IANA name; times and months are this zone's.
        word: what this team calls dissent; None means the organisation's word, or none.
        guests: whether guests from outside take part.
        mode: how it checks out; None means what fits its size.
        threshold: k, how many answers are needed before any are shown; can only be raised.
        offers: whether the start of a meeting offers the bell, where the platform tells of it.
        paused_until: the team's own pause; before that day nothing happens by itself.
        shared_as: the name under which leaders see this team's own month; None: they do not.
    """

    id: SpaceId
    introduced: bool = False
    language: Language = Language.DUTCH
    zone: str = "Europe/Amsterdam"
    word: str | None = None
    guests: bool = False
    mode: Mode | None = None
    threshold: int = THRESHOLD
    offers: bool = False
    paused_until: date | None = None
    shared_as: str | None = None

    def day(self, moment: datetime) -> date:
        """The day of a UTC moment here."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def month(self, moment: datetime) -> str:
        """The month of a UTC moment here, as ``YYYY-MM``."""
        return moment.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m")
