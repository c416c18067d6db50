"""Why somebody is refused who asks something about a bell."""

from rituals.kernel.errors import Because


class BellBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    NO_BELL = "no_bell"
    BELL_OVER = "bell_over"
    NOT_YOURS = "not_yours"
    NOT_ASKED = "not_asked"
    TOO_LATE = "too_late"
    TAKEN = "taken"
    NOT_RINGABLE = "not_ringable"
    ALREADY_RUNG = "already_rung"
    STILL_LOOKING = "still_looking"
    GUEST = "guest"
    CHAIR_NOT_HERE = "chair_not_here"
