"""The login refuses as Entra does: whom, and in which words."""

import asyncio

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from entra_standin import Login
from entra_standin.machine import machine_time

SCOPE = "https://127.0.0.1/.default"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Tokens:
    lifetime = 60

    def issue(self):
        return "a token"


@pytest.fixture
async def login():
    login = Login(Tokens(), tenant_id="tenant", client_id="app", secret="s3cret", scope=SCOPE)
    await asyncio.to_thread(login.start)
    yield login
    await asyncio.to_thread(login.stop)


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


async def ask(login, tenant="tenant", **changes):
    known = {"grant_type": "client_credentials", "client_id": "app", "client_secret": "s3cret", "scope": SCOPE}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{login.url}/{tenant}/oauth2/v2.0/token", data=known | changes)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("changes", "status", "error", "number"),
    [
        ({"client_secret": "x"}, 401, "invalid_client", 7000215),
        ({"client_id": "x"}, 400, "unauthorized_client", 700016),
        ({"scope": "https://127.0.0.2/.default"}, 400, "invalid_scope", 70011),
        ({"tenant": "x"}, 400, "invalid_request", 90002),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"client_assertion_type": ASSERTION, "client_assertion": "x.y.z"}, 401, "invalid_client", 700027),
    ],
)
async def test_the_login_refuses(login, changes, status, error, number):
    got, body = await ask(login, **changes)
    assert (got, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")


async def test_a_secret_expires(login):
    assert await ask(login) == (
        200,
        {"token_type": "Bearer", "expires_in": 60, "ext_expires_in": 60, "access_token": "a token"},
    )
    login.secret_expired = True
    assert (await ask(login))[1]["error_codes"] == [7000222]


async def test_a_certificate_proves_the_app_to_one_address_for_a_while(login, key):
    login.certificates.append(key.public_key())

    async def numbers(**changes):
        claims = {"aud": f"{login.url}/tenant/oauth2/v2.0/token", "iss": "app", "exp": machine_time() + 60} | changes
        shown = {"client_assertion_type": ASSERTION, "client_assertion": jwt.encode(claims, key, "RS256")}
        return (await ask(login, client_secret="", **shown))[1].get("error_codes")

    assert await numbers() is None
    for changes in ({"aud": "https://127.0.0.1/"}, {"iss": "x"}, {"exp": machine_time() - 60}):
        assert await numbers(**changes) == [700027], changes
