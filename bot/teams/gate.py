"""Who may talk to us: the check of the token that stands with every activity.

The check itself is the SDK's. What we add: the keys are fetched beside the answers and never while one waits (the
SDK's way would stop everybody for as long as Microsoft takes), and an activity of another tenant is none of ours.
The rules: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
"""

import asyncio
from datetime import timedelta

import jwt
import structlog
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment
from microsoft_teams.apps.auth import TokenValidator
from microsoft_teams.apps.auth.token_validator import JwtValidationOptions

from bot.kernel.clock import Clock

log = structlog.get_logger()

FETCH_SECONDS = 10
FRESH_FOR = timedelta(hours=1)
"""After that the keys are fetched again, beside the answers. Microsoft asks for once a day."""

TRY_AGAIN_AFTER = timedelta(seconds=30)
"""So that tokens with made-up keys cannot make us ask all the time."""


class Refused(Exception):
    """No token, or not one of Teams for us. Nothing was done."""


class Keys(jwt.PyJWKClient):
    """Microsoft's signing keys, as they were when last fetched."""

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__(url, cache_jwk_set=False, timeout=FETCH_SECONDS)
        self._clock = clock
        self._known: dict[str, jwt.PyJWK] = {}
        self._stale_at = self._again_at = clock.now()
        self._fetching: asyncio.Task[None] | None = None

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return bool(self._known)

    def get_signing_key_from_jwt(self, token: str | bytes) -> jwt.PyJWK:
        """The key of a token, if we have it; the network is not asked."""
        try:
            return self._known[_key_id(token)]
        except KeyError:
            raise jwt.PyJWKClientError("no such key") from None

    async def prepare(self, token: str) -> None:
        """Fetch keys if this token's is unknown, and wait for it; if they are only old, fetch them beside."""
        unknown = _key_id(token) not in self._known
        now = self._clock.now()
        if now >= self._again_at and (unknown or now >= self._stale_at):
            self.fetch()
        if unknown and self._fetching:
            await asyncio.shield(self._fetching)

    def fetch(self) -> None:
        """Begin to fetch the keys, unless that is under way."""
        if self._fetching is None:
            self._again_at = self._clock.now() + TRY_AGAIN_AFTER
            self._fetching = asyncio.create_task(self._fetch())

    async def stop(self) -> None:
        if self._fetching:
            await asyncio.wait({self._fetching})

    async def _fetch(self) -> None:
        try:
            keys = await asyncio.to_thread(self.get_signing_keys)
        except (jwt.PyJWKClientError, jwt.PyJWTError, ValueError):
            log.warning("teams.keys_not_fetched")
        else:
            self._known = {key.key_id: key for key in keys if key.key_id}
            self._stale_at = self._clock.now() + FRESH_FOR
        finally:
            self._fetching = None


class Gate(TokenValidator):
    """The SDK's validator with our keys."""

    def __init__(self, options: JwtValidationOptions, clock: Clock) -> None:
        super().__init__(options)
        self.keys = Keys(options.jwks_uri, clock)
        self._jwks_client = self.keys

    @classmethod
    def of(cls, client_id: str, cloud: CloudEnvironment, clock: Clock) -> "Gate":
        return cls(TokenValidator.for_service(client_id, cloud=cloud).options, clock)

    async def check(self, authorization: str, service_url: str) -> None:
        """Let an activity in, or raise.

        Args:
            authorization: the header.
            service_url: the address that the activity says answers go to; the token must say the same.

        Raises:
            Refused: not from Teams, not for us, too old, or for another address.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or not service_url:
            raise Refused
        try:
            await self.keys.prepare(token)
            await self.validate_token(token, service_url)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
            raise Refused from None


def _key_id(token: str | bytes) -> str:
    return str(jwt.get_unverified_header(token).get("kid", ""))
