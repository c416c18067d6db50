"""The tables of the record: see ``migrations``."""

from storage.sqlite.migrations import Schema

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
        """
        UPDATE month SET shared_as = NULL WHERE about NOT IN (SELECT id FROM space WHERE shared_as IS NOT NULL);
        """,
    ),
)
