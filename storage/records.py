"""Domain value ↔ row. Moments are whole milliseconds since 1970, UTC; what stands in a slot is JSON."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from rituals import effects
from rituals.effects import Content
from rituals.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.meeting import Meeting, Seat, State
from rituals.space import Language, Space

Row = tuple[Any, ...]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def maybe_ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


MEETING_COLUMNS = "id, space, state, chair, asked, holder, due_at, ends_at, moments, moment_until, last_before, shown"


def meeting_to_row(meeting: Meeting) -> Row:
    return (
        meeting.id,
        meeting.space,
        meeting.state.value,
        meeting.chair,
        meeting.asked,
        meeting.holder,
        to_ms(meeting.due_at),
        to_ms(meeting.ends_at),
        meeting.moments,
        maybe_ms(meeting.moment_until),
        meeting.last_before,
        int(meeting.shown),
    )


def meeting_from_row(row: Row) -> Meeting:
    return Meeting(
        id=MeetingId(row[0]),
        space=SpaceId(row[1]),
        state=State(row[2]),
        chair=row[3],
        asked=row[4],
        holder=row[5],
        due_at=from_ms(row[6]),
        ends_at=from_ms(row[7]),
        moments=row[8],
        moment_until=None if row[9] is None else from_ms(row[9]),
        last_before=row[10],
        shown=bool(row[11]),
    )


def seat_from_row(row: Row) -> Seat:
    return Seat(participant=ParticipantId(row[0]), asked=bool(row[1]), earned=row[2])


SPACE_COLUMNS = "id, introduced, language, zone, word, guests"


def space_to_row(space: Space) -> Row:
    return (space.id, int(space.introduced), space.language.value, space.zone, space.word, int(space.guests))


def space_from_row(row: Row) -> Space:
    return Space(
        id=SpaceId(row[0]),
        introduced=bool(row[1]),
        language=Language(row[2]),
        zone=row[3],
        word=row[4],
        guests=bool(row[5]),
    )


def day_to_text(day: date) -> str:
    return day.isoformat()


@cache
def _adapter(name: str) -> TypeAdapter[Content]:
    return TypeAdapter(CONTENTS[name])


def content_to_row(content: Content) -> tuple[str, str]:
    """The name of the content's class and its fields as JSON."""
    name = type(content).__name__
    return name, _adapter(name).dump_json(content).decode()


def content_from_row(name: str, fields: str) -> Content:
    return _adapter(name).validate_json(fields)


CONTENTS: dict[str, type[Content]] = {
    name: kind for name, kind in vars(effects).items() if isinstance(kind, type) and issubclass(kind, Content)
}
