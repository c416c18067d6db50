"""Tables as CSV and Excel that open as they should, in Dutch and in English.

A cell that begins like a formula would be run by a spreadsheet (owasp.org, CSV Injection); in CSV it gets a quote mark
in front, in Excel it is written as text.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.report.tables import Cell, Table
from bot.texts import Texts
from rituals.kernel.space import Language

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SEPARATORS = {Language.DUTCH: ";", Language.ENGLISH: ","}
"""What Excel expects in each language; a Dutch one reads a comma as part of a number."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
INSIDE = re.compile(r"([;,\t])(\s*[=+\-@＝＋－＠])")
"""Where a formula would begin if the file is opened with the separator of another language."""

WIDE, NARROW = 45, 14
WORDS = ("question", "curious", "team")
UNKNOWN = "–"


def as_csv(table: Table, say: Texts) -> bytes:
    """UTF-8 with a mark in front, by which Excel knows that it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATORS[say.language], lineterminator="\r\n")
    writer.writerow([_harmless(say.label(f"col.{column}")) for column in table.columns])
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if cell is None:
        return UNKNOWN
    if not isinstance(cell, str):
        return cell
    begun = f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
    return INSIDE.sub(r"\1'\2", begun)


def as_excel(tables: Iterable[Table], say: Texts, made_at: datetime) -> bytes:
    """A workbook with a sheet for each table: numbers as numbers, months as months, words as words."""
    from xlsxwriter import Workbook  # noqa: PLC0415  not needed to answer

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        month = book.add_format({"num_format": "mmm yyyy", "align": "left"})
        for table in tables:
            sheet = book.add_worksheet(say.label(f"sheet.{table.name}"))
            sheet.freeze_panes(1, 1)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, WIDE if column in WORDS else NARROW)
                sheet.write_string(0, place, say.label(f"col.{column}"), bold)
            for line, row in enumerate(table.rows, 1):
                for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                    _write(sheet, (line, place), cell, month if column == "month" else None)
    return file.getvalue()


def _write(sheet: "Worksheet", where: tuple[int, int], cell: Cell, as_month: object) -> None:
    if as_month is not None:
        sheet.write_datetime(*where, datetime.combine(date.fromisoformat(f"{cell}-01"), datetime.min.time()), as_month)
    elif isinstance(cell, int):
        sheet.write_number(*where, cell)
    else:
        sheet.write_string(*where, UNKNOWN if cell is None else cell)
