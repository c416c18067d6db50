"""What only SQLite can get wrong: files, locks, versions, and what lingers in bytes."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.operator.verify import copied
from rituals.agenda.occurrence import Kind as Planned
from rituals.agenda.occurrence import Occurrence, Stage
from rituals.bell.contents import AskCard, Ringing
from rituals.bell.meeting import Meeting, Seat, State
from rituals.checkout.questions import Question
from rituals.kernel.effect import Say, Slot
from rituals.kernel.identifiers import MeetingId, ParticipantId, PlanId, SpaceId
from rituals.kernel.space import Language, Space
from storage import StoreHalfDone, StoreRefused, StoreUnavailable, open_store
from storage.sqlite import connection
from storage.sqlite.live_schema import LIVE
from storage.sqlite.migrations import Schema, migrate
from storage.sqlite.record_schema import RECORD

HERE = SpaceId("x:1:here")
PEPPER = b"p" * 32
PERSONAL = {"participant", "recipient", "chair", "asked", "holder", "last_before"}


@pytest.fixture
def folders(tmp_path):
    return tmp_path / "data", tmp_path / "live"


@pytest.fixture
def store(folders):
    store = open_store(*folders, pepper=PEPPER)
    yield store
    store.close()


def run(store, work):
    return store.run(work).result(timeout=10)


def tables(file):
    with copied(file) as database:
        return {table.name: table.columns_dict for table in database.tables}


def test_the_record_knows_no_participant(store, folders):
    """But those that stand in a plan, which the team sees, and leaders with who made them so."""
    found = {name: set(columns) & PERSONAL for name, columns in tables(folders[0] / "belletje.db").items()}
    names = ("activity", "address", "counted", "installation", "own_questions", "plan_change", "release", "space")
    months = ("month", "month_question", "followed")
    leaders = {"leader": {"participant"}, "leader_change": {"participant"}}
    assert found == {**{name: set() for name in (*names, *months)}, "plan": {"chair"}, **leaders}


def test_tables_are_strict_and_the_live_ones_have_no_hidden_row_number(store, folders):
    for folder, name in zip(folders, ("belletje.db", "live.db"), strict=True):
        with copied(folder / name) as database:
            listed = database.execute("PRAGMA table_list").fetchall()
        ours = [(row[1], row[4], row[5]) for row in listed if not row[1].startswith("sqlite_")]
        assert [row for row in ours if row[1:] != (1, 1)] == []  # (name, WITHOUT ROWID, STRICT)


def test_nothing_tells_when_a_person_did_something(store, folders):
    """No table with a person in it keeps a moment of writing; what is kept are moments at which something is due."""
    due = {"due_at", "starts_at", "ends_at", "moment_until", "until", "opened_at", "closes_at", "remind_at", "open_at"}
    for columns in tables(folders[1] / "live.db").values():
        if set(columns) & PERSONAL:
            assert {name for name in columns if name.endswith(("_at", "_on", "time", "when"))} <= due


def test_files_and_folders_are_the_owner_s_alone(store, folders):
    run(store, lambda unit: unit.space.save(Space(id=HERE)))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for folder in folders for path in folder.iterdir()}
    assert {name: mode for name, mode in modes.items() if mode != 0o600} == {}
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


def test_a_second_process_on_the_same_folder_is_refused(store, folders):
    code = (
        "import sys; from pathlib import Path; from storage import open_store, StoreRefused\n"
        "try: open_store(Path(sys.argv[1]), Path(sys.argv[2]), pepper=b'p' * 32)\n"
        "except StoreRefused as refused: print(refused)"
    )
    told = subprocess.run([sys.executable, "-c", code, *map(str, folders)], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"another Belletje is already running on {folders[1]}; stop that one first"


def test_reading_beside_a_running_store_works(store, folders):
    run(store, lambda unit: unit.space.save(Space(id=HERE, introduced=True)))
    reader = sqlite3.connect(f"file:{folders[0] / 'belletje.db'}?mode=ro", uri=True)
    assert reader.execute("SELECT id, introduced FROM space").fetchall() == [(HERE, 1)]
    reader.close()


def test_the_lock_goes_with_the_store(folders):
    open_store(*folders, pepper=PEPPER).close()
    open_store(*folders, pepper=PEPPER).close()


def test_a_database_from_a_newer_version_is_refused_and_left_alone(folders):
    open_store(*folders, pepper=PEPPER).close()
    file = folders[0] / "belletje.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(
        StoreRefused, match=f"made by a newer Belletje \\(version 99, this one knows {len(RECORD.steps)}\\)"
    ):
        open_store(*folders, pepper=PEPPER)
    with copied(file) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (99,)


def test_somebody_else_s_file_is_refused_and_left_alone(folders):
    folders[0].mkdir()
    with sqlite3.connect(folders[0] / "belletje.db") as database:
        database.execute("CREATE TABLE theirs (a)")
    database.close()
    with pytest.raises(StoreRefused, match="not one of Belletje's; nothing was changed"):
        open_store(*folders, pepper=PEPPER)
    assert set(tables(folders[0] / "belletje.db")) == {"theirs"}


def test_swapped_files_are_refused(folders):
    open_store(*folders, pepper=PEPPER).close()
    (folders[0] / "belletje.db").rename(folders[0] / "away")
    (folders[1] / "live.db").rename(folders[0] / "belletje.db")
    with pytest.raises(StoreRefused, match="record database is not one of Belletje's"):
        open_store(*folders, pepper=PEPPER)


def test_a_broken_file_is_a_sentence(folders):
    folders[0].mkdir()
    (folders[0] / "belletje.db").write_bytes(b"no database, but long enough to be looked at" * 30)
    with pytest.raises(StoreUnavailable, match="cannot open .*belletje.db: file is not a database"):
        open_store(*folders, pepper=PEPPER)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot write in the folder"):
        open_store(tmp_path / "data", tmp_path / "file" / "live", pepper=PEPPER)


def test_an_old_sqlite_is_refused(folders, monkeypatch):
    monkeypatch.setattr(connection, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(StoreRefused, match="is too old; 3.37 or newer is needed"):
        open_store(*folders, pepper=PEPPER)


def test_a_failing_migration_leaves_the_old_version(tmp_path):
    database = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    good = Schema(name="x", application_id=7, steps=("CREATE TABLE one (a) STRICT",))
    bad = Schema(
        name="x", application_id=7, steps=("CREATE TABLE one (a INT) STRICT", "CREATE TABLE two (a INT); NONSENSE")
    )
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, good)  # STRICT wants a type
    migrate(database, Schema(name="x", application_id=7, steps=bad.steps[:1]))
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, bad)
    assert database.execute("SELECT name FROM sqlite_schema").fetchall() == [("one",)]
    assert database.execute("PRAGMA user_version").fetchone() == (1,)
    database.close()


def test_migrating_again_changes_nothing(folders):
    open_store(*folders, pepper=PEPPER).close()
    before = (folders[0] / "belletje.db").read_bytes()
    open_store(*folders, pepper=PEPPER).close()
    assert (folders[0] / "belletje.db").read_bytes() == before
    for folder, name, schema in zip(folders, ("belletje.db", "live.db"), (RECORD, LIVE), strict=True):
        with copied(folder / name) as database:
            assert database.execute("PRAGMA user_version").fetchone() == (len(schema.steps),)


def test_a_record_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_had(folders):
    folders[0].mkdir()
    with closing(connection.connect(folders[0] / "belletje.db", replace(RECORD, steps=RECORD.steps[:1]))) as first:
        first.execute("INSERT INTO space VALUES ('slack:T:C', 1, 'en', 'Europe/Amsterdam', NULL, 0, NULL, 7)")
    store = open_store(*folders, pepper=PEPPER)
    try:
        space = store.run(lambda unit: unit.space.of(SpaceId("slack:T:C"))).result()
    finally:
        store.close()
    assert space == Space(id=SpaceId("slack:T:C"), introduced=True, language=Language.ENGLISH, threshold=7)


def test_a_live_file_of_another_installation_is_refused_and_left_alone(folders, tmp_path):
    open_store(*folders, pepper=PEPPER).close()
    open_store(tmp_path / "other", tmp_path / "other-live", pepper=PEPPER).close()
    stranger = (tmp_path / "other-live" / "live.db").read_bytes()
    (folders[1] / "live.db").write_bytes(stranger)
    with pytest.raises(StoreRefused, match="live.db belongs to another belletje.db; put back the one it belongs to"):
        open_store(*folders, pepper=PEPPER)


def test_a_locked_database_is_unavailable_and_nothing_is_half_done(folders, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    store = open_store(*folders, pepper=PEPPER)
    blocker = sqlite3.connect(folders[0] / "belletje.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    def both(unit):
        unit.bell.credit(HERE, {ParticipantId("anna"): 1}, None)
        unit.space.save(Space(id=HERE))

    with pytest.raises(StoreUnavailable, match="database is locked"):
        run(store, both)
    blocker.close()
    assert run(store, lambda unit: (unit.present(), unit.space.known())) == ((), ())
    run(store, both)
    assert run(store, lambda unit: (unit.present(), unit.space.known())) == ((HERE,), (HERE,))
    store.close()


def test_a_lost_live_file_begins_anew_and_the_record_stays(folders):
    store = open_store(*folders, pepper=PEPPER)
    run(store, lambda unit: unit.space.save(Space(id=HERE, introduced=True)))
    run(store, lambda unit: unit.bell.credit(HERE, {ParticipantId("anna"): 1}, None))
    store.close()
    for file in folders[1].iterdir():
        file.unlink()
    store = open_store(*folders, pepper=PEPPER)
    assert run(store, lambda unit: (unit.space.known(), unit.present())) == ((HERE,), ())
    store.close()


def bytes_below(*folders):
    return b"".join(path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


def day_of_a_bell(store):
    """Somebody was asked, said nothing, and the bell is over."""
    when = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    meeting = Meeting(
        id=MeetingId("planted-meeting"),
        space=HERE,
        state=State.ASKING,
        chair=ParticipantId("planted-chair"),
        due_at=when,
        ends_at=when + timedelta(hours=4),
    )
    card = Say(
        slot=Slot(space=HERE, about=meeting.id, kind="card", recipient=ParticipantId("planted-silent")),
        content=AskCard(meeting=meeting.id, until=when),
        last=True,
    )
    run(store, lambda unit: unit.bell.keep_meeting(meeting))
    run(
        store, lambda unit: unit.bell.seat(meeting.id, (Seat(participant=ParticipantId("planted-silent"), asked=True),))
    )
    run(store, lambda unit: unit.outbox.put((card,), when))
    errand = run(store, lambda unit: unit.outbox.claim("x:1", when, when, 1))[0]
    run(store, lambda unit: unit.outbox.delivered(errand, "planted-ref"))
    run(store, lambda unit: unit.bell.forget_meeting(meeting.id))


def test_after_tidying_no_byte_tells_who_was_asked(store, folders):
    day_of_a_bell(store)
    store.tidy().result(timeout=10)
    assert bytes_below(*folders).count(b"planted") == 0


def test_the_search_would_find_it_without_tidying(store, folders):
    """A test of the test above: the write-ahead log does hold what was deleted."""
    day_of_a_bell(store)
    assert bytes_below(*folders).count(b"planted") > 0


def test_a_message_that_cannot_be_read_is_dropped_and_delays_nobody(store):
    when = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for number, about in enumerate(("old", "unknown", "fine")):
        slot = Slot(space=SpaceId(f"x:1:{number}"), about=about, kind="bell")
        ask = AskCard(meeting=MeetingId("m"), until=when)
        run(store, lambda unit, slot=slot, ask=ask: unit.outbox.put((Say(slot=slot, content=ask),), when))
    store._files.live.execute("UPDATE message SET content = '{\"meeting\": 1}' WHERE about = 'old'")
    store._files.live.execute("UPDATE message SET name = 'Gone' WHERE about = 'unknown'")
    claimed = run(store, lambda unit: unit.outbox.claim("x:1", when, when, 10))
    assert [errand.slot.about for errand in claimed] == ["fine"]
    assert run(store, lambda unit: unit.present()) == ("x:1:2",)


def test_whoever_made_a_question_is_in_no_log_after_being_forgotten(store, folders):
    questions = (Question(words="Was er tijd?"),)
    author = ParticipantId("planted-author")
    run(store, lambda unit: unit.checkout.save_own_questions(HERE, questions, author))
    run(store, lambda unit: unit.checkout.forget_author(HERE, author))
    store.tidy().result(timeout=10)
    assert bytes_below(*folders).count(b"planted-author") == 0


def test_secure_delete_is_on_and_commits_are_durable(store):
    live = store._files.live
    settings = {
        name: live.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("secure_delete", "synchronous", "journal_mode", "temp_store")
    }
    assert settings == {"secure_delete": 1, "synchronous": 2, "journal_mode": "wal", "temp_store": 2}


def test_the_umask_does_not_matter(tmp_path):
    before = os.umask(0)
    try:
        open_store(tmp_path / "data", tmp_path / "live", pepper=PEPPER).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data" / "belletje.db").stat().st_mode) == 0o600


def test_a_planned_question_is_counted_once_also_when_a_crash_came_between_the_two_files(folders):
    """The record has it, the present does not: after the start it is begun again, and must not count twice."""
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    row = Occurrence(
        plan=PlanId("p1"), key="2026-11-24", kind=Planned.CHECKOUT, space=HERE, starts_at=noon, ends_at=noon, due_at=noon,
        expires_at=noon, look_at=noon, stage=Stage.CLAIMED,
    )  # fmt: skip

    def counted_again():
        store = open_store(*folders, pepper=PEPPER)
        try:
            run(store, lambda unit: unit.counts.add("p1/2026-11-24", HERE, "2026-11", spoken=1))
            return run(store, lambda unit: unit.month.open_in(HERE, "2026-11")).activity["spoken"]
        finally:
            store.close()

    store = open_store(*folders, pepper=PEPPER)
    run(store, lambda unit: unit.agenda.keep_occurrence(row))
    store.close()
    assert [counted_again(), counted_again()] == [1, 1]
    store = open_store(*folders, pepper=PEPPER)
    run(store, lambda unit: unit.agenda.keep_occurrence(replace(row, stage=Stage.SENT, look_at=None)))
    store.close()
    assert counted_again() == 2  # over: the mark was dropped at the start


def test_no_number_of_a_message_tells_how_much_was_said_before(store):
    """Else it would tell, after a bell, how many had been asked."""
    when = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    turns = []
    for number in range(4):
        for kind in ("card", "bell"):
            say = Say(slot=Slot(space=HERE, about=f"m{number}", kind=kind), content=Ringing())
            run(store, lambda unit, say=say: unit.outbox.put((say,), when))
            turns.append(store._files.live.execute("SELECT max(turn) FROM message").fetchone()[0])
        while errands := run(store, lambda unit: unit.outbox.claim("x:1", when, when, 10)):
            run(store, lambda unit, errands=errands: [unit.outbox.delivered(each, "ref") for each in errands])
        turns.append(store._files.live.execute("SELECT DISTINCT turn FROM message").fetchall())
    assert turns == [1, 2, [(0,)]] * 4


class Full(sqlite3.Connection):
    """A disk that is full at a chosen moment: what begins so is refused on the side of the present."""

    refused = None

    def execute(self, statement, *parameters):
        if Full.refused and statement.startswith(Full.refused) and "live.db" in str(super().execute(NAMES).fetchall()):
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(statement, *parameters)


NAMES = "PRAGMA database_list"


@pytest.fixture
def full(monkeypatch):
    real = sqlite3.connect
    monkeypatch.setattr("storage.sqlite.connection.sqlite3.connect", lambda *a, **k: real(*a, **{**k, "factory": Full}))
    yield Full
    Full.refused = None


def test_what_the_record_has_and_the_present_refused_is_said_to_stand(full, folders):
    store = open_store(*folders, pepper=PEPPER)
    full.refused = "COMMIT"
    with pytest.raises(StoreHalfDone, match="belletje.db has it, live.db did not take it: database or disk is full"):
        run(store, lambda unit: unit.space.save(Space(id=HERE, introduced=True)))
    with pytest.raises(StoreUnavailable):
        run(store, lambda unit: unit.bell.credit(HERE, {ParticipantId("a"): 1}, None))
    full.refused = None
    assert run(store, lambda unit: (unit.space.known(), unit.present())) == ((HERE,), ())
    store.close()


def test_a_file_that_takes_no_write_is_named(full, folders):
    store = open_store(*folders, pepper=PEPPER)
    assert store.proof().result(timeout=10) == ()
    full.refused = "PRAGMA user_version ="
    assert store.proof().result(timeout=10) == ("live.db",)
    full.refused = None
    store.close()


@pytest.mark.parametrize("which", [0, 1])
def test_a_file_that_was_removed_or_replaced_while_it_is_open_is_named(folders, which):
    store = open_store(*folders, pepper=PEPPER)
    file = folders[which] / ("belletje.db", "live.db")[which]
    content = file.read_bytes()
    file.unlink()
    assert store.proof().result(timeout=10) == (file.name,)
    file.write_bytes(content)
    assert store.proof().result(timeout=10) == (file.name,)
    store.close()


@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_page_is_named(folders, which):
    store = open_store(*folders, pepper=PEPPER)
    run(store, lambda unit: unit.space.save(Space(id=HERE)))
    run(store, lambda unit: unit.bell.credit(HERE, {ParticipantId("a"): 1}, None))
    store.tidy().result(timeout=10)
    file = folders[which] / ("belletje.db", "live.db")[which]
    with file.open("r+b") as opened:
        for page in range(1, file.stat().st_size // 4096):
            opened.seek(page * 4096)
            opened.write(b"\xff" * 64)
    (store._files.record, store._files.live)[which].execute("PRAGMA shrink_memory")
    assert store.proof().result(timeout=10) == (file.name,)
    store.close()


LANDED = {
    "record": ["97a1ebc34559b763", "611c8af5a47c3520", "de6fd77847484386", "7b990aadc1f40846", "717043c9ac36a524"],
    "live": ["16f7ab0ecaa33f9f", "890718117fb839d2", "2968f0931b0d854c"],
}
"""Of each step of the schemas that has landed: a change is a new step, for the old ones stand in people's files."""


@pytest.mark.parametrize("schema", [RECORD, LIVE], ids=lambda schema: schema.name)
def test_a_step_of_the_schema_that_has_landed_is_never_edited(schema):
    landed = LANDED[schema.name]
    assert [hashlib.sha256(step.encode()).hexdigest()[:16] for step in schema.steps[: len(landed)]] == landed
