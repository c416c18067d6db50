"""The Chat port: what every platform must be able to do, and the ways it can fail."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.views.elsewhere import elsewhere
from bot.views.message import Message
from bot.views.voice import Platform, Voice
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person


class ChatError(Exception):
    """The root of what a platform can answer instead of doing it."""


class NotNow(ChatError):
    """A definite no for now: it was surely not done. Try again after ``wait``, or after a while where that is None."""

    def __init__(self, why: str = "", wait: timedelta | None = None) -> None:
        super().__init__(why)
        self.wait = wait

    def wait_or(self, otherwise: timedelta) -> timedelta:
        return otherwise if self.wait is None else self.wait


class Throttled(NotNow):
    """The platform asks to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("the platform asks to wait", wait)


class Locked(NotNow):
    """A definite no until the operator mends something, such as a token or a permission. What was to be said waits."""


class Unsure(ChatError):
    """No answer, or one that tells nothing: it may have been done or not."""


class SpaceClosed(ChatError):
    """A definite no: it seems that the bot is not in the space any more, or the space is archived or deleted."""


class WorkspaceClosed(ChatError):
    """A definite no for the whole workspace: it seems that the token was revoked or the app removed."""


class NotAccepted(ChatError):
    """A definite no for this message only, such as a person who cannot be written to."""


class NotAllowed(NotAccepted):
    """Those who run the space or the platform do not let us write there."""


class NotEditable(NotAccepted):
    """What stands there was removed, or cannot be changed any more."""


class NoThread(NotAccepted):
    """Not in this thread; outside it may be fine."""


class Unreachable(NotAccepted):
    """A person who cannot be written to in private at all, as far as is known now."""


class CannotLook(ChatError):
    """Nobody can look what stands in this space: the platform has no way, or we may not."""


class GroupUnknown(ChatError):
    """No such user group."""


class GroupsUnavailable(ChatError):
    """The workspace's plan has no user groups, or the bot may not read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Who is in a space. ``people`` is None where there are more than was asked for."""

    ids: frozenset[ParticipantId]
    people: tuple[Person, ...] | None


class Chat(Protocol):
    """One platform.

    * ``post`` puts a message in a space, in a thread of it, or before one person only, and returns a reference with
      which ``amend`` changes it later. ``find`` looks for one in a space, or in a thread of it, by the ``marker`` with
      which it was posted; nobody but us sees that.
    * ``answers`` returns if the platform can be talked to now; it changes nothing.
    * ``here`` returns if we are in a space, and raises :class:`SpaceClosed` or :class:`WorkspaceClosed` only where the
      platform, asked just that, says that we are not.
    * ``roster`` lists the members of a space; their details only while there are at most ``at_most``. Not ``fresh``:
      what was read some minutes ago will do.
    * ``was_told``: whether the space heard already that somebody should look elsewhere; with ``now``, it did now.
    * ``forget`` drops what is remembered of a space, or of one person, in memory.
    * ``meets``: whether a space is the chat of a meeting, with those invited in it.
    * ``names`` is what people of a space are called, and is not kept.
    * ``people`` looks up details of people of a space; somebody unknown is left out. ``among``: others who will be
      asked about soon.
    * ``addresses`` are mail addresses of people of a space, in small letters, where we may know them; not kept.
    * ``group`` lists the members of a user group.

    Each may raise any :class:`ChatError`.
    """

    platform: Platform

    async def post(
        self, space: SpaceId, message: Message, *, recipient: ParticipantId | None, thread: str | None, marker: str = ""
    ) -> str: ...
    async def find(self, space: SpaceId, marker: str, thread: str | None) -> str | None: ...
    async def answers(self, space: SpaceId) -> None: ...
    async def here(self, space: SpaceId) -> None: ...
    async def amend(self, space: SpaceId, ref: str, message: Message) -> None: ...
    async def roster(self, space: SpaceId, *, at_most: int, fresh: bool = True) -> Roster: ...
    def was_told(self, space: SpaceId, who: ParticipantId, *, now: bool = False) -> bool: ...
    def forget(self, space: SpaceId, who: ParticipantId | None = None) -> None: ...
    def meets(self, space: SpaceId) -> bool: ...
    async def people(
        self, space: SpaceId, ids: frozenset[ParticipantId], *, among: frozenset[ParticipantId] = frozenset()
    ) -> tuple[Person, ...]: ...
    async def addresses(self, space: SpaceId, ids: frozenset[ParticipantId]) -> dict[ParticipantId, frozenset[str]]: ...
    async def names(self, space: SpaceId, ids: frozenset[ParticipantId]) -> frozenset[str]: ...
    async def group(self, group: str) -> frozenset[ParticipantId]: ...


async def say_to(chat: Chat, voice: Voice, message: Message, who: ParticipantId, thread: str | None = None) -> str:
    """Say something to one person only; its reference.

    Where that cannot be, the space hears that they should look elsewhere and not why; but not if it would tell whom
    we ask.

    Raises:
        ChatError: it was not said.
    """
    space = voice.space.id
    try:
        return await chat.post(space, message, recipient=who, thread=thread)
    except Unreachable:
        if not message.hidden and not chat.was_told(space, who):
            told = replace(elsewhere(voice, who), language=voice.say.language)
            await chat.post(space, told, recipient=None, thread=None)
            chat.was_told(space, who, now=True)
        raise


NO_PLATFORM_AGAIN_AFTER = timedelta(hours=1)
"""A platform that is not in the settings of this start may be in those of the next."""


def platform_of(space: SpaceId) -> str:
    return space.split(":", 1)[0]


class Chats:
    """The platforms of this process, each found by how its space ids begin."""

    def __init__(self, chats: dict[str, Chat]) -> None:
        self._chats = chats

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._chats)

    def forget(self, space: SpaceId) -> None:
        """Drop what a platform remembers of a space, if it is still one of ours."""
        chat = self._chats.get(platform_of(space))
        if chat:
            chat.forget(space)

    def of(self, space: SpaceId) -> Chat:
        try:
            return self._chats[platform_of(space)]
        except KeyError:
            raise NotNow(f"no platform for {platform_of(space)}", NO_PLATFORM_AGAIN_AFTER) from None
