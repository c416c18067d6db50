"""One transaction for each side: see :class:`rituals.kernel.ports.Unit`."""

import time
from datetime import date

import pytest
from kept import ANNA, BELL, HERE, M1, M2, NOON, THERE, TOLD, claim, errand, meeting, put, run

from rituals.bell.meeting import Seat
from rituals.bell.rotation import Rotation
from rituals.kernel.effect import Say
from rituals.kernel.identifiers import SpaceId
from rituals.kernel.space import Space


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
