"""Tokens both ways: what the SDK refuses of the service, and the service of the bot."""

import asyncio
import dataclasses
import time

import httpx
import pytest
from microsoft_teams.api import ClientCredentials
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from microsoft_teams.apps.token_manager import TokenManager

from teams_standin.trial import message, recorded


def hello(teams):
    return recorded("message_personal")["body"] | {"serviceUrl": teams.connector_url}


async def test_the_sdk_refuses_tokens_that_are_not_ours(teams, bot):
    body, url = hello(teams), teams.connector_url
    assert (await teams.sends_raw(body, teams.token())).status != 401
    assert (await teams.sends_raw(body)).status != 401
    for name, token in {
        "other audience": teams.token(audience="somebody else"),
        "other issuer": teams.token(issuer="https://evil.example"),
        "other key": teams.token(key=teams.tokens.stranger),
        "expired": teams.token(expires=-400),
        "not yet": teams.token(not_before=600),
        "other serviceurl": teams.token(service_url="https://evil.example/"),
        "no serviceurl": teams.token(service_url=None),
        "nonsense": "x.y.z",
        "none": None,
    }.items():
        assert (await teams.sends_raw(body, token)).status == 401, name
    # Five minutes of leeway.
    assert (await teams.sends_raw(body, teams.token(expires=-200))).status != 401
    # Without a serviceUrl in the activity nothing is compared.
    other = {key: one for key, one in body.items() if key != "serviceUrl"}
    assert (await teams.sends_raw(other, teams.token(service_url="https://evil.example/"))).status != 401
    assert url == body["serviceUrl"]


async def test_a_moved_region_goes_with_its_token(teams, bot, anna):
    await teams.install(anna, by=anna)
    old = teams.connector_url
    teams.move_region()
    assert teams.connector_url != old
    await teams.says(anna, anna, "hallo")
    assert bot.seen[-1]["serviceUrl"] == teams.connector_url
    assert teams.answers == []
    assert teams.sees(anna, anna)[-1].text == "heard hallo"


async def test_fetching_keys_blocks_the_loop_of_the_bot(teams, bot, anna):
    teams.key_delay = 0.3
    longest = 0.0

    async def ticking():
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)

    task = asyncio.create_task(ticking())
    await teams.install(anna, by=anna)
    task.cancel()
    assert (teams.key_fetches, longest > 0.25) == (1, True)


async def test_a_new_key_is_unknown_for_half_a_minute(teams, bot, anna):
    """PyJWT does not fetch again so soon."""
    await teams.install(anna, by=anna)
    teams.tokens.rotate()
    assert (await teams.says(anna, anna, "hallo")).status == 401
    assert teams.key_fetches == 1


async def test_keys_that_cannot_be_fetched_refuse_everybody(teams, bot, anna):
    teams.authority.key_failure = 503
    answers = await teams.install(anna, by=anna)
    assert {one.status for one in answers} == {401}


async def test_only_tokens_of_the_login_are_taken(teams, bot, anna):
    await teams.install(anna, by=anna)
    url = f"{teams.connector_url}v3/conversations/{teams.personal(anna).id}/activities"
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501 - http
        for token, status in ((None, 401), ("x", 401), (teams.token(), 401), (teams.tokens.issue(), 201)):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            assert (await client.post(url, json=message("x"), headers=headers)).status_code == status
        teams.tokens.lifetime = -1
        headers = {"Authorization": f"Bearer {teams.tokens.issue()}"}
        assert (await client.post(url, json=message("x"), headers=headers)).status_code == 401


async def test_msal_logs_in_over_tls(teams, monkeypatch):
    """MSAL takes only https, and asks Microsoft about hosts it does not know unless they are called adfs."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.ca_file))
    cloud = dataclasses.replace(PUBLIC, **teams.endpoints | {"login_endpoint": teams.secure_login_url})
    known = ClientCredentials(client_id=teams.client_id, client_secret=teams.client_secret, tenant_id=teams.tenant_id)
    token = await TokenManager(known, cloud=cloud).get_bot_token()
    assert teams.tokens.accepts(f"Bearer {token}")
    teams.authority.secret_expired = True
    with pytest.raises(ValueError, match="invalid_client"):
        await TokenManager(known, cloud=cloud).get_bot_token()
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        await TokenManager(known.model_copy(update={"tenant_id": "x"}), cloud=cloud).get_bot_token()
