"""What answers the very click, as data: made now, never stored. No sentence for people is in here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The root of everything that answers a click. ``takes_place`` puts the answer where the button was."""

    @property
    def takes_place(self) -> bool:
        return False
