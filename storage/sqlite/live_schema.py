"""The tables of the present: see ``migrations``.

They are STRICT and WITHOUT ROWID and keep no moment of writing, so that neither the order of rows nor a hidden number
tells who did something first.
"""

from storage.sqlite.migrations import Schema

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
        """
        ALTER TABLE meeting DROP COLUMN asked;
        """,
    ),
)
