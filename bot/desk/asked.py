"""What somebody asked of us, as every platform says it: typed, pressed, or sent with a form."""

from dataclasses import dataclass, field

from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A typed command.

    Attributes:
        shared: whether ``space`` is a place where a team meets, and not a private chat with the bot.
        words: the text after the command, with ``@`` where somebody was mentioned.
        broadcast: everybody at once was mentioned.
        unresolved: a name that was typed and that the platform did not turn into a person.
        language: of the command that was used.
        reads: the language of the person, where the platform tells it.
    """

    space: SpaceId
    actor: ParticipantId
    words: str
    shared: bool = True
    people: tuple[ParticipantId, ...] = ()
    groups: tuple[str, ...] = ()
    broadcast: bool = False
    unresolved: str = ""
    language: Language | None = None
    reads: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button. ``space`` is where it stood; ``shared`` whether a team meets there."""

    space: SpaceId
    actor: ParticipantId
    intent: str
    value: str = ""
    shared: bool = True
    reads: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form that was sent: the arguments it carried, and for each field what was chosen."""

    space: SpaceId
    actor: ParticipantId
    form: str
    shared: bool = True
    arguments: dict[str, str] = field(default_factory=dict)
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reads: Language | None = None
