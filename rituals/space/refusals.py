"""Why a setting is refused."""

from rituals.kernel.errors import Because


class SpaceBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    WORD_TOO_LONG = "word_too_long"
    UNKNOWN_SETTING = "unknown_setting"
    THRESHOLD_LOWER = "threshold_lower"
    THRESHOLD_RANGE = "threshold_range"
    UNKNOWN_ZONE = "unknown_zone"
    SHARED_AS_TOO_LONG = "shared_as_too_long"
