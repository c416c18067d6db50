"""The login of Entra with a real credential, and tokens at every call."""

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


async def test_tokens_are_checked_at_each_call(shut, login):
    anna = shut.mailbox("Anna de Vries")

    async def status(token):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = await get(shut, f"/users/{anna.id}/events", headers)
        return answer.status_code, answer.json().get("error", {}).get("message", "")

    good = (await login().get_token(SCOPE)).token
    assert await status(good) == (200, "")
    assert await status(None) == (401, "Access token is empty.")
    assert await status("x") == (401, "Access token validation failure. Invalid audience.")
    shut.expire_tokens()
    assert await status(good) == (401, "Lifetime validation failed, the token is expired.")
    assert [one.status for one in shut.calls] == [200, 401, 401, 401]
