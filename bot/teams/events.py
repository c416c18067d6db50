"""What happens to the places that Belletje is in: added and removed, members, meetings, and where each is reached.

Handled before we say that we heard it, so that it comes again if we could not.
"""

from collections.abc import Awaitable, Callable

import structlog

from bot.chat.participants import size
from bot.service import Service
from bot.teams import inbound
from bot.teams.chat import TeamsChat
from bot.teams.inbound import Activity, text_at
from rituals.bell.commands import MeetingStarted
from rituals.closing.commands import MeetingEnded
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import SpaceId
from rituals.membership.commands import Arrived, Left

log = structlog.get_logger()

GONE_EVENTS = {"channelDeleted", "teamDeleted"}
CHANNEL_MEMBER = "channelMemberRemoved"
"""Somebody left a private or shared channel, and not the team."""


class TeamsEvents:
    """Each kind of activity with what it sets off; ``keep_address`` also when somebody says something."""

    def __init__(self, chat: TeamsChat, service: Service) -> None:
        self._chat = chat
        self._service = service
        self._kinds: dict[str, Callable[[Activity, SpaceId], Awaitable[None]]] = {
            "installationUpdate": self._on_installation,
            "conversationUpdate": self._on_conversation,
            "event": self._on_event,
        }

    async def take(self, kind: str, activity: Activity, space: SpaceId) -> None:
        """Do what it sets off; of a kind that we do not know, nothing.

        Raises:
            StorageError, ChatError: it was not done.
        """
        if kind in self._kinds:
            await self._kinds[kind](activity, space)
        else:
            log.debug("teams.unknown", kind=kind[:40])

    async def _on_installation(self, activity: Activity, space: SpaceId) -> None:
        """Added or removed. An upgrade of the app is neither."""
        if not inbound.shared(activity):
            return
        action = text_at(activity, "action")
        if action == "add" and inbound.actor(activity):
            await self._service.do(
                Arrived(space=space, actor=inbound.actor(activity), address=inbound.address_of(activity))
            )
        elif action == "remove":
            await self._gone(space, inbound.team_of(activity))

    async def _on_conversation(self, activity: Activity, space: SpaceId) -> None:
        event, team = text_at(activity, "channelData", "eventType"), inbound.team_of(activity)
        bot = text_at(activity, "recipient", "id")
        gone = inbound.members(activity, "membersRemoved")
        if not inbound.shared(activity) or bot in inbound.members(activity, "membersAdded"):
            return  # that we are added is told by the installation
        if event in GONE_EVENTS:
            await self._gone(space, team if event == "teamDeleted" else None)
        elif bot in gone:
            await self._gone(space, team)
        else:
            await self.keep_address(activity, space, if_known=True)
            places = {space} if event == CHANNEL_MEMBER else {space, *await self._spaces_of(team)}
            for who in gone:
                for place in places:
                    self._chat.forget(place, who)
                    await self._service.do(Left(space=place, actor=who))

    async def _on_event(self, activity: Activity, space: SpaceId) -> None:
        """A meeting begins or ends; nothing of what it is called or where it is held is looked at."""
        name = text_at(activity, "name").rsplit(".", 1)[-1]
        await self.keep_address(activity, space, if_known=True)
        if name == "meetingStart":
            await self._service.do(MeetingStarted(space=space))
        elif name == "meetingEnd":
            await self._service.do(MeetingEnded(space=space, people=await self._size(space)))
        else:
            log.debug("teams.unknown", kind=name[:40])

    async def _size(self, space: SpaceId) -> int | None:
        try:
            return await size(self._chat, (await self._service.voice(space)).space)
        except Refusal:
            return 0  # who is there cannot be seen now: no form then, for a small team would be known by it

    async def _gone(self, space: SpaceId, team: str | None) -> None:
        """Removed from a chat or channel; from a team means from all its channels."""
        for place in {space, *await self._spaces_of(team)}:
            await self._service.gone(place)

    async def _spaces_of(self, team: str | None) -> tuple[SpaceId, ...]:
        return await self._service.run(lambda unit: unit.space.within(team)) if team else ()

    async def keep_address(self, activity: Activity, space: SpaceId, *, if_known: bool = False) -> None:
        """Keep where a space is reached, if that is new; never of a chat of two, nor of what was forgotten."""
        if not inbound.shared(activity):
            return
        address = inbound.address_of(activity)
        before = await self._service.run(lambda unit: unit.space.address(space))
        if before is None and if_known:
            return
        if before is None or before.url != address.url or before.within != (address.within or before.within):
            await self._service.run(lambda unit: unit.space.keep_address(space, address))
