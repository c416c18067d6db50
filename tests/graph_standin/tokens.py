"""Access tokens, which are opaque to whoever shows them."""

import secrets

from entra_standin.machine import machine_time

from graph_standin.errors import Refusal

LIFETIME = 3599
AUDIENCE = "https://graph.microsoft.com"


class Tokens:
    def __init__(self) -> None:
        self.lifetime = LIFETIME
        self.issued: dict[str, float] = {}

    def issue(self) -> str:
        token = f"eyJ0eXAiOiJKV1QifQ.{secrets.token_urlsafe(24)}.{secrets.token_urlsafe(12)}"
        self.issued[token] = machine_time() + self.lifetime
        return token

    def expire(self) -> None:
        """Every token so far is too old."""
        self.issued = dict.fromkeys(self.issued, 0.0)

    def check(self, header: str) -> None:
        """The sentences as Graph has them for a missing, a strange and an old token."""
        until = self.issued.get(header.removeprefix("Bearer "))
        challenge = {"WWW-Authenticate": 'Bearer realm="", authorization_uri="", client_id=""'}
        if not header.startswith("Bearer "):
            raise Refusal("InvalidAuthenticationToken", headers=challenge)
        if until is None:
            sentence = "Access token validation failure. Invalid audience."
            raise Refusal("InvalidAuthenticationToken", sentence, headers=challenge)
        if until < machine_time():
            sentence = "Lifetime validation failed, the token is expired."
            raise Refusal("InvalidAuthenticationToken", sentence, headers=challenge)
