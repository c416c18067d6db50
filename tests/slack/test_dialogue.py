"""Whole dialogues in Slack, over real signed HTTP: what was said and what was answered, in both languages."""

import pytest
from helpers import PEOPLE, talk

CHANNEL = "<#C01TEAM>"

TALES = {
    "nl": {
        "command": "/advocaat",
        "first": f"Je gaat het belletje uitdelen in {CHANNEL}. Ik vraag eerst stil aan één collega of het uitkomt. "
        "Pas na een ja noem ik een naam.\n[Doe maar] [Toch niet]",
        "go": "Doe maar",
        "asking": "Ik vraag het even rond. Je hoort het binnen 3 minuten.",
        "no": "Nu even niet",
        "fine": "Deze vraag is voorbij. Je hoeft niets te doen.",
        "yes": "Ja, is goed",
        "announced": "🔔 *{name} heeft vandaag het belletje.* {name} stelt de vragen die anders blijven liggen. "
        "Dat hoort bij de rol.\n"
        "Zie jij het echt anders? Zeg het gerust. Daar heb je geen belletje voor nodig.\n[Bellen] [Wat is dit?]",
        "ring": "Bellen",
        "rang": f"Het belletje klinkt nu in {CHANNEL}.",
        "moment": "🔔 Daar is het belletje. Vijf minuten voor een andere kijk. Eerst luisteren, dan doorvragen.",
        "over": "Overleg is klaar",
        "ended": "🔔 Het belletje ging vandaag rond.\nDank aan wie het belletje had, en aan iedereen die luisterde.",
        "done": f"Wat is er met het belletje in {CHANNEL} gedaan? Het team ziet je antwoord.\n"
        "[Overgenomen] [Meegewogen] [Gehoord] [Niet aan toegekomen]",
        "weighed": "Meegewogen",
        "thanks": "\nHet is meegewogen in het besluit.",
        "private": "Dank je wel dat jij vandaag het belletje had. Het hielp om even anders te kijken.",
    },
    "en": {
        "command": "/bell",
        "first": f"You are about to hand out the bell in {CHANNEL}. First I quietly ask one colleague whether it suits. "
        "I name someone only after a yes.\n[Go ahead] [Not now]",
        "go": "Go ahead",
        "asking": "I'm asking around. You will hear within 3 minutes.",
        "no": "Not this time",
        "fine": "This question is over. There is nothing you need to do.",
        "yes": "Yes, fine",
        "announced": "🔔 *{name} has the bell today.* {name} asks what might otherwise go unasked. "
        "It comes with the role.\n"
        "Do you really see it differently? Please say so. You don't need a bell for that.\n[Ring] [What is this?]",
        "ring": "Ring",
        "rang": f"The bell is ringing in {CHANNEL} now.",
        "moment": "🔔 There's the bell. Five minutes for another view. Listen first, then ask.",
        "over": "Meeting is over",
        "ended": "🔔 The bell went round today.\nThanks to whoever had the bell, and to everyone who listened.",
        "done": f"What was done with the bell in {CHANNEL}? The team sees your answer.\n"
        "[Taken on] [Weighed] [Heard] [Didn't get to it]",
        "weighed": "Weighed",
        "thanks": "\nIt was weighed in the decision.",
        "private": "Thank you for having the bell today. It helped to look differently for a moment.",
    },
}


@pytest.mark.parametrize("language", TALES)
async def test_the_whole_story_of_a_bell(tmp_path, language):
    tale = TALES[language]
    async with talk(tmp_path) as team:
        assert await team.says("Anna", tale["command"]) == tale["first"]
        assert team.channel() == []  # nobody but the caller has seen anything

        confirming = team.slack.sees(PEOPLE["Anna"], "C01TEAM")[-1]
        assert await team.presses("Anna", tale["go"], confirming) == tale["asking"]
        (first,) = team.asked()
        assert first != "Anna"

        assert await team.presses(first, tale["no"], team.private(first)[-1]) == ""
        assert team.reads(first) == tale["fine"]
        assert team.asked() == []  # a no is no sooner known than silence
        await team.passes(seconds=90)
        (second,) = team.asked()
        assert second not in (first, "Anna")
        assert team.channel() == []  # that somebody said no is seen nowhere

        await team.presses(second, tale["yes"], team.private(second)[-1])
        name = f"<@{PEOPLE[second]}>"
        announced = tale["announced"].format(name=name)
        assert team.channel() == [announced]

        assert await team.presses(second, tale["ring"], team.private(second)[-1]) == tale["rang"]
        (bell,) = team.messages()
        assert [line.plain() for line in team.slack.thread("C01TEAM", bell.ts)][-1] == tale["moment"]

        await team.presses("Anna", tale["over"], team.private("Anna")[-1])
        assert team.channel() == [tale["ended"]]  # the name is gone
        (asking,) = [message for message in team.private("Anna") if message.plain() == tale["done"]]
        assert team.reads(second) == tale["private"]

        await team.presses("Anna", tale["weighed"], asking)
        assert team.channel() == [tale["ended"] + tale["thanks"]]
        assert not any(name in line for line in team.channel())
