"""The life of a bell in the core, one rule a test."""

import itertools

import pytest
from table import ANNA, BRAM, CHAIMA, DAAN, ESRA, HERE, TEAM, Table

from rituals import commands, effects, replies
from rituals.commands import Invited
from rituals.errors import Because
from rituals.identifiers import MeetingId, ParticipantId
from rituals.meeting import Done, State
from rituals.people import Person, Reason
from rituals.ports import Activity
from rituals.rotation import UNIT
from rituals.space import Language


@pytest.fixture
def table(tmp_path):
    table = Table(tmp_path)
    yield table
    table.store.close()


def nothing_done():
    return dict.fromkeys(Done, 0)


def test_the_first_time_the_caller_is_told_what_will_happen(table):
    invited = Invited(people=(BRAM,))
    assert table.prepare(invited=invited) == replies.FirstUse(invited=invited)
    assert table.prepare(confirmed=True) == replies.Ready()
    table.call()
    table.ask(commands.Cancel, actor=ANNA)
    assert table.prepare() == replies.Ready()


def test_somebody_other_than_the_chair_is_asked_in_private(table):
    assert table.call() == replies.AskingAround(minutes=3)
    asked = table.running.asked
    assert asked in TEAM[1:]
    assert table.said[-1].slot.recipient == asked
    assert table.shows() is None


def test_the_chair_is_asked_where_fewer_than_three_others_remain(table):
    table.call(team=[ANNA, BRAM, CHAIMA])
    assert {seat.participant for seat in table.read(lambda unit: unit.live.seats(table_id(unit)))} == {
        ANNA,
        BRAM,
        CHAIMA,
    }


def table_id(unit):
    return unit.live.running(HERE).id


def test_a_yes_is_announced_and_paid(table):
    holder = table.given_to_somebody()
    meeting = table.running
    assert table.shows() == effects.Announcement(meeting=meeting.id, holder=holder)
    assert table.shows("card", holder) == effects.RoleCard(meeting=meeting.id)
    assert table.shows("chair", ANNA) == effects.ChairCard(meeting=meeting.id, holder=holder)
    assert table.credits == {**dict.fromkeys(TEAM[1:], UNIT // 4), holder: UNIT // 4 - UNIT}
    assert table.last == holder


def test_saying_yes_twice_is_saying_yes(table):
    holder = table.given_to_somebody()
    before = table.credits
    assert table.ask(commands.Accept, actor=holder) is None
    assert table.credits == before


def test_a_no_is_answered_and_said_nowhere(table):
    table.call()
    first = table.running.asked
    said = len(table.said)
    assert table.ask(commands.Decline, actor=first) == replies.Declined()
    assert [say.slot.recipient for say in table.said[said:]] == [table.running.asked]
    assert table.running.asked != first


def test_whoever_said_no_earns_nothing_and_pays_nothing(table):
    table.call()
    first = table.running.asked
    table.ask(commands.Decline, actor=first)
    second = table.running.asked
    table.ask(commands.Accept, actor=second)
    others = set(TEAM[1:]) - {first, second}
    assert table.credits == {**dict.fromkeys(others, UNIT // 3), second: UNIT // 3 - UNIT}


def test_silence_means_ask_the_next(table):
    table.call()
    first = table.running.asked
    table.wait(seconds=89)
    assert table.running.asked == first
    table.wait(seconds=1)
    assert table.running.asked != first
    assert table.shows("card", first) == effects.CardOver()


def test_after_two_without_a_yes_it_is_asked_openly(table):
    table.call()
    table.wait(seconds=90)
    table.wait(seconds=90)
    assert table.running.state is State.OPEN
    assert table.shows() == effects.OpenCall(meeting=table.running.id)


@pytest.mark.parametrize("says_no", [True, False])
def test_the_open_question_comes_at_the_same_moment_after_a_no_and_after_silence(table, says_no):
    table.call(team=[ANNA])
    if says_no:
        assert table.ask(commands.Decline, actor=ANNA) == replies.Declined()
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
    table.ask(commands.Decline, actor=table.running.asked)
    table.wait(seconds=179 - after)
    assert table.running.state is State.ASKING
    table.wait(seconds=1)
    assert table.running.state is State.OPEN


def opened(table):
    table.call()
    for _ in range(2):
        table.ask(commands.Decline, actor=table.running.asked)
    table.wait(seconds=180)
    return table.running


def test_anyone_may_take_it_then_and_pays(table):
    opened(table)
    assert table.ask(commands.Volunteer, actor=ANNA, person=Person(id=ANNA)) is None
    assert table.running.holder == ANNA
    assert sum(table.credits.values()) == 0
    assert table.credits[ANNA] == UNIT // 3 - UNIT


def test_a_late_yes_is_welcome_while_it_is_open_and_kindly_refused_otherwise(table):
    table.call()
    first = table.running.asked
    table.wait(seconds=90)
    assert table.ask(commands.Accept, actor=first) is Because.TOO_LATE
    table.wait(seconds=90)
    assert table.ask(commands.Accept, actor=first) is None
    assert table.running.holder == first


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(id=ParticipantId("gast"), guest=True), Because.GUEST),
        (Person(id=ParticipantId("robot"), bot=True), Because.GUEST),
    ],
)
def test_guests_and_bots_cannot_take_it(table, person, expected):
    opened(table)
    assert table.ask(commands.Volunteer, actor=person.id, person=person) is expected


def test_taking_what_somebody_has_is_refused(table):
    table.given_to_somebody()
    assert table.ask(commands.Volunteer, actor=ESRA, person=Person(id=ESRA)) in (None, Because.TAKEN)
    assert table.ask(commands.Volunteer, actor=ANNA, person=Person(id=ANNA)) is Because.TAKEN


def test_taking_while_somebody_is_asked_is_refused(table):
    table.call()
    assert table.ask(commands.Volunteer, actor=ANNA, person=Person(id=ANNA)) is Because.STILL_LOOKING


def test_only_the_one_who_is_asked_can_answer(table):
    table.call()
    other = next(who for who in TEAM[1:] if who != table.running.asked)
    assert table.ask(commands.Accept, actor=other) is Because.TOO_LATE
    assert table.ask(commands.Decline, actor=other) is Because.TOO_LATE
    assert table.ask(commands.Accept, actor=ParticipantId("stranger")) is Because.NOT_ASKED


def test_anyone_may_ring_and_five_minutes_open(table):
    table.given_to_somebody()
    assert table.ask(commands.Ring, actor=ANNA) == replies.Rang()
    assert table.said[-1].content == effects.Ringing()
    assert table.ask(commands.Ring, actor=BRAM) == replies.StillRinging()
    table.now = table.running.moment_until
    assert table.ask(commands.Ring, actor=BRAM) == replies.Rang()
    assert table.running.moments == 2


def test_nobody_can_ring_a_bell_that_nobody_has(table):
    table.call()
    assert table.ask(commands.Ring, actor=ANNA) is Because.NOT_RINGABLE
    table.ask(commands.Cancel, actor=ANNA)
    assert table.ask(commands.Ring, actor=ANNA) is Because.NO_BELL


def test_passing_on_undoes_the_turn_and_asks_another(table):
    holder = table.given_to_somebody()
    assert table.ask(commands.PassOn, actor=holder) == replies.PassedOn()
    assert set(table.credits.values()) <= {0}
    assert table.last is None
    assert table.shows() == effects.Looking()
    assert table.running.asked not in (holder, None)
    second = table.running.asked
    table.ask(commands.Accept, actor=second)
    assert table.shows() == effects.Announcement(meeting=table.running.id, holder=second, again=True)
    assert holder not in [who for who, credit in table.credits.items() if credit]


def test_passing_on_twice_undoes_both(table):
    for _ in range(2):
        table.ask(commands.PassOn, actor=table.given_to_somebody() if table.running is None else accepted(table))
    table.ask(commands.Cancel, actor=ANNA)
    assert table.credits == {}


def accepted(table):
    """The one who is asked now says yes."""
    holder = table.running.asked
    table.ask(commands.Accept, actor=holder)
    return holder


def test_only_the_holder_can_pass_on_and_only_before_the_first_ring(table):
    holder = table.given_to_somebody()
    assert table.ask(commands.PassOn, actor=ANNA) is Because.NOT_YOURS
    table.ask(commands.Ring, actor=ANNA)
    assert table.ask(commands.PassOn, actor=holder) is Because.ALREADY_RUNG


def test_someone_else_is_for_the_chair(table):
    holder = table.given_to_somebody()
    assert table.ask(commands.SomeoneElse, actor=holder) is Because.NOT_CHAIR
    assert table.ask(commands.SomeoneElse, actor=ANNA) == replies.Redrawing()
    assert table.running.asked not in (holder, None)
    assert table.ask(commands.SomeoneElse, actor=ANNA) is Because.STILL_LOOKING


def test_cancelling_undoes_the_draw_and_leaves_nothing(table):
    holder = table.given_to_somebody()
    assert table.ask(commands.Cancel, actor=ANNA) == replies.Cancelled()
    assert set(table.credits.values()) <= {0}
    assert table.last is None
    assert (table.shows(), table.shows("card", holder)) == (effects.Withdrawn(), effects.CardOver())
    assert table.running is None
    assert table.counted() == Activity(done=nothing_done())


def test_a_bell_that_rang_cannot_be_cancelled(table):
    table.given_to_somebody()
    table.ask(commands.Ring, actor=ANNA)
    assert table.ask(commands.Cancel, actor=ANNA) is Because.ALREADY_RUNG
    assert table.ask(commands.SomeoneElse, actor=ANNA) is Because.ALREADY_RUNG


def test_concluding_takes_the_name_away_thanks_and_asks_the_chair(table):
    holder = table.given_to_somebody()
    meeting = table.running.id
    table.ask(commands.Ring, actor=holder)
    assert table.ask(commands.Conclude, actor=ANNA) == replies.Concluded()
    assert table.shows() == effects.Ended()
    assert table.shows("thanks", holder) == effects.Thanks(rung=True)
    assert table.shows("done", ANNA) == effects.DoneAsk(meeting=meeting)
    concluded = table.read(lambda unit: unit.live.meeting(meeting))
    assert (concluded.holder, concluded.asked, concluded.last_before) == (None, None, None)
    assert table.read(lambda unit: unit.live.seats(meeting)) == ()


@pytest.mark.parametrize("done", Done)
def test_what_the_chair_says_is_seen_and_counted_and_then_all_is_forgotten(table, done):
    table.given_to_somebody()
    meeting = table.running.id
    table.ask(commands.Ring, actor=ANNA)
    table.ask(commands.Conclude, actor=ANNA)
    assert table.ask(commands.Settle, actor=BRAM, meeting=meeting, done=done) is Because.NOT_CHAIR
    assert table.ask(commands.Settle, actor=ANNA, meeting=meeting, done=done) is None
    assert table.shows() == effects.Ended(done=done)
    assert table.counted() == Activity(announced=1, rung=1, moments=1, done={**nothing_done(), done: 1})
    assert table.read(lambda unit: unit.live.meeting(meeting)) is None
    assert table.ask(commands.Settle, actor=ANNA, meeting=meeting, done=done) is Because.BELL_OVER


def test_after_four_hours_it_is_concluded_and_after_a_day_more_forgotten(table):
    table.given_to_somebody()
    table.wait(hours=4)
    assert table.running is None
    assert table.shows() == effects.Ended()
    table.wait(hours=24)
    assert table.shows("done", ANNA) == effects.DoneAnswer(done=None)
    assert table.counted() == Activity(announced=1, done=nothing_done())
    assert table.read(lambda unit: unit.live.concluded(HERE)) == ()


def test_a_bell_that_nobody_took_ends_without_a_count(table):
    opened(table)
    table.wait(hours=4)
    assert table.shows() == effects.Withdrawn()
    assert table.counted() == Activity(done=nothing_done())
    assert set(table.credits.values()) <= {0}


def test_a_second_call_shows_who_has_it_and_a_new_meeting_ends_the_first(table):
    holder = table.given_to_somebody()
    first = table.running.id
    status = replies.Status(state=State.ANNOUNCED, meeting=first, holder=holder, invited=Invited())
    assert table.prepare() == status
    assert table.call(BRAM) == status
    assert table.call(BRAM, replaces=first) == replies.AskingAround(minutes=3)
    assert table.running.id != first
    assert table.running.chair == BRAM
    assert table.shows("done", ANNA) == effects.DoneAsk(meeting=first)


def test_a_new_meeting_that_finds_nobody_does_not_end_the_first(table):
    table.given_to_somebody()
    first = table.running
    nobody = [Person(id=ParticipantId("robot"), bot=True)]
    assert table.call(replaces=first.id, team=nobody * 3) == replies.NobodyEligible(why_not={Reason.BOT: 3})
    assert table.running == first


def test_nobody_left_over_says_why_by_kind(table):
    team = [
        Person(id=ParticipantId("robot"), bot=True),
        Person(id=ParticipantId("former"), deactivated=True),
        Person(id=ParticipantId("gast"), guest=True),
        Person(id=ParticipantId("gast2"), guest=True),
    ]
    why = {Reason.BOT: 1, Reason.DEACTIVATED: 1, Reason.GUEST: 2}
    assert table.call(team=team) == replies.NobodyEligible(why_not=why)
    assert table.running is None
    assert table.prepare() == replies.FirstUse(invited=Invited())  # nothing was changed


def test_guests_may_be_asked_where_the_team_says_so(table):
    table.ask(commands.ChangeSettings, actor=ANNA, language=Language.DUTCH, guests=True, word=None)
    assert table.call(team=[Person(id=ParticipantId("gast"), guest=True)]) == replies.AskingAround(minutes=3)


def test_who_paused_is_not_asked_until_that_day(table):
    until = (table.now.date()).replace(month=12)
    assert table.ask(commands.PauseMe, actor=BRAM, until=until) == replies.Paused(until=until)
    assert table.call(team=[BRAM]) == replies.NobodyEligible(why_not={})  # of a single person no reason is told
    robot = Person(id=ParticipantId("robot"), bot=True)
    # Nor of several: whoever knows about the others would know then who has a pause.
    assert table.call(team=[BRAM, robot, robot]) == replies.NobodyEligible(why_not={Reason.BOT: 2})
    assert table.ask(commands.PauseMe, actor=BRAM, until=None) == replies.Paused(until=None)
    assert table.call(team=[BRAM]) == replies.AskingAround(minutes=3)


def test_a_pause_lies_ahead_and_within_a_year(table):
    today = table.now.date()
    assert table.ask(commands.PauseMe, actor=BRAM, until=today) is Because.PAST_DATE
    assert table.ask(commands.PauseMe, actor=BRAM, until=today.replace(year=2029)) is Because.DATE_TOO_FAR


def test_the_chair_can_be_handed_over(table):
    holder = table.given_to_somebody()
    assert table.ask(commands.HandOver, actor=BRAM, to=Person(id=DAAN)) is Because.NOT_CHAIR
    assert table.ask(commands.HandOver, actor=ANNA, to=Person(id=DAAN, deactivated=True)) is Because.CHAIR_NOT_HERE
    assert table.ask(commands.HandOver, actor=ANNA, to=Person(id=DAAN)) == replies.HandedOver(to=DAAN)
    assert table.shows("chair", DAAN) == effects.ChairCard(meeting=table.running.id, holder=holder)
    assert table.shows("chair", ANNA) == effects.ChairCardOver()
    assert table.ask(commands.Conclude, actor=ANNA) is Because.NOT_CHAIR
    assert table.ask(commands.Conclude, actor=DAAN) == replies.Concluded()


def test_once_the_chair_has_left_anyone_may_close(table):
    table.given_to_somebody()
    table.ask(commands.Left, actor=ANNA)
    assert table.ask(commands.Conclude, actor=BRAM) == replies.Concluded()
    assert table.counted().announced == 1


def test_a_chair_who_leaves_is_not_waited_for(table):
    table.given_to_somebody()
    table.ask(commands.Conclude, actor=ANNA)
    table.ask(commands.Left, actor=ANNA)
    assert table.read(lambda unit: unit.live.concluded(HERE)) == ()
    assert table.counted() == Activity(announced=1, done=nothing_done())


def test_whoever_leaves_while_asked_or_holding_is_replaced(table):
    table.call()
    first = table.running.asked
    table.ask(commands.Left, actor=first)
    second = table.running.asked
    assert second not in (first, None)
    assert (table.shows("card", first), table.shows()) == (effects.CardOver(), None)
    table.ask(commands.Accept, actor=second)
    table.ask(commands.Left, actor=second)
    assert table.shows() == effects.Looking()
    assert table.running.asked not in (first, second, None)
    assert second not in table.credits
    assert sum(table.credits.values()) == 0


def test_a_holder_who_leaves_after_ringing_ends_the_bell(table):
    holder = table.given_to_somebody()
    table.ask(commands.Ring, actor=holder)
    table.ask(commands.Left, actor=holder)
    assert table.running is None
    assert holder not in table.credits
    assert sum(table.credits.values()) == 0


def test_leavers_are_noticed_when_the_whole_space_is_looked_at(table):
    table.given_to_somebody()
    table.ask(commands.Conclude, actor=ANNA)
    staying = [who for who in TEAM if who != table.last][:3]
    table.call(team=staying, whole_space=True)
    assert set(table.credits) <= set(staying)
    assert sum(table.credits.values()) == 0


def test_a_space_that_is_gone_leaves_only_its_counts(table):
    table.given_to_somebody()
    table.ask(commands.Conclude, actor=ANNA)
    meeting = table.read(lambda unit: unit.live.concluded(HERE))[0].id
    table.ask(commands.Settle, actor=ANNA, meeting=meeting, done=Done.HEARD)
    table.given_to_somebody()
    table.ask(commands.SpaceGone)
    assert table.read(lambda unit: (unit.live.spaces(), unit.record.spaces())) == ((), ())
    assert table.counted().announced == 1


def test_a_button_of_another_space_or_an_old_bell_changes_nothing(table):
    table.given_to_somebody()
    assert table.ask(commands.Cancel, actor=ANNA, meeting=MeetingId("another")) is Because.BELL_OVER


def test_turns_come_out_fair_over_ten_bells(table):
    served = []
    for _ in range(12):
        served.append(table.given_to_somebody())
        table.ask(commands.Conclude, actor=ANNA)
        meeting = table.read(lambda unit: unit.live.concluded(HERE))[0].id
        table.ask(commands.Settle, actor=ANNA, meeting=meeting, done=Done.HEARD)
    assert sorted(served.count(who) for who in TEAM[1:]) == [3, 3, 3, 3]
    assert all(first != second for first, second in itertools.pairwise(served))


def test_status_says_how_it_stands(table):
    assert table.ask(commands.AskStatus, actor=BRAM) == replies.Status()
    holder = table.given_to_somebody()
    meeting = table.running.id
    assert table.ask(commands.AskStatus, actor=BRAM) == replies.Status(
        state=State.ANNOUNCED, meeting=meeting, holder=holder
    )


def test_changing_settings_is_said_with_who_did_it_and_only_when_something_changed(table):
    change = {"language": Language.ENGLISH, "guests": True, "word": "dissent"}
    assert table.ask(commands.ChangeSettings, actor=BRAM, **change) == replies.SettingsKept()
    assert table.shows("settings").by == BRAM
    said = len(table.said)
    assert table.ask(commands.ChangeSettings, actor=ANNA, **change) == replies.SettingsKept()
    assert len(table.said) == said
    assert table.ask(commands.ChangeSettings, actor=ANNA, **{**change, "word": "x" * 41}) is Because.WORD_TOO_LONG


def test_saving_what_was_already_so_is_no_change(table):
    same = {"language": Language.DUTCH, "guests": False, "word": None}
    assert table.ask(commands.ChangeSettings, actor=BRAM, **same) == replies.SettingsKept()
    assert table.said == []


def test_whoever_pauses_while_a_bell_runs_is_not_asked_in_it(table):
    table.call()
    waiting = [who for who in TEAM[1:] if who != table.running.asked]
    for who in waiting:
        table.ask(commands.PauseMe, actor=who, until=(table.now.date()).replace(month=12))
    table.wait(seconds=90)
    assert (table.running.state, table.running.asked) == (State.ASKING, None)
    table.wait(seconds=90)
    assert table.running.state is State.OPEN


def test_being_forgotten_is_not_undone_by_undoing_a_draw(table):
    first = table.given_to_somebody()
    table.ask(commands.Conclude, actor=ANNA)
    second = table.given_to_somebody()
    assert table.ask(commands.ShowMyData, actor=first).had_last is True  # kept to undo the draw
    table.ask(commands.ForgetMe, actor=first)
    table.ask(commands.PassOn, actor=second)
    assert table.ask(commands.ShowMyData, actor=first).had_last is False
    assert first not in table.credits


def test_after_a_cancelled_bell_no_row_tells_who_was_there(table):
    table.given_to_somebody()
    table.ask(commands.Cancel, actor=ANNA)
    assert table.credits == {}


def test_former_colleagues_are_noticed_too(table):
    holder = table.given_to_somebody()
    table.ask(commands.Conclude, actor=ANNA)
    team = [Person(id=who, deactivated=who == holder) for who in TEAM]
    table.call(team=team, whole_space=True)
    assert holder not in table.credits


def test_a_threshold_that_was_raised_survives_leaving_and_coming_back(table):
    raised = {"language": Language.DUTCH, "guests": False, "word": None, "threshold": 12}
    table.ask(commands.ChangeSettings, actor=ANNA, **raised)
    table.ask(commands.SpaceGone)
    table.ask(commands.Arrived, actor=ANNA)
    assert table.read(lambda unit: unit.record.space(HERE)).threshold == 12


def test_welcome_goes_to_whoever_added_the_bot_alone(table):
    table.ask(commands.Arrived, actor=CHAIMA)
    assert [(say.slot.recipient, say.content) for say in table.said] == [(CHAIMA, effects.Welcome())]
    assert table.read(lambda unit: unit.record.spaces()) == (HERE,)
    assert table.ask(commands.Introduce, actor=CHAIMA) == replies.Introduced()
    assert table.prepare() == replies.Ready()
