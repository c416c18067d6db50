"""What is counted: see :class:`rituals.kernel.ports.Counts`."""

import pytest
from kept import M1, count, counted, meeting, run

from rituals.bell.meeting import Done


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
