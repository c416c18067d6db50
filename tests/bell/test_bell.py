"""The life of a bell in the core, one rule a test."""

from datetime import UTC, datetime, time, timedelta

import pytest
from table import ANNA, BRAM, CHAIMA, DAAN, ESRA, HERE, START, TEAM

from rituals.bell import BELL
from rituals.bell.commands import (
    Accept,
    AskStatus,
    Cancel,
    Conclude,
    Decline,
    HandOver,
    Invited,
    PassOn,
    PauseMe,
    Ring,
    Settle,
    SomeoneElse,
    Volunteer,
)
from rituals.bell.contents import (
    Announcement,
    AskCard,
    CardOver,
    ChairCard,
    ChairCardOver,
    DoneAnswer,
    DoneAsk,
    Ended,
    Looking,
    OpenCall,
    Ringing,
    RoleCard,
    Thanks,
    Withdrawn,
)
from rituals.bell.meeting import Done, State
from rituals.bell.refusals import BellBecause
from rituals.bell.replies import (
    AskingAround,
    Cancelled,
    Concluded,
    Declined,
    FirstUse,
    HandedOver,
    NamedAlone,
    NobodyEligible,
    PassedOn,
    Paused,
    Rang,
    Ready,
    Redrawing,
    Status,
    StillRinging,
)
from rituals.bell.rotation import UNIT
from rituals.kernel.errors import CommonBecause
from rituals.kernel.identifiers import MeetingId, ParticipantId
from rituals.kernel.people import Person, Reason
from rituals.kernel.space import Language
from rituals.membership.commands import ForgetMe, Left
from rituals.space.commands import ChangeSettings


def test_the_first_time_the_caller_is_told_what_will_happen(table):
    invited = Invited(people=(BRAM,))
    assert table.prepare(invited=invited) == FirstUse(invited=invited)
    assert table.prepare(confirmed=True) == Ready()
    table.call()
    table.ask(Cancel, actor=ANNA)
    assert table.prepare() == Ready()


def test_somebody_other_than_the_chair_is_asked_in_private(table):
    assert table.call() == AskingAround(minutes=3)
    asked = table.asked
    assert asked in TEAM[1:]
    assert table.said[-1].slot.recipient == asked
    assert table.shows() is None


def test_the_chair_is_asked_where_fewer_than_three_others_remain(table):
    table.call(team=[ANNA, BRAM, CHAIMA])
    assert {seat.participant for seat in table.read(lambda unit: unit.bell.seats(table_id(unit)))} == {
        ANNA,
        BRAM,
        CHAIMA,
    }


def table_id(unit):
    return unit.bell.running(HERE).id


def test_a_yes_is_announced_and_paid(table):
    holder = table.given_to_somebody()
    meeting = table.running
    assert table.shows() == Announcement(meeting=meeting.id, holder=holder)
    assert table.shows("card", holder) == RoleCard(meeting=meeting.id)
    assert table.shows("chair", ANNA) == ChairCard(meeting=meeting.id, holder=holder)
    assert table.credits == {**dict.fromkeys(TEAM[1:], UNIT // 4), holder: UNIT // 4 - UNIT}
    assert table.last == holder


def test_saying_yes_twice_is_saying_yes(table):
    holder = table.given_to_somebody()
    before = table.credits
    assert table.ask(Accept, actor=holder) is None
    assert table.credits == before


def test_a_no_is_answered_and_nothing_at_all_is_kept_of_it(table):
    """Neither a row nor a message nor a moment is another than with silence."""
    table.call()
    before, said = table.read(everything), len(table.said)
    assert table.ask(Decline, actor=table.asked) == Declined()
    assert (table.read(everything), table.said[said:]) == (before, [])


def everything(unit):
    """All rows of the present."""
    live = unit.bell._files.live
    tables = [row[0] for row in live.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: live.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def test_who_says_no_may_think_again_while_nobody_has_it(table):
    table.call()
    first = table.asked
    assert (table.ask(Decline, actor=first), table.ask(Decline, actor=first)) == (Declined(), Declined())
    assert table.ask(Accept, actor=first) is None
    assert table.running.holder == first


def test_whoever_has_it_and_still_answers_no_passes_it_on(table):
    holder = table.given_to_somebody()
    assert table.ask(Decline, actor=holder) == PassedOn()
    assert (table.running.state, table.shows()) == (State.ASKING, Looking())


@pytest.mark.parametrize("says_no", [True, False])
def test_whoever_was_asked_and_did_not_take_it_earns_nothing_and_pays_nothing(table, says_no):
    table.call()
    first = table.asked
    if says_no:
        table.ask(Decline, actor=first)
    table.wait(seconds=90)
    second = table.asked
    table.ask(Accept, actor=second)
    others = set(TEAM[1:]) - {first, second}
    assert table.credits == {**dict.fromkeys(others, UNIT // 3), second: UNIT // 3 - UNIT}


@pytest.mark.parametrize("says_no", [True, False])
def test_after_a_no_as_after_silence_a_second_is_asked_at_the_same_moment(table, says_no):
    table.call()
    first = table.asked
    if says_no:
        table.ask(Decline, actor=first)
    table.wait(seconds=89)
    assert table.asked == first
    table.wait(seconds=1)
    assert table.asked != first
    cards = [say.content for say in table.said if isinstance(say.content, AskCard)]
    assert [card.until - table.now for card in cards] == [timedelta(seconds=90)] * 2
    assert table.shows("card", first) == cards[0]


@pytest.mark.parametrize("who", [0, 1])
def test_once_a_second_was_asked_either_may_still_say_yes(table, who):
    """So that a late announcement does not tell that the first one said no."""
    table.call()
    first = table.asked
    table.wait(seconds=90)
    asked = [first, table.asked]
    table.wait(seconds=60)
    assert table.ask(Accept, actor=asked[who]) is None
    assert table.running.holder == asked[who]
    assert table.shows("card", asked[1 - who]) == CardOver()
    assert table.ask(Accept, actor=asked[1 - who]) is BellBecause.TOO_LATE


def test_after_two_without_a_yes_it_is_asked_openly(table):
    table.call()
    table.wait(seconds=90)
    table.wait(seconds=90)
    assert table.running.state is State.OPEN
    assert table.shows() == OpenCall(meeting=table.running.id)
    assert {who: table.shows("card", who) for who in TEAM} == {
        who: CardOver() if who in askeds(table) else None for who in TEAM
    }


def askeds(table):
    """Everybody who was asked."""
    return {say.slot.recipient for say in table.said if isinstance(say.content, AskCard)}


@pytest.mark.parametrize("says_no", [True, False])
def test_the_open_question_comes_at_the_same_moment_after_a_no_and_after_silence(table, says_no):
    table.call(team=[ANNA], alone=True)
    if says_no:
        assert table.ask(Decline, actor=ANNA) == Declined()
    said = len(table.said)
    table.wait(seconds=179)
    shown = [say for say in table.said[said:] if say.slot.recipient is None]
    assert (table.running.state, shown) == (State.ASKING, [])
    table.wait(seconds=1)
    assert table.running.state is State.OPEN


@pytest.mark.parametrize("after", [0, 10, 60, 89])
def test_the_moment_of_the_open_question_tells_of_no_no(table, after):
    """Whenever the first one says no, and whatever the second one does."""
    table.call()
    table.wait(seconds=after)
    table.ask(Decline, actor=table.asked)
    table.wait(seconds=90 - after)
    table.ask(Decline, actor=table.asked)
    table.wait(seconds=89)
    assert table.running.state is State.ASKING
    table.wait(seconds=1)
    assert table.running.state is State.OPEN


def opened(table):
    table.call()
    for _ in range(2):
        table.ask(Decline, actor=table.asked)
        table.wait(seconds=90)
    return table.running


def test_anyone_may_take_it_then_and_pays(table):
    opened(table)
    assert table.ask(Volunteer, actor=ANNA, person=Person(id=ANNA)) is None
    assert table.running.holder == ANNA
    assert sum(table.credits.values()) == 0
    assert table.credits[ANNA] == UNIT // 3 - UNIT


def test_a_late_yes_is_welcome_while_it_is_open(table):
    table.call()
    first = table.asked
    table.wait(seconds=180)
    assert table.ask(Accept, actor=first) is None
    assert table.running.holder == first


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(id=ParticipantId("gast"), guest=True), BellBecause.GUEST),
        (Person(id=ParticipantId("robot"), bot=True), BellBecause.GUEST),
    ],
)
def test_guests_and_bots_cannot_take_it(table, person, expected):
    opened(table)
    assert table.ask(Volunteer, actor=person.id, person=person) is expected


def test_taking_what_somebody_has_is_refused(table):
    table.given_to_somebody()
    assert table.ask(Volunteer, actor=ESRA, person=Person(id=ESRA)) in (None, BellBecause.TAKEN)
    assert table.ask(Volunteer, actor=ANNA, person=Person(id=ANNA)) is BellBecause.TAKEN


def test_taking_while_somebody_is_asked_is_refused(table):
    table.call()
    assert table.ask(Volunteer, actor=ANNA, person=Person(id=ANNA)) is BellBecause.STILL_LOOKING


def test_only_who_is_asked_can_say_yes(table):
    table.call()
    other = next(who for who in TEAM[1:] if who != table.asked)
    assert table.ask(Accept, actor=other) is BellBecause.NOT_ASKED
    assert table.ask(Accept, actor=ParticipantId("stranger")) is BellBecause.NOT_ASKED


def test_anyone_may_ring_and_five_minutes_open(table):
    table.given_to_somebody()
    assert table.ask(Ring, actor=ANNA) == Rang()
    assert table.said[-1].content == Ringing()
    assert table.ask(Ring, actor=BRAM) == StillRinging()
    table.now = table.running.moment_until
    assert table.ask(Ring, actor=BRAM) == Rang()
    assert table.running.moments == 2


def test_nobody_can_ring_a_bell_that_nobody_has(table):
    table.call()
    assert table.ask(Ring, actor=ANNA) is BellBecause.NOT_RINGABLE
    table.ask(Cancel, actor=ANNA)
    assert table.ask(Ring, actor=ANNA) is BellBecause.NO_BELL


def test_passing_on_undoes_the_turn_and_asks_another(table):
    holder = table.given_to_somebody()
    assert table.ask(PassOn, actor=holder) == PassedOn()
    assert set(table.credits.values()) <= {0}
    assert table.last is None
    assert table.shows() == Looking()
    assert table.asked not in (holder, None)
    second = table.asked
    table.ask(Accept, actor=second)
    assert table.shows() == Announcement(meeting=table.running.id, holder=second, again=True)
    assert holder not in [who for who, credit in table.credits.items() if credit]


def test_passing_on_twice_undoes_both(table):
    for _ in range(2):
        table.ask(PassOn, actor=table.given_to_somebody() if table.running is None else accepted(table))
    table.ask(Cancel, actor=ANNA)
    assert table.credits == {}


def accepted(table):
    """The one who is asked now says yes."""
    holder = table.asked
    table.ask(Accept, actor=holder)
    return holder


def test_only_the_holder_can_pass_on_and_only_before_the_first_ring(table):
    holder = table.given_to_somebody()
    assert table.ask(PassOn, actor=ANNA) is BellBecause.NOT_YOURS
    table.ask(Ring, actor=ANNA)
    assert table.ask(PassOn, actor=holder) is BellBecause.ALREADY_RUNG


def test_someone_else_is_for_the_chair(table):
    holder = table.given_to_somebody()
    assert table.ask(SomeoneElse, actor=holder) is CommonBecause.NOT_CHAIR
    assert table.ask(SomeoneElse, actor=ANNA) == Redrawing()
    assert table.asked not in (holder, None)
    assert table.ask(SomeoneElse, actor=ANNA) is BellBecause.STILL_LOOKING


def test_cancelling_undoes_the_draw_and_leaves_nothing(table):
    holder = table.given_to_somebody()
    assert table.ask(Cancel, actor=ANNA) == Cancelled()
    assert set(table.credits.values()) <= {0}
    assert table.last is None
    assert (table.shows(), table.shows("card", holder)) == (Withdrawn(), CardOver())
    assert table.running is None
    assert table.counted() == {}


def test_a_bell_that_rang_cannot_be_cancelled(table):
    table.given_to_somebody()
    table.ask(Ring, actor=ANNA)
    assert table.ask(Cancel, actor=ANNA) is BellBecause.ALREADY_RUNG
    assert table.ask(SomeoneElse, actor=ANNA) is BellBecause.ALREADY_RUNG


def test_concluding_takes_the_name_away_thanks_and_asks_the_chair(table):
    holder = table.given_to_somebody()
    meeting = table.running.id
    table.ask(Ring, actor=holder)
    assert table.ask(Conclude, actor=ANNA) == Concluded()
    assert table.shows() == Ended()
    assert table.shows("thanks", holder) == Thanks(rung=True)
    assert table.shows("done", ANNA) == DoneAsk(meeting=meeting)
    concluded = table.read(lambda unit: unit.bell.meeting(meeting))
    assert (concluded.holder, concluded.last_before) == (None, None)
    assert table.read(lambda unit: unit.bell.seats(meeting)) == ()


@pytest.mark.parametrize("done", Done)
def test_what_the_chair_says_is_seen_and_counted_and_then_all_is_forgotten(table, done):
    table.given_to_somebody()
    meeting = table.running.id
    table.ask(Ring, actor=ANNA)
    table.ask(Conclude, actor=ANNA)
    assert table.ask(Settle, actor=BRAM, meeting=meeting, done=done) is CommonBecause.NOT_CHAIR
    assert table.ask(Settle, actor=ANNA, meeting=meeting, done=done) is None
    assert table.shows() == Ended(done=done)
    assert table.counted() == {"announced": 1, "rung": 1, "moments": 1, done.value: 1}
    assert table.read(lambda unit: unit.bell.meeting(meeting)) is None
    assert table.ask(Settle, actor=ANNA, meeting=meeting, done=done) is BellBecause.BELL_OVER


def test_after_four_hours_it_is_concluded_and_after_a_day_more_forgotten(table):
    table.given_to_somebody()
    table.wait(hours=4)
    assert table.running is None
    assert table.shows() == Ended()
    table.wait(hours=24)
    assert table.shows("done", ANNA) == DoneAnswer(done=None)
    assert table.counted() == {"announced": 1}
    assert table.read(lambda unit: unit.bell.concluded(HERE)) == ()


def test_a_bell_that_nobody_took_ends_without_a_count(table):
    opened(table)
    table.wait(hours=4)
    assert table.shows() == Withdrawn()
    assert table.counted() == {}
    assert set(table.credits.values()) <= {0}


def test_a_second_call_shows_who_has_it_and_a_new_meeting_ends_the_first(table):
    holder = table.given_to_somebody()
    first = table.running.id
    status = Status(state=State.ANNOUNCED, meeting=first, holder=holder, invited=Invited())
    assert table.prepare() == status
    assert table.call(BRAM) == status
    assert table.call(BRAM, replaces=first) == AskingAround(minutes=3)
    assert table.running.id != first
    assert table.running.chair == BRAM
    assert table.shows("done", ANNA) == DoneAsk(meeting=first)


def test_a_new_meeting_that_finds_nobody_does_not_end_the_first(table):
    table.given_to_somebody()
    first = table.running
    nobody = [Person(id=ParticipantId("robot"), bot=True)]
    assert table.call(replaces=first.id, team=nobody * 3) == NobodyEligible(why_not={Reason.BOT: 3})
    assert table.running == first


def test_nobody_left_over_says_why_by_kind(table):
    team = [
        Person(id=ParticipantId("robot"), bot=True),
        Person(id=ParticipantId("former"), deactivated=True),
        Person(id=ParticipantId("gast"), guest=True),
        Person(id=ParticipantId("gast2"), guest=True),
    ]
    why = {Reason.BOT: 1, Reason.DEACTIVATED: 1, Reason.GUEST: 2}
    assert table.call(team=team) == NobodyEligible(why_not=why)
    assert table.running is None
    assert table.prepare() == FirstUse(invited=Invited())  # nothing was changed


def test_guests_may_be_asked_where_the_team_says_so(table):
    table.ask(ChangeSettings, actor=ANNA, language=Language.DUTCH, guests=True, word=None)
    team = [Person(id=ParticipantId("gast"), guest=True), BRAM]
    assert table.call(team=team) == AskingAround(minutes=3)
    assert {seat.participant for seat in table.read(lambda unit: unit.bell.seats(table_id(unit)))} == {"gast", BRAM}


ROBOT = Person(id=ParticipantId("robot"), bot=True)


@pytest.mark.parametrize("team", [[BRAM], [BRAM, ROBOT, ROBOT], [BRAM, CHAIMA]])
@pytest.mark.parametrize("away", ["paused", "absent", "silent"])
def test_who_asks_cannot_tell_a_pause_from_silence(table, team, away):
    """Neither from the answer, nor from what is said to everybody, nor from when."""
    people = [who for who in team if who is not ROBOT]
    for who in people if away == "paused" else ():
        table.ask(PauseMe, actor=who, until=(table.now.date()).replace(month=12))
    absent = frozenset(people if away == "absent" else ())
    assert table.call(team=team, alone=True, absent=absent) == AskingAround(minutes=3)
    assert bool(askeds(table)) == (away == "silent")
    table.wait(seconds=179)
    assert (table.running.state, table.shows()) == (State.ASKING, None)
    table.wait(seconds=1)
    assert (table.running.state, table.shows()) == (State.OPEN, OpenCall(meeting=table.running.id))


def test_a_pause_ends(table):
    until = (table.now.date()).replace(month=12)
    assert table.ask(PauseMe, actor=BRAM, until=until) == Paused(until=until)
    assert table.ask(PauseMe, actor=BRAM, until=None) == Paused(until=None)
    table.call(team=[BRAM], alone=True)
    assert table.asked == BRAM


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("others", [[], [ROBOT], [Person(id=ParticipantId("former"), deactivated=True)]])
def test_who_names_one_person_hears_beforehand_that_silence_will_tell(table, paused, others):
    if paused:
        table.ask(PauseMe, actor=BRAM, until=(table.now.date()).replace(month=12))
    invited = Invited(people=(BRAM,))
    alone = NamedAlone(invited=invited, replaces=None, minutes=3)
    assert table.call(team=[BRAM, *others], invited=invited) == alone
    assert (table.running, table.prepare()) == (None, FirstUse(invited=Invited()))  # nothing was changed
    assert table.call(team=[BRAM, *others], invited=invited, alone=True) == AskingAround(minutes=3)


def test_a_team_of_two_knows_who_is_asked(table):
    assert table.call(team=[ANNA], whole_space=True) == AskingAround(minutes=3)


@pytest.mark.parametrize("paused", [[], [BRAM], [BRAM, CHAIMA, DAAN, ESRA]])
def test_a_chair_who_is_left_out_stays_so_whoever_is_on_pause(table, paused):
    for who in paused:
        table.ask(PauseMe, actor=who, until=(table.now.date()).replace(month=12))
    table.call()
    seats = {seat.participant for seat in table.read(lambda unit: unit.bell.seats(table_id(unit)))}
    assert seats == set(TEAM[1:]) - set(paused)


ENDS = {
    "pauses": lambda table, who: table.ask(PauseMe, actor=who, until=(table.now.date()).replace(month=12)),
    "leaves": lambda table, who: table.ask(Left, actor=who),
    "is forgotten": lambda table, who: table.ask(ForgetMe, actor=who),
}


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("after", [10, 100])
@pytest.mark.parametrize("says_no", [False, True])
def test_who_was_asked_and_goes_moves_nothing(table, ends, after, says_no):
    """Nobody else is asked because of it, and the open question comes when it would have."""
    table.call()
    first = table.asked
    if says_no:
        table.ask(Decline, actor=first)
    table.wait(seconds=after)
    asked = [say for say in table.said if isinstance(say.content, AskCard)]
    ENDS[ends](table, first)
    assert [say for say in table.said if isinstance(say.content, AskCard)] == asked
    if after < 90:
        table.wait(seconds=89 - after)
        assert [say for say in table.said if isinstance(say.content, AskCard)] == asked
    table.wait(seconds=(START + timedelta(seconds=179) - table.now).total_seconds())
    assert table.running.state is State.ASKING
    table.wait(seconds=1)
    assert table.running.state is State.OPEN
    assert table.now - START == timedelta(seconds=180)


def test_a_pause_lies_ahead_and_within_a_year(table):
    today = table.now.date()
    assert table.ask(PauseMe, actor=BRAM, until=today) is CommonBecause.PAST_DATE
    assert table.ask(PauseMe, actor=BRAM, until=today.replace(year=2029)) is CommonBecause.DATE_TOO_FAR


def test_the_chair_can_be_handed_over(table):
    holder = table.given_to_somebody()
    assert table.ask(HandOver, actor=BRAM, to=Person(id=DAAN)) is CommonBecause.NOT_CHAIR
    assert table.ask(HandOver, actor=ANNA, to=Person(id=DAAN, deactivated=True)) is BellBecause.CHAIR_NOT_HERE
    assert table.ask(HandOver, actor=ANNA, to=Person(id=DAAN)) == HandedOver(to=DAAN)
    assert table.shows("chair", DAAN) == ChairCard(meeting=table.running.id, holder=holder)
    assert table.shows("chair", ANNA) == ChairCardOver()
    assert table.ask(Conclude, actor=ANNA) is CommonBecause.NOT_CHAIR
    assert table.ask(Conclude, actor=DAAN) == Concluded()


def test_a_button_of_another_space_or_an_old_bell_changes_nothing(table):
    table.given_to_somebody()
    assert table.ask(Cancel, actor=ANNA, meeting=MeetingId("another")) is BellBecause.BELL_OVER


def test_turns_come_out_fair_over_ten_bells(table):
    served = []
    for _ in range(12):
        served.append(table.given_to_somebody())
        table.ask(Conclude, actor=ANNA)
        meeting = table.read(lambda unit: unit.bell.concluded(HERE))[0].id
        table.ask(Settle, actor=ANNA, meeting=meeting, done=Done.HEARD)
    counts = [served.count(who) for who in TEAM[1:]]
    assert (sum(counts), max(counts) - min(counts) <= 3) == (12, True)


def test_status_says_how_it_stands(table):
    assert table.ask(AskStatus, actor=BRAM) == Status()
    holder = table.given_to_somebody()
    meeting = table.running.id
    assert table.ask(AskStatus, actor=BRAM) == Status(state=State.ANNOUNCED, meeting=meeting, holder=holder)


def test_whoever_pauses_while_a_bell_runs_is_not_asked_in_it(table):
    table.call()
    first = table.asked
    for who in TEAM[1:]:
        table.ask(PauseMe, actor=who, until=(table.now.date()).replace(month=12))
    table.wait(seconds=90)
    assert (table.running.state, askeds(table)) == (State.ASKING, {first})
    table.wait(seconds=90)
    assert table.running.state is State.OPEN


def test_a_pause_lasts_as_long_as_the_day_before_it_somewhere(table):
    """It is the 27th in UTC while New York has the 26th; what is over everywhere goes."""
    until = table.now.date() + timedelta(days=3)
    table.ask(PauseMe, actor=BRAM, until=until)
    at = datetime.combine(until, time(1), tzinfo=UTC)
    table.read(lambda unit: BELL.due(unit, at, False))
    assert table.read(lambda unit: unit.bell.paused_until(HERE, BRAM)) == until
    table.read(lambda unit: BELL.due(unit, at + timedelta(days=1), False))
    assert table.read(lambda unit: unit.bell.paused_until(HERE, BRAM)) is None
