"""The life of a check-out in the core, one rule a test."""

from datetime import UTC, datetime, timedelta

import pytest
from table import ANNA, BRAM, CHAIMA, HERE, Table

from rituals.checkout.checkout import Form, Release, closing_time, default_mode
from rituals.checkout.commands import (
    AnswerCheckOut,
    CancelCheckOut,
    ChangeQuestions,
    CheckOutTimePassed,
    CloseCheckOut,
    ShowForm,
    ShowQuestions,
)
from rituals.checkout.contents import CheckOutClosed, CheckOutWithdrawn, QuestionsChanged
from rituals.checkout.publication import Band, Published
from rituals.checkout.questions import CONSIDERED_CHOICES, SETS, Question, SetName
from rituals.checkout.refusals import CheckOutBecause
from rituals.checkout.replies import (
    CheckOutCancelled,
    CheckOutEnded,
    ConfirmCancel,
    ConfirmClose,
    Counted,
    QuestionsKept,
    QuestionsPreview,
    QuestionsShown,
)
from rituals.closing.commands import OpenCheckOut
from rituals.closing.replies import Opened
from rituals.kernel.errors import CommonBecause
from rituals.kernel.identifiers import CheckOutId, ParticipantId
from rituals.kernel.people import Person
from rituals.kernel.space import Language, Mode
from rituals.space.commands import ChangeSettings
from rituals.space.refusals import SpaceBecause
from rituals.space.replies import SettingsKept

F, M = Band.FEW, Band.MOST
CROWD = [ParticipantId(f"p{n:02}") for n in range(20)]
YES = {"00": ("00",), "01": ("00",), "02": ("00",)}
SETTINGS = {"language": Language.DUTCH, "guests": False, "word": None}


def opens(table, people=20, **more):
    return table.ask(OpenCheckOut, actor=ANNA, people=people, language=Language.DUTCH, **more)


def current(table):
    return table.read(lambda unit: unit.checkout.checkout_in(HERE))


def answers(table, who, given=YES, person=..., **more):
    person = Person(id=who) if person is ... else person
    return table.ask(AnswerCheckOut, actor=who, person=person, given=given, **more)


def passes(table, **time):
    table.now += timedelta(**time)
    for checkout in table.read(lambda unit: unit.checkout.checkouts(table.now)):
        table.ask(CheckOutTimePassed, checkout=checkout.id)


@pytest.mark.parametrize(
    ("people", "mode"),
    [(1, Mode.SPOKEN), (5, Mode.SPOKEN), (6, Mode.ROUND), (11, Mode.ROUND), (12, Mode.EACH), (500, Mode.EACH)],
)
def test_the_form_that_fits_a_size(people, mode):
    assert default_mode(people) is mode
    assert default_mode(people * 2, threshold=12) is mode


def test_the_threshold_goes_up_and_never_down(table):
    def change(threshold):
        return table.ask(ChangeSettings, actor=ANNA, **SETTINGS, threshold=threshold)

    assert change(5) is SpaceBecause.THRESHOLD_RANGE
    assert change(51) is SpaceBecause.THRESHOLD_RANGE
    assert change(8) == SettingsKept()
    assert change(7) is SpaceBecause.THRESHOLD_LOWER


def test_the_threshold_is_fixed_when_it_opens(table):
    table.ask(ChangeSettings, actor=ANNA, **SETTINGS, mode=Mode.EACH)
    opens(table)
    table.ask(ChangeSettings, actor=ANNA, **SETTINGS, mode=Mode.EACH, threshold=10)
    for who in CROWD[:7]:
        answers(table, who)
    passes(table, hours=8)
    assert table.shows("checkout").published.turnout == 7


def test_one_at_a_time_and_the_same_questions_once_a_day(table):
    opens(table)
    assert opens(table) is CheckOutBecause.CHECKOUT_RUNS
    passes(table, hours=8)
    assert opens(table) is CheckOutBecause.CHECKOUT_TODAY
    assert opens(table, name=SetName.SHORT) is CheckOutBecause.CHECKOUT_TODAY  # shares a question
    assert opens(table, name=SetName.REFLECTION) is CheckOutBecause.CHECKOUT_TODAY
    assert isinstance(opens(table, name=SetName.DECISION), Opened)
    table.ask(CancelCheckOut, actor=ANNA, sure=True)
    table.now += timedelta(hours=14)
    assert isinstance(opens(table), Opened)


def test_an_answer_counts_once_and_is_answered_alike(table):
    opens(table)
    said = len(table.said)
    assert answers(table, BRAM) == Counted()
    assert answers(table, BRAM) is CheckOutBecause.ANSWERED_BEFORE
    no = {"00": ("02",), "01": ("02",), "02": ("03",)}
    assert answers(table, CHAIMA, no) == Counted()
    assert len(table.said) == said  # nothing is said anywhere
    assert tallied(table) == (2, ((1, 0, 1, 0), (1, 0, 1, 0), (1, 0, 0, 1)))


def tallied(table):
    checkout = current(table)
    return table.read(lambda unit: unit.checkout.tally(checkout))


INVALID = {
    "a question without an answer": ({"00": ("00",), "01": ("00",)}, CheckOutBecause.UNANSWERED),
    "an empty answer": ({**YES, "02": ()}, CheckOutBecause.UNANSWERED),
    "two where one is possible": ({**YES, "02": ("00", "01")}, CheckOutBecause.ONE_CHOICE),
    "a choice there is not": ({**YES, "02": ("04",)}, CheckOutBecause.UNKNOWN_CHOICE),
    "a question there is not": ({**YES, "03": ("00",)}, CheckOutBecause.UNKNOWN_CHOICE),
    "something else": ({**YES, "<script>": ("00",)}, CheckOutBecause.UNKNOWN_CHOICE),
    "nothing": ({}, CheckOutBecause.UNANSWERED),
}


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_answer_is_refused_and_one_may_try_again(table, name):
    opens(table)
    given, because = INVALID[name]
    assert answers(table, BRAM, given) is because
    assert tallied(table)[0] == 0
    assert answers(table, BRAM) == Counted()


OUTSIDERS = {
    "not in the space": (None, CheckOutBecause.NOT_A_MEMBER),
    "a bot": (Person(id=BRAM, bot=True), CheckOutBecause.NOT_A_MEMBER),
    "deactivated": (Person(id=BRAM, deactivated=True), CheckOutBecause.NOT_A_MEMBER),
    "a guest": (Person(id=BRAM, guest=True), CheckOutBecause.GUEST_ANSWER),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_cannot_answer(table, who):
    opens(table)
    person, because = OUTSIDERS[who]
    assert answers(table, BRAM, person=person) is because
    assert tallied(table)[0] == 0


def test_guests_answer_where_the_team_says_so(table):
    table.ask(ChangeSettings, actor=ANNA, **{**SETTINGS, "guests": True})
    opens(table)
    assert answers(table, BRAM, person=Person(id=BRAM, guest=True)) == Counted()


def test_a_late_answer_does_not_count(table):
    opens(table)
    checkout = current(table)
    table.now = checkout.closes_at
    assert answers(table, BRAM, checkout=checkout.id) is CheckOutBecause.ANSWER_TOO_LATE
    passes(table, hours=0)
    assert answers(table, BRAM, checkout=checkout.id) is CheckOutBecause.ANSWER_TOO_LATE
    assert answers(table, BRAM, checkout=CheckOutId("unknown")) is CheckOutBecause.ANSWER_TOO_LATE
    assert answers(table, BRAM) is CheckOutBecause.NO_CHECKOUT
    assert table.ask(ShowForm, actor=BRAM, checkout=checkout.id) is CheckOutBecause.CHECKOUT_CLOSED


def test_it_closes_by_the_clock_in_bands_and_everything_is_gone(table):
    opens(table)
    checkout = current(table)
    for who in CROWD[:9]:
        answers(table, who)
    passes(table, hours=7)
    published = Published(turnout=9, bands=((M, F, F, F),) * 3)
    assert table.shows("checkout") == CheckOutClosed(questions=SETS[SetName.STANDARD], published=published)
    assert current(table) is None
    release = Release(
        id=checkout.id,
        space=HERE,
        form=Form.MEETING,
        name=SetName.STANDARD,
        version=0,
        closed_on=table.now.date(),
        published=published,
    )
    assert table.read(lambda unit: unit.checkout.last_release(HERE)) == release


@pytest.mark.parametrize("turnout", range(6))
def test_with_too_few_answers_nothing_is_shown_or_kept(table, turnout):
    opens(table)
    checkout = current(table)
    for who in CROWD[:turnout]:
        answers(table, who)
    passes(table, hours=7)
    shown = CheckOutClosed(questions=SETS[SetName.STANDARD], published=None)
    assert table.shows("checkout") == shown
    assert table.read(lambda unit: unit.checkout.release(checkout.id)).published is None
    assert table.read(lambda unit: unit.checkout.last_release(HERE)) is None


def test_the_chair_closes_after_five_minutes_warned_and_told_nothing(table):
    opens(table)
    checkout = current(table)
    for who in CROWD[:6]:
        answers(table, who)
    assert table.ask(CloseCheckOut, actor=BRAM) is CommonBecause.NOT_CHAIR
    assert table.ask(CloseCheckOut, actor=ANNA) is CheckOutBecause.TOO_EARLY
    table.now += timedelta(minutes=5)
    warning = ConfirmClose(checkout=checkout.id, form=Form.MEETING, threshold=6, until=checkout.closes_at)
    assert table.ask(CloseCheckOut, actor=ANNA) == warning
    assert current(table) == checkout
    assert table.ask(CloseCheckOut, actor=ANNA, sure=True) == CheckOutEnded()
    assert table.ask(CloseCheckOut, actor=ANNA, sure=True) is CheckOutBecause.NO_CHECKOUT
    assert table.shows("checkout").published.turnout == 6


def test_the_warning_is_the_same_whatever_was_answered(tmp_path):
    warnings = set()
    for number, turnout in enumerate((0, 5, 6, 12)):
        table = Table(tmp_path / str(number))
        opens(table)
        for who in CROWD[:turnout]:
            answers(table, who)
        table.now += timedelta(minutes=5)
        warnings.add(table.ask(CloseCheckOut, actor=ANNA))
        table.store.close()
    assert len(warnings) == 1


def test_a_cancelled_one_leaves_nothing(table):
    opens(table)
    checkout = current(table)
    answers(table, BRAM)
    assert table.ask(CancelCheckOut, actor=BRAM) is CommonBecause.NOT_CHAIR
    assert table.ask(CancelCheckOut, actor=ANNA) == ConfirmCancel(checkout=checkout.id)
    assert current(table) == checkout
    assert table.ask(CancelCheckOut, actor=ANNA, sure=True) == CheckOutCancelled()
    assert table.shows("checkout") == CheckOutWithdrawn()
    assert current(table) is None
    assert table.read(lambda unit: unit.checkout.release(checkout.id)) is None


def test_several_answers_count_once_each(table):
    opens(table, name=SetName.DECISION)
    several = {"00": ("00", "02", "02"), "01": ("00",), "02": ("00",)}
    assert answers(table, BRAM, several) == Counted()
    assert tallied(table)[1][0] == (1, 0, 1) + (0,) * (len(CONSIDERED_CHOICES) - 3)


def test_the_last_check_out_is_told_with_the_next_bell(table):
    opens(table)
    for who in CROWD[:6]:
        answers(table, who)
    passes(table, hours=7)
    table.given_to_somebody()
    assert table.shows().last.published.turnout == 6


# A team's own questions.


NAMES = frozenset({"Anna Jansen", "Femke de Vries", "Bram van Dijk", "Aïsha El Idrissi", "José"})


def own(table, *words, people=10, names=NAMES, sure=True):
    return table.ask(ChangeQuestions, actor=BRAM, words=words, people=people, names=names, sure=sure)


def test_own_questions_are_shown_first_and_said_with_who_did_it(table):
    questions = (Question(words="Was er tijd?"),)
    assert own(table, "Was er tijd?", sure=False) == QuestionsPreview(questions=questions)
    assert table.ask(ShowQuestions, actor=ANNA) == QuestionsShown(questions=())
    assert own(table, "Was er tijd?") == QuestionsKept()
    assert table.shows("settings") == QuestionsChanged(by=BRAM, questions=questions)
    assert table.ask(ShowQuestions, actor=ANNA) == QuestionsShown(questions=questions)


WRONG = {
    "a small space": ({"people": 9}, ("Was er tijd?",), CheckOutBecause.OWN_NEEDS_MORE),
    "too long": ({}, ("x" * 151,), CheckOutBecause.OWN_TOO_LONG),
    "3,000 characters": ({}, ("x" * 3000,), CheckOutBecause.OWN_TOO_LONG),
    "too many": ({}, ("a?", "b?", "c?", "d?"), CheckOutBecause.OWN_TOO_LONG),
    "a colleague's name": ({}, ("Luistert ANNA wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "a surname between marks": ({}, ("Wat vond (Jansen)?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "a genitive": ({}, ("Was Femkes rol duidelijk?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "without its accent": ({}, ("Kon aisha alles zeggen?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "with its accent in two": ({}, ("Kon Jose\u0301 alles zeggen?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "letter by letter": ({}, ("Luistert B r a m wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "with dots": ({}, ("Luistert B.R.A.M. wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "in full width": ({}, ("Luistert Ｂｒａｍ wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "with a Cyrillic letter": ({}, ("Luistert \u0412ram wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "with something invisible": ({}, ("Luistert Br\u3164am wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
    "a mention": ({}, ("Luistert @bram wel?",), CheckOutBecause.OWN_NAMES_SOMEBODY),
}


@pytest.mark.parametrize("name", WRONG)
def test_own_questions_that_are_refused(table, name):
    more, words, because = WRONG[name]
    assert own(table, *words, **more) is because
    assert table.read(lambda unit: unit.checkout.own_questions(HERE)) is None


def test_an_open_check_out_keeps_the_questions_it_opened_with(table):
    assert opens(table, name=SetName.OWN) is CheckOutBecause.NO_OWN_QUESTIONS
    own(table, "Eerste?")
    opens(table, name=SetName.OWN)
    own(table, "Tweede?")
    assert current(table).questions == (Question(words="Eerste?"),)
    for who in CROWD[:7]:
        assert answers(table, who, {"00": ("01",)}) == Counted()
    passes(table, hours=7)
    assert table.shows("checkout").questions == (Question(words="Eerste?"),)
    release = table.read(lambda unit: unit.checkout.last_release(HERE))
    kept = table.read(lambda unit: unit.checkout.own_questions(HERE, release.version))
    assert kept.questions == (Question(words="Eerste?"),)


ORDINARY = (
    "Was de agenda van vandaag duidelijk?",
    "Kon je het van de hand wijzen?",
    "Was er café genoeg?",
    "¿Todo bien?",
)


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_questions_are_accepted_whatever_people_are_called(table, words):
    assert own(table, words) == QuestionsKept()


def test_using_the_same_questions_again_is_no_change(table):
    own(table, "Was er tijd?")
    said = len(table.said)
    assert own(table, "Was er tijd?") == QuestionsKept()
    assert len(table.said) == said


def test_own_questions_need_ten_people_when_they_are_asked_too(table):
    own(table, "Was er tijd?")
    assert opens(table, people=9, name=SetName.OWN, form=Form.ROUND) is CheckOutBecause.OWN_NEEDS_MORE


def test_the_open_message_says_who_added_the_questions(table):
    own(table, "Was er tijd?")
    opens(table, name=SetName.OWN)
    assert table.shows("checkout").author == BRAM


def test_a_round_is_held_once_a_month(table):
    opens(table, people=8, form=Form.ROUND)
    passes(table, days=6, hours=8)
    assert table.now.month == 11
    assert opens(table, people=8, name=SetName.DECISION, form=Form.ROUND) is CheckOutBecause.ROUND_THIS_MONTH
    table.now += timedelta(days=5)
    assert isinstance(opens(table, people=8, form=Form.ROUND), Opened)


def test_the_first_command_decides_the_language(table):
    table.ask(OpenCheckOut, actor=ANNA, people=20, language=Language.ENGLISH)
    assert table.read(lambda unit: unit.space.of(HERE)).language is Language.ENGLISH


def test_own_questions_can_be_taken_away(table):
    own(table, "Was er tijd?")
    assert own(table) == QuestionsKept()
    assert opens(table, name=SetName.OWN) is CheckOutBecause.NO_OWN_QUESTIONS


def test_closing_times(table):
    zone = "Europe/Amsterdam"
    noon = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    late = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    assert closing_time(Form.MEETING, noon, zone) == datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert closing_time(Form.MEETING, late, zone) == late + timedelta(hours=1)
    saturday = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
    assert closing_time(Form.ROUND, saturday, zone) == datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
    summer = datetime(2026, 7, 7, 8, 0, tzinfo=UTC)
    assert closing_time(Form.MEETING, summer, zone) == datetime(2026, 7, 7, 15, 0, tzinfo=UTC)
