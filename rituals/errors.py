"""One root for everything that can go wrong here, and the refusals a person can cause."""

from enum import StrEnum


class RitualError(Exception):
    """The root: catch this to catch everything that this package raises."""


class ForbiddenMove(RitualError):
    """A state machine was asked for a move that its table does not have. Nothing was changed."""

    def __init__(self, state: object, event: object) -> None:
        super().__init__(f"{event} is not possible in {state}")


class Because(StrEnum):
    """Why a person is refused. The value is the stable code and names the sentence in the catalogue."""

    NO_BELL = "no_bell"
    BELL_OVER = "bell_over"
    NOT_YOURS = "not_yours"
    NOT_ASKED = "not_asked"
    TOO_LATE = "too_late"
    TAKEN = "taken"
    NOT_CHAIR = "not_chair"
    NOT_RINGABLE = "not_ringable"
    ALREADY_RUNG = "already_rung"
    STILL_LOOKING = "still_looking"
    GUEST = "guest"
    CHAIR_NOT_HERE = "chair_not_here"
    PAST_DATE = "past_date"
    DATE_TOO_FAR = "date_too_far"
    WORD_TOO_LONG = "word_too_long"
    UNKNOWN_SETTING = "unknown_setting"
    UNKNOWN_CHOICE = "unknown_choice"
    UNANSWERED = "unanswered"
    ONE_CHOICE = "one_choice"
    ANSWERED_BEFORE = "answered_before"
    CHECKOUT_CLOSED = "checkout_closed"
    ANSWER_TOO_LATE = "answer_too_late"
    ROUND_THIS_MONTH = "round_this_month"
    CHECKOUT_RUNS = "checkout_runs"
    CHECKOUT_TODAY = "checkout_today"
    NO_CHECKOUT = "no_checkout"
    TOO_EARLY = "too_early"
    NOT_A_MEMBER = "not_a_member"
    GUEST_ANSWER = "guest_answer"
    SPOKEN_ONLY = "spoken_only"
    NO_OWN_QUESTIONS = "no_own_questions"
    OWN_NEEDS_MORE = "own_needs_more"
    OWN_EMPTY = "own_empty"
    OWN_TOO_LONG = "own_too_long"
    OWN_NAMES_SOMEBODY = "own_names_somebody"
    THRESHOLD_LOWER = "threshold_lower"
    THRESHOLD_RANGE = "threshold_range"
    NO_WEEKDAY = "no_weekday"
    END_BEFORE_START = "end_before_start"
    NOTHING_PLANNED = "nothing_planned"
    TOO_MANY_PLANS = "too_many_plans"
    PLAN_CHANGED = "plan_changed"
    PLAN_GONE = "plan_gone"
    DATE_OVER = "date_over"
    MOVED_TOO_FAR = "moved_too_far"
    PAST_MOMENT = "past_moment"
    ALREADY_SETTLED = "already_settled"
    NO_SUCH_TIME = "no_such_time"
    FOLLOWS_CALENDAR = "follows_calendar"
    UNKNOWN_ZONE = "unknown_zone"
    NO_MONTH_YET = "no_month_yet"
    NO_SUCH_MONTH = "no_such_month"
    OLD_MONTH = "old_month"
    FEW_SPACES = "few_spaces"
    NOT_LEADER = "not_leader"
    NOT_ADMINISTRATOR = "not_administrator"
    SHARED_AS_TOO_LONG = "shared_as_too_long"
    # What the shell finds out before the core is asked.
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
    PLAN_TOO_MANY = "plan_too_many"
    NO_CALENDAR = "no_calendar"
    CALENDAR_DOWN = "calendar_down"
    CALENDAR_CLOSED = "calendar_closed"
    SERIES_UNKNOWN = "series_unknown"


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
