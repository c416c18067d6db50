"""The shape of a ritual: whatever has to happen for every ritual is asked of each in the same words.

So nothing can be forgotten when one is added; ``tests/test_rituals.py`` walks them all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rituals.kernel.command import Command
from rituals.kernel.effect import Effect, Outcome
from rituals.kernel.identifiers import ParticipantId, SpaceId

Handler = Callable[[Any, Any, datetime, bytes], Outcome]
"""(command, unit, moment, seed) → Outcome. A refusal is raised and changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing that is kept about somebody.

    Attributes:
        what: names its sentence in the catalogue.
        until: the day it goes by itself, where that is told.
        stays: forgetting does not end it: it goes by itself.
    """

    what: str
    until: date | None = None
    stays: bool = False


Leaving = Callable[[ParticipantId, SpaceId, Any, datetime, bytes], tuple[Effect, ...]]
"""(who, space, unit, moment, seed) → what chat should show then."""


def nothing(*_given: Any) -> tuple[Any, ...]:
    """For a ritual that has nothing to say to this."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ritual:
    """One thing a team does.

    Attributes:
        name: the same on all sides: the folder here, what a back-end keeps, the desk, the views, the tests.
        handlers: for each command what is done.
        kept: what is kept about somebody in a space, as it is shown to them.
        left: somebody left a space; it goes on without them, and every row about them goes.
        forgotten: somebody who stays wants every row about them gone.
        gone: a space is gone, and every row of it will be; what is told of that, to whom.
        due: what the clock should ask now; what has run out goes. ``half_done``: something may have been left so, also
            of what is not due yet.
    """

    name: str
    handlers: Mapping[type[Command], Handler] = field(default_factory=dict)
    kept: Callable[[ParticipantId, SpaceId, Any], tuple[Kept, ...]] = nothing
    left: Leaving = nothing
    forgotten: Leaving = nothing
    gone: Callable[[SpaceId, Any, bytes], tuple[Effect, ...]] = nothing
    due: Callable[[Any, datetime, bool], tuple[Command, ...]] = nothing
