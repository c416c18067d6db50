"""Arriving, leaving, what is kept about somebody, forgetting, being removed."""

from datetime import timedelta

from table import ANNA, BRAM, CHAIMA, HERE, TEAM

from rituals.bell.commands import (
    Accept,
    Cancel,
    Conclude,
    PassOn,
    Ring,
    Settle,
)
from rituals.bell.contents import (
    CardOver,
    Looking,
)
from rituals.bell.meeting import Done
from rituals.bell.replies import (
    Concluded,
    Ready,
)
from rituals.checkout.commands import (
    AnswerCheckOut,
    ChangeQuestions,
    CloseCheckOut,
)
from rituals.checkout.refusals import CheckOutBecause
from rituals.checkout.replies import (
    CheckOutEnded,
)
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.people import Person
from rituals.kernel.ritual import Kept
from rituals.kernel.space import Address, Language
from rituals.membership.commands import Arrived, ForgetMe, Left, ShowMyData, SpaceGone
from rituals.membership.contents import Welcome
from rituals.membership.replies import Erased, MyData
from rituals.space.commands import ChangeSettings, Introduce
from rituals.space.replies import Introduced


def test_once_the_chair_has_left_anyone_may_close(table):
    table.given_to_somebody()
    table.ask(Left, actor=ANNA)
    assert table.ask(Conclude, actor=BRAM) == Concluded()
    assert table.counted()["announced"] == 1


def test_a_chair_who_leaves_is_not_waited_for(table):
    table.given_to_somebody()
    table.ask(Conclude, actor=ANNA)
    table.ask(Left, actor=ANNA)
    assert table.read(lambda unit: unit.bell.concluded(HERE)) == ()
    assert table.counted() == {"announced": 1}


def test_whoever_leaves_while_asked_or_holding_is_replaced(table):
    table.call()
    first = table.asked
    table.ask(Left, actor=first)
    assert table.asked == first  # else whoever is asked now would know who was before
    table.wait(seconds=90)
    second = table.asked
    assert second != first
    assert (table.shows("card", first), table.shows()) == (CardOver(), None)
    table.ask(Accept, actor=second)
    table.ask(Left, actor=second)
    assert table.shows() == Looking()
    assert table.asked not in (first, second)
    assert second not in table.credits
    assert sum(table.credits.values()) == 0


def test_a_holder_who_leaves_after_ringing_ends_the_bell(table):
    holder = table.given_to_somebody()
    table.ask(Ring, actor=holder)
    table.ask(Left, actor=holder)
    assert table.running is None
    assert holder not in table.credits
    assert sum(table.credits.values()) == 0


def test_leavers_are_noticed_when_the_whole_space_is_looked_at(table):
    table.given_to_somebody()
    table.ask(Conclude, actor=ANNA)
    staying = [who for who in TEAM if who != table.last][:3]
    table.call(team=staying, whole_space=True)
    assert set(table.credits) <= set(staying)
    assert sum(table.credits.values()) == 0


def test_a_space_that_is_gone_leaves_only_its_counts(table):
    table.given_to_somebody()
    table.ask(Conclude, actor=ANNA)
    meeting = table.read(lambda unit: unit.bell.concluded(HERE))[0].id
    table.ask(Settle, actor=ANNA, meeting=meeting, done=Done.HEARD)
    table.given_to_somebody()
    table.ask(SpaceGone)
    assert table.read(lambda unit: (unit.present(), unit.space.known())) == ((), ())
    assert table.counted()["announced"] == 1


def test_being_forgotten_is_not_undone_by_undoing_a_draw(table):
    first = table.given_to_somebody()
    table.ask(Conclude, actor=ANNA)
    second = table.given_to_somebody()
    assert Kept(what="had_last") in table.ask(ShowMyData, actor=first).kept  # kept to undo the draw
    table.ask(ForgetMe, actor=first)
    table.ask(PassOn, actor=second)
    assert Kept(what="had_last") not in table.ask(ShowMyData, actor=first).kept
    assert first not in table.credits


def test_after_a_cancelled_bell_no_row_tells_who_was_there(table):
    table.given_to_somebody()
    table.ask(Cancel, actor=ANNA)
    assert table.credits == {}


def test_former_colleagues_are_noticed_too(table):
    holder = table.given_to_somebody()
    table.ask(Conclude, actor=ANNA)
    team = [Person(id=who, deactivated=who == holder) for who in TEAM]
    table.call(team=team, whole_space=True)
    assert holder not in table.credits


def test_a_threshold_that_was_raised_survives_leaving_and_coming_back(table):
    raised = {"language": Language.DUTCH, "guests": False, "word": None, "threshold": 12}
    table.ask(ChangeSettings, actor=ANNA, **raised)
    table.ask(SpaceGone)
    table.ask(Arrived, actor=ANNA)
    assert table.read(lambda unit: unit.space.of(HERE)).threshold == 12


def test_welcome_goes_to_whoever_added_the_bot_alone(table):
    table.ask(Arrived, actor=CHAIMA)
    assert [(say.slot.recipient, say.content) for say in table.said] == [(CHAIMA, Welcome())]
    assert table.read(lambda unit: unit.space.known()) == (HERE,)
    assert table.ask(Introduce, actor=CHAIMA) == Introduced()
    assert table.prepare() == Ready()


def test_arriving_is_welcomed_once_however_often_it_is_said(table):
    for url in ("https://one.example", "https://one.example", "https://two.example"):
        table.ask(Arrived, actor=ANNA, address=Address(url=url))
    assert [say.content for say in table.said] == [Welcome()]
    assert table.read(lambda unit: unit.space.address(HERE)) == Address(url="https://two.example")


YES = {"00": ("00",), "01": ("00",), "02": ("00",)}


def opens(table, people=20, **more):
    return table.ask(OpenCheckOut, actor=ANNA, people=people, language=Language.DUTCH, **more)


def answers(table, who, given=YES, person=..., **more):
    person = Person(id=who) if person is ... else person
    return table.ask(AnswerCheckOut, actor=who, person=person, given=given, **more)


# A team's own questions.


NAMES = frozenset({"Anna Jansen", "Femke de Vries", "Bram van Dijk", "Aïsha El Idrissi", "José"})


def own(table, *words, people=10, names=NAMES, sure=True):
    return table.ask(ChangeQuestions, actor=BRAM, words=words, people=people, names=names, sure=sure)


def test_once_its_chair_has_left_anyone_may_close_it(table):
    opens(table)
    table.ask(Left, actor=ANNA)
    table.now += timedelta(minutes=5)
    assert table.ask(CloseCheckOut, actor=BRAM, sure=True) == CheckOutEnded()


# What is kept about somebody.


def test_what_is_kept_is_shown_and_erased_and_nothing_else_is_claimed(table):
    assert table.ask(ShowMyData, actor=ANNA) == MyData(kept=())
    holder = table.given_to_somebody()
    own(table, "Was er tijd?")
    kept = [each.what for each in table.ask(ShowMyData, actor=holder).kept]
    assert [what for what in kept if what != "author"] == ["turn", "had_last", "holder", "asked"]
    assert Kept(what="chair") in table.ask(ShowMyData, actor=ANNA).kept
    assert Kept(what="author") in table.ask(ShowMyData, actor=BRAM).kept
    opens(table)
    answers(table, CHAIMA)
    for who in TEAM:
        was = table.ask(ShowMyData, actor=who)
        assert was.kept[-1] == Kept(what="marked", stays=True)  # of everybody alike: who took part is not looked up
        assert table.ask(ForgetMe, actor=who) == Erased(was=was)
        gone = {"turn", "had_last", "paused", "author"}
        assert gone.isdisjoint(each.what for each in table.ask(ShowMyData, actor=who).kept)
    assert sum(table.credits.values()) == 0
    assert answers(table, CHAIMA) is CheckOutBecause.ANSWERED_BEFORE  # the mark stays until closing
