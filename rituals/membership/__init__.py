"""Coming and going: arriving, leaving, what is kept about somebody, forgetting, being removed.

It walks the rituals it is given and knows none of them.
"""

from rituals.kernel.ritual import Ritual
from rituals.membership import commands
from rituals.membership.arriving import arrived
from rituals.membership.leaving import Membership


def membership(rituals: tuple[Ritual, ...]) -> Ritual:
    """What happens to all of these when somebody comes or goes."""
    members = Membership(rituals)
    return Ritual(
        name="membership",
        handlers={
            commands.Arrived: arrived,
            commands.ShowMyData: members.show_my_data,
            commands.ForgetMe: members.forget_me,
            commands.Left: members.left,
            commands.SpaceGone: members.space_gone,
        },
    )
