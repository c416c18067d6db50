"""How we prove to Microsoft that we may read calendars: as an application, with a secret or a certificate."""

import asyncio
import ssl
from datetime import timedelta
from typing import Any

from azure.core.exceptions import AzureError, ClientAuthenticationError
from azure.identity.aio import CertificateCredential, ClientSecretCredential

from bot.kernel.entra import WHY, code_in
from bot.planning.calendar import CalendarDown, CalendarError, CalendarLocked
from bot.settings import Settings

SCOPE = "https://graph.microsoft.com/.default"
"""Whatever was granted for Graph. Of a stand-in too, for a token is about Graph wherever it is shown."""

TIMEOUT_SECONDS = 10

TOO_MANY, BROKEN = 429, 500

Credential = ClientSecretCredential | CertificateCredential


class Access:
    """Gives tokens, and says in our own words why there is none. The credential below keeps one until it ends."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._credential: Credential | None = None
        self._one_asks = asyncio.Lock()  # where four questions begin at once, Entra is asked for one token

    async def token(self) -> str:
        """A token for Graph.

        Raises:
            CalendarLocked: Entra refuses; the message says why, as far as it is known.
            CalendarDown: Entra cannot be reached.
        """
        async with self._one_asks:
            answer = await self._ask()
        if isinstance(answer, str):
            return answer
        raise answer  # not where it was caught: what the library says must not hang on to it

    async def _ask(self) -> str | CalendarError:
        try:
            return (await self._opened().get_token(SCOPE)).token
        except ClientAuthenticationError as error:
            return _refused(error)
        except ValueError:
            return CalendarLocked("The certificate, its private key or the address of Entra cannot be used.")
        except (AzureError, OSError):
            return CalendarDown("Entra cannot be reached.")
        except Exception:  # noqa: BLE001  what the library makes of an answer that is no JSON differs by its version
            return CalendarDown("Entra answers strangely.")

    def _opened(self) -> Credential:
        """Made at the first question: a bad certificate must not keep the rest of the bot from starting."""
        if self._credential is None:
            self._credential = _credential(self._settings)
        return self._credential

    async def renew(self) -> None:
        """Forget the token that is kept: Graph does not take it any more."""
        async with self._one_asks:
            await self.close()

    async def close(self) -> None:
        credential, self._credential = self._credential, None
        if credential is not None:
            await credential.close()


def _credential(settings: Settings) -> Credential:
    tenant, client = settings.graph_tenant_id or "", settings.graph_client_id or ""
    how: dict[str, Any] = {
        "authority": settings.graph_login_url,
        "retry_total": 0,  # else it tries for minutes, and we are asked again anyway
        "connection_timeout": TIMEOUT_SECONDS,
        "read_timeout": TIMEOUT_SECONDS,
        "connection_verify": ssl.get_default_verify_paths().cafile or True,  # SSL_CERT_FILE, as set now
    }
    if settings.graph_certificate_file:
        return CertificateCredential(tenant, client, str(settings.graph_certificate_file), **how)
    secret = settings.graph_client_secret
    return ClientSecretCredential(tenant, client, secret.get_secret_value() if secret else "", **how)


def _refused(error: ClientAuthenticationError) -> CalendarError:
    """The library says the same for a refusal and for an outage; the status and the code tell them apart."""
    status, code = error.status_code or 0, code_in(str(error))
    if status >= BROKEN or status == TOO_MANY or not code:
        return CalendarDown("Entra gives no token now.", timedelta(minutes=1))
    return CalendarLocked(f"Microsoft gives no token: {WHY.get(code, code)}.")
