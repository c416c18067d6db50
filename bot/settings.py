"""Settings come from the environment. Each has a sentence; the table in docs/operating.md is made of the same."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, get_args
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.kernel.holidays import known
from bot.kernel.problems import is_loopback, with_address, with_certificate
from rituals.kernel.space import THRESHOLD, THRESHOLD_AT_MOST, WORD_AT_MOST, Language

LOGIN_URL = "https://login.microsoftonline.com"
OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
GRAPH_URL = "https://graph.microsoft.com/v1.0"


LEADER = re.compile(r"(slack|teams|room):[^:\s]+:\S+")


class Settings(BaseSettings):
    """What an operator can set. Secrets are never printed."""

    model_config = SettingsConfigDict(env_prefix="", case_sensitive=False, extra="ignore", env_ignore_empty=True)

    belletje_data_dir: Path = Field(Path("data"), description="Folder of `belletje.db`, the only file to back up.")
    belletje_live_dir: Path | None = Field(
        None, description="Folder of `live.db`, which is never backed up. Default: `live` in the data folder."
    )
    belletje_pepper_file: Path | None = Field(
        None,
        description="File of the secret key for marks in open check-outs, made at the first start. "
        "Default: beside the data folder, with `.pepper` behind its name.",
    )
    belletje_host: str = Field("127.0.0.1", description="Address to listen on.")
    belletje_port: int = Field(8080, ge=0, le=65535, description="Port to listen on.")
    belletje_language: Language = Field(Language.DUTCH, description="Language of a new space: `nl` or `en`.")
    belletje_timezone: str = Field("Europe/Amsterdam", description="Time zone of a new space, as an IANA name.")
    belletje_holidays: str = Field(
        "NL",
        validate_default=False,  # it is known, and to look would load the library of all countries
        description="Country whose public holidays are skipped, by its ISO code; `none` for none.",
    )
    belletje_word: str = Field(
        "", max_length=WORD_AT_MOST, description="What your organisation calls dissent; a team can choose its own."
    )
    belletje_organisation: str = Field(
        "",
        max_length=60,
        description="Name of your organisation. When set, Slack and Teams are counted together as one organisation.",
    )
    belletje_leaders: str = Field(
        "",
        description="Who may read the organisation's month, separated by spaces: "
        "`slack:T0WORKSPACE:U0PERSON` or `teams:TENANT:29:…`.",
    )
    belletje_url: str = Field(
        "", description="Public address of this service, `https://…`; needed for the month's page on the web."
    )
    belletje_keep_years: int = Field(10, ge=1, le=100, description="How many years published months are kept.")
    belletje_threshold: int = Field(
        THRESHOLD,
        ge=THRESHOLD,
        le=THRESHOLD_AT_MOST,
        description="How many answers a check-out needs before any are shown. A team can raise it; nobody lowers it.",
    )
    belletje_contact: str = Field(
        "", max_length=100, description="Whom to go to in matters of integrity, such as `de vertrouwenspersoon`."
    )
    belletje_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much Belletje says about itself in the log."
    )
    slack_bot_token: SecretStr | None = Field(None, description="Bot token, begins with `xoxb-`.")
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret; needed over HTTP, not over Socket Mode."
    )
    slack_app_token: SecretStr | None = Field(
        None, description="App token with `connections:write`, begins with `xapp-`. When set, Socket Mode is used."
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Another address of Slack's API, for tests.")

    teams_client_id: str | None = Field(None, description="Number of the app registration (client id) in Entra.")
    teams_tenant_id: str | None = Field(None, description="Number of your organisation (tenant id) in Entra.")
    teams_client_secret: SecretStr | None = Field(None, description="Client secret of the registration.")
    teams_certificate_file: Path | None = Field(
        None, description="File with certificate and private key (PEM), instead of a secret."
    )
    teams_managed_identity: bool = Field(
        False, description="`true` on a machine in Azure whose identity the bot has, instead of a secret."
    )
    teams_without_tokens: bool = Field(
        False,
        description="`true` to try things out with a local client that has no tokens. Only on this machine, and never "
        "beside a secret.",
    )
    teams_login_url: str = Field(LOGIN_URL, description="Another address for tokens, for tests.")
    teams_openid_url: str = Field(OPENID_URL, description="Another address for Microsoft's signing keys, for tests.")

    graph_client_id: str | None = Field(
        None, description="Number of the app registration (client id) that may read calendars; another than the bot's."
    )
    graph_tenant_id: str | None = Field(None, description="Number of your organisation (tenant id) in Entra.")
    graph_client_secret: SecretStr | None = Field(None, description="Client secret of that registration.")
    graph_client_secret_until: date | None = Field(
        None, description="Last day of that secret, such as `2027-05-01`, so that `belletje doctor` can warn you."
    )
    graph_certificate_file: Path | None = Field(
        None, description="File with certificate and private key (PEM), instead of a secret."
    )
    graph_url: str = Field(GRAPH_URL, description="Another address of Microsoft Graph, for tests.")
    graph_login_url: str = Field(LOGIN_URL, description="Another address for tokens, for tests.")

    @field_validator("belletje_timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{value} is no time zone; use a name such as Europe/Amsterdam") from None
        return value

    @field_validator("belletje_holidays")
    @classmethod
    def _country_known(cls, value: str) -> str:
        if not known(value):
            raise ValueError(f"no holidays are known for {value}; use a code such as NL or BE, or none")
        return value

    @field_validator("belletje_leaders")
    @classmethod
    def _leaders_named(cls, value: str) -> str:
        for word in value.split():
            if not LEADER.fullmatch(word):
                raise ValueError(f"{word} names nobody; write platform:workspace:person, such as slack:T0TEAM:U0PERSON")
        return value

    @field_validator("belletje_url")
    @classmethod
    def _reached(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError(f"{value} should begin with https://")
        return value

    @field_validator("teams_client_id", "teams_tenant_id", "graph_client_id", "graph_tenant_id")
    @classmethod
    def _is_number(cls, value: str | None) -> str | None:
        try:
            return str(UUID(value)) if value else None
        except ValueError:
            raise ValueError("that is no number such as 11111111-2222-3333-4444-555555555555") from None

    @property
    def data(self) -> Path:
        return self.belletje_data_dir

    @property
    def live(self) -> Path:
        return self.belletje_live_dir or self.belletje_data_dir / "live"

    @property
    def pepper_file(self) -> Path:
        data = self.belletje_data_dir.absolute()
        return self.belletje_pepper_file or data.with_name(f"{data.name}.pepper")

    @property
    def slack(self) -> bool:
        """Whether Slack is configured."""
        return self.slack_bot_token is not None

    @property
    def teams(self) -> bool:
        """Whether Teams is configured."""
        return self.teams_client_id is not None

    @property
    def calendar(self) -> bool:
        """Whether the calendars of Microsoft 365 are configured."""
        return self.graph_client_id is not None

    @property
    def platforms(self) -> tuple[str, ...]:
        """The names of what is configured."""
        return (*(("Slack",) if self.slack else ()), *(("Teams",) if self.teams else ()))

    @property
    def over_http(self) -> bool:
        """Whether a platform calls us, so that we must be reachable."""
        return self.teams or (self.slack and not self.socket_mode)

    @property
    def socket_mode(self) -> bool:
        return self.slack_app_token is not None

    @classmethod
    def secrets(cls) -> tuple[str, ...]:
        """The names of the settings that nobody may see."""
        return tuple(name.upper() for name, one in cls.model_fields.items() if SecretStr in get_args(one.annotation))

    def problems(self) -> tuple[str, ...]:
        """What contradicts itself, each as a sentence."""
        return (*self._problems_with_slack(), *self._problems_with_teams(), *self._problems_with_graph())

    def _problems_with_teams(self) -> Iterator[str]:
        ways = {
            "TEAMS_CLIENT_SECRET": bool(self.teams_client_secret),
            "TEAMS_CERTIFICATE_FILE": bool(self.teams_certificate_file),
            "TEAMS_MANAGED_IDENTITY": self.teams_managed_identity,
        }
        given = [name for name, is_given in ways.items() if is_given]
        if not self.teams:
            if given or self.teams_tenant_id or self.teams_without_tokens:
                yield "TEAMS_CLIENT_ID is missing."
            return
        if not self.teams_tenant_id:
            yield "TEAMS_TENANT_ID is missing; without it people of any organisation could talk to the bot."
        if self.teams_without_tokens and given:
            yield f"TEAMS_WITHOUT_TOKENS is for trying out, and cannot be set beside {given[0]}."
        if self.teams_without_tokens and not is_loopback(self.belletje_host):
            yield "TEAMS_WITHOUT_TOKENS lets anybody in, so BELLETJE_HOST must be an address of this machine only."
        if not self.teams_without_tokens and len(given) != 1:
            yield f"Of {', '.join(ways)} exactly one is needed; {len(given)} are set."
        if self.teams_certificate_file:
            yield from with_certificate("TEAMS_CERTIFICATE_FILE", self.teams_certificate_file)
        yield from with_address("TEAMS_LOGIN_URL", self.teams_login_url, LOGIN_URL)
        yield from with_address("TEAMS_OPENID_URL", self.teams_openid_url, OPENID_URL)

    def _problems_with_graph(self) -> Iterator[str]:
        secret, certificate = bool(self.graph_client_secret), self.graph_certificate_file
        if not self.calendar:
            if secret or certificate or self.graph_tenant_id or self.graph_client_secret_until:
                yield "GRAPH_CLIENT_ID is missing."
            return
        if not self.graph_tenant_id:
            yield "GRAPH_TENANT_ID is missing."
        if secret == bool(certificate):
            number = "both are" if secret else "neither is"
            yield f"Of GRAPH_CLIENT_SECRET and GRAPH_CERTIFICATE_FILE exactly one is needed; {number} set."
        if certificate:
            yield from with_certificate("GRAPH_CERTIFICATE_FILE", certificate)
        if certificate and self.graph_client_secret_until:
            yield "GRAPH_CLIENT_SECRET_UNTIL is about a secret; a certificate itself says until when it holds."
        yield from with_address("GRAPH_URL", self.graph_url, GRAPH_URL)
        yield from with_address("GRAPH_LOGIN_URL", self.graph_login_url, LOGIN_URL)

    def _problems_with_slack(self) -> tuple[str, ...]:
        found = []
        if self.slack and not self.socket_mode and self.slack_signing_secret is None:
            found.append("SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET.")
        if not self.slack and (self.slack_app_token or self.slack_signing_secret):
            found.append("SLACK_BOT_TOKEN is missing.")
        for name, token, begin in (
            ("SLACK_BOT_TOKEN", self.slack_bot_token, "xoxb-"),
            ("SLACK_APP_TOKEN", self.slack_app_token, "xapp-"),
        ):
            if token and not token.get_secret_value().startswith(begin):
                found.append(f"{name} should begin with {begin}.")
        return tuple(found)
