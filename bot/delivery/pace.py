"""How much of each workspace may be under way, so that one that is slow or asks to wait delays no other."""

from collections import Counter
from datetime import datetime

AT_ONCE = 16
"""Messages of one workspace under way at the same time: enough for a hundred a second, few enough that answering comes
first.
"""

IN_A_ROW = 3
"""So many in a row that did not go well, and it is the whole workspace that should wait, not one channel. Then one
message at a time tries whether it goes again, so that the others are not used up.
"""


class Pace:
    """How much of each workspace may be under way."""

    def __init__(self) -> None:
        self._under_way: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._held: dict[str, datetime] = {}

    def waits_no_more(self) -> None:
        """Until when somebody asked to wait is not known any more."""
        self._held.clear()

    def room(self, workspace: str, now: datetime) -> int:
        if self._held.get(workspace, now) > now:
            return 0
        at_once = 1 if self._refused[workspace] >= IN_A_ROW else AT_ONCE
        return at_once - self._under_way[workspace]

    def begins(self, workspace: str) -> None:
        self._under_way[workspace] += 1

    def ends(self, workspace: str) -> None:
        self._under_way[workspace] -= 1

    def went_well(self, workspace: str) -> None:
        self._refused.pop(workspace, None)

    def must_wait(self, workspace: str, until: datetime) -> None:
        """One message did not go; after several in a row the workspace is left in peace for a while."""
        self._refused[workspace] += 1
        if self._refused[workspace] >= IN_A_ROW:
            self._held[workspace] = until
