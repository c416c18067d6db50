"""The bell: somebody is asked in private, the yes is announced, it rings, and the chair says what was done with it.

``meeting`` is the life of one bell and ``rotation`` whose turn it is; ``calling``, ``asking``, ``going_round`` and
``afterwards`` follow it from the command to the thanks; ``turns`` is about one person.
"""

from rituals.bell import afterwards, calling, commands, going_round, turns
from rituals.kernel.ritual import Ritual

BELL = Ritual(
    name="bell",
    handlers={
        commands.PrepareBell: calling.prepare,
        commands.CallBell: calling.call,
        commands.AskStatus: calling.status,
        commands.MeetingStarted: calling.meeting_started,
        commands.Accept: going_round.accept,
        commands.Decline: going_round.decline,
        commands.Volunteer: going_round.volunteer,
        commands.Ring: going_round.ring,
        commands.PassOn: going_round.pass_on,
        commands.SomeoneElse: going_round.someone_else,
        commands.Cancel: going_round.cancel,
        commands.HandOver: going_round.hand_over,
        commands.Conclude: afterwards.conclude,
        commands.Settle: afterwards.settle,
        commands.TimePassed: afterwards.time_passed,
        commands.PauseMe: turns.pause_me,
    },
    kept=turns.kept,
    left=turns.left,
    forgotten=turns.left,
    due=afterwards.due,
)
