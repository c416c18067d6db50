"""One function per command: (command, unit, moment, seed) → Outcome. A refusal is raised and changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rituals import commands, monthly, planning
from rituals.commands import Command
from rituals.effects import Outcome
from rituals.handlers import (
    afterwards,
    bell,
    calling,
    checkouts,
    closing,
    months,
    occurring,
    organisations,
    people,
    plans,
    spaces,
)
from rituals.ports import Unit

Handler = Callable[[Any, Unit, datetime, bytes], Outcome]

HANDLERS: dict[type[Command], Handler] = {
    commands.PrepareBell: calling.prepare,
    commands.CallBell: calling.call,
    commands.AskStatus: calling.status,
    commands.Accept: bell.accept,
    commands.Decline: bell.decline,
    commands.Volunteer: bell.volunteer,
    commands.Ring: bell.ring,
    commands.PassOn: bell.pass_on,
    commands.SomeoneElse: bell.someone_else,
    commands.Cancel: bell.cancel,
    commands.HandOver: bell.hand_over,
    commands.Conclude: afterwards.conclude,
    commands.Settle: afterwards.settle,
    commands.TimePassed: afterwards.time_passed,
    commands.PauseMe: people.pause_me,
    commands.ShowMyData: people.show_my_data,
    commands.ForgetMe: people.forget_me,
    commands.MeetingStarted: calling.meeting_started,
    commands.MeetingEnded: checkouts.meeting_ended,
    commands.OpenCheckOut: checkouts.open_checkout,
    commands.ShowForm: checkouts.show_form,
    commands.AnswerCheckOut: checkouts.answer,
    commands.CloseCheckOut: checkouts.close,
    commands.CancelCheckOut: checkouts.cancel,
    commands.CheckOutTimePassed: checkouts.time_passed,
    commands.ShowQuestions: spaces.show_questions,
    commands.ChangeQuestions: spaces.change_questions,
    planning.ShowPlans: plans.show_all,
    planning.ShowPlan: plans.show_one,
    planning.SavePlan: plans.save,
    planning.RemovePlan: plans.remove,
    planning.ShowDate: plans.show_date,
    planning.SkipDate: plans.skip,
    planning.RestoreDate: plans.restore,
    planning.MoveDate: plans.move,
    planning.PauseSpace: plans.pause_space,
    planning.MessageUnsure: plans.message_unsure,
    planning.SayAgain: plans.say_again,
    planning.Replan: occurring.replan,
    planning.BeginBell: calling.begin,
    planning.BeginCheckOut: closing.begin,
    planning.MissOccurrence: occurring.miss,
    planning.PutOff: occurring.try_later,
    monthly.CloseMonth: months.close,
    monthly.ShowMonths: months.show,
    monthly.FollowUp: months.follow_up,
    monthly.ShowPhases: months.show_phases,
    monthly.CloseOrganisation: organisations.close,
    monthly.ShowOrganisation: organisations.show,
    monthly.TellTeams: organisations.tell_teams,
    monthly.ShowLeaders: organisations.show_leaders,
    monthly.ChangeLeaders: organisations.change_leaders,
    monthly.NameLeaders: organisations.name_leaders,
    monthly.ForgetOld: organisations.forget_old,
    commands.ShowSettings: spaces.show_settings,
    commands.ChangeSettings: spaces.change_settings,
    commands.Introduce: spaces.introduce,
    commands.Arrived: spaces.arrived,
    commands.Left: people.left,
    commands.SpaceGone: spaces.space_gone,
}


def handle(command: Command, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Do what ``command`` asks.

    Args:
        command: what is asked.
        unit: an open transaction; nothing written in it counts when this raises.
        moment: now, UTC.
        seed: chance, at least 16 bytes; the same seed decides the same.

    Raises:
        Refusal: a person asked for what cannot be.
    """
    return HANDLERS[type(command)](command, unit, moment, seed)
