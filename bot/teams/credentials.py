"""How we prove to Microsoft who we are: with a secret, a certificate, or the identity of the machine in Azure."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import msal
import requests
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment

from bot.kernel.entra import code_in
from bot.settings import Settings

TIMEOUT_SECONDS = 10

Tokens = Callable[[], Awaitable[str]]


class NoToken(ValueError):
    """Entra gives none; the message is its code, such as AADSTS7000222, if it says one."""


def cloud_of(settings: Settings) -> CloudEnvironment:
    """Microsoft's addresses, or those of a stand-in."""
    return replace(PUBLIC, login_endpoint=settings.teams_login_url, openid_metadata_url=settings.teams_openid_url)


def tokens_for(settings: Settings) -> Tokens | None:
    """What gives tokens for the connector; None where none are needed, on the operator's own machine.

    MSAL keeps a token until it ends. It waits for the network, so it is asked in a thread, and not for ever.
    """
    if settings.teams_without_tokens:
        return None
    ask = _managed(settings) if settings.teams_managed_identity else _registered(settings)

    async def token() -> str:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                answer = await asyncio.to_thread(ask)
        except (TimeoutError, ValueError) as error:
            raise NoToken(type(error).__name__) from None
        if "access_token" not in answer:
            raise NoToken(code_in(str(answer.get("error_description", ""))))
        return str(answer["access_token"])

    return token


Ask = Callable[[], dict[str, Any]]


def _registered(settings: Settings) -> Ask:
    """By secret or certificate (learn.microsoft.com/entra/msal/python)."""
    cloud = cloud_of(settings)
    known: list[Any] = []  # made at the first question, for that asks the network already

    def ask() -> dict[str, Any]:
        if not known:
            known.append(
                msal.ConfidentialClientApplication(
                    settings.teams_client_id,
                    client_credential=_proof(settings),
                    authority=f"{cloud.login_endpoint}/{settings.teams_tenant_id}",
                    timeout=TIMEOUT_SECONDS,
                )
            )
        answer: dict[str, Any] = known[0].acquire_token_for_client([cloud.bot_scope])
        return answer

    return ask


def _proof(settings: Settings) -> str | dict[str, str]:
    if settings.teams_certificate_file:
        pem = settings.teams_certificate_file.read_text()
        return {"private_key": pem, "public_certificate": pem}
    return settings.teams_client_secret.get_secret_value() if settings.teams_client_secret else ""


def _managed(settings: Settings) -> Ask:
    """The bot's client id is then that of the identity (learn.microsoft.com/azure/bot-service, identity types)."""
    identity = msal.UserAssignedManagedIdentity(client_id=settings.teams_client_id)
    client = msal.ManagedIdentityClient(identity, http_client=requests.Session())
    resource = cloud_of(settings).bot_scope.removesuffix("/.default")
    return lambda: client.acquire_token_for_client(resource=resource)
