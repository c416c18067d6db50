"""What the shell refuses."""

from rituals.kernel.errors import Because


class ShellBecause(Because):
    """What the shell finds out before the core is asked."""

    UNKNOWN_DATE = "unknown_date"
    NOT_HERE = "not_here"
    IS_BOT = "is_bot"
    BOT_NOT_HERE = "bot_not_here"
    NOT_A_SPACE = "not_a_space"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    UNRESOLVED = "unresolved"
    BROADCAST = "broadcast"
    GROUP_UNKNOWN = "group_unknown"
    GROUPS_UNAVAILABLE = "groups_unavailable"
    ONE_PERSON = "one_person"
    ROSTER_UNAVAILABLE = "roster_unavailable"
    NOBODY_PICKED = "nobody_picked"
    FORM_EXPIRED = "form_expired"
    NOT_IN_SPACE = "not_in_space"
    NO_FORM_HERE = "no_form_here"
    UNKNOWN_TIME = "unknown_time"
    UNKNOWN_DAY = "unknown_day"
