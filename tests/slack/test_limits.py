"""Charts and long words within Slack's limits (docs.slack.dev/reference/block-kit)."""

from dataclasses import fields, is_dataclass, replace

import pytest
from examples import SHOWN, SPACE, voice_in
from helpers import talk
from slack_standin.blocks import problems_of_message, problems_of_view

from bot.slack.charts import bars, fits
from bot.slack.messages import blocks, message_view, summary, view
from bot.slack.text import shortened
from bot.texts import Span
from bot.views.message import Chart, Form, Message, lines
from bot.views.render import render
from rituals.checkout.questions import OWN_LENGTH
from rituals.kernel.space import SHARED_AS_AT_MOST, WORD_AT_MOST, Language

LONGEST = {"words": OWN_LENGTH, "word": WORD_AT_MOST, "shared_as": SHARED_AS_AT_MOST, "subject": 255, "said": 1000}
"""What people write themselves, and how long it may be."""


def lengthened(what, letter):
    """The same with everything that people wrote as long as it may be."""
    if isinstance(what, tuple | frozenset | list):
        return type(what)(lengthened(one, letter) for one in what)
    if not is_dataclass(what) or isinstance(what, type):
        return what
    longer = {}
    for field in fields(what):
        old = getattr(what, field.name)
        written = field.name in LONGEST and isinstance(old, str) and old
        new = (letter * LONGEST[field.name])[: LONGEST[field.name]] if written else lengthened(old, letter)
        if new is not old:
            longer[field.name] = new
    return replace(what, **longer) if longer else what


@pytest.mark.parametrize("letter", ["W", "&", "<", "lang woord "])
@pytest.mark.parametrize("language", Language)
def test_everything_fits_with_the_longest_words(language, letter):
    voice = replace(voice_in(language), word=(letter * 40)[:40], contact=(letter * 200)[:200], organisation="W" * 100)
    for name, what in SHOWN.items():
        shown = render(lengthened(what, letter), voice)
        if isinstance(shown, Form):
            assert (name, problems_of_view(view(shown), "modal", charts=False).problems) == (name, [])
        elif isinstance(shown, Message):
            assert (name, problems_of_message(blocks(shown), charts=True).problems) == (name, [])
            drawn = message_view(shown, "T" * 40, "S" * 40)
            assert (name, problems_of_view(drawn, "modal", charts=False).problems) == (name, [])
            assert 0 < len(summary(shown)) <= 40_000


@pytest.mark.parametrize(
    ("words", "at_most", "cut"),
    [
        ("Goed gehoord", 12, "Goed gehoord"),
        ("Hebben we alle perspectieven gehoord?", 24, "Hebben we alle…"),
        ("perspectieven", 6, "persp…"),
        ("ja &amp; nee", 8, "ja…"),
        ("&amp;&amp;&amp;", 8, "&amp;…"),
        ("<@U01ANNA><@U02BRAM>", 15, "<@U01ANNA>…"),
    ],
)
def test_what_is_too_long_is_cut_where_a_word_ends(words, at_most, cut):
    assert shortened(words, at_most) == cut


def chart(names, categories=("a", "b")):
    values = tuple(tuple(range(1, len(categories) + 1)) for _ in names)
    return Chart(title="Titel", names=tuple(names), categories=tuple(categories), values=values)


def test_a_chart_that_slack_has_no_room_for_stands_in_words():
    same = "de antwoorden lopen uiteen"
    for odd in (
        chart([f"n{n}" for n in range(7)]),
        chart(["a"], [f"c{n}" for n in range(21)]),
        chart([f"{same} hier", f"{same} daar"]),
        chart(["a"], [f"{same} hier", f"{same} daar"]),
        chart(["a", ""]),
        chart(["a"], []),
    ):
        assert fits(odd) is False
        drawn = blocks(Message(parts=(odd,)))
        assert [block["type"] for block in drawn] == ["context"]


def test_a_chart_within_the_limits_is_drawn_with_names_that_were_cut():
    drawn = bars(chart(["de antwoorden lopen uiteen", "een deel"]))["chart"]
    assert [series["name"] for series in drawn["series"]] == ["de antwoorden lopen…", "een deel"]


def test_two_charts_are_drawn_and_the_others_said_in_words():
    drawn = blocks(Message(parts=tuple(chart([name]) for name in ("x", "y", "z"))))
    assert [block["type"] for block in drawn] == ["data_visualization", "context"] * 2 + ["context"]


async def test_that_charts_are_not_known_is_remembered_for_an_hour(tmp_path):
    async with talk(tmp_path, differs={"charts": False}) as team:
        chat = team.bot.service.chat(SPACE.id)

        async def posts(count):
            before = len(team.slack.calls)
            await chat.post(
                SPACE.id, Message(parts=(*lines((Span(text="Kijk"),)), chart(["a"]))), recipient=None, thread=None
            )
            assert len(team.slack.calls) - before == count

        await posts(2)
        await posts(1)
        team.slack.charts = True
        await team.passes(minutes=61)
        await posts(1)
        assert "(chart: Titel)" in team.channel()[-1]
