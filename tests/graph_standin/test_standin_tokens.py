"""The login of Entra with a real credential, and tokens at every call."""

import httpx
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity.aio import ClientSecretCredential
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider

from graph_standin import Graph
from graph_standin.trial import Sdk, get

SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture
async def shut():
    async with Graph() as graph:
        yield graph


@pytest.fixture
async def login(shut):
    made = []

    def login(**changes):
        known = {"tenant_id": shut.tenant_id, "client_id": shut.client_id, "client_secret": shut.client_secret}
        made.append(
            ClientSecretCredential(
                **known | changes,
                authority=shut.login_url,
                disable_instance_discovery=True,
                connection_verify=str(shut.ca_file),
                retry_total=0,
            )
        )
        return made[-1]

    yield login
    for one in made:
        await one.close()


async def ask(graph, **changes):
    form = {
        "grant_type": "client_credentials",
        "client_id": graph.client_id,
        "client_secret": graph.client_secret,
        "scope": SCOPE,
    } | {name: one for name, one in changes.items() if name != "tenant"}
    url = graph.token_url.replace(graph.tenant_id, changes.get("tenant", graph.tenant_id))
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, data=form)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("changes", "status", "error", "number"),
    [
        ({"client_secret": "x"}, 401, "invalid_client", 7000215),
        ({"client_id": "x"}, 400, "unauthorized_client", 700016),
        ({"scope": "https://127.0.0.1/.default"}, 400, "invalid_scope", 70011),
        ({"tenant": "x"}, 400, "invalid_request", 90002),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
    ],
)
async def test_the_login_refuses(shut, changes, status, error, number):
    got, body = await ask(shut, **changes)
    assert (got, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")


async def test_a_credential_logs_in_once(shut, login):
    anna = shut.mailbox("Anna de Vries")
    provider = AzureIdentityAuthenticationProvider(login(), scopes=[SCOPE], allowed_hosts=["127.0.0.1"])
    sdk = Sdk(shut, provider)
    for _ in range(2):
        assert (await sdk.view(anna)).value == []
    assert len(shut.authority.requests) == 1
    await sdk.close()


async def test_a_wrong_and_an_old_secret(shut, login):
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        await login(client_secret="x").get_token(SCOPE)
    shut.expire_secret()
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000222"):
        await login().get_token(SCOPE)


async def test_tokens_are_checked_at_each_call(shut):
    anna = shut.mailbox("Anna de Vries")

    async def status(token):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = await get(shut, f"/users/{anna.id}/events", headers)
        return answer.status_code, answer.json().get("error", {}).get("message", "")

    good = (await ask(shut))[1]["access_token"]
    assert await status(good) == (200, "")
    assert await status(None) == (401, "Access token is empty.")
    assert await status("x") == (401, "Access token validation failure. Invalid audience.")
    shut.expire_tokens()
    assert await status(good) == (401, "Lifetime validation failed, the token is expired.")
    assert [one.status for one in shut.calls] == [200, 401, 401, 401]
