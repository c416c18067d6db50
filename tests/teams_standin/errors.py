"""How the connector refuses (Teams documentation, "Status codes from bot conversational APIs")."""

from typing import Any

CODES: dict[str, tuple[int, str]] = {
    "BadArgument": (400, "The request is not as it should be."),
    "BotNotRegistered": (401, "No registration found for this bot."),
    "BotDisabledByAdmin": (403, "The tenant admin disabled this bot"),
    "BotNotInConversationRoster": (403, "The bot is not part of the conversation roster."),
    "ConversationBlockedByUser": (403, "User blocked the conversation with the bot."),
    "ForbiddenOperationException": (403, "Bot is not installed in user's personal scope"),
    "MessageWritesBlocked": (403, "Thread writes are blocked"),
    "NotEnoughPermissions": (403, "The bot is not permitted to do this."),
    "ActivityNotFoundInConversation": (404, "Conversation not found."),
    "ConversationNotFound": (404, "Conversation not found."),
    "MemberNotFoundInConversation": (404, "Member not found in conversation"),
    "NotFound": (404, "Not found."),
    "PreconditionFailed": (412, "Precondition failed, please try again."),
    "MessageSizeTooBig": (413, "Message size too large."),
    "RequestEntityTooLarge": (413, "Request entity too large."),
    "Throttled": (429, "Too many requests."),
    "InternalServerError": (500, "Internal server error."),
    "ServiceError": (502, "Service dependency issue."),
    "ServiceUnavailable": (503, "Service unavailable."),
    "GatewayTimeout": (504, "Gateway timeout."),
}
USUAL = {
    400: "BadArgument",
    401: "BotNotRegistered",
    403: "BotNotInConversationRoster",
    404: "ConversationNotFound",
    412: "PreconditionFailed",
    413: "MessageSizeTooBig",
    429: "Throttled",
    500: "InternalServerError",
    502: "ServiceError",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}


class Refusal(Exception):
    """An HTTP status with a code and a sentence."""

    def __init__(self, code: str, message: str | None = None, *, status: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.status = status or CODES[code][0]
        self.message = message or CODES[code][1]

    @property
    def body(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "message": self.message}}
