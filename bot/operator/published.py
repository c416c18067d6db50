"""``belletje report`` and ``belletje export``: published figures as files, for whoever runs Belletje."""

import re
from pathlib import Path
from typing import Any

import click

from bot.operator.terminal import settings_or_stop, stop
from bot.settings import Settings
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Language
from rituals.month.months import BEFORE
from rituals.organisation.closing import organisation_view
from rituals.organisation.organisation import OrganisationView
from rituals.organisation.ports import Readable
from storage import StorageError, reading

KINDS = (".html", ".csv", ".xlsx")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@click.command()
@click.option("--month", help="Which month, such as 2026-11; the latest without it.")
@click.option("--organisation", help="Which organisation, where there are several.")
@click.option("--language", type=click.Choice([each.value for each in Language]), help="Default: BELLETJE_LANGUAGE.")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def report(target: Path, *, month: str | None, organisation: str | None, language: str | None) -> None:
    """Write the organisation's month to TARGET: a page (.html), its months (.csv), or everything (.xlsx).

    The service may run. It holds what leaders see in chat, and nothing more.
    """
    settings = settings_or_stop()
    if target.suffix not in KINDS:
        stop(f"{target} should end in {', '.join(KINDS)}")
    if month and not MONTH.fullmatch(month):
        stop(f"{month} is no month such as 2026-11.")
    try:
        with reading(settings.data) as record:
            which = _which(record, organisation)
            seen = organisation_view(which, record, month=month or None, at_most=BEFORE + 1)
    except Refusal as refusal:
        stop(_sentence(refusal))
    except StorageError as error:
        stop(str(error))
    try:
        target.write_bytes(_made(seen, target.suffix, settings, Language(language or settings.belletje_language)))
    except OSError as error:
        stop(f"Cannot write {target}: {error.strerror}")
    click.echo(f"The month {seen.months[0].month} of {which} is in {target}.")


@click.command()
@click.option(
    "--published",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write; it must be new or empty.",
)
def export(target: Path) -> None:
    """Write every published figure that leaders may see: a SQLite file, CSV, and what each column means."""
    from bot.report.export import NotEmpty, export_published  # noqa: PLC0415  help need not wait for it

    settings = settings_or_stop()
    try:
        with reading(settings.data) as record:
            written = export_published(record, target, settings.belletje_language)
    except (StorageError, NotEmpty) as error:
        stop(str(error))
    except OSError as error:
        stop(f"Cannot write {target}: {error.strerror}")
    for name, rows in written.items():
        click.echo(f"{name}: {rows} rows")
    click.echo(f"Written to {target}. Nothing in it that leaders do not see.")


def _which(record: Readable, named: str | None) -> str:
    """The organisation that was named, or the only one there is."""
    found = record.month.organisations()
    if not found:
        stop("No month has been closed yet. That happens on the first working day of the month after.")
    if named in found:
        return named
    if named:
        stop(f"There is no organisation {named}. There is: {', '.join(found)}")
    if len(found) > 1:
        stop(f"There are several organisations; add --organisation with one of: {', '.join(found)}")
    return found[0]


def _sentence(refusal: Refusal) -> str:
    from bot.texts import plain, texts  # noqa: PLC0415  as above

    data: dict[str, Any] = {**refusal.data}
    return plain(texts(Language.ENGLISH)(f"refusal.{refusal.because}", **data))


def _made(seen: OrganisationView, kind: str, settings: Settings, language: Language) -> bytes:
    from bot.kernel.clock import Clock  # noqa: PLC0415  help need not wait for these
    from bot.report.page import page  # noqa: PLC0415
    from bot.report.sheets import as_csv, as_excel  # noqa: PLC0415
    from bot.report.tables import tables  # noqa: PLC0415
    from bot.texts import texts  # noqa: PLC0415

    say = texts(language)
    if kind == ".html":
        return page(seen, settings.belletje_organisation, say).encode()
    made = tables(seen, say)
    return as_csv(made[0], say) if kind == ".csv" else as_excel(made, say, Clock().now())
