"""Keys, the tokens the service shows to the bot, and the tokens the bot gets at the login and shows to the service."""

import functools
import json
import secrets
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from entra_standin.machine import machine_time

from teams_standin.model import Json

ISSUER = "https://api.botframework.com"
LIFETIME = 3599
_DEFAULT: Any = object()


@functools.cache
def _pair(_number: int) -> rsa.RSAPrivateKey:
    """Making one takes a while, so every tenant has the same; their names differ."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Key:
    """A key pair with a name."""

    def __init__(self, number: int = 0) -> None:
        self.id = secrets.token_urlsafe(20)
        self.private = _pair(number)

    @property
    def public(self) -> Json:
        body = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        return body | {"use": "sig", "kid": self.id, "x5t": self.id, "endorsements": ["msteams"]}

    def sign(self, claims: Json) -> str:
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.id, "x5t": self.id})


class Tokens:
    def __init__(self, tenant_id: str, client_id: str) -> None:
        self.tenant_id, self.client_id = tenant_id, client_id
        self.keys = [Key(1)]
        self.stranger = Key(0)  # never published
        self.lifetime = LIFETIME
        self.issued: dict[str, float] = {}

    @property
    def jwks(self) -> Json:
        return {"keys": [key.public for key in self.keys]}

    def rotate(self) -> None:
        """A new key signs from now on; the old one stays published until it is forgotten."""
        self.keys = [Key(len(self.keys) + 1), *self.keys]

    def inbound(
        self,
        service_url: str | None,
        *,
        audience: str | None = None,
        issuer: str = ISSUER,
        expires: float = 3600,
        not_before: float = -300,
        key: Key | None = None,
        **claims: Any,
    ) -> str:
        """As the service signs what it sends; without a service_url that claim is left out."""
        now = machine_time()
        body: Json = {
            "iss": issuer,
            "aud": self.client_id if audience is None else audience,
            "nbf": int(now + not_before),
            "exp": int(now + expires),
        }
        body |= {"serviceurl": service_url} if service_url is not None else {}
        return (key or self.keys[0]).sign(body | claims)

    def issue(self) -> str:
        """An access token for the connector."""
        now = machine_time()
        claims = {
            "aud": ISSUER,
            "iss": f"https://sts.windows.net/{self.tenant_id}/",
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now + self.lifetime),
            "appid": self.client_id,
            "tid": self.tenant_id,
            "uti": secrets.token_urlsafe(8),
        }
        token = self.keys[0].sign(claims)
        self.issued[token] = now + self.lifetime
        return token

    def accepts(self, header: str) -> bool:
        return self.issued.get(header.removeprefix("Bearer "), 0) > machine_time()
