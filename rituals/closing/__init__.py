"""The end of a meeting: the question asked aloud, the form that opens, and the bell that has done its work.

It knows the bell and the check-out, which do not know each other's end.
"""

from rituals.closing import closing, commands
from rituals.kernel.ritual import Ritual

CLOSING = Ritual(
    name="closing",
    handlers={commands.OpenCheckOut: closing.open_checkout, commands.MeetingEnded: closing.meeting_ended},
)
