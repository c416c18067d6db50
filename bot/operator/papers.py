"""The papers for a privacy officer: every field that is stored, why, and until when.

The fields are read from the schema of a fresh store, and their purposes from what keeps them, so that a new one without
a purpose is an error, not an omission.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import purposes, schema_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One stored field. ``person``: it holds or stands beside somebody's platform number, or is made from one."""

    file: str
    table: str
    column: str
    purpose: str
    until: str
    person: bool = False


PERSONAL = frozenset(
    {"participant", "recipient", "chair", "asked", "holder", "last_before"}
    | {"author", "linked_by", "left_out", "changed_by"}
)


def fields() -> Iterator[Field]:
    """Every field of the schema that this program makes.

    Raises:
        KeyError: a field has no purpose.
    """
    why = purposes()
    with TemporaryDirectory() as folder:
        schema = schema_of(Path(folder))
    for (file, table), columns in schema.items():
        for column in columns:
            purpose, until = why[file][table][column]
            beside = PERSONAL & set(columns) and (file, table) != ("belletje.db", "own_questions")
            person = column == "author" or bool(beside) or (table, column) == ("stub", "stub")
            yield Field(file=file, table=table, column=column, purpose=purpose, until=until, person=person)
