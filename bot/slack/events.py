"""What happens to the places that Belletje is in: added and removed, members, and the app as a whole.

Handled before we say that we heard it, so that it comes again if we could not.
"""

from collections.abc import Awaitable, Callable

from bot.chat import ChatError, SpaceClosed
from bot.chat.later import Once
from bot.service import Service
from bot.slack.chat import SlackChat
from bot.slack.inbound import Payload, text_at
from bot.slack.names import space_id
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.membership.commands import Arrived, Left

LEFT = ("channel_left", "group_left")
GONE = (*LEFT, "channel_archive", "group_archive", "channel_deleted", "group_deleted")
UNINSTALLED = ("app_uninstalled", "tokens_revoked")
MEMBERS = ("member_joined_channel", "member_left_channel")
HAPPENINGS = (*MEMBERS, *GONE, *UNINSTALLED)


class SlackEvents:
    """Each kind of event with what it sets off."""

    def __init__(self, chat: SlackChat, service: Service, once: Once) -> None:
        self._chat = chat
        self._service = service
        self._once = once
        self._kinds: dict[str, Callable[[Payload, Payload], Awaitable[None]]] = {
            "member_joined_channel": self._on_joined,
            "member_left_channel": self._on_left,
            **dict.fromkeys(GONE, self._on_gone),
            **dict.fromkeys(UNINSTALLED, self._on_uninstalled),
        }

    async def take(self, body: Payload, event: Payload) -> None:
        """Do what it sets off.

        Raises:
            StorageError: it was not done.
        """
        await self._kinds[event["type"]](body, event)

    def _where(self, event: Payload) -> SpaceId:
        """One channel is one space, whoever shared it and whoever does something in it."""
        return space_id(self._chat.team, text_at(event, "channel"))

    async def _on_joined(self, body: Payload, event: Payload) -> None:
        inviter = text_at(event, "inviter", default="")
        if text_at(event, "user") == self._chat.bot_user and inviter and self._once.first(body.get("event_id", "")):
            where = self._where(event)
            await self._service.do(Arrived(space=where, actor=ParticipantId(inviter)))

    async def _on_left(self, _body: Payload, event: Payload) -> None:
        where = self._where(event)
        if text_at(event, "user") == self._chat.bot_user:
            await self._gone_unless_back(where)
        else:
            who = ParticipantId(event["user"])
            self._chat.forget(where, who)
            await self._service.do(Left(space=where, actor=who))

    async def _on_gone(self, _body: Payload, event: Payload) -> None:
        where = self._where(event)
        if event["type"] in LEFT:
            await self._gone_unless_back(where)
        else:
            await self._service.gone(where)

    async def _on_uninstalled(self, _body: Payload, event: Payload) -> None:
        """The app is gone; or a token is, which says nothing about us unless it is the bot's."""
        tokens = event.get("tokens")
        if event["type"] == "app_uninstalled" or (isinstance(tokens, dict) and tokens.get("bot")):
            await self._service.gone(space_id(self._chat.team, ""), whole_workspace=True)

    async def _gone_unless_back(self, where: SpaceId) -> None:
        """Forget a space that we left, unless the event is old and we were invited again since. Where that cannot be
        seen now, it is asked later.
        """
        try:
            await self._chat.roster(where, at_most=0)
        except SpaceClosed:
            await self._service.gone(where)
        except ChatError:
            self._service.doubt(where)
