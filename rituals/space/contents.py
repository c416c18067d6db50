"""What the space hears when its settings change."""

from dataclasses import dataclass

from rituals.kernel.effect import Content
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Content):
    by: ParticipantId
    space: Space
    stopped_sharing: bool = False
