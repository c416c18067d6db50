"""The month: counts of what everybody in a space has already seen, published once."""

from rituals.kernel.ritual import Ritual
from rituals.month import closing, commands

MONTH = Ritual(
    name="month",
    handlers={
        commands.CloseMonth: closing.close,
        commands.ShowMonths: closing.show,
        commands.FollowUp: closing.follow_up,
        commands.ShowPhases: closing.show_phases,
    },
)
