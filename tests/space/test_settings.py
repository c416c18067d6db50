"""What a team chooses."""

from table import ANNA, BRAM

from rituals.kernel.space import Language
from rituals.space.commands import ChangeSettings
from rituals.space.refusals import SpaceBecause
from rituals.space.replies import SettingsKept


def test_changing_settings_is_said_with_who_did_it_and_only_when_something_changed(table):
    change = {"language": Language.ENGLISH, "guests": True, "word": "dissent"}
    assert table.ask(ChangeSettings, actor=BRAM, **change) == SettingsKept()
    assert table.shows("settings").by == BRAM
    said = len(table.said)
    assert table.ask(ChangeSettings, actor=ANNA, **change) == SettingsKept()
    assert len(table.said) == said
    assert table.ask(ChangeSettings, actor=ANNA, **{**change, "word": "x" * 41}) is SpaceBecause.WORD_TOO_LONG


def test_saving_what_was_already_so_is_no_change(table):
    same = {"language": Language.DUTCH, "guests": False, "word": None}
    assert table.ask(ChangeSettings, actor=BRAM, **same) == SettingsKept()
    assert table.said == []
