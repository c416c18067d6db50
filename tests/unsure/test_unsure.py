"""A message of which nobody knows whether it was said."""

from datetime import timedelta

import pytest
from table import ANNA, BRAM, HERE

from rituals.bell.commands import Accept
from rituals.kernel.effect import Slot
from rituals.unsure.commands import MessageUnsure, SayAgain
from rituals.unsure.contents import UnsureAsk
from rituals.unsure.refusals import UnsureBecause
from rituals.unsure.replies import UnsureSettled


def announced(table):
    """A bell whose announcement was handed out, and of which nothing was heard: how it is named."""
    table.call()
    table.ask(Accept, actor=table.asked)
    lease = table.now + timedelta(seconds=90)
    while found := table.read(lambda unit: unit.outbox.claim("x:1", table.now, lease, 10)):
        for errand in found:
            if errand.slot.kind != "bell":
                table.read(lambda unit, errand=errand: unit.outbox.delivered(errand, "ref"))
    return {"about": table.running.id, "kind": "bell", "number": 0}


def waits(table):
    found = table.read(lambda unit: unit.outbox.claim("x:1", table.now, table.now + timedelta(seconds=90), 10))
    return [errand.slot.kind for errand in found if errand.slot.kind == "bell"]


def test_the_chair_is_asked_to_look(table):
    which = announced(table)
    table.ask(MessageUnsure, **which)
    assert table.shows("unsure", ANNA) == UnsureAsk(**which)
    assert waits(table) == []


def test_it_is_said_again_once(table):
    which = announced(table)
    table.ask(MessageUnsure, **which)
    assert table.ask(SayAgain, actor=BRAM, **which, again=True) == UnsureSettled(again=True)
    assert waits(table) == ["bell"]
    assert table.ask(SayAgain, actor=ANNA, **which, again=True) is UnsureBecause.ALREADY_SETTLED


def test_where_it_stands_nothing_is_said(table):
    which = announced(table)
    table.ask(MessageUnsure, **which)
    assert table.ask(SayAgain, actor=ANNA, **which, again=False) == UnsureSettled(again=False)
    assert waits(table) == []
    assert table.ask(SayAgain, actor=ANNA, **which, again=False) is UnsureBecause.ALREADY_SETTLED


@pytest.mark.parametrize("kind", ["ring", "offer", "settings"])
def test_what_a_meeting_can_do_without_is_not_worth_asking(table, kind):
    which = {"about": announced(table)["about"], "kind": kind, "number": 1}
    assert table.ask(MessageUnsure, **which) is None
    assert table.shows("unsure", ANNA) is None
    slot = Slot(space=HERE, **which)
    assert table.read(lambda unit: unit.outbox.was_said(slot)) is False
