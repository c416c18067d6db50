"""The tables, as steps from nothing to now. A step that was released is never edited; a change is a new step.

Tables are STRICT. On the live side they are also WITHOUT ROWID and keep no moment of writing, so that neither the order
of rows nor a hidden number tells who did something first.
"""

import sqlite3
from dataclasses import dataclass

from storage import StoreRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The steps of one file. ``application_id`` tells our files from somebody else's (sqlite.org/fileformat2.html)."""

    name: str
    application_id: int
    steps: tuple[str, ...]


_MONTH_COUNTS = ", ".join(
    f"{name} INTEGER NOT NULL"
    for name in (
        *("announced", "rung", "moments", "taken_on", "weighed", "heard", "not_reached"),
        *("spoken", "forms", "rounds", "shown", "answers", "planned", "took_place", "late"),
    )
)

RECORD = Schema(
    name="record",
    application_id=0x42454C52,
    steps=(
        """
        CREATE TABLE space (
            id TEXT PRIMARY KEY,
            introduced INTEGER NOT NULL,
            language TEXT NOT NULL,
            zone TEXT NOT NULL,
            word TEXT,
            guests INTEGER NOT NULL,
            mode TEXT,
            threshold INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE activity (
            space TEXT NOT NULL,
            month TEXT NOT NULL,
            announced INTEGER NOT NULL DEFAULT 0,
            rung INTEGER NOT NULL DEFAULT 0,
            moments INTEGER NOT NULL DEFAULT 0,
            spoken INTEGER NOT NULL DEFAULT 0,
            taken_on INTEGER NOT NULL DEFAULT 0,
            weighed INTEGER NOT NULL DEFAULT 0,
            heard INTEGER NOT NULL DEFAULT 0,
            not_reached INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (space, month)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE counted (
            about TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE release (
            id TEXT PRIMARY KEY,
            space TEXT NOT NULL,
            form TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            closed_on TEXT NOT NULL,
            turnout INTEGER,
            bands TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX release_latest ON release (space, closed_on);
        CREATE TABLE own_questions (
            space TEXT NOT NULL,
            version INTEGER NOT NULL,
            questions TEXT NOT NULL,
            author TEXT,
            PRIMARY KEY (space, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE installation (
            id TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE space ADD COLUMN offers INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE address (
            space TEXT PRIMARY KEY,
            url TEXT NOT NULL,
            part_of TEXT
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE space ADD COLUMN paused_until TEXT;
        CREATE TABLE plan (
            id TEXT PRIMARY KEY,
            space TEXT NOT NULL,
            version INTEGER NOT NULL,
            rhythm TEXT,
            mailbox TEXT,
            series TEXT,
            linked_by TEXT,
            chair TEXT,
            author TEXT,
            left_out TEXT NOT NULL,
            bell_before INTEGER,
            at_end INTEGER NOT NULL,
            holidays INTEGER NOT NULL,
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX plan_space ON plan (space, id);
        CREATE TABLE plan_change (
            plan TEXT NOT NULL,
            key TEXT NOT NULL,
            starts_at INTEGER,
            PRIMARY KEY (plan, key)
        ) STRICT, WITHOUT ROWID;
        """,
        f"""
        ALTER TABLE space ADD COLUMN shared_as TEXT;
        ALTER TABLE activity ADD COLUMN planned INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE activity ADD COLUMN took_place INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE release ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE month (
            about TEXT NOT NULL,
            month TEXT NOT NULL,
            spaces INTEGER NOT NULL,
            {_MONTH_COUNTS},
            curious TEXT NOT NULL,
            shared_as TEXT,
            hidden TEXT NOT NULL,
            PRIMARY KEY (about, month)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX month_month ON month (month, about);
        CREATE TABLE month_question (
            about TEXT NOT NULL,
            month TEXT NOT NULL,
            question TEXT NOT NULL,
            most INTEGER NOT NULL,
            some INTEGER NOT NULL,
            few INTEGER NOT NULL,
            differ INTEGER NOT NULL,
            uneasy INTEGER NOT NULL,
            PRIMARY KEY (about, month, question)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE followed (
            about TEXT NOT NULL,
            month TEXT NOT NULL,
            followed TEXT NOT NULL,
            PRIMARY KEY (about, month)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE leader (
            organisation TEXT NOT NULL,
            workspace TEXT NOT NULL,
            participant TEXT NOT NULL,
            by_operator INTEGER NOT NULL,
            link TEXT NOT NULL,
            PRIMARY KEY (organisation, workspace, participant)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE leader_change (
            organisation TEXT NOT NULL,
            day TEXT NOT NULL,
            number INTEGER NOT NULL,
            workspace TEXT NOT NULL,
            participant TEXT NOT NULL,
            added INTEGER NOT NULL,
            changed_by TEXT,
            PRIMARY KEY (organisation, day, number)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
)

LIVE = Schema(
    name="live",
    application_id=0x42454C4C,
    steps=(
        """
        CREATE TABLE credit (
            space TEXT NOT NULL,
            participant TEXT NOT NULL,
            credit INTEGER NOT NULL,
            had_last INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (space, participant)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pause (
            space TEXT NOT NULL,
            participant TEXT NOT NULL,
            until TEXT NOT NULL,
            PRIMARY KEY (space, participant)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE meeting (
            id TEXT PRIMARY KEY,
            space TEXT NOT NULL,
            state TEXT NOT NULL,
            chair TEXT,
            asked TEXT,
            holder TEXT,
            due_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            moments INTEGER NOT NULL,
            moment_until INTEGER,
            last_before TEXT,
            shown INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX meeting_due ON meeting (due_at);
        CREATE UNIQUE INDEX meeting_running ON meeting (space) WHERE state <> 'concluded';
        CREATE TABLE seat (
            meeting TEXT NOT NULL,
            participant TEXT NOT NULL,
            asked INTEGER NOT NULL,
            earned INTEGER NOT NULL,
            PRIMARY KEY (meeting, participant)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE message (
            about TEXT NOT NULL,
            kind TEXT NOT NULL,
            recipient TEXT NOT NULL,
            number INTEGER NOT NULL,
            space TEXT NOT NULL,
            under TEXT,
            name TEXT,
            content TEXT,
            last INTEGER NOT NULL,
            version INTEGER NOT NULL,
            turn INTEGER NOT NULL,
            due_at INTEGER,
            leased INTEGER NOT NULL DEFAULT 0,
            attempt INTEGER NOT NULL DEFAULT 0,
            ref TEXT,
            PRIMARY KEY (about, kind, recipient, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE checkout (
            id TEXT PRIMARY KEY,
            space TEXT NOT NULL UNIQUE,
            chair TEXT,
            form TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            questions TEXT NOT NULL,
            threshold INTEGER NOT NULL,
            opened_at INTEGER NOT NULL,
            closes_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE nonce (
            checkout TEXT PRIMARY KEY,
            nonce BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE stub (
            checkout TEXT NOT NULL,
            stub BLOB NOT NULL,
            PRIMARY KEY (checkout, stub)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tally (
            checkout TEXT NOT NULL,
            question INTEGER NOT NULL,
            choice INTEGER NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (checkout, question, choice)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE installation (
            id TEXT PRIMARY KEY,
            key_check BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX message_waiting ON message (space, turn) WHERE due_at IS NOT NULL;
        """,
        """
        ALTER TABLE meeting ADD COLUMN starts_at INTEGER;
        ALTER TABLE meeting ADD COLUMN open_at INTEGER;
        ALTER TABLE checkout ADD COLUMN remind_at INTEGER;
        ALTER TABLE installation ADD COLUMN born_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
        ALTER TABLE message ADD COLUMN until INTEGER;
        UPDATE message SET workspace = substr(
            space, 1, instr(space, ':') + instr(substr(space, instr(space, ':') + 1), ':') - 1
        );
        CREATE INDEX message_of_workspace ON message (workspace, turn) WHERE due_at IS NOT NULL;
        CREATE TABLE occurrence (
            plan TEXT NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            space TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            look_at INTEGER,
            stage TEXT NOT NULL,
            why TEXT,
            about TEXT,
            PRIMARY KEY (plan, key, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX occurrence_look ON occurrence (look_at) WHERE look_at IS NOT NULL;
        CREATE INDEX occurrence_space ON occurrence (space, due_at);
        CREATE INDEX occurrence_about ON occurrence (about) WHERE about IS NOT NULL;
        CREATE TABLE dated (
            plan TEXT NOT NULL,
            key TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            PRIMARY KEY (plan, key)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
)


def migrate(connection: sqlite3.Connection, schema: Schema) -> None:
    """Bring a file up to date, alone: other processes wait for the lock and then find it done.

    Raises:
        StoreRefused: another program's file, or one from a newer version. Nothing was changed.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, schema)
        if version == len(schema.steps):
            connection.execute("ROLLBACK")
            return
        for step in schema.steps[version:]:
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.application_id}")
        connection.execute(f"PRAGMA user_version = {len(schema.steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, schema: Schema) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != schema.application_id and not empty:
        raise StoreRefused(f"the {schema.name} database is not one of Belletje's; nothing was changed")
    if version > len(schema.steps):
        raise StoreRefused(
            f"the {schema.name} database was made by a newer Belletje (version {version}, this one knows "
            f"{len(schema.steps)}); install that version again, nothing was changed"
        )
    return version
