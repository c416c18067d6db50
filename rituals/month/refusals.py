"""Why no month is shown."""

from rituals.kernel.errors import Because


class MonthBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    NO_MONTH_YET = "no_month_yet"
    NO_SUCH_MONTH = "no_such_month"
    OLD_MONTH = "old_month"
    FEW_SPACES = "few_spaces"
