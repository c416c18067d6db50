"""Plans: see :class:`rituals.plan.ports.Plans`, in the same order."""

from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import TypeAdapter

from rituals.kernel.identifiers import ParticipantId, PlanId, SpaceId
from rituals.plan.rhythm import Rhythm
from rituals.plan.schedule import Date, Linked, Plan
from storage.rows import Fields, Row, from_ms, marks, maybe_moment, maybe_ms, to_ms
from storage.sqlite.files import Files

MAILBOX = "changed or removed, or whoever linked it leaves or is forgotten"
NAMED = "changed or removed, or that person leaves or is forgotten"
PLANNED = "the plan is removed, or the bot is"


class PlanSqlite:
    """``plan`` and ``plan_change`` of the record; ``dated``, what a calendar said last, of ``live.db``."""

    RECORD: ClassVar[Fields] = {
        "plan": {
            "id": ("which plan; a random number", PLANNED),
            "space": ("where", PLANNED),
            "version": ("that two people who change it at once notice", PLANNED),
            "rhythm": ("on which days, and at what time", PLANNED),
            "mailbox": ("in whose calendar the series is, where it follows one", MAILBOX),
            "series": ("which series there", MAILBOX),
            "linked_by": ("whose calendar it is", MAILBOX),
            "chair": ("who leads the meeting, as the team chose", NAMED),
            "author": ("who made or changed it, as the team saw", NAMED),
            "left_out": ("who is never asked, as the team chose", NAMED),
            "bell_before": ("how long before the start somebody is asked", PLANNED),
            "at_end": ("whether there is a check-out at the end", PLANNED),
            "holidays": ("whether public holidays are skipped", PLANNED),
            "since": ("nothing before it is missed", PLANNED),
        },
        "plan_change": {
            "plan": ("which plan", PLANNED),
            "key": ("which date", PLANNED),
            "starts_at": ("when it is instead; nothing: it is skipped", PLANNED),
        },
    }
    PRESENT: ClassVar[Fields] = {
        "dated": {
            "plan": ("of which plan", "the calendar says otherwise, or the plan is removed"),
            "key": ("which meeting; made from its number", "the calendar says otherwise, or the plan is removed"),
            "starts_at": ("when it starts", "the calendar says otherwise, or the plan is removed"),
            "ends_at": ("when it ends", "the calendar says otherwise, or the plan is removed"),
        },
    }

    def __init__(self, files: Files) -> None:
        self._files = files
        self._live = files.live
        self._record = files.record

    def plans(self, space: SpaceId) -> tuple[Plan, ...]:
        return self._plans("space = ?", space)

    def plan(self, plan: PlanId) -> Plan | None:
        return next(iter(self._plans("id = ?", plan)), None)

    def linked_plans(self) -> tuple[Plan, ...]:
        return self._plans("mailbox IS NOT NULL")

    def planning_spaces(self) -> tuple[SpaceId, ...]:
        return tuple(SpaceId(row[0]) for row in self._record.execute("SELECT DISTINCT space FROM plan ORDER BY space"))

    def save_plan(self, plan: Plan) -> None:
        self._files.begin()
        self._record.execute(
            f"INSERT OR REPLACE INTO plan ({PLAN_COLUMNS}) VALUES ({marks(PLAN_COLUMNS)})", plan_to_row(plan)
        )

    def remove_plan(self, plan: PlanId) -> None:
        self._files.begin()
        self._record.execute("DELETE FROM plan WHERE id = ?", (plan,))
        self._record.execute("DELETE FROM plan_change WHERE plan = ?", (plan,))

    def changes(self, plan: PlanId) -> dict[str, datetime | None]:
        rows = self._record.execute("SELECT key, starts_at FROM plan_change WHERE plan = ? ORDER BY key", (plan,))
        return {key: maybe_moment(starts_at) for key, starts_at in rows}

    def change_date(self, plan: PlanId, key: str, starts_at: datetime | None) -> None:
        self._files.begin()
        self._record.execute("INSERT OR REPLACE INTO plan_change VALUES (?, ?, ?)", (plan, key, maybe_ms(starts_at)))

    def restore_date(self, plan: PlanId, key: str) -> None:
        self._files.begin()
        self._record.execute("DELETE FROM plan_change WHERE plan = ? AND key = ?", (plan, key))

    def dates(self, plan: PlanId) -> tuple[Date, ...]:
        rows = self._live.execute(
            "SELECT key, starts_at, ends_at FROM dated WHERE plan = ? ORDER BY starts_at, key", (plan,)
        )
        return tuple(Date(key=row[0], starts_at=from_ms(row[1]), ends_at=from_ms(row[2])) for row in rows)

    def keep_dates(self, plan: PlanId, dates: tuple[Date, ...] | None) -> None:
        self._live.execute("DELETE FROM dated WHERE plan = ?", (plan,))
        self._live.executemany(
            "INSERT INTO dated VALUES (?, ?, ?, ?)",
            ((plan, each.key, to_ms(each.starts_at), to_ms(each.ends_at)) for each in dates or ()),
        )

    def forget_author(self, space: SpaceId, author: ParticipantId) -> None:
        for plan in self.plans(space):
            self.save_plan(plan.without(author))

    def forget_space(self, space: SpaceId) -> None:
        for plan in self.plans(space):
            self.remove_plan(plan.id)
            self.keep_dates(plan.id, None)

    def _plans(self, where: str, *parameters: str) -> tuple[Plan, ...]:
        rows = self._record.execute(f"SELECT {PLAN_COLUMNS} FROM plan WHERE {where} ORDER BY id", parameters)
        return tuple(map(plan_from_row, rows.fetchall()))


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
