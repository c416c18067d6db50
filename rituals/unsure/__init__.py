"""A message of which nobody knows whether it was said: the chair is asked to look."""

from rituals.kernel.ritual import Ritual
from rituals.unsure import commands, looking

UNSURE = Ritual(
    name="unsure",
    handlers={commands.MessageUnsure: looking.message_unsure, commands.SayAgain: looking.say_again},
)
