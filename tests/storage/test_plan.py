"""What is kept of plans: see :class:`rituals.plan.ports.Plans`."""

from dataclasses import replace
from datetime import timedelta

from kept import ANNA, FOLLOWING, HERE, NOON, PLAN, THERE, run

from rituals.plan.schedule import Date


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


def test_what_a_calendar_said_is_replaced_as_a_whole(store):
    one = Date(key="a", starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    two = replace(one, key="b", starts_at=NOON - timedelta(days=1))
    run(store, lambda unit: unit.plan.keep_dates(PLAN.id, (one, two)))
    assert run(store, lambda unit: unit.plan.dates(PLAN.id)) == (two, one)
    run(store, lambda unit: unit.plan.keep_dates(PLAN.id, (one,)))
    assert run(store, lambda unit: unit.plan.dates(PLAN.id)) == (one,)
    run(store, lambda unit: unit.plan.keep_dates(PLAN.id, None))
    assert run(store, lambda unit: unit.plan.dates(PLAN.id)) == ()
