"""The sentence for a refusal: what is wrong and the nearest right thing."""

from typing import Any

from bot.texts import Span, person
from bot.views.bell.ways import CHAIR, PAUSE
from bot.views.message import (
    Message,
    lines,
)
from bot.views.rooms import WORDS
from bot.views.voice import Voice
from bot.views.words import MENTION
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.space import Language


def refused(refusal: Refusal, voice: Voice) -> Message:
    """The sentence for a refusal: what is wrong and the nearest right thing."""
    say = voice.say
    typed: dict[str, Any] = {
        **{f"{word.name}_command": voice.typed(word) for word in WORDS},
        "command": voice.command(),
        "platform": voice.platform.name,
        "chair_command": voice.typed(CHAIR, MENTION),
        "same_command": voice.command(str(refusal.data.get("words", ""))[:40]),
        "example": voice.typed(PAUSE, _example_day(say.language)),
    }
    given: dict[str, Any] = {key: _given(key, value) for key, value in refusal.data.items() if key != "words"}
    text = say(voice.key(f"refusal.{refusal.because}"), **{**typed, **given})
    return Message(parts=lines(text))


def _given(key: str, value: int | str) -> int | str | Span:
    """What a refusal tells: a number, a person, or what somebody typed, shortened."""
    if key == "name":
        return person(ParticipantId(str(value)))
    return value if isinstance(value, int) else value[:60]


def _example_day(language: Language) -> str:
    return {Language.DUTCH: "tot 1 maart", Language.ENGLISH: "until 1 March"}[language]
