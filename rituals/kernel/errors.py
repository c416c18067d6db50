"""One root for everything that can go wrong here, and the refusals a person can cause."""

from enum import StrEnum

from rituals.kernel.identifiers import ParticipantId


class RitualError(Exception):
    """The root: catch this to catch everything that this package raises."""


class ForbiddenMove(RitualError):
    """A state machine was asked for a move that its table does not have. Nothing was changed."""

    def __init__(self, state: object, event: object) -> None:
        super().__init__(f"{event} is not possible in {state}")


class Because(StrEnum):
    """Why a person is refused. The value is the stable code and names the sentence in the catalogue.

    Each ritual has its own: see ``refusals`` there.
    """


class CommonBecause(Because):
    """What more than one ritual refuses."""

    NOT_CHAIR = "not_chair"
    PAST_DATE = "past_date"
    DATE_TOO_FAR = "date_too_far"


class Refusal(RitualError):
    """A person asked for what cannot be. Nothing was changed; the catalogue has the sentence for ``because``.

    Args:
        because: the stable code.
        data: what the sentence needs, such as counts per reason. Never a person the reader should not know about.
    """

    def __init__(self, because: Because, **data: int | str) -> None:
        super().__init__(because.value)
        self.because = because
        self.data = data


class NotChair(Refusal):
    """Only the chair may. ``chair`` is for whoever looks whether they are still there, and is shown to nobody."""

    def __init__(self, chair: ParticipantId) -> None:
        super().__init__(CommonBecause.NOT_CHAIR)
        self.chair = chair
