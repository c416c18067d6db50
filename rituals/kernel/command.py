"""What people and the clock may ask, as data."""

from dataclasses import dataclass

from rituals.kernel.identifiers import ParticipantId, SpaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Somebody (or the clock, when there is no actor) asks something of a space."""

    space: SpaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalCommand(Command):
    actor: ParticipantId
