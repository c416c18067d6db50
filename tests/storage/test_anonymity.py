"""The promise about answers, shown on the bytes. And tests of these tests: each must notice a planted fault."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from crash import POINTS

from bot.operator import papers
from bot.operator.verify import FILES, HERE, PEPPER, Scratch, copied, forensic, same_bands, sameness, search
from rituals import handle
from rituals.checkout.commands import CheckOutTimePassed
from rituals.checkout.publication import Published
from rituals.checkout.questions import SetName
from rituals.kernel.identifiers import ParticipantId, workspace_of
from storage import open_store, purposes
from storage.sqlite.checkout import CheckOutSqlite
from storage.sqlite.live_schema import LIVE
from storage.sqlite.store import SqliteStore

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
ORDERS = 5000 if LONG else 240
PEOPLE = [ParticipantId(f"planted-person-{n:03}") for n in range(9)]


def test_after_sealing_no_byte_tells_who_took_part(tmp_path):
    searched = forensic(tmp_path)
    assert searched.hits == {}
    assert (searched.needles, searched.files >= 5) == (12 + 1 + 3 * 13, True)


def test_any_order_and_assignment_leaves_the_same_files(tmp_path):
    assert len(sameness(tmp_path, count=ORDERS)) == 1


def test_any_tally_within_the_bands_leaves_the_same_files(tmp_path):
    assert len(same_bands(tmp_path)) == 1


def contents(folder):
    """What is stored while a check-out is open, but for the marks themselves."""
    with copied(folder / FILES[1]) as live:
        rows = {name: [*live[name].rows] for name in ("checkout", "tally")}
        return rows, live["stub"].count


def test_while_open_the_content_is_the_same_for_any_order_and_assignment(tmp_path):
    seen = []
    for number, answers in enumerate(([0, 1, 2, 0], [2, 0, 0, 1], [0, 0, 1, 2])):
        scratch = Scratch(tmp_path / str(number))
        scratch.open(SetName.STANDARD)
        for who, choice in zip(PEOPLE[number:], answers, strict=False):
            scratch.answer(who, choice)
        seen.append(contents(tmp_path / str(number)))
        scratch.store.close()
    assert seen[0] == seen[1] == seen[2]


# Planted faults.


def test_the_search_notices_a_missing_truncate(tmp_path, monkeypatch):
    monkeypatch.setattr(SqliteStore, "_rewrite", lambda _self: True)
    assert {name.split()[0] for name in forensic(tmp_path).hits} >= {"mark", "key"}


def test_the_search_notices_marks_that_are_not_destroyed(tmp_path, monkeypatch):
    real = CheckOutSqlite.destroy

    def forgetful(self, checkout):
        kept = self._live.execute("SELECT checkout, stub FROM stub").fetchall()
        real(self, checkout)
        self._live.executemany("INSERT OR IGNORE INTO stub VALUES (?, ?)", kept)

    monkeypatch.setattr(CheckOutSqlite, "destroy", forgetful)
    assert {name.split()[0] for name in forensic(tmp_path).hits} == {"mark"}


def test_the_search_notices_a_name_in_a_log(tmp_path):
    (tmp_path / "service.log").write_text("answered by planted-person-004 with yes")
    hits = search(tmp_path, {"planted-person-004": b"planted-person-004"}).hits
    assert hits == {"planted-person-004": ("service.log",)}


def with_table(step_from, step_to):
    steps = tuple(step.replace(step_from, step_to) for step in LIVE.steps)
    assert steps != LIVE.steps
    return replace(LIVE, steps=steps)


def test_sameness_notices_a_table_that_numbers_its_rows(tmp_path, monkeypatch):
    """Marks that stay, in a table with hidden row numbers: their order tells who answered first."""
    rowid = with_table(
        "stub BLOB NOT NULL,\n            PRIMARY KEY (checkout, stub)\n        ) STRICT, WITHOUT ROWID",
        "stub BLOB NOT NULL, kept INTEGER PRIMARY KEY, UNIQUE (checkout, stub)) STRICT",
    )
    monkeypatch.setattr("storage.sqlite.store.LIVE", rowid)
    monkeypatch.setattr(
        CheckOutSqlite, "mark", lambda self, checkout, who: self._live.execute(
            "INSERT OR IGNORE INTO stub (checkout, stub) VALUES (?, ?)", (checkout, who.encode())
        ).rowcount == 1
    )  # fmt: skip
    real = CheckOutSqlite.destroy

    def forgetful(self, checkout):
        self._live.execute("DELETE FROM nonce")
        kept = self._live.execute("SELECT kept, checkout, stub FROM stub").fetchall()
        real(self, checkout)
        self._live.executemany("INSERT INTO stub (kept, checkout, stub) VALUES (?, ?, ?)", kept)

    monkeypatch.setattr(CheckOutSqlite, "destroy", forgetful)
    assert len(sameness(tmp_path, count=8)) > 1


def test_sameness_notices_a_file_that_is_not_rewritten(tmp_path, monkeypatch):
    """Without VACUUM the layout of pages depends on what was there, such as random keys and marks."""

    def only_truncate(self):
        self._files.live.execute("PRAGMA secure_delete = OFF")
        self._files.live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return True

    monkeypatch.setattr(SqliteStore, "_rewrite", only_truncate)
    assert len(sameness(tmp_path, count=8)) > 1


def test_sameness_notices_an_exact_tally_that_is_kept(tmp_path, monkeypatch):
    def kept(self, release):
        real(
            self,
            replace(release, published=Published(turnout=release.published.turnout, bands=release.published.bands)),
        )
        self._record.execute("UPDATE release SET bands = bands || ?", (str(last["tally"]),))

    last = {}
    real = CheckOutSqlite.keep_release
    counted = CheckOutSqlite.tally

    def tally(self, checkout):
        last["tally"] = counted(self, checkout)
        return last["tally"]

    monkeypatch.setattr(CheckOutSqlite, "keep_release", kept)
    monkeypatch.setattr(CheckOutSqlite, "tally", tally)
    monkeypatch.setattr("storage.sqlite.releases._bands_from_text", lambda _text: ())
    assert len(same_bands(tmp_path)) > 1


# Crashes.


def crash(folder, point, times):
    script = Path(__file__).with_name("crash.py")
    run = subprocess.run(
        [sys.executable, script, folder, point, str(times)], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == -9, run.stderr  # else the point was never reached
    return run.stdout.splitlines()


PASSES = {"before the mark": 8, "after the mark": 8, "after the count": 8, "before a commit": 9, "after a commit": 9}
"""How often a run passes a point; the others it passes once."""

CUTS = [(point, times) for point in POINTS for times in range(PASSES.get(point, 1) if LONG else 1)]
CUTS += [("after the mark", 6), ("after the count", 6), ("before a commit", 8), ("after a commit", 8)]


@pytest.mark.parametrize(("point", "times"), CUTS)
def test_a_power_cut_loses_nothing_counts_nothing_twice_and_leaves_nothing(tmp_path, point, times):
    told = crash(tmp_path, point, times)
    confirmed = sum(line.startswith("confirmed") for line in told)
    scratch = Scratch(tmp_path)  # starts, and finishes what was left
    checkout = scratch.store.run(lambda unit: unit.checkout.checkout_in(HERE)).result()
    if checkout and not scratch.store.run(lambda unit: unit.checkout.release(checkout.id)).result():
        counted, _ = scratch.store.run(lambda unit: unit.checkout.tally(checkout)).result()
        assert confirmed <= counted <= confirmed + 1  # the one that died may or may not have been in time
        for who in PEOPLE:  # whoever was counted is refused, whoever was not can answer
            scratch.answer_if_new(who, 0)
        assert scratch.store.run(lambda unit: unit.checkout.tally(checkout)).result() == (9, ((9, 0, 0, 0),) * 3)
    scratch.close()
    release = scratch.store.run(lambda unit: unit.checkout.last_release(HERE)).result()
    assert release.published.turnout >= max(confirmed, 6)
    marks = {str(who): who.encode() for who in PEOPLE}
    assert search(tmp_path, marks).hits == {}
    with copied(tmp_path / FILES[1]) as live:
        assert {name: live[name].count for name in ("checkout", "nonce", "stub", "tally")} == {
            "checkout": 0,
            "nonce": 0,
            "stub": 0,
            "tally": 0,
        }
    scratch.store.close()
    assert "closed" not in told


# Readers, keys, papers.


def test_nobody_else_can_read_the_present_and_there_is_no_file_that_counts_answers(tmp_path):
    """The index of the log, ``-shm``, would hold how often something was committed, below the threshold too."""
    scratch = Scratch(tmp_path)
    scratch.open(SetName.STANDARD)
    for who in PEOPLE:
        scratch.answer(who, 0)
    reader = sqlite3.connect(tmp_path / FILES[1], timeout=0)
    with closing(reader), pytest.raises(sqlite3.OperationalError, match="locked"):
        reader.execute("SELECT * FROM stub")
    assert sorted(file.name for file in (tmp_path / FILES[1]).parent.iterdir()) == [
        "in-use.lock",
        "live.db",
        "live.db-wal",
    ]
    scratch.store.close()


def test_nothing_is_handed_out_before_a_check_out_that_is_over_is_erased(tmp_path):
    """Whoever reads the record meanwhile holds up the emptying of its log, and nothing else."""
    scratch = Scratch(tmp_path)
    scratch.open(SetName.STANDARD)
    for who in PEOPLE:
        scratch.answer(who, 0)
    with copied(tmp_path / FILES[1]) as live:
        marks = {row["stub"].hex(): row["stub"] for row in live["stub"].rows}
    scratch.now += timedelta(hours=12)
    checkout = scratch.store.run(lambda unit: unit.checkout.checkout_in(HERE)).result()

    def closes(unit):
        over = CheckOutTimePassed(space=HERE, checkout=checkout.id)
        unit.outbox.put(handle(over, unit, scratch.now, b"seed").effects, scratch.now)

    with closing(sqlite3.connect(tmp_path / FILES[0], isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM release").fetchall()
        scratch.store.run(closes).result()
        assert (scratch.store.sealed, claimed(scratch)) == (False, ())
        assert search(tmp_path, marks).hits != {}
        assert scratch.store.tidy().result() is False
        assert (scratch.store.sealed, len(claimed(scratch))) == (True, 1)
        assert search(tmp_path, marks).hits == {}
    assert scratch.store.tidy().result() is True
    scratch.store.close()


def claimed(scratch):
    workspace = workspace_of(HERE)
    return scratch.store.run(lambda unit: unit.outbox.claim(workspace, scratch.now, scratch.now, 10)).result()


def test_a_changed_key_is_noticed_until_it_is_accepted(tmp_path):
    def changed(pepper, accept=False):
        store = open_store(tmp_path / "data", tmp_path / "live", pepper=pepper)
        found = store.run(lambda unit: unit.checkout.key_changed()).result()
        if accept:
            store.run(lambda unit: unit.checkout.accept_key()).result()
        store.close()
        return found

    assert [changed(PEPPER), changed(b"x" * 32), changed(PEPPER), changed(b"x" * 32, accept=True)] == [
        False,
        True,
        False,
        True,
    ]
    assert [changed(b"x" * 32), changed(PEPPER)] == [False, True]


def test_the_secret_is_in_no_file(tmp_path):
    scratch = Scratch(tmp_path)
    scratch.open(SetName.STANDARD)
    scratch.answer(PEOPLE[0], 0)
    assert search(tmp_path, {"secret": PEPPER, "person": PEOPLE[0].encode()}).hits == {}
    scratch.store.close()


def test_every_field_has_a_purpose_and_an_end_and_nothing_else_has():
    listed = list(papers.fields())
    assert {(field.file, field.table, field.column) for field in listed} == {
        (file, table, column)
        for file, tables in purposes().items()
        for table, columns in tables.items()
        for column in columns
    }
    assert all(field.purpose and field.until for field in listed)


def test_no_table_joins_a_person_to_a_choice_or_a_check_out():
    tables = {}
    for field in papers.fields():
        tables.setdefault((field.file, field.table), []).append(field)
    joined = [
        table
        for table, fields in tables.items()
        if any(field.column in papers.PERSONAL for field in fields)
        and any(field.column in ("choice", "question", "checkout", "stub", "n") for field in fields)
    ]
    assert joined == []
    times = [
        field.column
        for field in papers.fields()
        if field.table in ("nonce", "stub", "tally") and field.column.endswith(("_at", "_on", "when", "time"))
    ]
    assert times == []


def test_what_is_kept_of_a_check_out_is_small(tmp_path):
    """At most 300 bytes each, measured over a hundred with the longest set."""

    def held(number):
        scratch = Scratch(tmp_path / str(number))
        for _ in range(number):
            scratch.hold(SetName.DECISION, [(who, place % 3) for place, who in enumerate(PEOPLE)])
        scratch.store.close()
        return (tmp_path / str(number) / FILES[0]).stat().st_size

    assert (held(110) - held(10)) / 100 <= 300
