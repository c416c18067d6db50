"""What a team agreed, and what happens by itself because of it.

``schedule`` and ``rhythm`` say when; ``changing`` is what people do with plans; ``ahead`` turns dates into occurrences
and calls off what was begun; ``beginning`` and ``ending`` are the two ends of a planned meeting.
"""

from rituals.kernel.ritual import Ritual
from rituals.plan import ahead, beginning, changing, commands, ending, named

PLAN = Ritual(
    name="plan",
    handlers={
        commands.ShowPlans: changing.show_all,
        commands.ShowPlan: changing.show_one,
        commands.SavePlan: changing.save,
        commands.RemovePlan: changing.remove,
        commands.ShowDate: changing.show_date,
        commands.SkipDate: changing.skip,
        commands.RestoreDate: changing.restore,
        commands.MoveDate: changing.move,
        commands.PauseSpace: changing.pause_space,
        commands.Replan: ahead.replan,
        commands.BeginBell: beginning.begin,
        commands.BeginCheckOut: ending.begin,
    },
    kept=named.kept,
    left=named.left,
    forgotten=named.left,
    gone=named.gone,
)
