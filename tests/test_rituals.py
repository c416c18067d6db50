"""Whatever has to be true of every ritual, asked of each; and each check with a fault that it must find.

A ritual that is added is walked without a line here but one: a row of it about somebody, in ``everything``.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from table import ANNA, BRAM, HERE, START, TEAM, Table

from bot.desk.requests import BUTTONS, FORMS, WORDS
from bot.operator.papers import PERSONAL
from bot.views import rooms
from bot.views.message import FormName, Intent
from rituals import HANDLERS, MEMBERSHIP, RITUALS, handle
from rituals.bell.commands import Conclude
from rituals.checkout.questions import Question
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.command import Command
from rituals.kernel.effect import Closing, Content, Say, Slot, kinds_of
from rituals.kernel.identifiers import ParticipantId, PlanId
from rituals.kernel.reply import Reply
from rituals.kernel.ritual import Ritual, nothing
from rituals.kernel.space import Language
from rituals.membership import membership
from rituals.membership.commands import ForgetMe, Left, ShowMyData, SpaceGone
from rituals.membership.contents import Welcome
from rituals.organisation.organisation import Leader, LeaderChange
from rituals.plan.schedule import Linked, Plan
from storage import schema_of
from storage.sqlite.unit import PARTS

TOP = Path(__file__).parents[1]
EVERY = {ritual.name: ritual for ritual in (*RITUALS, MEMBERSHIP)}
PLANTED = ParticipantId("planted-person")

GOES_BY_ITSELF = {
    ("live.db", "message", "recipient"): "what is on its way is delivered, or of no use any more, within a day",
    ("belletje.db", "leader_change", "participant"): "kept two years, as is said",
    ("belletje.db", "leader_change", "changed_by"): "kept two years, as is said",
}


# Commands, contents, replies.


def leaves(root):
    """Kinds that are used as they are, and not only to make others of."""
    kinds = kinds_of(root)
    return {kind for kind in kinds if not any(issubclass(other, kind) and other is not kind for other in kinds)}


def without_a_handler(handlers):
    return {kind.__name__ for kind in leaves(Command) - set(handlers)}


def test_every_command_has_one_handler():
    assert without_a_handler(HANDLERS) == set()
    assert sum(len(ritual.handlers) for ritual in EVERY.values()) == len(HANDLERS)


def test_a_command_without_a_handler_is_found():
    assert without_a_handler({kind: do for kind, do in HANDLERS.items() if kind is not Conclude}) == {"Conclude"}


def room_of(kind):
    return kind.__module__.split(".")[1]


def seen_elsewhere(views):
    """What has no view in the room of its ritual."""
    shown = {kind for kind in leaves(Content) | leaves(Reply) if room_of(kind) != "kernel"}
    return {kind.__name__ for kind in shown if kind not in views.get(room_of(kind), ())}


def views_by_room():
    return {room.__name__.rsplit(".", 1)[1]: set(room.VIEWS) for room in rooms.ROOMS}


NEVER_SHOWN = {"Ready"}


def test_every_content_and_reply_has_a_view_in_the_room_of_its_ritual():
    assert seen_elsewhere(views_by_room()) == NEVER_SHOWN
    assert Closing not in rooms.VIEWS


def test_a_content_without_a_view_is_found():
    views = views_by_room()
    assert seen_elsewhere({**views, "membership": views["membership"] - {Welcome}}) == NEVER_SHOWN | {"Welcome"}


def test_every_name_of_a_content_is_its_own():
    """A message under way is stored with the name of its kind."""
    names = [kind.__name__ for kind in kinds_of(Content)]
    assert sorted(names) == sorted(set(names))


# Words, buttons, forms.


def ways_without_a_desk(words, buttons, forms):
    """What people can type, press or send, and nobody stands behind."""
    pressed = {name for kind in Intent.__subclasses__() for name in kind}
    sent = {name for kind in FormName.__subclasses__() for name in kind}
    return {word.name for word in set(rooms.WORDS) - set(words)}, pressed - set(buttons), sent - set(forms)


def test_every_word_button_and_form_has_a_desk():
    assert ways_without_a_desk(WORDS, BUTTONS, FORMS) == (set(), set(), set())
    assert (len(WORDS), len({word.name for word in rooms.WORDS})) == (len(rooms.WORDS), len(rooms.WORDS))


@pytest.mark.parametrize("left_out", range(3))
def test_a_way_that_nobody_stands_behind_is_found(left_out):
    given = [dict(WORDS), dict(BUTTONS), dict(FORMS)]
    gone = next(iter(given[left_out]))
    del given[left_out][gone]
    assert ways_without_a_desk(*given)[left_out] == {getattr(gone, "name", gone) if left_out == 0 else gone}


def test_no_two_words_are_typed_alike():
    typed = [one for word in rooms.WORDS for one in {word.dutch, word.english, *word.also}]
    assert sorted(typed) == sorted(set(typed))


# Names.


def test_the_same_names_stand_on_all_sides():
    """The kernel's parts (settings, counts, messages under way) have no ritual of their own."""
    folders = {path.parent.name for path in (TOP / "rituals").glob("*/__init__.py")}
    assert folders - {"kernel"} == set(EVERY)
    for name, ritual in EVERY.items():
        kept = (TOP / "rituals" / name / "ports.py").exists()
        asked = any(command.__dataclass_fields__.get("actor") for command in ritual.handlers)
        for side, wanted in (("storage/sqlite", kept), ("bot/desk", asked), ("bot/views", asked), ("tests", True)):
            there = [*(TOP / side).glob(f"{name}.py"), *(TOP / side).glob(f"{name}/*.py")]
            assert there or not wanted, f"{side}/{name}"


# People.


def tables():
    """Which ritual keeps which table, by file."""
    named = {name: kept for kept in PARTS for name in (kept.__name__.removesuffix("Sqlite").lower(),)}
    sides = (("belletje.db", "RECORD"), ("live.db", "PRESENT"))
    return {
        (file, table): name for name, kept in named.items() for file, side in sides for table in getattr(kept, side)
    }


def unowned(schema, owners):
    """Tables with a column about a person that no ritual keeps."""
    return {
        table for (file, table), columns in schema.items() if PERSONAL & set(columns) and (file, table) not in owners
    }


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    return schema_of(tmp_path_factory.mktemp("schema"))


def test_every_table_about_people_belongs_to_one_ritual(schema):
    assert unowned(schema, tables()) == set()
    assert set(tables()) == {key for key in schema if key[1] != "installation"}


def test_a_table_about_people_that_nobody_keeps_is_found(schema):
    planted = {**schema, ("live.db", "attendance"): ("meeting", "participant")}
    assert unowned(planted, tables()) == {"attendance"}


def everything(folder):
    """A space with one of everything that names somebody, none of it the planted person."""
    table = Table(folder)
    (first, *_) = TEAM
    table.ask(OpenCheckOut, actor=first, people=20, language=Language.DUTCH)  # first, for it would end a bell
    table.call()
    plan = Plan(
        id=PlanId("p"), space=HERE, version=1, rhythm=None, linked=Linked(mailbox="a@x.nl", series="s", by=first),
        chair=first, author=first, left_out=(BRAM,), since=START,
    )  # fmt: skip
    change = LeaderChange(day=START.date(), leader=Leader(workspace="x:1", participant=first), added=True, by=BRAM)
    card = Say(slot=Slot(space=HERE, about="w", kind="welcome", recipient=first), content=Welcome())

    def fill(unit):
        unit.plan.save_plan(plan)
        unit.organisation.change_leader("x:1", change)
        unit.checkout.save_own_questions(HERE, (Question(words="Was er tijd?"),), first)
        unit.bell.pause(HERE, first, START.date() + timedelta(days=9))
        unit.bell.credit(HERE, {who: number for number, who in enumerate(TEAM, 1)}, first)
        unit.bell.keep_meeting(replace(unit.bell.running(HERE), holder=ANNA, last_before=BRAM))
        unit.outbox.put((card,), START)

    table.read(fill)
    return table


def planted_in(schema):
    return [
        (file, table, column)
        for (file, table), columns in sorted(schema.items())
        for column in columns
        if column in PERSONAL and not (table == "seat" and column == "asked")  # there it says whether
    ]


def plant(folder, file, table, column):
    """The planted person stands in one column of one row, and nowhere else."""
    where = {"belletje.db": "data", "live.db": "live"}[file]
    with closing(sqlite3.connect(folder / where / file)) as connection, connection:
        keys = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
        row = connection.execute(f"SELECT {', '.join(keys)} FROM {table} WHERE {column} IS NOT NULL LIMIT 1").fetchone()
        assert row, f"nothing stands in {table}.{column}: everything() has not one of everything"
        which = " AND ".join(f"{key} = ?" for key in keys)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {which}", (PLANTED, *row))


def stands(folder, file, table):
    where = {"belletje.db": "data", "live.db": "live"}[file]
    with closing(sqlite3.connect(folder / where / file)) as connection:
        return any(PLANTED in str(cell) for row in connection.execute(f"SELECT * FROM {table}") for cell in row)


class Walked(Table):
    """A table whose membership walks other rituals than ours."""

    def __init__(self, folder, rituals):
        super().__init__(folder)
        self.members = membership(rituals)

    def about(self, command):
        def work(unit):
            outcome = self.members.handlers[command](command(space=HERE, actor=PLANTED), unit, self.now, bytes(16))
            unit.outbox.put(outcome.effects, self.now)
            return outcome.reply

        return self.read(work)


def walk(folder, which, rituals, going=ForgetMe):
    """Whether what stands in a column is shown to its person, and whether it goes when they ask (or leave)."""
    everything(folder).store.close()
    plant(folder, *which)
    walked = Walked(folder, rituals)
    shown = bool([kept for kept in walked.about(ShowMyData).kept if kept.what != "marked"])
    walked.about(going)
    walked.store.close()
    return shown, not stands(folder, *which[:2])


def test_every_column_about_a_person_is_shown_and_erased(schema, tmp_path):
    found = {which: walk(tmp_path / "-".join(which), which, RITUALS) for which in planted_in(schema)}
    right = {which: (True, True) for which in found if which not in GOES_BY_ITSELF}
    stays = {which: (which[1] != "message", False) for which in GOES_BY_ITSELF}
    assert found == right | stays


def test_whoever_leaves_stands_nowhere_but_among_leaders(schema, tmp_path):
    """A leader need not be in any team."""
    found = {which: walk(tmp_path / "-".join(which), which, RITUALS, Left)[1] for which in planted_in(schema)}
    stays = {*GOES_BY_ITSELF, ("belletje.db", "leader", "participant")}
    assert {which for which, gone in found.items() if not gone} == stays


@pytest.mark.parametrize(("fault", "expected"), [("kept", (False, True)), ("forgotten", (True, False))])
@pytest.mark.parametrize("which", [("live.db", "credit", "participant"), ("belletje.db", "plan", "left_out")])
def test_a_ritual_that_forgets_to_show_or_to_erase_is_found(tmp_path, which, fault, expected):
    faulty = tuple(replace(ritual, **{fault: nothing}) for ritual in RITUALS)
    assert walk(tmp_path, which, faulty) == expected


def test_a_space_that_is_gone_leaves_no_row_in_the_present_and_only_what_was_published_in_the_record(schema, tmp_path):
    table = everything(tmp_path)
    table.read(lambda unit: handle(SpaceGone(space=HERE), unit, table.now, bytes(16)))
    left = table.read(lambda unit: (unit.present(), unit.space.known(), unit.plan.plans(HERE)))
    table.store.close()
    assert left == ((), (), ())
    with closing(sqlite3.connect(tmp_path / "live" / "live.db")) as live:
        counts = {
            table: live.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for _, table in tables_in("live.db")
        }
    assert {table for table, n in counts.items() if n} == set()
    with closing(sqlite3.connect(tmp_path / "data" / "belletje.db")) as record:
        named = [name for (file, name), columns in schema.items() if file == "belletje.db" and "space" in columns]
        found = {name for name in named if record.execute(f"SELECT 1 FROM {name} WHERE space = ?", (HERE,)).fetchone()}
        assert record.execute("SELECT count(author) FROM own_questions").fetchone() == (0,)
    assert found == {"activity", "own_questions"}  # counts that are of nobody, and questions of nobody any more


def tables_in(file):
    return [key for key in tables() if key[0] == file]


def test_a_ritual_needs_nothing_but_a_name():
    assert Ritual(name="quiet").kept(ANNA, HERE, None) == ()
