"""What is due by itself: one thing that happens once, handed out, begun, put off or missed."""

from rituals.agenda import claiming, commands
from rituals.kernel.ritual import Ritual

AGENDA = Ritual(
    name="agenda",
    handlers={commands.MissOccurrence: claiming.miss, commands.PutOff: claiming.try_later},
)
