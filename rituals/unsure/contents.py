"""What those who count on a message hear where nobody knows whether it was said, or it was surely not."""

from dataclasses import dataclass

from rituals.kernel.effect import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureAsk(Content):
    """For the chair: nobody knows whether this message was said; please look."""

    about: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSaid(Content):
    """For those who think that everybody has read it: this message was refused.

    Attributes:
        allowed: whether we may write there at all.
        again: whether it waits to be said again.
    """

    about: str
    kind: str
    number: int
    allowed: bool
    again: bool
