"""Delta rounds over a calendar view.

Documentation: "Get incremental changes to events in a calendar view", "Use delta query to track changes", "event: delta".
Of reports, not of the documentation: an occurrence comes with its id, times, type and series only, next to its series
master (microsoft-graph-docs issues 7632 and 1716); a change to one date brings the whole series again.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from graph_standin.errors import Refusal
from graph_standin.events import Slot
from graph_standin.model import Json, Mailbox
from graph_standin.payloads import SPARSE, TYPE, VOLATILE, event_id, full
from graph_standin.series import Series

if TYPE_CHECKING:
    from graph_standin.world import World


class Seen(NamedTuple):
    """What a client was told of one event."""

    digest: str
    event: str


@dataclass(frozen=True)
class Window:
    """Whose calendar, from when to when, asked how."""

    who: Mailbox
    begin: datetime
    end: datetime
    asked: str  # the query of the first request
    select: frozenset[str] = frozenset()


@dataclass
class State:
    """Behind a token: what is still to be told in this round, and what the client knows after it."""

    window: Window
    generation: int
    known: dict[str, Seen]
    rest: list[Slot | str] = field(default_factory=list)
    done: bool = False


class Rounds:
    def __init__(self, world: "World") -> None:
        self.world = world
        self._states: dict[str, State] = {}
        self._generations: dict[str, int] = {}

    def forget(self, who: Mailbox) -> None:
        self._generations[who.id] = self._generation(who) + 1

    def _generation(self, who: Mailbox) -> int:
        return self._generations.get(who.id, 0)

    def begin(self, window: Window) -> State:
        """The first request: everything there is."""
        return self._round(window, {})

    def resume(self, token: str, who: Mailbox, kind: str, address: str) -> State:
        """With a token of either kind; the old ones keep working until the mailbox forgets them."""
        state = self._states.get(f"{kind} {token}")
        if state is None or state.window.who is not who:
            raise Refusal("SyncStateInvalid")
        if state.generation != self._generation(who):
            raise Refusal("SyncStateNotFound", headers={"Location": f"{address}?{state.window.asked}&$deltatoken="})
        return state if kind == "skip" else self._round(state.window, state.known)

    def page(self, state: State, size: int, zone: str) -> tuple[list[Json], str, str]:
        """The events of one page, and which token goes on from there."""
        now, later = state.rest[:size], state.rest[size:]
        value = [self._told(one, state.window, zone) for one in now]
        empty_end = self.world.empty_pages and not state.done
        kind = "skip" if later or empty_end else "delta"
        token = secrets.token_urlsafe(24)
        following = State(state.window, state.generation, state.known, later, done=not later)
        self._states[f"{kind} {token}"] = following
        return value, kind, token

    def _round(self, window: Window, known: dict[str, Seen]) -> State:
        slots = list(self._standing(window))
        now = {event_id(one.event, window.who, one.date): self._seen(one, window.who) for one in slots}
        gone = [key for key in known if key not in now]
        changed = {seen.event for key, seen in now.items() if known.get(key) != seen}
        changed |= {known[key].event for key in gone}
        rest: list[Slot | str] = [one for one in slots if one.event.id in changed]
        standing = {seen.event for seen in now.values()}
        rest += [key for key in gone if not (self.world.traceless and known[key].event in standing)]
        return State(window, self._generation(window.who), now, rest)

    def _standing(self, window: Window) -> Iterator[Slot]:
        """Every series as a whole before its dates."""
        named: set[str] = set()
        for slot in self.world.view(window.who, window.begin, window.end):
            if isinstance(slot.event, Series) and slot.event.id not in named:
                named.add(slot.event.id)
                yield slot.event.master()
            yield slot

    @staticmethod
    def _seen(slot: Slot, who: Mailbox) -> Seen:
        body = {name: one for name, one in full(slot, who).items() if name not in VOLATILE}
        return Seen(hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(), slot.event.id)

    @staticmethod
    def _told(one: Slot | str, window: Window, zone: str) -> Json:
        if isinstance(one, str):
            return {"@odata.type": TYPE, "id": one, "@removed": {"reason": "deleted"}}
        body = {"@odata.type": TYPE} | full(one, window.who, zone)
        names = set(SPARSE) if one.kind == "occurrence" else set(body)
        if window.select:
            names &= window.select | {"@odata.type", "@odata.etag", "id", "type"}
        return {name: value for name, value in body.items() if name in names}
