"""Plans and occurrences ↔ rows: see ``records``."""

from datetime import timedelta

from pydantic import TypeAdapter

from rituals.identifiers import ParticipantId, PlanId, SpaceId
from rituals.rhythm import Rhythm
from rituals.schedule import Kind, Linked, Occurrence, Plan, Stage, Why
from storage.records import Row, from_ms, maybe_moment, maybe_ms, to_ms

_RHYTHM: TypeAdapter[Rhythm] = TypeAdapter(Rhythm)

PLAN_COLUMNS = (
    "id, space, version, rhythm, mailbox, series, linked_by, chair, author, left_out, bell_before, "
    "at_end, holidays, since"
)


def plan_to_row(plan: Plan) -> Row:
    return (
        plan.id,
        plan.space,
        plan.version,
        _RHYTHM.dump_json(plan.rhythm).decode() if plan.rhythm else None,
        plan.linked.mailbox if plan.linked else None,
        plan.linked.series if plan.linked else None,
        plan.linked.by if plan.linked else None,
        plan.chair,
        plan.author,
        " ".join(plan.left_out),
        None if plan.bell_before is None else round(plan.bell_before.total_seconds()),
        int(plan.checkout),
        int(plan.holidays),
        to_ms(plan.since),
    )


def plan_from_row(row: Row) -> Plan:
    return Plan(
        id=PlanId(row[0]),
        space=SpaceId(row[1]),
        version=row[2],
        rhythm=_RHYTHM.validate_json(row[3]) if row[3] else None,
        linked=Linked(mailbox=row[4], series=row[5], by=ParticipantId(row[6])) if row[4] else None,
        chair=row[7],
        author=row[8],
        left_out=tuple(ParticipantId(who) for who in row[9].split()),
        bell_before=None if row[10] is None else timedelta(seconds=row[10]),
        checkout=bool(row[11]),
        holidays=bool(row[12]),
        since=from_ms(row[13]),
    )


OCCURRENCE_COLUMNS = "plan, key, kind, space, starts_at, ends_at, due_at, expires_at, look_at, stage, why, about"


def occurrence_to_row(occurrence: Occurrence) -> Row:
    return (
        occurrence.plan,
        occurrence.key,
        occurrence.kind.value,
        occurrence.space,
        to_ms(occurrence.starts_at),
        to_ms(occurrence.ends_at),
        to_ms(occurrence.due_at),
        to_ms(occurrence.expires_at),
        maybe_ms(occurrence.look_at),
        occurrence.stage.value,
        occurrence.why.value if occurrence.why else None,
        occurrence.about,
    )


def occurrence_from_row(row: Row) -> Occurrence:
    return Occurrence(
        plan=PlanId(row[0]),
        key=row[1],
        kind=Kind(row[2]),
        space=SpaceId(row[3]),
        starts_at=from_ms(row[4]),
        ends_at=from_ms(row[5]),
        due_at=from_ms(row[6]),
        expires_at=from_ms(row[7]),
        look_at=maybe_moment(row[8]),
        stage=Stage(row[9]),
        why=Why(row[10]) if row[10] else None,
        about=row[11],
    )
