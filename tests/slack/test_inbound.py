"""Requests as real clients sent them (tests/recorded/slack) → what was said, pressed or submitted."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.asked import Pressed, Said, Submitted
from bot.slack import inbound
from bot.slack.text import mrkdwn
from bot.texts import Span
from rituals.kernel.space import Language

RECORDED = Path(__file__).parents[1] / "recorded" / "slack"
HERE = {"space": "slack:T01TEST:C01GEN"}


def body(name):
    return json.loads((RECORDED / f"{name}.json").read_text())["body"]


def said(actor="U01ALICE", **more):
    return Said(**{**HERE, "actor": actor, "words": "", "language": Language.DUTCH, **more})


COMMANDS = {
    "slash_command_no_text": said(actor="U02BOB"),
    "slash_command_mention": said(words=" @ ", people=("U02BOB",)),
    "slash_command_mention_escaped": said(words=" @   @  graag", people=("U02BOB",), groups=("S123",)),
    "slash_command_im": said(space="slack:T01TEST:DMWQS41FM99", shared=False),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_recorded_command(name):
    got = inbound.command(body(name))
    assert got == Said(**{**{f: getattr(COMMANDS[name], f) for f in Said.__slots__}, "actor": got.actor})
    assert got.actor == body(name)["user_id"]


def test_a_recorded_mention_in_a_thread():
    recorded = body("app_mention_thread")
    got = inbound.mention(recorded["event"], recorded["team_id"], "U0BOT")
    assert got == said(actor="U02BOB", words="en nu?", language=None)


@pytest.mark.parametrize("name", ["block_actions_button_channel", "block_actions_button_ephemeral_real_shape"])
def test_a_recorded_button_with_and_without_its_message(name):
    recorded = body(name)
    assert inbound.press(recorded, "T01TEST") == Pressed(
        **HERE,
        actor=recorded["user"]["id"],
        intent=recorded["actions"][0]["action_id"],
        value=recorded["actions"][0]["value"],
    )


def test_a_recorded_form():
    got = inbound.submission(body("view_submission_filled"), "T01TEST")
    assert (got.space, got.actor, got.form) == ("slack:T01TEST:", "U02BOB", "co_modal")
    assert isinstance(got, Submitted)
    assert {name: len(values) for name, values in got.fields.items()}["r"] == 1


def test_an_untouched_form_has_nothing_chosen():
    fields = inbound.submission(body("view_submission_untouched"), "T01TEST").fields
    assert fields
    assert set(fields.values()) == {()}


TYPED = {
    "@jan": {"unresolved": "@jan", "words": "@jan"},
    "<!here>": {"broadcast": True, "words": " @ "},
    "<!channel|channel> wie": {"broadcast": True, "words": " @  wie"},
    "@everyone": {"broadcast": True, "words": " @ "},
    "<@U01A>, <@U01A|a>": {"people": ("U01A",), "words": " @ ,  @ "},
    "a &lt;b&gt; &amp; c": {"words": "a <b> & c"},
    "mail jan@example.org": {"words": "mail jan@example.org"},
    "<@u01lower>": {"words": "<@u01lower>"},
}


@pytest.mark.parametrize("text", TYPED)
def test_what_people_type(text):
    payload = {**body("slash_command_no_text"), "user_id": "U01ALICE", "text": text}
    assert inbound.command(payload) == said(**TYPED[text])


@pytest.mark.parametrize("name", ["directmessage", "mpdm-anna--bram-1"])
def test_private_chats_are_not_shared(name):
    assert not inbound.command({**body("slash_command_no_text"), "channel_name": name}).shared


@given(st.text())
def test_whatever_somebody_types_calls_nobody(text):
    """Nothing of it can be a mention, a link or a call to a channel once it is shown again."""
    shown = mrkdwn((Span(text=text),))
    assert "<" not in shown
    assert ">" not in shown


@given(st.text())
def test_whatever_somebody_types_is_read_without_failing(text):
    got = inbound.command({**body("slash_command_no_text"), "text": text})
    assert isinstance(got.words, str)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["<@U1|", "<!subteam^S1|", "<!here|", "<@U1 ", "@", "<@", "<@U1|x "])
def test_a_long_text_of_unfinished_mentions_is_read_as_fast_as_any(part):
    """With the square of its length this would take hours."""
    text = part * 200_000
    payload = {**body("slash_command_no_text"), "text": text}
    assert inbound.command(payload).people == ()
    assert inbound.mention({"channel": "C1", "user": "U1", "text": text}, "T1", "U0BOT").people == ()
