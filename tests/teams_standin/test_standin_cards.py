"""What is found wrong with a card, and how it reads."""

import pytest

from teams_standin.cards import complaints_of
from teams_standin.plain import readable
from teams_standin.trial import FORM, card, choices, execute, message, parsed, text


def test_a_card_that_is_fine():
    assert complaints_of(FORM) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (card(text("x"), version="1.6"), "newer than clients know"),
        (card(text("x"), fallbackText=""), "without fallbackText"),
        (card({"type": "Textblock", "text": "x"}), "unknown element 'Textblock'"),
        (card(text("x", color2="x")), "unknown property 'color2'"),
        (card({"type": "TextBlock"}), "TextBlock without text"),
        (card(text("a", id="x"), text("b", id="x")), "id 'x' is used 2 times"),
        (card({"type": "Input.Text", "id": "x"}), "input 'x' has no label"),
        (card({"type": "Input.Text", "id": "x", "label": "x", "isRequired": True}), "no errorMessage"),
        (card(choices("x", "A", "A")), "two choices with the same value"),
        (card(choices("x", "a,b", isMultiSelect=True)), "has a comma"),
        (card(text("x"), actions=[execute(str(n)) for n in range(7)]), "7 buttons in a row"),
        (card({"type": "ActionSet", "actions": [execute(str(n)) for n in range(7)]}), "7 buttons in a row"),
        (card({"type": "Chart.Pie", "data": []}), "Chart.Pie without fallback"),
        (card({"type": "Image", "url": "https://x"}), "Image without altText"),
        (card(text("<at>Anna</at> hoi")), "a mention without an entity"),
        (card(text("x"), refresh={"action": {"type": "Action.Submit"}}), "refresh needs"),
        (card(text("x"), refresh={"action": execute("x"), "userIds": ["29:x"] * 61}), "more than 60"),
    ],
)
def test_what_is_wrong_is_said(wrong, sentence):
    assert any(sentence in one for one in complaints_of(wrong)), complaints_of(wrong)


async def test_complaints_are_kept(teams, bot, anna, chat):
    await teams.install(chat, by=anna)
    await bot.app.send(chat.id, parsed(message(shown=card(text("x")), summary="")))
    await bot.app.send(chat.id, parsed(message("<at>Anna</at> hoi")))
    assert ["without summary" in teams.complaints[0], "no mention entity" in teams.complaints[1]] == [True, True]
    with pytest.raises(AssertionError, match="fallbackText"):
        teams.check(card(text("x"), fallbackText=""))


def test_how_it_reads():
    facts = {"type": "FactSet", "facts": [{"title": "Wie", "value": "Anna"}]}
    cells = [{"type": "TableCell", "items": [text(one)]} for one in ("a", "b")]
    table = {"type": "Table", "columns": [], "rows": [{"type": "TableRow", "cells": cells}]}
    rich = {"type": "RichTextBlock", "inlines": ["een ", {"type": "TextRun", "text": "twee"}]}
    columns = {"type": "ColumnSet", "columns": [{"type": "Column", "items": [text("links")]}]}
    hidden = text("weg", isVisible=False)
    chart = {"type": "Chart.Pie", "title": "Taart", "data": [], "fallback": "drop"}
    shown = card(text("<at>Anna de Vries</at> zei"), facts, table, rich, columns, hidden, chart, *FORM["body"][1:])
    assert readable(shown | {"actions": FORM["actions"]}).splitlines() == [
        "@Anna de Vries zei",
        "Wie: Anna",
        "a | b",
        "een twee",
        "links",
        "(chart: Taart)",
        "keuze *",
        "( ) Een ( ) Twee",
        "meer",
        "[]",
        "lijst",
        "[Xen]",
        "Vrij",
        "[]",
        "( ) Anoniem",
        "[Ja] [Verstuur] [Mis] [Oud]",
    ]
