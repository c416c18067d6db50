"""What a team has chosen for its space."""

from rituals.kernel.ritual import Ritual
from rituals.space import commands, settings

SPACE = Ritual(
    name="space",
    handlers={
        commands.ShowSettings: settings.show_settings,
        commands.ChangeSettings: settings.change_settings,
        commands.Introduce: settings.introduce,
    },
)
