"""Why somebody is refused who asks something about plans. The last five are found out by the shell."""

from rituals.kernel.errors import Because


class PlanBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    NO_WEEKDAY = "no_weekday"
    END_BEFORE_START = "end_before_start"
    NOTHING_PLANNED = "nothing_planned"
    TOO_MANY_PLANS = "too_many_plans"
    PLAN_CHANGED = "plan_changed"
    PLAN_GONE = "plan_gone"
    DATE_OVER = "date_over"
    MOVED_TOO_FAR = "moved_too_far"
    PAST_MOMENT = "past_moment"
    NO_SUCH_TIME = "no_such_time"
    FOLLOWS_CALENDAR = "follows_calendar"
    PLAN_TOO_MANY = "plan_too_many"
    NO_CALENDAR = "no_calendar"
    CALENDAR_DOWN = "calendar_down"
    CALENDAR_CLOSED = "calendar_closed"
    SERIES_UNKNOWN = "series_unknown"
