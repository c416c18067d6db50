"""The command ``belletje``."""

import asyncio
import dataclasses
import importlib.util
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from bot.chat import ChatError
from bot.kernel.clock import Clock
from bot.kernel.findings import Finding, Verdict
from bot.operator.published import export, report
from bot.operator.terminal import settings_or_stop, stop
from bot.run import logs
from bot.run.pepper import PepperUnusable
from bot.settings import Settings
from rituals.kernel.space import Language
from storage import StorageError, back_up

LIBRARIES = {
    "Slack": ("slack_bolt", "serve"),
    "Teams": ("microsoft_teams", "serve"),
    "calendars": ("msgraph", "calendar"),
}
"""By what they are for: a library, and the lock file that has it."""


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
@click.option("--anyway", is_flag=True, help="Also when a platform is configured here.")
def demo(port: int, data: Path, *, anyway: bool) -> None:
    """Open the browser room: a sample team on this machine, no account needed."""
    settings = settings_or_stop(
        belletje_data_dir=data, belletje_live_dir=None, belletje_host="127.0.0.1", belletje_port=port
    )
    if settings.platforms and not anyway:
        here = " and ".join(settings.platforms)
        stop(f"{here} is configured here. The room is for trying out; add --anyway if you want it all the same.")
    logs.configure("WARNING")
    from bot.run.process import serve_room  # noqa: PLC0415  help and refusals need not wait for it

    def ready(real_port: int) -> None:
        click.echo(f"The room is open: http://127.0.0.1:{real_port}/\nStop it with Ctrl+C. Turns are kept in {data}/")

    _run(serve_room(settings, ready))


@main.command()
def serve() -> None:
    """Run the bot for the platforms that are configured in the environment."""
    settings = settings_or_stop()
    if problems := settings.problems():
        stop("\n".join(problems))
    if not settings.platforms:
        stop(
            "No platform is configured. Set SLACK_BOT_TOKEN (docs/slack.md) or TEAMS_CLIENT_ID (docs/teams.md). "
            "To try it out: belletje demo"
        )
    _need_platforms(settings)
    for secret in settings.secrets():
        os.environ.pop(secret, None)  # read already; nothing else of this process needs them, and Bolt looks there too
    logs.configure(settings.belletje_log_level)
    from bot.run.process import serve_platforms  # noqa: PLC0415  help and refusals need not wait for it

    how = {
        "Slack": "Slack over Socket Mode" if settings.socket_mode else "Slack over HTTP at /slack/events",
        "Teams": "Teams at /api/messages",
    }
    joined = " and ".join(how[platform] for platform in settings.platforms)

    def ready(port: int) -> None:
        click.echo(f"Belletje is running: {joined}, listening on {settings.belletje_host}:{port}")

    _run(serve_platforms(settings, ready))


@main.command()
def doctor() -> None:
    """Say what is right and wrong with this installation."""
    from bot.operator.doctor import examine_installation  # noqa: PLC0415  help and the service need not wait for it

    settings = settings_or_stop()
    logs.configure("ERROR")
    found = [*examine_installation(settings), *asyncio.run(_examine_platforms(settings))]
    for finding in found:
        click.echo(f"{finding.verdict.value:6} {finding.sentence}")
    if any(finding.verdict is Verdict.WRONG for finding in found):
        sys.exit(1)


async def _examine_platforms(settings: Settings) -> list[Finding]:
    _need_platforms(settings)
    found: list[Finding] = []
    if settings.slack:
        from bot.slack.doctor import examine_slack  # noqa: PLC0415  only where Slack's libraries are installed

        found += [finding async for finding in examine_slack(settings, Clock())]
    if settings.teams:
        from bot.teams.doctor import examine_teams  # noqa: PLC0415  only where Teams' libraries are installed

        found += [finding async for finding in examine_teams(settings)]
    if settings.calendar:
        from bot.planning.calendar.doctor import examine_calendar  # noqa: PLC0415  only where its libraries are installed

        found += [finding async for finding in examine_calendar(settings, Clock())]
    return found


@main.command()
@click.option("--url", help="The public address, https://…; without it the manifest is for Socket Mode.")
def manifest(url: str | None) -> None:
    """Print the manifest of the Slack app."""
    if url and not url.startswith("https://"):
        stop("Slack needs an address that begins with https://")
    _need("Slack")
    import yaml  # noqa: PLC0415  only where Slack's libraries are installed

    from bot.slack.manifest import manifest as slack_manifest  # noqa: PLC0415  as above

    click.echo(yaml.safe_dump(slack_manifest(url), sort_keys=False, allow_unicode=True, width=100), nl=False)


@main.command("teams-package")
@click.option("--client-id", help="Number of the app registration (client id), once you have it.")
@click.option("--url", required=True, help="The public address of this service, https://…")
@click.option("--organisation", required=True, help="Name of your organisation, as people see it at the app.")
@click.option("--about", help="Page of your organisation about Belletje and privacy, https://…; default: the address.")
@click.option("--meetings", is_flag=True, help="Ask for the start and end of meetings: the second step.")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), default=Path("belletje.zip"))
def teams_package(
    target: Path, *, client_id: str | None, url: str, organisation: str, about: str | None, meetings: bool
) -> None:
    """Print what to ask of which department, and write the app package for Teams to TARGET (belletje.zip).

    The package needs the number of the app registration; without it only the requests are printed.
    """
    try:
        client_id = str(UUID(client_id)) if client_id else None
    except ValueError:
        stop("--client-id: that is no number of an app registration, such as 11111111-2222-3333-4444-555555555555")
    _need("Teams")
    from bot.teams import manifest as package  # noqa: PLC0415  only where Teams' libraries are installed

    try:
        url, organisation, about = package.checked(url, organisation, about or url)
    except package.PackageRefused as refused:
        stop(str(refused))
    if client_id:
        made = package.manifest(client_id, organisation, about, meetings=meetings)
        try:
            target.write_bytes(package.package(made))
        except OSError as error:
            stop(f"Cannot write {target}: {error.strerror}")
    for language in Language:
        click.echo(f"# {target.name} ({language.value})\n")
        click.echo(package.requests(client_id or "…", url, target.name, language, meetings=meetings) + "\n")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a register of processing.")
def privacy(*, as_json: bool) -> None:
    """Say what is stored, field by field, why, and until when."""
    from bot.operator.papers import fields  # noqa: PLC0415  help and the service need not wait for it

    found = list(fields())
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(field) for field in found], indent=1))
        return
    for (file, table), rows in itertools.groupby(found, key=lambda field: (field.file, field.table)):
        click.echo(f"{file} · {table}")
        for row in rows:
            about = " (about a person)" if row.person else ""
            click.echo(f"  {row.column:14} {row.purpose}{about}; until: {row.until}")


@main.command("verify-anonymity")
@click.option("--orders", type=click.IntRange(2, 100_000), default=240, show_default=True, help="How many to compare.")
def verify_anonymity(orders: int) -> None:
    """Show on scratch files that answers leave no trace, with this very build."""
    from bot.operator import verify  # noqa: PLC0415  help need not wait for it

    with tempfile.TemporaryDirectory() as folder:
        searched = verify.forensic(Path(folder) / "forensic")
        click.echo(
            f"After three check-outs of 12 people: searched {searched.bytes} bytes in {searched.files} files for "
            f"{searched.needles} things (people, marks, keys, the secret): {len(searched.hits)} found."
        )
        for needle, files in searched.hits.items():
            click.echo(f"  {needle} in {', '.join(files)}")
        endings = len(verify.sameness(Path(folder), count=orders))
        click.echo(f"The same ballots in {orders} orders and assignments: {endings} different ending(s) of the files.")
        bands = len(verify.same_bands(Path(folder)))
        click.echo(f"Three tallies in the same bands: {bands} different ending(s) of the files.")
    if searched.hits or endings != 1 or bands != 1:
        stop("The promise does NOT hold on this build.")
    click.echo("The promise holds on this build.")


@main.command()
@click.argument("participant")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(participant: str, *, yes: bool) -> None:
    """Erase every row about one person, by their number on the platform. The service must be stopped.

    While it runs, people can do this themselves: /advocaat vergeet mij.
    """
    settings = settings_or_stop()
    if not yes:
        click.confirm(f"Erase everything about {participant}?", abort=True)
    from bot.run.wiring import forget_everywhere  # noqa: PLC0415  help need not wait for it

    try:
        spaces, stays = forget_everywhere(settings, participant)
    except (StorageError, PepperUnusable) as error:
        stop(str(error))
    click.echo(f"Erased in {len(spaces)} space(s)." if spaces else "There was nothing to erase.")
    if stays:
        click.echo("Who may or could read the organisation's month is kept for two years, and this person is in there.")
    click.echo("Answers can't be erased: nobody knows which are theirs.")


@main.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy belletje.db to TARGET: no turns, bells or open check-outs. The service may run."""
    try:
        back_up(settings_or_stop().data, target)
    except StorageError as error:
        stop(str(error))
    click.echo(f"Copied to {target}. live.db and the key stay where they are, on purpose.")


main.add_command(report)
main.add_command(export)


def _need_platforms(settings: Settings) -> None:
    for what in (*settings.platforms, *(("calendars",) if settings.calendar else ())):
        _need(what)


def _need(what: str) -> None:
    """The libraries of a platform are an extra: the room needs none of them."""
    library, lock = LIBRARIES[what]
    if importlib.util.find_spec(library) is None:
        stop(
            f"The libraries for {what} are not installed here: "
            f"pip install --require-hashes --requirement locks/{lock}.txt"
        )


def _run(work: Coroutine[Any, Any, None]) -> None:
    from bot.run.platforms import OtherWorkspace  # noqa: PLC0415  help and refusals need not wait for it
    from bot.run.process import CannotListen, until_told  # noqa: PLC0415  as above

    try:
        until_told(work)
        click.echo("Stopped.")
    except (StorageError, PepperUnusable, CannotListen) as error:
        stop(str(error))
    except OtherWorkspace as error:
        stop(f"Belletje does not start: {error}.")
    except ChatError as error:
        stop(f"A platform does not accept us: {error}. belletje doctor says more.")
