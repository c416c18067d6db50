"""Every way in which the connector says no, and what follows from it.

The codes: learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability ("Status codes from bot
conversational APIs") and learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. Where it names no code, or
one that is in no list, the status says what is meant.
"""

from http import HTTPStatus

from bot.chat.means import Means, Refusal, table

REFUSALS = table(
    {
        Means.TOO_FAST: {
            "Throttled": "with Retry-After, or without",
            "PreconditionFailed": "two things at once in one conversation; Teams says to try again",
        },
        Means.NOW: {"ServiceUnavailable": "Teams is away for a while; nothing was taken in"},
        Means.OURS: {
            "BotNotRegistered": "there is no bot of our number, or our secret is wrong",
            "BotDisabledByAdmin": "those who administer Teams stopped the app",
            "Unauthorized": "the token is not taken",
        },
        Means.NOT_ALLOWED: {
            "MessageWritesBlocked": "nobody but a few may write here",
            "NotEnoughPermissions": "the app may not do this here",
        },
        Means.EDIT: {"ActivityNotFoundInConversation": "somebody removed it"},
        Means.PERSON: {
            "ConversationBlockedByUser": "they blocked us",
            "ForbiddenOperationException": "they do not have the app in their own chat",
            "MemberNotFoundInConversation": "they are not here",
        },
        Means.SPACE: {
            "BotNotInConversationRoster": "we were taken out",
            "BotNotInConversation": "the older word",
            "ConversationNotFound": "it was removed",
            "ConversationNotActive": "it was closed",
        },
        Means.MESSAGE: {
            "BadArgument": "the shape of the message",
            "BadSyntax": "the same",
            "MessageSizeTooBig": "too large",
            "RequestEntityTooLarge": "too large",
            "NotFound": "there is no such thing",
        },
        Means.UNSURE: {
            "InternalServerError": "some of it may have been done",
            "ServiceError": "something behind Teams did not answer",
            "GatewayTimeout": "the same, in time",
        },
    }
)

STATUSES = {
    HTTPStatus.UNAUTHORIZED: REFUSALS["Unauthorized"],
    HTTPStatus.PRECONDITION_FAILED: REFUSALS["PreconditionFailed"],
    HTTPStatus.TOO_MANY_REQUESTS: REFUSALS["Throttled"],
    HTTPStatus.SERVICE_UNAVAILABLE: REFUSALS["ServiceUnavailable"],
    HTTPStatus.NOT_IMPLEMENTED: Refusal(Means.MESSAGE, "this cloud does not have that"),
}
"""Where there is no code; these say enough by themselves."""

FAULT = Refusal(Means.UNSURE, "a fault of theirs, or of something between us")
UNKNOWN = Refusal(Means.MESSAGE, "a no that was not there when this was written")
NO_SUCH_ACTIVITY = REFUSALS["ActivityNotFoundInConversation"]


def refusal_of(status: int, code: str, *, changing: bool = False) -> Refusal:
    """What an answer means for us.

    Args:
        status: of HTTP.
        code: what it says of itself; empty: nothing.
        changing: something that stands there was to be changed, so that "not found" is about that.
    """
    if changing and status == HTTPStatus.NOT_FOUND:
        return NO_SUCH_ACTIVITY
    if status in STATUSES and REFUSALS.get(code, UNKNOWN).means is not Means.OURS:
        return STATUSES[HTTPStatus(status)]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return FAULT
    return REFUSALS.get(code, UNKNOWN)
