"""One message: said, or what stands there changed; and looked for first where it may stand already."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.chat import (
    CannotLook,
    Chat,
    ChatError,
    Chats,
    NotAccepted,
    NotEditable,
    NoThread,
    SpaceClosed,
    WorkspaceClosed,
    say_to,
)
from bot.kernel.clock import Clock
from bot.views.message import Message
from bot.views.render import render
from bot.views.voice import Voice
from rituals.kernel.effect import Closing
from rituals.kernel.identifiers import SpaceId
from rituals.kernel.ports import Errand

log = structlog.get_logger()

LOOK_SECONDS = 30
"""Looking and then posting must be over well before the lease is."""

BLIND_ATTEMPTS = 2
"""Where nobody can look whether a message stands there, it is said so often at most."""

PRIVATE_ATTEMPTS = 20
"""What one person alone sees, and needs: about three hours."""

ANEW = "/anew"
"""Behind the marker of what is said in the place of a message that cannot be changed any more."""


class TooLate(Exception):
    """It is of no use any more."""


class NotTried(Exception):
    """The platform cannot be talked to, so that nothing was said now."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.error = error


class Unknowable(Exception):
    """It was tried, nobody knows whether it was done, and nobody can look."""


Voices = Callable[[SpaceId], Awaitable[Voice]]


class Sender:
    """Says errands; see :mod:`bot.delivery.outbox` for what comes of them."""

    def __init__(self, chats: Chats, clock: Clock, voices: Voices) -> None:
        self._chats = chats
        self._clock = clock
        self._voices = voices

    async def send(self, errand: Errand) -> str:
        """Say it, or change what stands there; where it stands then.

        Raises:
            TooLate, NotTried, Unknowable: see there.
            ChatError: what the platform answered instead.
        """
        slot = errand.slot
        voice = await self._voices(slot.space)
        message = render(errand.content, voice)
        if not isinstance(message, Message):
            raise NotAccepted(f"{type(errand.content).__name__} is no message")
        chat = self._chats.of(slot.space)
        marker = slot.marker
        ref = errand.ref or await self._found(chat, errand, marker)
        if ref and await self._amended(chat, errand, ref, message):
            return ref
        if ref:
            marker += ANEW
            anew = await self._found(chat, errand, marker)
            if anew and await self._amended(chat, errand, anew, message):
                return anew
        if errand.until and self._clock.now() >= errand.until:
            raise TooLate
        if isinstance(errand.content, Closing) and (slot.recipient or ref):
            raise TooLate  # nothing stands there that could be over
        say = self._saying(chat, voice, errand, message)
        try:
            return await say(errand.thread, marker)
        except NoThread:
            return await say(None, marker)

    def _saying(
        self, chat: Chat, voice: Voice, errand: Errand, message: Message
    ) -> Callable[[str | None, str], Awaitable[str]]:
        space, recipient = errand.slot.space, errand.slot.recipient

        async def say(thread: str | None, marker: str) -> str:
            if recipient:
                return await say_to(chat, voice, message, recipient, thread)
            return await chat.post(space, message, recipient=None, thread=thread, marker=marker)

        return say

    async def _amended(self, chat: Chat, errand: Errand, ref: str, message: Message) -> bool:
        """Whether what stands there could be changed."""
        try:
            await chat.amend(errand.slot.space, ref, message)
        except NotEditable:
            log.info("outbox.said_anew", kind=errand.slot.kind)
            return False
        return True

    async def _found(self, chat: Chat, errand: Errand, marker: str) -> str | None:
        """Where a message stands that may have been said before; None: nowhere, or it may be said once more.

        Raises:
            Unknowable: nobody can look, and it was said often enough.
            NotTried: the platform cannot be talked to now.
        """
        if errand.attempt == 1:
            return None
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._looked_for(chat, errand, marker)
        except CannotLook:
            if errand.attempt > (PRIVATE_ATTEMPTS if errand.slot.recipient else BLIND_ATTEMPTS):
                raise Unknowable from None
            return None
        except (SpaceClosed, WorkspaceClosed):
            raise
        except (ChatError, TimeoutError) as error:
            raise NotTried(error) from None

    async def _looked_for(self, chat: Chat, errand: Errand, marker: str) -> str | None:
        """Where nobody can look, it is at least sure that the platform answers, so that the second time will tell.

        What belongs in a thread may stand outside it: when it was first said, there may have been no thread.
        """
        slot = errand.slot
        try:
            if slot.recipient is None:
                found = await chat.find(slot.space, marker, errand.thread)
                return found or (await chat.find(slot.space, marker, None) if errand.thread else None)
        except CannotLook:
            pass
        await chat.answers(slot.space)
        raise CannotLook("what one person sees is not looked for")
