"""What is kept of bells and turns: see :class:`rituals.bell.ports.Bells`."""

from datetime import date, timedelta

from kept import ANNA, BRAM, HERE, M1, M2, NOON, THERE, meeting, run

from rituals.bell.meeting import Seat, State
from rituals.bell.rotation import Rotation
from rituals.kernel.identifiers import MeetingId, SpaceId


def test_credits_add_up_and_the_last_one_is_one(store):
    run(store, lambda unit: unit.bell.credit(HERE, {ANNA: 5, BRAM: -5}, ANNA))
    run(store, lambda unit: unit.bell.credit(HERE, {ANNA: 1, BRAM: -1}, BRAM))
    assert run(store, lambda unit: unit.bell.rotation(HERE)) == Rotation(credits={ANNA: 6, BRAM: -6}, last=BRAM)
    assert run(store, lambda unit: unit.bell.rotation(THERE)) == Rotation()


def test_a_kept_rotation_replaces_all_rows(store):
    run(store, lambda unit: unit.bell.credit(HERE, {ANNA: 5, BRAM: -5}, ANNA))
    run(store, lambda unit: unit.bell.keep_rotation(HERE, Rotation(credits={BRAM: 0}, last=None)))
    assert run(store, lambda unit: unit.bell.rotation(HERE)) == Rotation()  # a row of nothing is not kept
    run(store, lambda unit: unit.bell.keep_rotation(HERE, Rotation(credits={ANNA: 2, BRAM: -2}, last=BRAM)))
    assert run(store, lambda unit: unit.bell.rotation(HERE)) == Rotation(credits={ANNA: 2, BRAM: -2}, last=BRAM)


def test_a_pause_ends_on_its_day(store):
    until = date(2026, 12, 1)
    run(store, lambda unit: unit.bell.pause(HERE, ANNA, until))
    paused = [run(store, lambda unit, day=day: unit.bell.paused(HERE, date(2026, 11, 30 + day - 30))) for day in (30,)]
    assert paused == [frozenset({ANNA})]
    assert run(store, lambda unit: unit.bell.paused(THERE, date(2026, 11, 30))) == frozenset()
    assert run(store, lambda unit: unit.bell.paused(HERE, until)) == frozenset()
    assert run(store, lambda unit: unit.present()) == (HERE,)
    run(store, lambda unit: unit.bell.end_pauses(until))
    assert run(store, lambda unit: unit.present()) == ()


def test_a_pause_can_be_ended_early(store):
    run(store, lambda unit: unit.bell.pause(HERE, ANNA, date(2026, 12, 1)))
    run(store, lambda unit: unit.bell.pause(HERE, ANNA, None))
    assert run(store, lambda unit: unit.bell.paused(HERE, date(2026, 11, 1))) == frozenset()


def test_a_meeting_comes_back_as_it_was_kept(store):
    full = meeting(
        state=State.UNDER_WAY,
        holder=BRAM,
        moments=2,
        moment_until=NOON + timedelta(minutes=5),
        last_before=ANNA,
        shown=True,
    )
    run(store, lambda unit: unit.bell.keep_meeting(full))
    assert run(store, lambda unit: unit.bell.meeting(M1)) == full
    assert run(store, lambda unit: unit.bell.running(HERE)) == full
    assert run(store, lambda unit: unit.bell.running(THERE)) is None


def test_a_concluded_meeting_is_not_running(store):
    concluded = meeting(state=State.CONCLUDED)
    run(store, lambda unit: unit.bell.keep_meeting(concluded))
    assert run(store, lambda unit: unit.bell.running(HERE)) is None
    assert run(store, lambda unit: unit.bell.concluded(HERE)) == (concluded,)


def test_seats_are_replaced_one_by_one_and_forgotten_with_their_meeting(store):
    run(store, lambda unit: unit.bell.keep_meeting(meeting()))
    run(store, lambda unit: unit.bell.seat(M1, (Seat(participant=BRAM), Seat(participant=ANNA))))
    run(store, lambda unit: unit.bell.seat(M1, (Seat(participant=BRAM, asked=True, earned=7),)))
    seats = (Seat(participant=ANNA), Seat(participant=BRAM, asked=True, earned=7))
    assert run(store, lambda unit: unit.bell.seats(M1)) == seats
    run(store, lambda unit: unit.bell.unseat(M1, BRAM))
    assert run(store, lambda unit: unit.bell.seats(M1)) == seats[:1]
    run(store, lambda unit: unit.bell.forget_meeting(M1))
    assert run(store, lambda unit: (unit.bell.seats(M1), unit.bell.meeting(M1))) == ((), None)


def test_due_meetings_come_longest_waiting_first(store):
    late, later = meeting(due_at=NOON), meeting(id=M2, space=THERE, due_at=NOON - timedelta(hours=1))
    future = meeting(id=MeetingId("m3"), space=SpaceId("x:1:z"), due_at=NOON + timedelta(seconds=1))
    for each in (late, later, future):
        run(store, lambda unit, each=each: unit.bell.keep_meeting(each))
    assert run(store, lambda unit: unit.bell.due(NOON, 10)) == (later, late)
    assert run(store, lambda unit: unit.bell.due(NOON, 1)) == (later,)
