"""Messages under way: see :class:`rituals.kernel.ports.Outbox`."""

from dataclasses import replace
from datetime import timedelta

from kept import BELL, BRAM, CARD, ELSEWHERE, LEASE, M1, M2, NOON, RING, THERE, TOLD, claim, claim_one, errand, put, run

from rituals.bell.contents import CardOver, Ended, Ringing, Withdrawn
from rituals.kernel.effect import Clear, Forget, Say, Slot
from rituals.kernel.identifiers import SpaceId


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
