"""What is kept of spaces: see :class:`rituals.kernel.ports.Spaces`."""

from kept import HERE, THERE, count, counted, meeting, run

from rituals.bell.meeting import Done
from rituals.kernel.space import Address, Language, Space


def test_a_space_that_nobody_set_up_has_the_defaults(store):
    assert run(store, lambda unit: unit.space.of(HERE)) == Space(id=HERE)


def test_a_saved_space_replaces_the_one_before(store):
    first = Space(id=HERE, introduced=True, language=Language.ENGLISH, zone="Europe/Paris", word="dissent", guests=True)
    second = Space(id=HERE, introduced=True)
    run(store, lambda unit: unit.space.save(first))
    assert run(store, lambda unit: unit.space.of(HERE)) == first
    run(store, lambda unit: unit.space.save(second))
    assert run(store, lambda unit: unit.space.of(HERE)) == second


def test_every_space_is_what_was_saved_of_it(store):
    saved = (Space(id=HERE, introduced=True, word="dissent"), Space(id=THERE, language=Language.ENGLISH))
    for space in reversed(saved):
        run(store, lambda unit, space=space: unit.space.save(space))
    assert run(store, lambda unit: unit.space.every()) == saved
    assert run(store, lambda unit: tuple(map(unit.space.of, unit.space.known()))) == saved


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
