"""Settings come from the environment. Each has a sentence; the table in docs/operating.md is made of the same."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rituals.publication import THRESHOLD, THRESHOLD_AT_MOST
from rituals.space import WORD_AT_MOST, Language


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
    belletje_word: str = Field(
        "", max_length=WORD_AT_MOST, description="What your organisation calls dissent; a team can choose its own."
    )
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

    @field_validator("belletje_timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value} is no time zone; use a name such as Europe/Amsterdam")
        return value

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
    def socket_mode(self) -> bool:
        return self.slack_app_token is not None

    def problems(self) -> tuple[str, ...]:
        """What contradicts itself, each as a sentence."""
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


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
