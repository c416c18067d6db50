"""Our ids for Teams'. A space is ``teams:TENANT:CONVERSATION``; a message is ``KIND|ACTIVITY|CONVERSATION``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from rituals.kernel.identifiers import SpaceId

PLATFORM = "teams"
THREAD = ";messageid="


def space_id(tenant: str, conversation: str) -> SpaceId:
    """The space of a conversation; of a thread, that of its channel."""
    return SpaceId(f"{PLATFORM}:{tenant}:{conversation.split(THREAD, 1)[0]}")


def tenant_of(space: SpaceId) -> str:
    return space.split(":", 2)[1]


def conversation_of(space: SpaceId) -> str:
    return space.split(":", 2)[2]


class Kind(StrEnum):
    """For whom a message is: everybody, one person in the midst of the others, or one person in their own chat."""

    PUBLIC = "p"
    TARGETED = "t"
    DIRECT = "d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Where a message stands."""

    kind: Kind
    activity: str
    conversation: str

    def __str__(self) -> str:
        return f"{self.kind}|{self.activity}|{self.conversation}"

    @classmethod
    def read(cls, text: str) -> Self:
        kind, activity, conversation = text.split("|", 2)
        return cls(kind=Kind(kind), activity=activity, conversation=conversation)


def thread_of(ref: Ref) -> str:
    """The conversation in which replies to a message stand: its thread in a channel; a chat has no threads."""
    channel = ref.conversation.split(THREAD, 1)[0]
    return f"{channel}{THREAD}{ref.activity}" if has_threads(channel) else channel


def has_threads(conversation: str) -> bool:
    return "@thread.tacv2" in conversation or "@thread.skype" in conversation


def is_meeting(conversation: str) -> bool:
    """Whether a chat is that of a meeting (learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings)."""
    return conversation.startswith("19:meeting_")
