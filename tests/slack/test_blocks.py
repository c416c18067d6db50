"""Every view as Block Kit and as a form: golden JSON that can be pasted into Slack's Block Kit Builder, within its limits."""

import json
import os
from pathlib import Path

import pytest
from examples import SHOWN, everything, voice_in
from slack_standin.blocks import problems_of_message, problems_of_view

from bot.slack.messages import blocks, message_view, summary, view
from bot.texts import Span
from bot.views.bell.answers import first_use
from bot.views.message import Button, Message, Paragraph
from bot.views.message import Form as ViewForm
from bot.views.render import render
from bot.views.rooms import VIEWS
from rituals.bell.commands import Invited
from rituals.bell.replies import FirstUse, Ready
from rituals.kernel.effect import Closing, Content, kinds_of
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.reply import Reply
from rituals.kernel.space import Language

GOLDEN = Path(__file__).parents[1] / "golden" / "slack"


def test_every_content_and_reply_has_a_view_and_an_example():
    assert {type(what) for what in SHOWN.values()} == set(VIEWS)
    every = kinds_of(Content) | kinds_of(Reply)
    assert every - set(VIEWS) == {Closing, Ready}  # never shown


@pytest.mark.parametrize("language", Language)
def test_the_golden_json(language):
    """One file per language; to accept a change: GOLDEN=write make test, and look at the difference."""
    made = {
        name: view(shown) if isinstance(shown, ViewForm) else {"text": summary(shown), "blocks": blocks(shown)}
        for name, shown in everything(voice_in(language))
    }
    file = GOLDEN / f"{language}.json"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    assert made == json.loads(file.read_text())


@pytest.mark.parametrize("language", Language)
def test_slack_accepts_every_view(language):
    for name, shown in everything(voice_in(language)):
        if isinstance(shown, ViewForm):
            assert (name, problems_of_view(view(shown), "modal", charts=False).problems) == (name, [])
        else:
            assert (name, problems_of_message(blocks(shown), charts=True).problems) == (name, [])
            assert (name, problems_of_message(blocks(shown, charts=False), charts=False).problems) == (name, [])
            assert (name, problems_of_view(message_view(shown, "Titel", "Sluit"), "modal", charts=False).problems) == (
                name,
                [],
            )
            assert summary(shown)


def test_without_a_contact_the_sentence_ends_with_the_manager():
    text = json.dumps(blocks(render(SHOWN["role_card"], voice_in(Language.DUTCH, contact=""))), ensure_ascii=False)
    assert "Ga naar je leidinggevende." in text


def test_fifty_names_fit_in_a_button():
    many = Invited(people=tuple(ParticipantId(f"U{n:010}") for n in range(50)))
    message = first_use(FirstUse(invited=many), voice_in(Language.DUTCH))
    values = [element["value"] for element in blocks(message)[-1]["elements"] if "value" in element]
    assert max(map(len, values)) <= 2000
    assert problems_of_message(blocks(message), charts=False).problems == []


def test_long_words_are_cut_where_slack_would_refuse_them():
    long = Message(parts=(Paragraph(text=(Span(text="&" * 4000),)),))
    assert problems_of_message(blocks(long), charts=False).problems == []
    assert Button(label="x", intent="ring").value == ""
