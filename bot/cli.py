"""The command ``belletje``."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic import ValidationError

from bot import logs
from bot.chat import ChatError
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


def _settings(**given: Any) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = (f"{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors(include_input=False))
        _stop("These settings cannot be used:\n" + "\n".join(f"  {line}" for line in wrong))


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except StorageError as error:
        _stop(str(error))
    except ChatError as error:
        _stop(f"Slack does not accept us: {error}. belletje doctor says more.")


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
