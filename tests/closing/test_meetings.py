"""What the start and the end of a meeting set off, where the platform tells of them."""

from datetime import timedelta

import pytest
from table import ANNA, BRAM, HERE, Table

from rituals.bell.commands import MeetingStarted
from rituals.bell.contents import BellOffer, DoneAsk, Ended, Thanks
from rituals.bell.meeting import State
from rituals.checkout.commands import CheckOutTimePassed, CloseCheckOut
from rituals.checkout.contents import CheckOutOpen
from rituals.closing.commands import MeetingEnded
from rituals.kernel.space import Address, Mode, Space
from rituals.membership.commands import Arrived
from rituals.membership.contents import Welcome


@pytest.fixture
def table(tmp_path):
    table = Table(tmp_path)
    yield table
    table.store.close()


def chosen(table, **more):
    table.read(lambda unit: unit.space.save(Space(id=HERE, introduced=True, **more)))


def starts(table):
    table.said.clear()
    table.ask(MeetingStarted)
    return [(say.slot.kind, say.slot.recipient, say.content) for say in table.said]


def ends(table, people=20):
    table.said.clear()
    table.ask(MeetingEnded, people=people)
    return [say.content for say in table.said]


def opened(table):
    checkout = table.read(lambda unit: unit.checkout.checkout_in(HERE))
    return CheckOutOpen(checkout=checkout) if checkout else None


def test_the_start_offers_the_bell_where_a_team_wants_that(table):
    assert starts(table) == []
    chosen(table)
    assert starts(table) == []
    chosen(table, offers=True)
    assert starts(table) == [("offer", None, BellOffer())]


def test_the_start_offers_nothing_while_a_bell_goes_round(table):
    chosen(table, offers=True)
    table.call()
    assert starts(table) == []


def test_the_end_opens_the_form_where_each_meeting_has_one(table):
    chosen(table)
    assert (ends(table), opened(table).checkout.chair) == ([opened(table)], None)
    assert ends(table) == []  # it is open already


@pytest.mark.parametrize(
    ("people", "more"), [(5, {}), (8, {}), (20, {"mode": Mode.SPOKEN}), (20, {"mode": Mode.ROUND})]
)
def test_the_end_opens_no_form_where_meetings_have_none(table, people, more):
    chosen(table, **more)
    assert ends(table, people) == []


def test_the_end_opens_nothing_where_nobody_started_with_belletje(table):
    assert (ends(table), opened(table)) == ([], None)


def test_the_end_opens_no_form_when_one_ran_today(table):
    chosen(table)
    ends(table)
    checkout = opened(table).checkout
    table.now = checkout.closes_at
    table.ask(CheckOutTimePassed, checkout=checkout.id)
    assert ends(table) == []


def test_the_end_ends_a_bell_that_somebody_had_and_the_chair_is_asked(table):
    chosen(table, mode=Mode.SPOKEN)
    table.given_to_somebody()
    said = ends(table)
    assert Ended() in said
    assert DoneAsk(meeting=table.read(lambda unit: unit.bell.concluded(HERE))[0].id) in said
    assert Thanks(rung=False) in said


def test_the_end_leaves_a_bell_that_is_still_being_offered(table):
    chosen(table, mode=Mode.SPOKEN)
    table.call()
    assert (ends(table), table.running.state) == ([], State.ASKING)


def test_somebody_from_the_space_can_close_what_the_clock_opened(table):
    chosen(table)
    ends(table)
    table.now += timedelta(minutes=20)
    assert type(table.ask(CloseCheckOut, actor=BRAM)).__name__ == "ConfirmClose"


def test_arriving_is_welcomed_once_however_often_it_is_said(table):
    for url in ("https://one.example", "https://one.example", "https://two.example"):
        table.ask(Arrived, actor=ANNA, address=Address(url=url))
    assert [say.content for say in table.said] == [Welcome()]
    assert table.read(lambda unit: unit.space.address(HERE)) == Address(url="https://two.example")
