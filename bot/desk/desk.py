"""The shape of a desk: how people reach a ritual, the same for words, buttons and forms.

A **way** is one thing that can be asked for: what is done then, and who may ask. ``requests`` finds the way and checks
that; what stands here knows nothing of platforms.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from typing import TypeVar

from bot.chat import Chat
from bot.kernel.clock import Clock
from bot.kernel.holidays import days_off
from bot.planning.watch import Watch
from bot.service import Answer, Service, shown
from bot.texts import Text
from bot.views.message import FormName, Intent, Part
from bot.views.voice import Voice
from bot.views.words import Given, Word
from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.organisation.organisation import Leader

Asking = TypeVar("Asking", bound=PersonalCommand)

PageOf = Callable[[str, Leader, datetime], str | None]
"""The address of a page for a leader of an organisation, from now on; None where there is no web address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks, however they said it.

    Attributes:
        space: about which space. It need not be where they said it.
        stood: whether it was said in that space.
        given: what came along: behind a word, on a button, or in a form.
        fields: for each field of a form what was chosen.
        people, groups: who was mentioned.
    """

    space: SpaceId
    actor: ParticipantId
    voice: Voice
    stood: bool = True
    given: Given = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: tuple[ParticipantId, ...] = ()
    groups: tuple[str, ...] = ()

    def command(self, kind: Callable[..., Asking], /, **more: object) -> Asking:
        """A command of whoever asks, about this space."""
        return kind(space=self.space, actor=self.actor, **more)

    @property
    def meeting(self) -> MeetingId | None:
        """The bell on the button; None for a word, which means the one that runs here."""
        return MeetingId(self.given["meeting"]) if "meeting" in self.given else None

    @property
    def chosen(self) -> Given:
        """Of each field the first that was chosen; what was left open is not there."""
        return {name: values[0] for name, values in self.fields.items() if values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What stands behind every desk. ``country``: whose public holidays count."""

    service: Service
    watch: Watch
    clock: Clock
    page_of: PageOf
    country: str

    def chat(self, asked: Asked) -> Chat:
        return self.service.chat(asked.space)

    def today(self, asked: Asked) -> date:
        return self.service.today(asked.voice.space)

    def days_off(self, asked: Asked) -> frozenset[date]:
        return days_off(self.country, self.today(asked).year)

    async def do(self, asked: Asked, command: Command) -> Answer:
        """Run a command; its reply in the words of the space."""
        return shown(await self.service.do(command), asked.voice)


class By(Enum):
    """Who may ask.

    TEAM: people of the space; a button that stands elsewhere works for nobody else. What it carries comes back from
    somebody's machine, where it can have been changed.
    MEMBERS: people who are in the space now, also where an old message of theirs has the button.
    ONESELF: whoever it is about, also after they have left.
    ANYBODY: it can be asked anywhere, a private chat with the bot included.
    """

    TEAM = auto()
    MEMBERS = auto()
    ONESELF = auto()
    ANYBODY = auto()


Act = Callable[[Office, Asked], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing that can be asked for.

    Attributes:
        do: what is done.
        by: who may ask.
        alone: in a private chat with the bot, where there is no team, the word shows one's own page.
        failed: what is said when chat or store did not work.
        again: shows the form anew, where what was refused should be mended in it. Not of answers: they stay nowhere.
    """

    do: Act
    by: By = By.TEAM
    alone: bool = False
    failed: str = "failed"
    again: Act | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a ritual adds to one's own page.

    Attributes:
        spaces: where something is kept about them.
        kept: what else is.
        below: what stands at the end.
    """

    spaces: tuple[SpaceId, ...] = ()
    kept: tuple[Text, ...] = ()
    below: tuple[Part, ...] = ()


async def _nothing(_office: Office, _asked: Asked) -> Own:
    return Own()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """How people reach a ritual. ``home``: what it adds to one's own page."""

    words: Mapping[Word, Way] = field(default_factory=dict)
    buttons: Mapping[Intent, Way] = field(default_factory=dict)
    forms: Mapping[FormName, Way] = field(default_factory=dict)
    home: Callable[[Office, Asked], Awaitable[Own]] = _nothing
