"""What the chair is asked about a message of which nobody knows whether it was said."""

from dataclasses import dataclass

from rituals.kernel.effect import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureAsk(Content):
    """For the chair: nobody knows whether this message was said; please look."""

    about: str
    kind: str
    number: int
