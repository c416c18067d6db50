"""Spaces that a platform called closed. One answer proves nothing: nothing is forgotten before it says so again, later,
when it is asked just that.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.chat import ChatError, Chats, SpaceClosed, WorkspaceClosed
from rituals.kernel.identifiers import SpaceId

log = structlog.get_logger()

ASKED_AFTER = timedelta(minutes=1)
WORKSPACE_ASKED_AFTER = timedelta(hours=1)
"""A whole workspace is asked a second time: a token that is being replaced is refused for a while as well."""

BELIEVED_FOR = timedelta(minutes=10)
"""How long it is believed that we are there, once the platform has said so."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    ask_at: datetime
    workspace: bool = False


class Doubts:
    """In memory only: after a restart the next refusal raises a doubt again."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._doubts: dict[SpaceId, _Doubt] = {}
        self._there_until: dict[SpaceId, datetime] = {}

    def raise_for(self, space: SpaceId, now: datetime) -> bool:
        """It was called closed. Whether that was asked a short while ago, and we are there after all."""
        if self._there_until.get(space, now) > now:
            return True
        self._doubts.setdefault(space, _Doubt(now + ASKED_AFTER))
        return False

    def due(self, now: datetime) -> list[SpaceId]:
        """Which should be asked about now; each is handed out once."""
        found = [space for space, doubt in self._doubts.items() if doubt.ask_at <= now]
        for space in found:
            self._doubts[space] = replace(self._doubts[space], ask_at=now + ASKED_AFTER)
        return found

    async def ask(self, space: SpaceId, now: datetime) -> type[ChatError] | None:
        """Ask. What it comes to: the space is gone, its whole workspace is, or nothing is known for sure."""
        doubt = self._doubts.get(space)
        if doubt is None:
            return None
        try:
            await self._chats.of(space).here(space)
        except SpaceClosed:
            self._doubts.pop(space, None)
            return SpaceClosed
        except WorkspaceClosed:
            if doubt.workspace:
                self._doubts.pop(space, None)
                return WorkspaceClosed
            self._doubts[space] = _Doubt(now + WORKSPACE_ASKED_AFTER, workspace=True)
        except ChatError as unknown:
            log.info("space.not_told", error=type(unknown).__name__)
            self._doubts[space] = _Doubt(now + ASKED_AFTER, workspace=doubt.workspace)
        else:
            self._doubts.pop(space, None)
            self._there_until = {one: until for one, until in self._there_until.items() if until > now}
            self._there_until[space] = now + BELIEVED_FOR
        return None
