"""What a back-end keeps of who reads an organisation's month."""

from datetime import date
from typing import Protocol

from rituals.kernel.ports import Spaces
from rituals.month import ports
from rituals.month.ports import Months
from rituals.organisation.organisation import Leader, LeaderChange


class Leaders(Protocol):
    """Who they are, in the record.

    * ``leaders`` are those of an organisation, ``led`` the organisations that have some, ``leader_changes`` who was
      added or removed and by whom (None: the operator), the newest first; ``change_leader`` writes both.
    * ``forget_before`` removes changes before a day.
    """

    def led(self) -> tuple[str, ...]: ...
    def leaders(self, organisation: str) -> tuple[Leader, ...]: ...
    def leader_changes(self, organisation: str) -> tuple[LeaderChange, ...]: ...
    def change_leader(self, organisation: str, change: LeaderChange) -> None: ...
    def forget_before(self, day: date) -> None: ...


class Readable(Protocol):
    """What a report needs: the record alone, without the present."""

    @property
    def space(self) -> Spaces: ...
    @property
    def month(self) -> Months: ...
    @property
    def organisation(self) -> Leaders: ...


class Unit(ports.Unit, Protocol):
    """See :class:`rituals.kernel.ports.Unit`."""

    @property
    def organisation(self) -> Leaders: ...
