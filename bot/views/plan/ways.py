"""How people reach plans: buttons, forms and words."""

import re
from datetime import date

from bot.views.days import until
from bot.views.message import FormName, Intent
from bot.views.words import Given, Word

TEAM = re.compile(r"^(?:voor |for )?(?:het |the )?(?:hele |whole )?team\b\s*")


def _team_until(rest: str, today: date) -> Given | None:
    """Until when, and whether it was said that it is for all."""
    team = TEAM.match(rest)
    day = until(rest[team.end() :] if team else rest, today)
    return {"until": day.isoformat(), **({"team": "yes"} if team else {})}


def _team(rest: str, _today: date) -> Given | None:
    team = TEAM.match(rest)
    if rest[team.end() :] if team else rest:
        return None
    return {"team": "yes"} if team else {}


PLAN = Word(name="plan", dutch="plan", english="plan", also=("planning", "plannen", "schedule"), place=14)
PAUSE_TEAM = Word(
    name="pause_team", dutch="pauze", english="pause", shown=("tot …", "until …"), place=15, behind=_team_until
)
RESUME_TEAM = Word(name="resume_team", dutch="hervat", english="resume", place=16, behind=_team)

WORDS = (PLAN, PAUSE_TEAM, RESUME_TEAM)


class PlanIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    PLANS = "plans"
    PLAN_NEW = "plan_new"
    PLAN_EDIT = "plan_edit"
    PLAN_REMOVE = "plan_remove"
    PLAN_REMOVE_ANYWAY = "plan_remove_anyway"
    DATE_SKIP = "date_skip"
    DATE_RESTORE = "date_restore"
    DATE_MOVE = "date_move"
    PAUSE_TEAM = "pause_team"
    RESUME_TEAM = "resume_team"


class PlanForm(FormName):
    """See :class:`bot.views.message.FormName`."""

    PLAN = "plan"
    DATE = "date"
