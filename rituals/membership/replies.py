"""Answers to whoever asks what is kept about them."""

from dataclasses import dataclass

from rituals.kernel.reply import Reply
from rituals.kernel.ritual import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData(Reply):
    """What is kept about the one who asks, in this space."""

    kept: tuple[Kept, ...]

    @property
    def anything(self) -> bool:
        """Whether there is something that they can have erased."""
        return any(not kept.stays for kept in self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Reply):
    was: MyData

    @property
    def takes_place(self) -> bool:
        return True
