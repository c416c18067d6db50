"""What one platform can, the others can: every view, every button; and the table of differences says the rest."""

import re
from pathlib import Path

import pytest
from examples import SLACK, everything, voice_in

from bot.report.templating import environment
from bot.slack.messages import PLACE, blocks, view
from bot.teams.chat import TEAMS
from bot.teams.fields import Known
from bot.teams.messages import FORM, as_message, card
from bot.texts import texts
from bot.views.checkout import CheckOutIntent
from bot.views.explain import PageIntent
from bot.views.message import Form, FormName, Intent, Message
from bot.views.space import SpaceForm
from bot.web.people import NAMES
from rituals.kernel.space import Language

TOP = Path(__file__).parents[2]
TABLE = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in (TOP / "docs" / "platforms.md").read_text().splitlines()
    if row.startswith("| ")
][1:]

UNFOLDED_OR_OPEN = {PageIntent.EXPLAIN, CheckOutIntent.PROMISE, CheckOutIntent.ANSWER}
"""Buttons that a card in Teams need not have, for it shows what they would show."""


def walk(value):
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from walk(one)
    for one in value if isinstance(value, list) else ():
        yield from walk(one)


def in_slack(shown):
    made = view(shown) if isinstance(shown, Form) else blocks(shown)
    actions = {one["action_id"].split(PLACE)[0] for one in walk(made) if "action_id" in one}
    return actions | ({made["callback_id"]} if isinstance(shown, Form) else set())


def in_teams(shown):
    made = card(as_message(shown) if isinstance(shown, Form) else shown, Known(place="x", someone="x", wrong="x"))
    return {
        one["data"]["form"] if one["data"]["action"] == FORM else one["data"]["action"]
        for one in walk(made)
        if one.get("type") == "Action.Execute"
    }


def templates():
    return environment(
        "bot.web", names=NAMES, shown=lambda span: span.text, kind=lambda part: type(part).__name__, at_most=4000
    )


def in_the_room(shown):
    say, page = texts(Language.DUTCH), templates()
    entry = {"id": 1, "author": None, "recipient": None, "thread": None, "message": shown}
    if isinstance(shown, Form):
        made = page.get_template("form.html").render(form=shown, me="anna", say=say)
        return {str(shown.name)} if 'name="send"' in made else set()
    made = page.get_template("messages.html").render(
        messages=[entry], me="anna", say=say, changes=1, newest=1, typed=lambda _word="": (), language="nl"
    )
    return set(re.findall(r'name="press" value="([a-z_]+)\?', made))


def reachable(draw, platform):
    """What can be pressed or sent somewhere among everything that can be shown."""
    return set().union(*(draw(shown) for _, shown in everything(voice_in(Language.DUTCH, platform=platform))))


EVERYTHING = {name for root in (Intent, FormName) for kind in root.__subclasses__() for name in kind}


def test_every_button_and_form_is_reachable_on_each_platform_or_in_the_table():
    assert EVERYTHING - reachable(in_slack, SLACK) == set()
    assert EVERYTHING - reachable(in_the_room, SLACK) == set()
    assert EVERYTHING - reachable(in_teams, TEAMS) == UNFOLDED_OR_OPEN
    named = {word for row in TABLE for word in re.findall(r"`(\w+)`", row[0])}
    assert {intent.value for intent in UNFOLDED_OR_OPEN} <= named


@pytest.mark.parametrize("language", Language)
def test_every_view_says_the_same_words_on_each_platform(language):
    for name, shown in everything(voice_in(language)):
        if isinstance(shown, Message):
            drawn = card(shown, Known(place="x", someone="x", wrong="x"))
            texts_ = [one.get("text", "") for one in walk(drawn)] + [one.get("title", "") for one in walk(drawn)]
            labels = [button.label for part in shown.parts for button in getattr(part, "buttons", ())]
            inside = [each.submit for part in shown.parts for b in getattr(part, "buttons", ()) if (each := b.opens)]
            wanted = [label for label in labels if not inside or label not in ("Antwoord geven", "Answer")]
            assert (name, [label for label in [*wanted, *inside] if label not in texts_]) == (name, [])


def test_settings_differ_only_as_the_table_says():
    def fields(platform):
        return {
            field.name
            for _, shown in everything(voice_in(Language.DUTCH, platform=platform))
            if isinstance(shown, Form) and shown.name == SpaceForm.SETTINGS
            for field in shown.fields
        }

    assert fields(TEAMS) - fields(SLACK) == {"offers"}
    assert fields(SLACK) - fields(TEAMS) == set()
    assert [row[0] for row in TABLE if "offers" in row[0]] == ["`offers` (setting)"]


def test_every_row_of_the_table_has_a_reason_and_a_test_that_exists():
    tests = "\n".join(path.read_text() for path in (TOP / "tests").rglob("test_*.py"))
    assert [row[0] for row in TABLE if len(row) != 6 or not all(row)] == []
    assert [row[5] for row in TABLE if f"def {row[5].strip('`')}(" not in tests] == []
