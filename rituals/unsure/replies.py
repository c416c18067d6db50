"""The answer to whoever looked whether a message stands in chat."""

from dataclasses import dataclass

from rituals.kernel.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureSettled(Reply):
    again: bool

    @property
    def takes_place(self) -> bool:
        return True
