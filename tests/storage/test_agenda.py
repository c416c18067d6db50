"""What is due by itself: see :class:`rituals.agenda.ports.Agenda`."""

from datetime import timedelta

from kept import HERE, LEASE, NOON, THERE, hand_out, keep, occurrence, run

from rituals.agenda.occurrence import Stage, Why
from rituals.kernel.identifiers import PlanId


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
