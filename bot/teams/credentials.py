"""How we prove to Microsoft who we are: with a secret, a certificate, or the identity of the machine in Azure."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import msal
from microsoft_teams.api import Credentials, ManagedIdentityCredentials, TokenCredentials
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment
from microsoft_teams.apps.token_manager import TokenManager
from microsoft_teams.apps.token_provider import AppTokenProvider

from bot.settings import Settings

CODE = re.compile(r"AADSTS\d+")


def cloud_of(settings: Settings) -> CloudEnvironment:
    """Microsoft's addresses, or those of a stand-in."""
    return replace(PUBLIC, login_endpoint=settings.teams_login_url, openid_metadata_url=settings.teams_openid_url)


def token_provider(settings: Settings) -> AppTokenProvider | None:
    """What gives tokens for the connector; None where none are needed, on the operator's own machine."""
    if settings.teams_without_tokens:
        return None
    cloud = cloud_of(settings)
    return AppTokenProvider(TokenManager(_credentials(settings, cloud), cloud), cloud)


def _credentials(settings: Settings, cloud: CloudEnvironment) -> Credentials:
    client, tenant = settings.teams_client_id or "", settings.teams_tenant_id
    if settings.teams_managed_identity:
        return ManagedIdentityCredentials(client_id=client, tenant_id=tenant)
    return TokenCredentials(client_id=client, tenant_id=tenant, token=_Entra(client, _proof(settings), cloud))


def _proof(settings: Settings) -> str | dict[str, str]:
    """The secret, or key and certificate, as MSAL wants them."""
    if settings.teams_certificate_file:
        pem = settings.teams_certificate_file.read_text()
        return {"private_key": pem, "public_certificate": pem}
    return settings.teams_client_secret.get_secret_value() if settings.teams_client_secret else ""


class NoToken(ValueError):
    """Entra gives none; the message is its code, such as AADSTS7000222."""


class _Entra:
    """Tokens by MSAL, which keeps them until they end. The SDK's own way knows no certificates and loses the codes."""

    def __init__(self, client: str, proof: str | dict[str, str], cloud: CloudEnvironment) -> None:
        self._about: dict[str, Any] = {"client_id": client, "client_credential": proof}
        self._cloud = cloud
        self._app: msal.ConfidentialClientApplication | None = None

    async def get_app_token(self, scope: str, tenant_id: str | None) -> str:
        return await asyncio.to_thread(self._get, scope, tenant_id)

    def _get(self, scope: str, tenant_id: str | None) -> str:
        if self._app is None:
            authority = f"{self._cloud.login_endpoint}/{tenant_id}"
            self._app = msal.ConfidentialClientApplication(**self._about, authority=authority)
        answer = self._app.acquire_token_for_client([scope])
        if "access_token" not in answer:
            found = CODE.search(answer.get("error_description", ""))
            raise NoToken(found.group() if found else "")
        return str(answer["access_token"])
