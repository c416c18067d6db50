"""Why a check-out cannot be opened as asked."""

from rituals.kernel.errors import Because


class ClosingBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    SPOKEN_ONLY = "spoken_only"
