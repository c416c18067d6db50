"""Anybody does anything at any time: what must always hold, does."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from table import HERE, TEAM, Table

from rituals.bell.commands import (
    Accept,
    Cancel,
    Conclude,
    Decline,
    HandOver,
    PassOn,
    Ring,
    Settle,
    SomeoneElse,
    Volunteer,
)
from rituals.bell.contents import AskCard
from rituals.bell.meeting import Done, State
from rituals.kernel.effect import Say
from rituals.kernel.errors import Because
from rituals.kernel.people import Person
from rituals.membership.commands import Left

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
who = st.sampled_from(TEAM)
ABOUT_ONE_BELL = (
    Accept,
    Decline,
    Ring,
    PassOn,
    SomeoneElse,
    Cancel,
    Conclude,
)


class AnyTeam(RuleBasedStateMachine):
    """Five people, one channel, every command, and a clock."""

    def __init__(self):
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.table = Table(Path(self._folder.name))
        self.rung = 0

    def teardown(self):
        self.table.store.close()
        self._folder.cleanup()

    def ask(self, command, **fields):
        """A refusal must change nothing."""
        before = self.everything()
        answer = self.table.ask(command, **fields)
        if isinstance(answer, Because):
            assert self.everything() == before
        return answer

    def everything(self):
        def dump(unit):
            return "\n".join(unit._files.live.iterdump()) + "\n".join(unit._files.record.iterdump())

        return self.table.read(dump)

    @rule(caller=who, team=st.sets(who, min_size=1), again=st.booleans())
    def call(self, caller, team, again):
        running = self.table.running
        self.table.call(caller, sorted(team), replaces=running.id if again and running else None)

    @rule(caller=who, chosen=st.sampled_from(ABOUT_ONE_BELL))
    def about_the_bell(self, caller, chosen):
        self.ask(chosen, actor=caller)

    @rule(chosen=st.sampled_from(ABOUT_ONE_BELL), role=st.sampled_from(["asked", "holder", "chair"]))
    def by_whom_it_is_for(self, chosen, role):
        running = self.table.running
        actor = self.asked() if role == "asked" else getattr(running, role, None)
        if actor:
            self.ask(chosen, actor=actor)

    def asked(self):
        """Who was asked last, for whatever bell."""
        asked = [say.slot.recipient for say in self.table.said if isinstance(say.content, AskCard)]
        return asked[-1] if asked else None

    @rule(caller=who)
    def volunteer(self, caller):
        self.ask(Volunteer, actor=caller, person=Person(id=caller))

    @rule(caller=who, to=who)
    def hand_over(self, caller, to):
        self.ask(HandOver, actor=caller, to=Person(id=to))

    @rule(done=st.sampled_from(Done))
    def settle(self, done):
        for meeting in self.table.read(lambda unit: unit.bell.concluded(HERE)):
            self.ask(Settle, actor=meeting.chair, meeting=meeting.id, done=done)

    @rule(leaver=who)
    def leave(self, leaver):
        self.ask(Left, actor=leaver)

    @rule(seconds=st.sampled_from([1, 89, 90, 300, 14_400, 86_400]))
    def wait(self, seconds):
        self.table.wait(seconds=seconds)

    @invariant()
    def credits_sum_to_zero(self):
        assert sum(self.table.credits.values()) == 0

    @invariant()
    def the_state_says_who_has_it(self):
        running = self.table.running
        if running is None:
            return
        assert (running.holder is not None) == (running.state in (State.ANNOUNCED, State.UNDER_WAY))
        assert (running.moments > 0) == (running.state is State.UNDER_WAY)
        assert running.due_at <= running.ends_at

    @invariant()
    def after_the_meeting_only_the_chair_is_known(self):
        def names(unit):
            for meeting in unit.bell.concluded(HERE):
                yield (meeting.holder, meeting.last_before, unit.bell.seats(meeting.id))

        assert set(self.table.read(lambda unit: list(names(unit)))) <= {(None, None, ())}

    @invariant()
    def nobody_is_asked_twice_for_one_bell(self):
        asked = [
            (say.content.meeting, say.slot.recipient)
            for say in self.table.said
            if isinstance(say, Say) and isinstance(say.content, AskCard)
        ]
        assert len(asked) == len(set(asked))


AnyTeam.TestCase.settings = settings(
    max_examples=400 if LONG else 25,
    stateful_step_count=60 if LONG else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_whatever_a_team_does = AnyTeam.TestCase
