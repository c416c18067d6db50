"""The organisation's month: spaces added up, what leaders may see, and who they are."""

from rituals.kernel.ritual import Ritual
from rituals.organisation import closing, commands, leaders

ORGANISATION = Ritual(
    name="organisation",
    handlers={
        commands.CloseOrganisation: closing.close,
        commands.ShowOrganisation: closing.show,
        commands.TellTeams: closing.tell_teams,
        commands.ForgetOld: closing.forget_old,
        commands.ShowLeaders: leaders.show_leaders,
        commands.ChangeLeaders: leaders.change_leaders,
        commands.NameLeaders: leaders.name_leaders,
    },
    kept=leaders.kept,
    forgotten=leaders.lead_no_more,
)
