"""Why somebody is refused who asks something about a check-out, or about own questions."""

from rituals.kernel.errors import Because


class CheckOutBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

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
    NO_OWN_QUESTIONS = "no_own_questions"
    OWN_NEEDS_MORE = "own_needs_more"
    OWN_EMPTY = "own_empty"
    OWN_TOO_LONG = "own_too_long"
    OWN_NAMES_SOMEBODY = "own_names_somebody"
