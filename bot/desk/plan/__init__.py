"""How people reach plans: the page, the form, single dates, the team's pause."""

from bot.desk.desk import By, Desk, Way
from bot.desk.plan import form, showing
from bot.views.plan.ways import PAUSE_TEAM, PLAN, RESUME_TEAM, PlanForm, PlanIntent
from rituals.plan import commands

DESK = Desk(
    words={
        PLAN: Way(do=showing.show),
        PAUSE_TEAM: Way(do=showing.pause_said),
        RESUME_TEAM: Way(do=showing.resume_said),
    },
    buttons={
        PlanIntent.PLANS: Way(do=showing.show, by=By.MEMBERS),
        PlanIntent.PLAN_NEW: Way(do=form.show, by=By.MEMBERS),
        PlanIntent.PLAN_EDIT: Way(do=form.show, by=By.MEMBERS),
        PlanIntent.PLAN_REMOVE: Way(do=showing.remove, by=By.MEMBERS),
        PlanIntent.PLAN_REMOVE_ANYWAY: Way(do=showing.remove_anyway, by=By.MEMBERS),
        PlanIntent.DATE_SKIP: Way(do=showing.about_date(commands.SkipDate), by=By.MEMBERS),
        PlanIntent.DATE_RESTORE: Way(do=showing.about_date(commands.RestoreDate), by=By.MEMBERS),
        PlanIntent.DATE_MOVE: Way(do=showing.about_date(commands.ShowDate), by=By.MEMBERS),
        PlanIntent.PAUSE_TEAM: Way(do=showing.pause, by=By.MEMBERS),
        PlanIntent.RESUME_TEAM: Way(do=showing.resume, by=By.MEMBERS),
    },
    forms={
        PlanForm.PLAN: Way(do=form.save, again=form.show),
        PlanForm.DATE: Way(do=form.move, again=showing.about_date(commands.ShowDate)),
    },
)
"""Their buttons stand before one person each, so that whoever presses must be here."""
