"""Answers to a click about a bell."""

from dataclasses import dataclass
from datetime import date

from rituals.bell.commands import Invited
from rituals.bell.meeting import State
from rituals.kernel.identifiers import MeetingId, ParticipantId
from rituals.kernel.people import Reason
from rituals.kernel.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUse(Reply):
    invited: Invited


class Ready(Reply):
    """Nothing stands in the way: the people can be looked up. Never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingAround(Reply):
    minutes: int

    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAlone(Reply):
    """Only one person can be asked: whoever asks should know beforehand that it will be seen if no yes comes.

    ``replaces``: the running bell that this one would end; ``minutes``: so long, and everyone is asked.
    """

    invited: Invited
    replaces: MeetingId | None
    minutes: int


class Declined(Reply):
    """The card is put away, in the words of any that is over: that somebody said no is written nowhere."""

    @property
    def takes_place(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Reply):
    """How it stands with the bell. ``state`` None: none runs. ``invited``: for whom a new one was asked."""

    state: State | None = None
    meeting: MeetingId | None = None
    holder: ParticipantId | None = None
    invited: Invited | None = None


class Rang(Reply):
    pass


class StillRinging(Reply):
    pass


class PassedOn(Reply):
    pass


class Redrawing(Reply):
    pass


class Cancelled(Reply):
    pass


class Concluded(Reply):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Reply):
    to: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Reply):
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyEligible(Reply):
    """Why nobody could be asked: how many for each reason."""

    why_not: dict[Reason, int]
