"""The only way a state changes: one typed table per machine, and nothing outside it.

After h11's ``_state.py``: what the table does not list cannot happen.
"""

from collections.abc import Mapping
from typing import TypeVar

from rituals.kernel.errors import ForbiddenMove

State = TypeVar("State")
Event = TypeVar("Event")


def step(table: Mapping[tuple[State, Event], State], state: State, event: Event) -> State:
    """The state after ``event``.

    Raises:
        ForbiddenMove: the table has no such move; nothing was changed.
    """
    try:
        return table[state, event]
    except KeyError:
        raise ForbiddenMove(state, event) from None
