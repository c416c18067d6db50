"""Our ids for Slack's. A space is ``slack:TEAM:CHANNEL``; a message is ``CHANNEL:TIMESTAMP``."""

from rituals.kernel.identifiers import SpaceId

PLATFORM = "slack"


def space_id(team: str, channel: str) -> SpaceId:
    return SpaceId(f"{PLATFORM}:{team}:{channel}")


def team_of(space: SpaceId) -> str:
    return space.split(":")[1]


def channel_of(space: SpaceId) -> str:
    return space.rsplit(":", 1)[1]


def ref_of(channel: str, timestamp: str) -> str:
    return f"{channel}:{timestamp}"


def place_of(ref: str) -> tuple[str, str]:
    """The channel and timestamp of a reference."""
    channel, timestamp = ref.split(":", 1)
    return channel, timestamp
