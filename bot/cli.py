"""The command ``belletje``."""

import asyncio
import contextlib
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic import ValidationError

from bot import logs
from bot.chat import ChatError
from bot.clock import Clock
from bot.doctor import Finding, Verdict, examine_installation
from bot.settings import Settings
from storage import StorageError


@click.group()
@click.version_option(package_name="belletje")
def main() -> None:
    """Belletje hands round the bell: a chat bot for meetings in which somebody may see it differently."""


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Folder in which the turns are remembered.",
)
@click.option("--anyway", is_flag=True, help="Also when Slack is configured here.")
def demo(port: int, data: Path, *, anyway: bool) -> None:
    """Open the browser room: a sample team on this machine, no account needed."""
    settings = _settings(belletje_data_dir=data, belletje_live_dir=None, belletje_host="127.0.0.1", belletje_port=port)
    if settings.slack and not anyway:
        _stop("Slack is configured here. The room is for trying out; add --anyway if you want it all the same.")
    logs.configure("WARNING")
    from bot.process import serve_room  # noqa: PLC0415  help and refusals need not wait for it

    def ready(real_port: int) -> None:
        click.echo(f"The room is open: http://127.0.0.1:{real_port}/\nStop it with Ctrl+C. Turns are kept in {data}/")

    _run(serve_room(settings, ready))


@main.command()
def serve() -> None:
    """Run the bot for the platforms that are configured in the environment."""
    settings = _settings()
    if not settings.slack:
        _stop("No platform is configured. Set SLACK_BOT_TOKEN; docs/slack.md shows how. To try it out: belletje demo")
    if problems := settings.problems():
        _stop("\n".join(problems))
    logs.configure(settings.belletje_log_level)
    from bot.process import serve_platforms  # noqa: PLC0415  help and refusals need not wait for it

    how = "Socket Mode" if settings.socket_mode else "HTTP at /slack/events"

    def ready(port: int) -> None:
        click.echo(f"Belletje is running: Slack over {how}, listening on {settings.belletje_host}:{port}")

    _run(serve_platforms(settings, ready))


@main.command()
def doctor() -> None:
    """Say what is right and wrong with this installation."""
    settings = _settings()
    logs.configure("ERROR")
    found = [*examine_installation(settings), *asyncio.run(_examine_platforms(settings))]
    for finding in found:
        click.echo(f"{finding.verdict.value:6} {finding.sentence}")
    if any(finding.verdict is Verdict.WRONG for finding in found):
        sys.exit(1)


async def _examine_platforms(settings: Settings) -> list[Finding]:
    if not settings.slack:
        return []
    from bot.slack.doctor import examine_slack  # noqa: PLC0415  only where Slack's libraries are installed

    return [finding async for finding in examine_slack(settings, Clock())]


@main.command()
@click.option("--url", help="The public address, https://…; without it the manifest is for Socket Mode.")
def manifest(url: str | None) -> None:
    """Print the manifest of the Slack app."""
    if url and not url.startswith("https://"):
        _stop("Slack needs an address that begins with https://")
    import yaml  # noqa: PLC0415  only where Slack's libraries are installed

    from bot.slack.manifest import manifest as slack_manifest  # noqa: PLC0415  as above

    click.echo(yaml.safe_dump(slack_manifest(url), sort_keys=False, allow_unicode=True, width=100), nl=False)


def _settings(**given: Any) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = (f"{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors(include_input=False))
        _stop("These settings cannot be used:\n" + "\n".join(f"  {line}" for line in wrong))


def _run(work: Coroutine[Any, Any, None]) -> None:
    from bot.process import CannotListen  # noqa: PLC0415  help and refusals need not wait for it

    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(work)
        click.echo("Stopped.")
    except (StorageError, CannotListen) as error:
        _stop(str(error))
    except ChatError as error:
        _stop(f"Slack does not accept us: {error}. belletje doctor says more.")


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
