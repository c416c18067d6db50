"""The contract of the rituals' ports, walked on every back-end."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_

import pytest

from rituals.agenda.occurrence import Kind as Planned
from rituals.agenda.occurrence import Occurrence, Stage, Why
from rituals.bell.contents import Announcement, CardOver, Ended, Ringing, Withdrawn
from rituals.bell.meeting import Done, Meeting, Seat, State
from rituals.bell.rotation import Rotation
from rituals.kernel.effect import Clear, Forget, Say, Slot
from rituals.kernel.identifiers import MeetingId, ParticipantId, PlanId, SpaceId
from rituals.kernel.ports import Errand
from rituals.kernel.space import Address, Language, Space
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Date, Linked, Plan

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


# Record.


def test_a_space_that_nobody_set_up_has_the_defaults(store):
    assert run(store, lambda unit: unit.space.of(HERE)) == Space(id=HERE)


def test_a_saved_space_replaces_the_one_before(store):
    first = Space(id=HERE, introduced=True, language=Language.ENGLISH, zone="Europe/Paris", word="dissent", guests=True)
    second = Space(id=HERE, introduced=True)
    run(store, lambda unit: unit.space.save(first))
    assert run(store, lambda unit: unit.space.of(HERE)) == first
    run(store, lambda unit: unit.space.save(second))
    assert run(store, lambda unit: unit.space.of(HERE)) == second


def test_forgetting_a_space_keeps_its_counts(store):
    run(store, lambda unit: unit.space.save(Space(id=HERE, introduced=True)))
    run(store, lambda unit: count(unit, meeting(moments=2), Done.HEARD))
    run(store, lambda unit: unit.forget_space(HERE))
    assert run(store, lambda unit: unit.space.known()) == ()
    assert run(store, counted)["announced"] == 1


def test_an_address_is_replaced_and_goes_with_its_space(store):
    assert run(store, lambda unit: unit.space.address(HERE)) is None
    run(store, lambda unit: unit.space.keep_address(HERE, Address(url="https://one.example/", within="team")))
    run(store, lambda unit: unit.space.keep_address(HERE, Address(url="https://two.example/", within="team")))
    assert run(store, lambda unit: unit.space.address(HERE)) == Address(url="https://two.example/", within="team")
    assert run(store, lambda unit: (unit.space.within("team"), unit.space.within("x"))) == ((HERE,), ())
    run(store, lambda unit: unit.forget_space(HERE))
    assert run(store, lambda unit: unit.space.address(HERE)) is None


def test_a_bell_counts_once_however_often_it_is_counted(store):
    run(store, lambda unit: unit.bell.keep_meeting(meeting()))
    for done in (Done.HEARD, Done.WEIGHED, None):
        run(store, lambda unit, done=done: count(unit, meeting(moments=3), done))
    assert run(store, counted) == {"announced": 1, "rung": 1, "moments": 3, "heard": 1}


@pytest.mark.parametrize("done", [*Done, None])
def test_what_was_done_is_counted_by_kind(store, done):
    run(store, lambda unit: count(unit, meeting(), done))
    assert run(store, counted) == {"announced": 1, **({done.value: 1} if done else {})}


def test_a_crash_between_counting_and_forgetting_does_not_count_twice(opened):
    store = opened()
    run(store, lambda unit: unit.bell.keep_meeting(meeting()))
    run(store, lambda unit: count(unit, meeting(), Done.HEARD))
    store = opened()
    run(store, lambda unit: count(unit, meeting(), Done.HEARD))
    assert run(store, counted)["announced"] == 1


def test_once_the_bell_is_forgotten_its_mark_goes_too(opened):
    store = opened()
    run(store, lambda unit: count(unit, meeting(), Done.HEARD))
    assert run(store, lambda unit: unit.counts.counted()) == (M1,)
    store = opened()
    assert run(store, lambda unit: unit.counts.counted()) == ()


# Live.


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
        asked=None,
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


def test_forgetting_a_space_leaves_the_others(store):
    for space, number in ((HERE, M1), (THERE, M2)):
        run(store, lambda unit, s=space, n=number: unit.bell.keep_meeting(meeting(id=n, space=s)))
        run(store, lambda unit, n=number: unit.bell.seat(n, (Seat(participant=ANNA),)))
        run(store, lambda unit, s=space: unit.bell.credit(s, {ANNA: 1}, None))
        run(store, lambda unit, s=space: unit.bell.pause(s, ANNA, date(2027, 1, 1)))
    put(store, Say(slot=BELL, content=TOLD))
    run(store, lambda unit: unit.forget_space(HERE))
    assert run(store, lambda unit: (unit.present(), unit.bell.seats(M1))) == ((THERE,), ())
    assert len(run(store, lambda unit: unit.bell.seats(M2))) == 1
    assert claim(store) == ()


# Outbox.


def test_what_is_said_is_handed_out_once_while_its_lease_runs(store):
    put(store, Say(slot=BELL, content=TOLD))
    assert claim(store) == (errand(BELL, TOLD),)
    assert claim(store, NOON + LEASE - timedelta(seconds=1)) == ()
    assert claim(store, NOON + LEASE) == (errand(BELL, TOLD, attempt=2),)


def test_saying_again_before_delivery_replaces(store):
    put(store, Say(slot=BELL, content=TOLD))
    put(store, Say(slot=BELL, content=Ended()))
    assert claim(store) == (errand(BELL, Ended(), version=2),)


def test_saying_again_after_delivery_amends(store):
    put(store, Say(slot=BELL, content=TOLD))
    run(store, lambda unit: unit.outbox.delivered(errand(BELL, TOLD), "ref"))
    assert claim(store) == ()
    put(store, Say(slot=BELL, content=Ended()))
    assert claim(store) == (errand(BELL, Ended(), version=2, ref="ref"),)


def test_something_closing_is_only_said_where_something_stands(store):
    put(store, Say(slot=CARD, content=CardOver()))
    put(store, Say(slot=BELL, content=TOLD))
    put(store, Say(slot=BELL, content=Withdrawn(), last=True))
    assert claim(store) == ()
    put(store, Say(slot=BELL, content=TOLD))
    under_way = claim(store)[0]
    put(store, Say(slot=BELL, content=Withdrawn(), last=True))
    run(store, lambda unit: unit.outbox.delivered(under_way, "ref"))
    assert claim(store) == (errand(BELL, Withdrawn(), version=2, ref="ref"),)


def test_saying_again_while_under_way_waits_for_the_reference(store):
    put(store, Say(slot=BELL, content=TOLD))
    first = claim(store)[0]
    put(store, Say(slot=BELL, content=Ended()))
    assert claim(store) == ()
    run(store, lambda unit: unit.outbox.delivered(first, "ref"))
    assert claim(store) == (errand(BELL, Ended(), version=2, ref="ref"),)


def test_within_a_space_one_after_the_other_in_the_order_said(store):
    put(store, Say(slot=BELL, content=TOLD), Say(slot=CARD, content=TOLD), Say(slot=ELSEWHERE, content=TOLD))
    first = claim(store)
    assert [each.slot for each in first] == [BELL, ELSEWHERE]
    assert claim(store) == ()
    run(store, lambda unit: unit.outbox.delivered(first[0], "ref"))
    assert [each.slot for each in claim(store)] == [CARD]


def test_at_most_so_many_are_handed_out(store):
    put(store, Say(slot=BELL, content=TOLD), Say(slot=ELSEWHERE, content=TOLD))
    assert [each.slot for each in claim(store, at_most=1)] == [BELL]
    assert claim(store, at_most=0) == ()


def test_a_thread_knows_where_its_message_stands(store):
    put(store, Say(slot=BELL, content=TOLD), Say(slot=RING, content=Ringing()))
    run(store, lambda unit: unit.outbox.delivered(claim_one(unit), "above"))
    assert claim(store) == (errand(RING, Ringing(), thread="above"),)


def claim_one(unit):
    return unit.outbox.claim("x:1", NOON, NOON + LEASE, 1)[0]


def test_what_is_on_its_way_to_somebody_can_be_forgotten(store):
    put(store, Say(slot=CARD, content=TOLD), Say(slot=BELL, content=TOLD))
    run(store, lambda unit: unit.outbox.forget_recipient(BRAM))
    assert [each.slot for each in claim(store)] == [BELL]


def test_later_means_not_before(store):
    put(store, Say(slot=BELL, content=TOLD))
    run(store, lambda unit: unit.outbox.later(claim_one(unit), NOON + timedelta(seconds=30)))
    assert claim(store, NOON + timedelta(seconds=29)) == ()
    assert len(claim(store, NOON + timedelta(seconds=30))) == 1


def test_the_last_thing_said_leaves_no_row(store):
    put(store, Say(slot=CARD, content=TOLD, last=True))
    run(store, lambda unit: unit.outbox.delivered(claim_one(unit), "ref"))
    assert run(store, lambda unit: unit.present()) == ()


def test_dropped_and_forgotten_leave_no_row(store):
    put(store, Say(slot=CARD, content=TOLD))
    run(store, lambda unit: unit.outbox.dropped(claim_one(unit)))
    put(store, Say(slot=CARD, content=TOLD))
    put(store, Forget(slot=CARD))
    assert run(store, lambda unit: unit.present()) == ()


def test_clearing_keeps_only_what_is_still_under_way(store):
    put(store, Say(slot=BELL, content=TOLD), Say(slot=CARD, content=TOLD))
    run(store, lambda unit: unit.outbox.delivered(claim_one(unit), "ref"))
    put(store, Clear(about=M1))
    left = claim(store)
    assert [each.slot for each in left] == [CARD]
    run(store, lambda unit: unit.outbox.delivered(left[0], "ref"))
    assert run(store, lambda unit: unit.present()) == ()


# Units.


def test_what_raises_leaves_nothing_on_either_side(store):
    def half(unit):
        unit.space.save(Space(id=HERE, introduced=True))
        unit.bell.keep_meeting(meeting())
        unit.outbox.put((Say(slot=BELL, content=TOLD),), NOON)
        raise ValueError

    with pytest.raises(ValueError):
        run(store, half)
    assert run(store, lambda unit: (unit.space.known(), unit.present())) == ((), ())


def test_everything_survives_closing_and_opening(opened):
    store = opened()
    put(store, Say(slot=BELL, content=TOLD))
    run(store, lambda unit: unit.bell.credit(HERE, {ANNA: 3}, ANNA))
    store = opened()
    assert claim(store) == (errand(BELL, TOLD),)
    assert run(store, lambda unit: unit.bell.rotation(HERE)) == Rotation(credits={ANNA: 3}, last=ANNA)


def test_units_that_wait_together_are_each_all_or_nothing(store):
    """Many at once, every third of which fails halfway on both sides: the others count, whole, in their order."""

    def work(number):
        def half_or_whole(unit):
            unit.space.save(Space(id=SpaceId(f"x:1:{number:03}")))
            unit.bell.credit(SpaceId(f"x:1:{number:03}"), {ANNA: number + 1}, None)
            if number % 3 == 0:
                raise ValueError(number)
            return number

        return half_or_whole

    def slow(_unit):
        time.sleep(0.05)  # so that the others wait, and share one transaction

    first = store.run(slow)
    futures = [store.run(work(number)) for number in range(100)]
    first.result(timeout=10)
    failed = [number for number, future in enumerate(futures) if isinstance(future.exception(timeout=10), ValueError)]
    kept = [f"x:1:{number:03}" for number in range(100) if number % 3]
    assert failed == list(range(0, 100, 3))
    assert [future.result() for number, future in enumerate(futures) if number % 3] == [n for n in range(100) if n % 3]
    assert run(store, lambda unit: (unit.space.known(), unit.present())) == (tuple(kept), tuple(kept))


# Plans and occurrences.

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


def test_plans_are_kept_as_they_are(store):
    for plan in (FOLLOWING, PLAN):
        run(store, lambda unit, plan=plan: unit.plan.save_plan(plan))
    assert run(store, lambda unit: unit.plan.plans(HERE)) == (PLAN, FOLLOWING)
    assert run(store, lambda unit: unit.plan.plan(PLAN.id)) == PLAN
    assert run(store, lambda unit: unit.plan.plans(THERE)) == ()
    assert run(store, lambda unit: unit.plan.linked_plans()) == (FOLLOWING,)
    assert run(store, lambda unit: unit.plan.planning_spaces()) == (HERE,)
    changed = replace(PLAN, version=3, chair=None)
    run(store, lambda unit: unit.plan.save_plan(changed))
    assert run(store, lambda unit: unit.plan.plan(PLAN.id)) == changed


def test_changed_dates_go_with_their_plan(store):
    run(store, lambda unit: unit.plan.save_plan(PLAN))
    run(store, lambda unit: unit.plan.change_date(PLAN.id, "a", None))
    run(store, lambda unit: unit.plan.change_date(PLAN.id, "b", NOON))
    assert run(store, lambda unit: unit.plan.changes(PLAN.id)) == {"a": None, "b": NOON}
    run(store, lambda unit: unit.plan.change_date(PLAN.id, "a", NOON))
    run(store, lambda unit: unit.plan.restore_date(PLAN.id, "b"))
    assert run(store, lambda unit: unit.plan.changes(PLAN.id)) == {"a": NOON}
    run(store, lambda unit: unit.plan.remove_plan(PLAN.id))
    assert run(store, lambda unit: (unit.plan.plan(PLAN.id), unit.plan.changes(PLAN.id))) == (None, {})


def test_a_forgotten_person_is_in_no_plan_and_a_forgotten_space_has_none(store):
    for plan in (FOLLOWING, PLAN):
        run(store, lambda unit, plan=plan: unit.plan.save_plan(plan))
    run(store, lambda unit: unit.plan.forget_author(HERE, ANNA))
    assert run(store, lambda unit: unit.plan.plans(HERE)) == (PLAN.without(ANNA), FOLLOWING.without(ANNA))
    run(store, lambda unit: unit.forget_space(HERE))
    assert run(store, lambda unit: unit.plan.plans(HERE)) == ()


def test_occurrences_are_handed_out_when_they_should_be_looked_at_and_leased(store):
    later = occurrence(key="later", look_at=NOON + timedelta(minutes=1), due_at=NOON - timedelta(hours=1))
    over = occurrence(key="over", look_at=None, stage=Stage.SENT)
    keep(store, later, over, occurrence())
    assert hand_out(store) == (occurrence(stage=Stage.CLAIMED, look_at=NOON + LEASE),)
    assert hand_out(store) == ()
    again = hand_out(store, NOON + LEASE)
    assert [each.key for each in again] == ["later", "2026-11-24"]
    assert hand_out(store, NOON + LEASE * 3, at_most=0) == ()


def test_occurrences_of_a_space_stand_in_order_of_time_and_can_be_dropped(store):
    first, second = occurrence(), occurrence(key="b", due_at=NOON + timedelta(days=1))
    keep(store, second, first, occurrence(space=THERE, plan=PlanId("p9")))
    assert run(store, lambda unit: unit.agenda.occurrences(HERE)) == (first, second)
    assert run(store, lambda unit: unit.agenda.occurrence(*first.name)) == first
    run(store, lambda unit: unit.agenda.drop_occurrence(first))
    assert run(store, lambda unit: unit.agenda.occurrences(HERE)) == (second,)
    run(store, lambda unit: unit.forget_space(HERE))
    assert run(store, lambda unit: (unit.agenda.occurrences(HERE), unit.present())) == ((), (THERE,))


def test_only_what_has_begun_is_ended_by_its_message(store):
    begun = occurrence(stage=Stage.BEGUN, look_at=None, about="m1/bell")
    called_off = occurrence(key="b", stage=Stage.SKIPPED, why=Why.CALLED_OFF, look_at=None, about="m2/bell")
    keep(store, begun, called_off)
    run(store, lambda unit: unit.agenda.end_occurrence("m1/bell", Stage.UNSURE))
    run(store, lambda unit: unit.agenda.end_occurrence("m2/bell", Stage.SENT))
    assert [each.stage for each in run(store, lambda unit: unit.agenda.occurrences(HERE))] == [
        Stage.UNSURE,
        Stage.SKIPPED,
    ]
    run(store, lambda unit: unit.agenda.end_occurrence("m1/bell", Stage.SENT))
    assert run(store, lambda unit: unit.agenda.occurrence(*begun.name)).stage is Stage.SENT


def test_what_a_calendar_said_is_replaced_as_a_whole(store):
    one = Date(key="a", starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    two = replace(one, key="b", starts_at=NOON - timedelta(days=1))
    run(store, lambda unit: unit.plan.keep_dates(PLAN.id, (one, two)))
    assert run(store, lambda unit: unit.plan.dates(PLAN.id)) == (two, one)
    run(store, lambda unit: unit.plan.keep_dates(PLAN.id, (one,)))
    assert run(store, lambda unit: unit.plan.dates(PLAN.id)) == (one,)
    run(store, lambda unit: unit.plan.keep_dates(PLAN.id, None))
    assert run(store, lambda unit: unit.plan.dates(PLAN.id)) == ()


# Messages of which nobody knows.


def test_an_attempt_that_surely_failed_does_not_count(store):
    put(store, Say(slot=BELL, content=TOLD))
    run(store, lambda unit: unit.outbox.later(claim_one(unit), NOON))
    assert claim(store) == (errand(BELL, TOLD, attempt=1),)


def test_what_nobody_knows_is_set_aside_until_somebody_looked(store):
    put(store, Say(slot=BELL, content=TOLD), Say(slot=CARD, content=TOLD))
    run(store, claim_one)
    run(store, lambda unit: unit.outbox.unsure(BELL))
    assert [each.slot for each in claim(store, NOON + LEASE)] == [CARD]
    assert run(store, lambda unit: unit.outbox.say_again(CARD, NOON)) is False
    assert run(store, lambda unit: unit.outbox.say_again(BELL, NOON + LEASE)) is True
    assert run(store, lambda unit: unit.outbox.say_again(BELL, NOON + LEASE)) is False
    run(store, lambda unit: unit.outbox.dropped(errand(CARD, TOLD)))
    assert claim(store, NOON + LEASE) == (errand(BELL, TOLD),)


def test_what_was_said_after_all_is_forgotten(store):
    put(store, Say(slot=BELL, content=TOLD))
    run(store, claim_one)
    run(store, lambda unit: unit.outbox.unsure(BELL))
    assert run(store, lambda unit: unit.outbox.was_said(BELL)) is True
    assert run(store, lambda unit: (unit.outbox.was_said(BELL), unit.present())) == (False, ())


def test_workspaces_are_handed_out_apart(store):
    elsewhere = Slot(space=SpaceId("x:2:here"), about=M2, kind="bell")
    put(store, Say(slot=elsewhere, content=TOLD, until=NOON + LEASE), Say(slot=BELL, content=TOLD))
    assert run(store, lambda unit: unit.outbox.workspaces()) == ("x:1", "x:2")
    assert [each.slot for each in claim(store)] == [BELL]
    theirs = run(store, lambda unit: unit.outbox.claim("x:2", NOON, NOON + LEASE, 10))
    assert theirs == (errand(elsewhere, TOLD, until=NOON + LEASE),)


def test_what_is_said_into_a_slot_that_nobody_knows_of_is_said_as_if_for_the_first_time(store):
    """Else what a check-out came to would be set aside with the form whose answer was lost."""
    put(store, Say(slot=BELL, content=TOLD))
    for number in range(3):
        run(
            store,
            lambda unit, number=number: unit.outbox.claim("x:1", NOON + LEASE * number, NOON + LEASE * (number + 1), 1),
        )
    run(store, lambda unit: unit.outbox.unsure(BELL))
    put(store, Say(slot=BELL, content=Ended(), last=True))
    assert claim(store) == (errand(BELL, Ended(), version=2, attempt=1),)


def test_a_message_of_another_space_cannot_be_settled(store):
    put(store, Say(slot=BELL, content=TOLD))
    run(store, claim_one)
    run(store, lambda unit: unit.outbox.unsure(BELL))
    theirs = replace(BELL, space=THERE)
    assert run(store, lambda unit: (unit.outbox.was_said(theirs), unit.outbox.say_again(theirs, NOON))) == (
        False,
        False,
    )
    assert run(store, lambda unit: unit.outbox.say_again(BELL, NOON)) is True
