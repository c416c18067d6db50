"""Values and calls that the contract of every back-end is walked with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_

from rituals.agenda.occurrence import Kind as Planned
from rituals.agenda.occurrence import Occurrence
from rituals.bell.contents import Announcement
from rituals.bell.meeting import Meeting, State
from rituals.kernel.effect import Slot
from rituals.kernel.identifiers import MeetingId, ParticipantId, PlanId, SpaceId
from rituals.kernel.ports import Errand
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Linked, Plan

HERE, THERE = SpaceId("x:1:here"), SpaceId("x:1:there")
ANNA, BRAM = ParticipantId("anna"), ParticipantId("bram")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=90)
M1, M2 = MeetingId("m1"), MeetingId("m2")


def meeting(**more):
    given = {
        "id": M1,
        "space": HERE,
        "state": State.ASKING,
        "chair": ANNA,
        "due_at": NOON,
        "ends_at": NOON + timedelta(hours=4),
    }
    return Meeting(**{**given, **more})


def run(store, work):
    return store.run(work).result(timeout=10)


def count(unit, meeting, done):
    unit.counts.add(meeting.id, meeting.space, "2026-11", **meeting.counts(done))


def counted(unit):
    """Without what was not."""
    return {name: n for name, n in unit.month.open_in(HERE, "2026-11").activity.items() if n}


def put(store, *effects, now=NOON):
    run(store, lambda unit: unit.outbox.put(effects, now))


def claim(store, now=NOON, at_most=10):
    return run(store, lambda unit: unit.outbox.claim("x:1", now, now + LEASE, at_most))


BELL = Slot(space=HERE, about=M1, kind="bell")
CARD = Slot(space=HERE, about=M1, kind="card", recipient=BRAM)
RING = Slot(space=HERE, about=M1, kind="ring", number=1, under="bell")
ELSEWHERE = Slot(space=THERE, about=M2, kind="bell")
TOLD = Announcement(meeting=M1, holder=BRAM)


def errand(slot, content, **more):
    return Errand(**{"slot": slot, "content": content, "version": 1, "attempt": 1, "ref": None, "thread": None, **more})


def claim_one(unit):
    return unit.outbox.claim("x:1", NOON, NOON + LEASE, 1)[0]


LINKED = Linked(mailbox="anna@example.com", series="s", by=ANNA)
PLAN = Plan(
    id=PlanId("p1"),
    space=HERE,
    version=2,
    rhythm=Rhythm(
        every=Every.LAST, weekdays=(0, 3), starts=time_(10, 30), lasts=timedelta(minutes=45), first=NOON.date()
    ),
    chair=ANNA,
    author=BRAM,
    left_out=(ANNA, BRAM),
    bell_before=timedelta(minutes=15),
    checkout=True,
    holidays=False,
    since=NOON,
)
FOLLOWING = replace(PLAN, id=PlanId("p2"), rhythm=None, linked=LINKED, left_out=(), bell_before=None)


def occurrence(**more):
    given = {
        "plan": PLAN.id,
        "key": "2026-11-24",
        "kind": Planned.BELL,
        "space": HERE,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        "due_at": NOON,
        "expires_at": NOON + timedelta(hours=1),
        "look_at": NOON,
    }
    return Occurrence(**{**given, **more})


def keep(store, *found):
    for each in found:
        run(store, lambda unit, each=each: unit.agenda.keep_occurrence(each))


def hand_out(store, now=NOON, at_most=10):
    return run(store, lambda unit: unit.agenda.claim_occurrences(now, now + LEASE, at_most))
