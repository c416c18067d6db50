"""Every view as an Adaptive Card: golden JSON for the Adaptive Cards designer, checked for what clients drop silently."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from examples import ANNA, everything, voice_in
from hypothesis import given
from hypothesis import strategies as st
from teams_standin.cards import complaints_of

from bot.teams.chat import TEAMS
from bot.teams.fields import Known
from bot.teams.messages import as_message, card, link_to, summary
from bot.texts import Kind, Span
from bot.views.bell.answers import pick_people
from bot.views.message import Form, Message, Paragraph
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language

GOLDEN = Path(__file__).parents[1] / "golden" / "teams"
SPACE = SpaceId("teams:11111111-1111-1111-1111-111111111111:19:meeting_weekstart@thread.v2")
KNOWN = Known(
    names={ANNA: "Anna de Vries"},
    places={SpaceId("slack:T01TEAM:C01TEAM"): "Weekstart", SPACE: "Weekstart"},
    place="jullie team",
    someone="iemand",
    wrong="Kies hier iets.",
)
LARGEST = 28 * 1024
"""Bytes of a message that Teams takes (learn.microsoft.com/microsoftteams/limits-specifications-teams)."""


def shown_in(language):
    for name, shown in everything(voice_in(language, platform=TEAMS, space=SPACE)):
        yield name, as_message(shown) if isinstance(shown, Form) else shown


@pytest.mark.parametrize("language", Language)
def test_the_golden_json(language):
    """One file per language; to accept a change: GOLDEN=write make test, and look at the difference."""
    made = {name: card(replace(shown, language=language), KNOWN) for name, shown in shown_in(language)}
    file = GOLDEN / f"{language}.json"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    assert made == json.loads(file.read_text())


@pytest.mark.parametrize("language", Language)
def test_no_client_drops_anything(language):
    for name, shown in shown_in(language):
        made = card(shown, KNOWN)
        assert (name, complaints_of(made), len(json.dumps(made).encode()) < LARGEST) == (name, [], True)
        assert summary(shown, KNOWN)


def elements(value):
    """Everything in a card that has a type."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for one in value.values():
            yield from elements(one)
    for one in value if isinstance(value, list) else ():
        yield from elements(one)


@pytest.mark.parametrize("language", Language)
def test_every_input_has_a_label_and_says_what_is_missing(language):
    inputs = [
        (name, one)
        for name, shown in shown_in(language)
        for one in elements(card(shown, KNOWN))
        if one["type"].startswith("Input.")
    ]
    assert len(inputs) > 20
    assert [name for name, one in inputs if not one["label"]] == []
    assert [name for name, one in inputs if one.get("isRequired") and one["errorMessage"] != "Kies hier iets."] == []


def test_people_who_are_few_are_listed_and_others_are_searched_for():
    form = as_message(pick_people(voice_in(Language.DUTCH, platform=TEAMS, space=SPACE), {}))
    listed = card(form, replace(KNOWN, everybody=((ANNA, "Anna de Vries"),)))
    (field,) = [one for one in elements(listed) if one["type"] == "Input.ChoiceSet"]
    assert (field["choices"], "choices.data" in field) == ([{"title": "Anna de Vries", "value": ANNA}], False)
    (field,) = [one for one in elements(card(form, KNOWN)) if one["type"] == "Input.ChoiceSet"]
    assert field["choices.data"]["dataset"] == "graph.microsoft.com/users?scope=currentContext"


def test_a_link_opens_the_place():
    assert link_to(SPACE) == (
        "https://teams.microsoft.com/l/chat/19%3Ameeting_weekstart%40thread.v2/0"
        "?tenantId=11111111-1111-1111-1111-111111111111"
    )
    assert "/l/channel/" in link_to(SpaceId("teams:t:19:abc@thread.tacv2"))


HOSTILE = st.text(alphabet="*_[](){}<>at/\\`~#!:. abc\n@&", max_size=60)


@given(HOSTILE.map(lambda text: text.replace("\n", "")).filter(bool), HOSTILE)
def test_what_people_wrote_never_becomes_markup_a_link_or_a_mention(words, name):
    """Alone it stands in runs, which know no markup; beside a person it is escaped, mark by mark."""
    alone = card(Message(parts=(Paragraph(text=(Span(text=words),)),)), KNOWN)
    assert alone["body"] == [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": words}]}]
    who = ParticipantId("29:x")
    text = (Span(text=who, kind=Kind.PERSON), Span(text=words))
    known = replace(KNOWN, names={who: name.replace("<", "").replace(">", "") or "x"})
    beside = card(Message(parts=(Paragraph(text=text),)), known)
    shown = beside["body"][0]["text"].split("</at>", 1)[1]
    marks = [place for place, sign in enumerate(shown) if sign in "*_[]<`"]
    assert [place for place in marks if shown[:place][len(shown[:place].rstrip("\\")) :].count("\\") % 2 == 0] == []
    assert len(beside["msteams"]["entities"]) == 1
