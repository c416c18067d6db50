"""What happens in the tenant and is told to the bot."""

import asyncio
from collections.abc import Iterable
from typing import Any, Literal

from teams_standin import payloads
from teams_standin.model import CannotDo, Delivered, Json, Meeting, Person, Place, Team
from teams_standin.people import People

Order = Literal["install first", "members first", "together"]
Where = Place | Team | Person


class Happenings(People):
    def _place(self, where: Where) -> Place:
        if isinstance(where, Team):
            return where.general
        return self.open_personal(where) if isinstance(where, Person) else where

    async def _both(self, bodies: list[Json], order: Order) -> list[Delivered]:
        """The two events of an installation come in any order, or at once."""
        if order == "together":
            return list(await asyncio.gather(*(self.wire.send(one) for one in bodies)))
        ordered = bodies if order == "install first" else bodies[::-1]
        return [await self.wire.send(one) for one in ordered]

    async def install(self, where: Where, *, by: Person, order: Order = "install first") -> list[Delivered]:
        """In a team (by one of its channels), a chat, a meeting, or for one person."""
        place = self._place(where)
        if by not in place.members:
            raise CannotDo(f"{by.name} is not in {place.name}")
        (place.team or place).installed = True
        added = payloads.bot_added(self, self.connector_url, place, by)
        return await self._both([payloads.installation(self, self.connector_url, place, by, "add"), added], order)

    async def remove(self, where: Where, *, by: Person, order: Order = "install first") -> list[Delivered]:
        place = self._place(where)
        (place.team or place).installed = False
        gone = payloads.members(self, self.connector_url, place, by, "membersRemoved", [{"id": self.bot_id}])
        removed = payloads.installation(self, self.connector_url, place, by, "remove")
        return await self._both([removed, gone], order)

    async def _tell(self, place: Place, body: Json) -> Delivered:
        return await self.wire.send(body) if place.with_bot else Delivered({})

    async def add_member(self, where: Place | Team, *who: Person, by: Person | None = None) -> Delivered:
        place = self._place(where)
        place.members.extend(one for one in who if one not in place.members)
        return await self._membership(place, "membersAdded", who, by)

    async def remove_member(self, where: Place | Team, *who: Person, by: Person | None = None) -> Delivered:
        place = self._place(where)
        for one in who:
            place.members.remove(one)
        return await self._membership(place, "membersRemoved", who, by)

    async def _membership(self, place: Place, which: str, who: Iterable[Person], by: Person | None) -> Delivered:
        people = list(who)
        accounts = [one.account for one in people]
        body = payloads.members(self, self.connector_url, place, by or people[0], which, accounts)
        return await self._tell(place, body)

    async def create_channel(self, team: Team, name: str, *, by: Person | None = None) -> Place:
        place = team.new_channel(team, name)
        await self._channel_event(place, by, "channelCreated")
        return place

    async def rename(self, where: Place | Team, name: str, *, by: Person | None = None) -> Delivered:
        where.name = name
        if isinstance(where, Team):
            return await self._team_event(where, by, "teamRenamed")
        if where.team:
            return await self._channel_event(where, by, "channelRenamed")
        one = by or where.members[0]
        body = payloads.activity(self, self.connector_url, "conversationUpdate", where, one.account, topicName=name)
        return await self._tell(where, body)

    async def delete_channel(self, channel: Place, *, by: Person | None = None) -> Delivered:
        channel.deleted = True
        return await self._channel_event(channel, by, "channelDeleted")

    async def delete_team(self, team: Team, *, by: Person | None = None) -> Delivered:
        answer = await self._team_event(team, by, "teamDeleted")
        team.deleted = True
        return answer

    async def _channel_event(self, channel: Place, by: Person | None, event_type: str) -> Delivered:
        if channel.team is None:
            raise CannotDo(f"{channel.name} is not in a team")
        one = by or channel.members[0]
        body = payloads.channel_event(self, self.connector_url, channel, one, event_type)
        return await self._tell(channel, body)

    async def _team_event(self, team: Team, by: Person | None, event_type: str) -> Delivered:
        body = payloads.team_event(self, self.connector_url, team, by or team.members[0], event_type)
        return await self._tell(team.general, body)

    # Meetings.

    async def starts(self, meeting: Meeting, **variant: Any) -> Delivered:
        """Variants as they were seen: `without=("JoinUrl",)`, `null=("Title",)`, `lower=True` for small first letters.

        Meetings that were not scheduled tell nothing, nor do meetings the app has no permission for.
        """
        return await self._moment(meeting, "meetingStart", "StartTime", **variant)

    async def ends(self, meeting: Meeting, **variant: Any) -> Delivered:
        meeting.inside.clear()
        return await self._moment(meeting, "meetingEnd", "EndTime", **variant)

    async def _moment(
        self,
        meeting: Meeting,
        name: str,
        moment: str,
        *,
        without: Iterable[str] = (),
        null: Iterable[str] = (),
        lower: bool = False,
    ) -> Delivered:
        value = payloads.meeting_value(self, meeting, moment)
        value = {key: None if key in null else one for key, one in value.items() if key not in without}
        if lower:
            value = {key[0].lower() + key[1:]: one for key, one in value.items()}
        return await self._meeting_event(meeting, name, value)

    async def joins(self, meeting: Meeting, *who: Person) -> Delivered:
        meeting.inside.extend(who)
        return await self._participants(meeting, "meetingParticipantJoin", who, inside=True)

    async def leaves(self, meeting: Meeting, *who: Person) -> Delivered:
        for one in who:
            meeting.inside.remove(one)
        return await self._participants(meeting, "meetingParticipantLeave", who, inside=False)

    async def _participants(self, meeting: Meeting, name: str, who: Iterable[Person], *, inside: bool) -> Delivered:
        roles = [(one, "Organizer" if one is meeting.organizer else "Attendee") for one in who]
        value = {"members": [payloads.participant(one, inside=inside, role=role) for one, role in roles]}
        return await self._meeting_event(meeting, name, value)

    async def _meeting_event(self, meeting: Meeting, name: str, value: Json) -> Delivered:
        if not (meeting.tells and meeting.with_bot and self.consent) or meeting.organizer is None:
            return Delivered({})
        by = meeting.organizer
        return await self.wire.send(payloads.meeting_event(self, self.connector_url, meeting, name, by, value))
