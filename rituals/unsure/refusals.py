"""Why it is too late to look."""

from rituals.kernel.errors import Because


class UnsureBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    ALREADY_SETTLED = "already_settled"
