"""Spaces to press buttons in, made before the start: a bell just announced in each, and its bare counterpart."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bench.bare import connect
from bench.standin import TEAM
from bot.kernel.clock import Clock
from bot.run.wiring import open_settings
from bot.settings import Settings
from rituals import Unit
from rituals.bell.contents import Announcement
from rituals.bell.meeting import ENDS_AFTER, Meeting, Seat, State
from rituals.bell.rotation import shares
from rituals.kernel.effect import Say, Slot
from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.kernel.space import Space

PEOPLE = tuple(ParticipantId(f"U{n:02}BENCH") for n in range(8))
CHAIR, HOLDER = PEOPLE[0], PEOPLE[1]


def channel(number: int) -> str:
    return f"C{number:06}"


def space_id(number: int, team: str = TEAM) -> SpaceId:
    return SpaceId(f"slack:{team}:{channel(number)}")


def meeting_id(number: int) -> MeetingId:
    return MeetingId(f"m{number:025}")


def make(folder: Path, count: int, teams: tuple[str, ...] = (TEAM,)) -> None:
    """In both databases, the same number; of ours in these workspaces by turns."""
    store = open_settings(Settings(belletje_data_dir=folder, belletje_live_dir=None), Clock())
    try:
        store.run(lambda unit: _announce_everywhere(unit, count, teams)).result()
    finally:
        store.close()
    with closing(connect(folder)) as connection:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO bell VALUES (?, 0)", ((channel(number),) for number in range(count)))
        connection.execute("COMMIT")


def bare_presses(folder: Path) -> int:
    """How many presses the bare one has written down."""
    with closing(connect(folder)) as connection:
        return connection.execute("SELECT sum(rung) FROM bell").fetchone()[0]


def team_of(number: int, teams: tuple[str, ...]) -> str:
    return teams[number % len(teams)]


def _announce_everywhere(unit: Unit, count: int, teams: tuple[str, ...]) -> None:
    now = Clock().now()
    for number in range(count):
        _announce(unit, number, now, team_of(number, teams))
    for team in teams:
        for errand in unit.outbox.claim(f"slack:{team}", now, now + timedelta(minutes=1), count):
            unit.outbox.delivered(errand, "C0BENCH:1795287886.000012")


def _announce(unit: Unit, number: int, now: datetime, team: str) -> None:
    space, meeting = space_id(number, team), meeting_id(number)
    changes = shares(PEOPLE[1:], HOLDER)
    unit.space.save(Space(id=space, introduced=True))
    unit.bell.credit(space, changes, HOLDER)
    unit.bell.keep_meeting(
        Meeting(
            id=meeting,
            space=space,
            state=State.ANNOUNCED,
            chair=CHAIR,
            holder=HOLDER,
            due_at=now + ENDS_AFTER,
            ends_at=now + ENDS_AFTER,
            shown=True,
        )
    )
    seats = (Seat(participant=who, asked=who == HOLDER, earned=earned) for who, earned in changes.items())
    unit.bell.seat(meeting, tuple(seats))
    stands = Say(
        slot=Slot(space=space, about=meeting, kind="bell"), content=Announcement(meeting=meeting, holder=HOLDER)
    )
    unit.outbox.put((stands,), now)
