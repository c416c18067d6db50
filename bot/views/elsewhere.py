"""Where to look, for somebody who cannot be written to in private."""

from bot.texts import person
from bot.views.message import Message, lines
from bot.views.voice import Voice
from rituals.kernel.identifiers import ParticipantId


def elsewhere(voice: Voice, who: ParticipantId) -> Message:
    """Where to look, for somebody who cannot be written to in private; it says to nobody why."""
    return Message(parts=lines(voice.say("elsewhere", name=person(who))))
