"""The sample team of the room."""

from rituals.kernel.identifiers import ParticipantId, SpaceId

ROOM = SpaceId("room:sample:team")

SAMPLE = {
    "belletje_organisation": "Gemeente Voorbeeld",
    "belletje_leaders": "room:sample:anna room:sample:hanna",
}
"""Settings of the sample organisation: what it is called, and who reads its month."""

NAMES = {
    ParticipantId(name.lower()): name for name in ("Anna", "Bram", "Chaima", "Daan", "Esra", "Femke", "Gijs", "Hanna")
}
