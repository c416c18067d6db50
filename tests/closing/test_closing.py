"""What the start and the end of a meeting set off, where the platform tells of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from table import ANNA, BRAM, HERE

from rituals.bell.commands import MeetingStarted
from rituals.bell.contents import BellOffer, DoneAsk, Ended, Thanks
from rituals.bell.meeting import State
from rituals.checkout.checkout import Form
from rituals.checkout.commands import (
    CheckOutTimePassed,
    CloseCheckOut,
)
from rituals.checkout.contents import CheckOutOpen
from rituals.checkout.questions import SetName
from rituals.closing.commands import MeetingEnded, OpenCheckOut
from rituals.closing.contents import SpokenLine
from rituals.closing.refusals import ClosingBecause
from rituals.closing.replies import ChooseForm, Opened, SpokenAsked
from rituals.kernel.space import Language, Mode, Space
from rituals.space.commands import ChangeSettings


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


SETTINGS = {"language": Language.DUTCH, "guests": False, "word": None}


def opens(table, people=20, **more):
    return table.ask(OpenCheckOut, actor=ANNA, people=people, language=Language.DUTCH, **more)


def current(table):
    return table.read(lambda unit: unit.checkout.checkout_in(HERE))


def test_a_large_space_gets_the_line_and_the_form(table):
    until = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # five o'clock in Amsterdam
    assert opens(table) == Opened(form=Form.MEETING, until=until)
    shown = [say.content for say in table.said]
    checkout = current(table)
    assert shown == [
        SpokenLine(),
        CheckOutOpen(checkout=replace(checkout, chair=None)),
    ]
    assert table.counted()["spoken"] == 1


def test_a_small_space_checks_out_aloud(table):
    assert opens(table, people=5) == SpokenAsked()
    assert [say.content for say in table.said] == [SpokenLine()]
    assert opens(table, people=5, name=SetName.SHORT) is ClosingBecause.SPOKEN_ONLY
    assert current(table) is None


def test_a_middle_sized_space_chooses_the_line_or_the_round(table):
    assert opens(table, people=8, name=SetName.SHORT) == ChooseForm(name=SetName.SHORT)
    assert opens(table, people=8, spoken=True) == SpokenAsked()
    reply = opens(table, people=8, form=Form.ROUND)
    assert reply == Opened(form=Form.ROUND, until=datetime(2026, 11, 30, 16, 0, tzinfo=UTC))


def test_a_team_can_choose_another_form(table):
    table.ask(ChangeSettings, actor=ANNA, **SETTINGS, mode=Mode.EACH)
    assert isinstance(opens(table, people=3), Opened)


def test_opening_concludes_the_bell_and_the_line_stands_in_its_thread(table):
    table.given_to_somebody()
    bell = table.running.id
    opens(table)
    line = next(say.slot for say in table.said if say.content == SpokenLine())
    assert (line.about, line.under) == (bell, "bell")
    assert table.running is None
    assert table.shows("done", ANNA) == DoneAsk(meeting=bell)


def test_opening_while_somebody_is_asked_leaves_the_bell_alone(table):
    table.call()
    opens(table)
    assert table.running.state is State.ASKING
