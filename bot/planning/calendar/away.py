"""Who is out of office: as their calendar says it, and as their automatic replies do."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from kiota_abstractions.default_query_parameters import QueryParameters
from msgraph.generated.models.automatic_replies_setting import AutomaticRepliesSetting
from msgraph.generated.models.automatic_replies_status import AutomaticRepliesStatus
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.schedule_information import ScheduleInformation
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)
from msgraph.generated.users.item.mailbox_settings.mailbox_settings_request_builder import (
    MailboxSettingsRequestBuilder,
)

from bot.kernel.clock import Clock
from bot.planning.calendar import CalendarDown, MailboxClosed
from bot.planning.calendar.client import Client, configured, listed, together
from bot.planning.calendar.refusals import NotPermitted
from bot.planning.calendar.times import moment, written

LOT = 20
"""People that one question may be about."""

SHORTEST = timedelta(minutes=5)
"""The shortest piece of time that Graph divides a question into; what it says of the pieces we do not use."""

AGAIN_AFTER = timedelta(hours=1)
"""When to try again to read the automatic replies of somebody whose settings are not ours to see."""

Settings = MailboxSettingsRequestBuilder.MailboxSettingsRequestBuilderGetQueryParameters


class Absences:
    """Looks people up. Of their calendars and settings nothing is kept, but whose settings we may not read."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client, self._clock = client, clock
        self._not_before: dict[str, datetime] = {}

    async def of(
        self, mailbox: str, addresses: frozenset[str], starts_at: datetime, ends_at: datetime
    ) -> frozenset[str]:
        """Who of these people is away for all of this time.

        Args:
            mailbox: on whose behalf, which decides what of other calendars may be seen.
            addresses: mail addresses; who has none here is not away.
            starts_at: of the time.
            ends_at: of it.

        Raises:
            CalendarError: the schedules are not told. Automatic replies may stay untold.
        """
        people = sorted(addresses)
        lots = [people[start : start + LOT] for start in range(0, len(people), LOT)]
        told = await together(self._schedules(mailbox, lot, starts_at, ends_at) for lot in lots)
        known = {(entry.schedule_id or "").lower(): entry for lot in told for entry in lot if entry.error is None}
        found = [person for person in people if person.lower() in known]
        away = {person for person in found if covered(_out(known[person.lower()]), starts_at, ends_at)}
        rest = [person for person in found if person not in away]
        return frozenset(away | await self._replying(mailbox, rest, starts_at, ends_at))

    async def _schedules(
        self, mailbox: str, lot: Sequence[str], starts_at: datetime, ends_at: datetime
    ) -> Sequence[ScheduleInformation]:
        body = GetSchedulePostRequestBody(
            schedules=list(lot),
            start_time=written(starts_at),
            end_time=written(max(ends_at, starts_at + SHORTEST)),
            availability_view_interval=SHORTEST // timedelta(minutes=1),
        )
        schedule = self._client.mailbox(mailbox).calendar.get_schedule
        answer = await self._client.ask(mailbox, lambda: schedule.post(body, configured(QueryParameters())))
        return listed(answer.value)

    async def _replying(self, mailbox: str, people: Sequence[str], starts_at: datetime, ends_at: datetime) -> set[str]:
        """Who of them has automatic replies on for all of a time."""
        now = self._clock.now()
        self._not_before = {person: until for person, until in self._not_before.items() if until > now}
        asked = [person for person in people if person not in self._not_before]
        found = await together(self._replies(mailbox, person, starts_at, ends_at) for person in asked)
        return {person for person, replies in zip(asked, found, strict=True) if replies}

    async def _replies(self, mailbox: str, person: str, starts_at: datetime, ends_at: datetime) -> bool:
        """One of them; not, if we may not know. The text of the reply comes with the times, and is dropped."""
        settings = self._client.mailbox(person).mailbox_settings
        query = Settings(select=["automaticRepliesSetting"])
        try:
            told = await self._client.ask(mailbox, lambda: settings.get(configured(query)))
            return _replying(told.automatic_replies_setting, starts_at, ends_at)
        except (MailboxClosed, NotPermitted):
            self._not_before[person] = self._clock.now() + AGAIN_AFTER
        except CalendarDown as down:
            self._not_before[person] = self._clock.now() + down.wait
        return False


def _out(entry: ScheduleInformation) -> Iterator[tuple[datetime, datetime]]:
    for item in entry.schedule_items or []:
        if item.status is FreeBusyStatus.Oof:
            yield moment(item.start), moment(item.end)


def covered(pieces: Iterable[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether pieces of time together leave nothing of a time: a day off can be two halves."""
    reached = starts_at
    for start, end in sorted(pieces):
        if start <= reached:
            reached = max(reached, end)
    return reached >= ends_at


def _replying(replies: AutomaticRepliesSetting | None, starts_at: datetime, ends_at: datetime) -> bool:
    if replies is None or replies.status is not AutomaticRepliesStatus.Scheduled:
        return replies is not None and replies.status is AutomaticRepliesStatus.AlwaysEnabled
    start, end = moment(replies.scheduled_start_date_time), moment(replies.scheduled_end_date_time)
    return start <= starts_at and end >= ends_at
