"""Every published figure that leaders may see, for analysts: SQLite and CSV, and a dictionary of every column.

The SQLite file opens in Datasette, with ``metadata.json`` beside it; the CSV files open in Excel.
"""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from bot.report.sheets import as_csv
from bot.report.tables import Cell, Table, tables
from bot.texts import texts
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Language
from rituals.organisation.closing import organisation_view
from rituals.organisation.ports import Readable

DATABASE = "published.db"
ALL_MONTHS = 12 * 100


class NotEmpty(Exception):
    """There is something in the folder already."""


def export_published(record: Readable, target: Path, language: Language) -> dict[str, int]:
    """Write the files to a folder that is new or empty, all or none.

    Args:
        record: what is kept.
        target: the folder.
        language: of titles, questions and separators.

    Returns:
        How many rows each table has.

    Raises:
        NotEmpty, OSError: nothing was written.
    """
    if target.exists() and any(target.iterdir()):
        raise NotEmpty(f"{target} is not empty; nothing was written.")
    made = _tables(record, language)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch) / "export"
        folder.mkdir()
        _write(made, folder, language)
        if target.exists():
            target.rmdir()
        folder.rename(target)
    return {table.name: len(table.rows) for table in made}


def _tables(record: Readable, language: Language) -> tuple[Table, ...]:
    """As the page has them for each month, of each organisation, one under the other."""
    say, found = texts(language), dict[str, list[Table]]()
    for organisation in record.month.organisations():
        for month in record.month.months(organisation, ALL_MONTHS)[::-1]:
            try:
                seen = organisation_view(organisation, record, month=month.month, at_most=ALL_MONTHS)
            except Refusal:  # fewer than five teams
                continue
            for table in tables(replace(seen, months=seen.months[:1]), say):
                rows = tuple((organisation, *row) for row in table.rows)
                found.setdefault(table.name, []).append(
                    Table(name=table.name, columns=("organisation", *table.columns), rows=rows)
                )
    joined = (
        Table(name=name, columns=parts[0].columns, rows=tuple(row for part in parts for row in part.rows))
        for name, parts in found.items()
    )
    made = tuple(joined)
    return (*made, _dictionary(made, language))


def _dictionary(made: tuple[Table, ...], language: Language) -> Table:
    say = texts(language)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (table.name, column, say.label(f"about.{column}")) for table in made for column in table.columns
    )
    return Table(name="dictionary", columns=("table", "column", "meaning"), rows=rows)


def _write(made: tuple[Table, ...], folder: Path, language: Language) -> None:
    say = texts(language)
    with closing(Database(folder / DATABASE)) as database:
        for table in made:
            rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
            database.table(table.name).insert_all(rows)
            (folder / f"{table.name}.csv").write_bytes(as_csv(table, say))
        database.vacuum()
    described = {
        table.name: {"columns": {column: say.label(f"about.{column}") for column in table.columns}}
        for table in made
        if table.name != "dictionary"
    }
    metadata = {"databases": {DATABASE.removesuffix(".db"): {"tables": described}}}
    (folder / "metadata.json").write_text(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n")
