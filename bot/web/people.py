"""The sample team of the room."""

from rituals.identifiers import ParticipantId, SpaceId

ROOM = SpaceId("room:sample:team")

NAMES = {
    ParticipantId(name.lower()): name for name in ("Anna", "Bram", "Chaima", "Daan", "Esra", "Femke", "Gijs", "Hanna")
}
