"""Domain value ↔ row. Moments are whole milliseconds since 1970, UTC; what stands in a slot is JSON."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from rituals import effects
from rituals.checkout import CheckOut, Form, Mode, Release
from rituals.effects import Content
from rituals.identifiers import CheckOutId, MeetingId, ParticipantId, SpaceId
from rituals.meeting import Meeting, Seat, State
from rituals.publication import Band, Bands, Published
from rituals.questions import Question, SetName
from rituals.space import Language, Space

Row = tuple[Any, ...]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def maybe_ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def maybe_moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def marks(columns: str) -> str:
    """A question mark for each column."""
    return ", ".join("?" for _ in columns.split(","))


MEETING_COLUMNS = (
    "id, space, state, chair, asked, holder, due_at, ends_at, moments, moment_until, last_before, shown, "
    "starts_at, open_at"
)


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
        maybe_ms(meeting.starts_at),
        maybe_ms(meeting.open_at),
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
        moment_until=maybe_moment(row[9]),
        last_before=row[10],
        shown=bool(row[11]),
        starts_at=maybe_moment(row[12]),
        open_at=maybe_moment(row[13]),
    )


def seat_from_row(row: Row) -> Seat:
    return Seat(participant=ParticipantId(row[0]), asked=bool(row[1]), earned=row[2])


SPACE_COLUMNS = "id, introduced, language, zone, word, guests, mode, threshold, offers, paused_until, shared_as"


def space_to_row(space: Space) -> Row:
    return (
        space.id,
        int(space.introduced),
        space.language.value,
        space.zone,
        space.word,
        int(space.guests),
        space.mode.value if space.mode else None,
        space.threshold,
        int(space.offers),
        space.paused_until.isoformat() if space.paused_until else None,
        space.shared_as,
    )


def space_from_row(row: Row) -> Space:
    return Space(
        id=SpaceId(row[0]),
        introduced=bool(row[1]),
        language=Language(row[2]),
        zone=row[3],
        word=row[4],
        guests=bool(row[5]),
        mode=Mode(row[6]) if row[6] else None,
        threshold=row[7],
        offers=bool(row[8]),
        paused_until=date.fromisoformat(row[9]) if row[9] else None,
        shared_as=row[10],
    )


CHECKOUT_COLUMNS = "id, space, chair, form, name, version, questions, threshold, opened_at, closes_at, remind_at"


def checkout_to_row(checkout: CheckOut) -> Row:
    return (
        checkout.id,
        checkout.space,
        checkout.chair,
        checkout.form.value,
        checkout.name.value,
        checkout.version,
        questions_to_text(checkout.questions),
        checkout.threshold,
        to_ms(checkout.opened_at),
        to_ms(checkout.closes_at),
        maybe_ms(checkout.remind_at),
    )


def checkout_from_row(row: Row) -> CheckOut:
    return CheckOut(
        id=CheckOutId(row[0]),
        space=SpaceId(row[1]),
        chair=row[2],
        form=Form(row[3]),
        name=SetName(row[4]),
        version=row[5],
        questions=questions_from_text(row[6]),
        threshold=row[7],
        opened_at=from_ms(row[8]),
        closes_at=from_ms(row[9]),
        remind_at=maybe_moment(row[10]),
    )


RELEASE_COLUMNS = "id, space, form, name, version, closed_on, turnout, bands"


def release_to_row(release: Release) -> Row:
    published = release.published
    return (
        release.id,
        release.space,
        release.form.value,
        release.name.value,
        release.version,
        release.closed_on.isoformat(),
        published.turnout if published else None,
        _bands_to_text(published.bands) if published else None,
    )


def release_from_row(row: Row) -> Release:
    return Release(
        id=CheckOutId(row[0]),
        space=SpaceId(row[1]),
        form=Form(row[2]),
        name=SetName(row[3]),
        version=row[4],
        closed_on=date.fromisoformat(row[5]),
        published=None if row[6] is None else Published(turnout=row[6], bands=_bands_from_text(row[7])),
    )


def _bands_to_text(bands: Bands) -> str:
    """One letter a choice, a space between questions: what is kept of a check-out is a few dozen bytes."""
    return " ".join("".join(band.value[0] for band in question) for question in bands)


def _bands_from_text(text: str) -> Bands:
    letters = {band.value[0]: band for band in Band}
    return tuple(tuple(letters[letter] for letter in question) for question in text.split(" "))


_QUESTIONS: TypeAdapter[tuple[Question, ...]] = TypeAdapter(tuple[Question, ...])


def questions_to_text(questions: tuple[Question, ...]) -> str:
    return _QUESTIONS.dump_json(questions).decode()


def questions_from_text(text: str) -> tuple[Question, ...]:
    return _QUESTIONS.validate_json(text)


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
