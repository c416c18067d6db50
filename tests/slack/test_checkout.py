"""Check-outs in Slack, over real signed HTTP: the whole story, wrong input, and what may not leak."""

import asyncio
import json
import logging
import sqlite3
from datetime import timedelta

import pytest
import structlog
from helpers import PEOPLE, StillClock, Talk, listening, settings_for, talk, team_in_slack

from bot.operator.verify import search
from bot.run import logs
from bot.run.asgi import application
from bot.run.platforms import connected
from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")
CROWD = [f"U2{n:03}CROWD" for n in range(9)]

TALES = {
    "nl": {
        "command": "/uitcheck",
        "opened": "De uitcheck is open tot 17:00.",
        "spoken": "Voor we stoppen: *wie ziet het nog anders?* Neem er één minuut voor.",
        "open": "💬 *Uitcheck.* 3 korte vragen, één minuut. Je naam komt er niet bij. Open tot 17:00.\n"
        "[Antwoord geven] [Uitcheck sluiten]",
        "answer": "Antwoord geven",
        "counted": "Dank je wel. Je antwoorden tellen mee.",
        "again": "Je hebt al meegedaan. Eén keer is genoeg.",
        "early": "Een uitcheck blijft minstens vijf minuten open. Probeer het straks nog eens.",
        "close": "Uitcheck sluiten",
        "warning": "Sluit je nu? Met minder dan 6 antwoorden laten we niets zien. "
        "Hoeveel er zijn, weten we pas na het sluiten.\n[Open laten tot 17:00] [Toch sluiten]",
        "anyway": "Toch sluiten",
        "ended": "De uitcheck is gesloten. Kijk bij het bericht voor het hele team.",
        "closed": "*Zo keken jullie terug* (9 antwoorden, in grote stappen)\n"
        "Hebben we alle perspectieven gehoord?\n"
        "Ja: de meesten of iedereen. Deels: niemand of een paar. Nee: niemand of een paar. "
        "Niet van toepassing: niemand of een paar.\n",
        "talk": "Vraag niet wie wat koos. Ook één stem kan belangrijk zijn.\n"
        "Om over te praten: wat ging er goed en houden we zo?",
        "too_few": "Er zijn te weinig antwoorden om iets te laten zien. Zo blijft ieders antwoord veilig. "
        "We hebben ze gewist. Vraag het hardop: wie zag het anders?",
    },
    "en": {
        "command": "/bell checkout",
        "opened": "The check-out is open until 17:00.",
        "spoken": "Before we stop: *who still sees it differently?* Take one minute for it.",
        "open": "💬 *Check-out.* 3 short questions, one minute. Your name is not attached. Open until 17:00.\n"
        "[Answer] [Close the check-out]",
        "answer": "Answer",
        "counted": "Thank you. Your answers count.",
        "again": "You have already taken part. Once is enough.",
        "early": "A check-out stays open for at least five minutes. Try again in a while.",
        "close": "Close the check-out",
        "warning": "Close now? With fewer than 6 answers we show nothing. How many there are, we know only after closing."
        "\n[Leave open until 17:00] [Close anyway]",
        "anyway": "Close anyway",
        "ended": "The check-out is closed. See the message to the whole team.",
        "closed": "*How you looked back* (9 answers, in broad steps)\n"
        "Have we heard all perspectives?\n"
        "Yes: most or all. Partly: none or a few. No: none or a few. Not applicable: none or a few.\n",
        "talk": "Don't ask who chose what. A single voice can matter too.\nTo talk about: what went well that we want to keep?",
        "too_few": "There are too few answers to show anything. That keeps everyone's answer safe. "
        "We have erased them. Ask out loud: who saw it differently?",
    },
}


async def crowd(team):
    """Enough people for a form per meeting."""
    for user in CROWD:
        team.slack.person(user, name=user.lower(), real_name=f"Jo {user.title()}")
        await team.slack.join("C01TEAM", user)


async def english(team):
    await team.says("Anna", "/bell settings")
    await team.slack.submit(PEOPLE["Anna"], team.slack.modal(PEOPLE["Anna"]), {"language": {"language": "en"}})
    await team.settle()


def form_of(team):
    return next(message for message in reversed(team.messages()) if message.blocks[-1]["type"] == "actions")


async def answer(team, user, choice="00", label="Answer", questions=3):
    """Somebody opens the form, chooses and sends; what the form then says."""
    await team.slack.press(user, form_of(team), label)
    await team.settle()
    view = team.slack.modal(user)
    await team.slack.submit(user, view, {f"{n:02}": {f"{n:02}": choice} for n in range(questions)})
    await team.settle()
    return team.slack.modal(user).plain().split("\n", 1)[1]


@pytest.mark.parametrize("language", TALES)
async def test_the_whole_story_of_a_check_out(tmp_path, language):
    tale = TALES[language]
    async with talk(tmp_path) as team:
        if language == "en":
            await english(team)
        await crowd(team)
        assert await team.says("Anna", tale["command"]) == tale["opened"]
        assert team.channel()[-2:] == [tale["spoken"], tale["open"]]
        message = form_of(team)
        for user in CROWD:
            assert (await answer(team, user, label=tale["answer"])).split("\n")[0] == tale["counted"]
        assert (await answer(team, CROWD[0], "02", tale["answer"])).split("\n")[0] == tale["again"]
        assert form_of(team) == message  # not edited while answers come in
        assert await team.presses("Anna", tale["close"], message) == tale["early"]
        await team.passes(minutes=5)
        assert await team.presses("Anna", tale["close"], message) == tale["warning"]
        warning = team.only_for("Anna")[-1]
        assert await team.presses("Anna", tale["anyway"], warning) == tale["ended"]
        shown = team.channel()[-1]
        assert shown.startswith(tale["closed"])
        assert shown.endswith(tale["talk"])
        assert [line for line in team.channel() if "CROWD" in line] == []
        marks = {user: user.encode() for user in CROWD}
        assert search(tmp_path, marks).hits == {}


@pytest.mark.parametrize("turnout", [0, 5])
async def test_with_too_few_answers_one_honest_sentence(tmp_path, turnout):
    async with talk(tmp_path) as team:
        await crowd(team)
        await team.says("Anna", "/uitcheck kort")
        for user in CROWD[:turnout]:
            await answer(team, user, label="Antwoord geven", questions=1)
        await team.passes(hours=8)
        assert team.channel()[-1] == TALES["nl"]["too_few"]


async def test_reading_the_promise_does_not_lose_what_was_filled_in(tmp_path):
    async with talk(tmp_path) as team:
        await english(team)
        await crowd(team)
        await team.says("Anna", "/bell checkout")
        await team.slack.press(CROWD[0], form_of(team), "Answer")
        await team.settle()
        form = team.slack.modal(CROWD[0])
        await team.slack.press(CROWD[0], form, "Read more")
        await team.settle()
        promise = team.slack.modal(CROWD[0])
        assert promise.id != form.id
        assert "What we can't promise" in promise.plain()
        await team.slack.dismiss(CROWD[0])
        assert team.slack.modal(CROWD[0]).id == form.id


async def test_a_middle_sized_space_chooses(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.person("U2SIX", name="six")
        await team.slack.join("C01TEAM", "U2SIX")
        said = await team.says("Anna", "/uitcheck")
        assert said.endswith("[Vraag om hardop te bespreken] [Formulier over de afgelopen maand]")
        await team.presses("Anna", "Formulier over de afgelopen maand", team.only_for("Anna")[-1])
        assert team.channel()[-1].startswith("💬 *Terugblik op de afgelopen maand.* 3 korte vragen, één minuut.")
        assert "Open tot en met 30 november 2026." in team.channel()[-1]


async def test_a_small_space_asks_aloud(tmp_path):
    async with talk(tmp_path) as team:
        assert await team.says("Anna", "/uitcheck") == "Ik heb de vraag gesteld. Neem er samen één minuut voor."
        assert team.channel() == [TALES["nl"]["spoken"]]


async def test_strangers_bots_and_guests_cannot_answer(tmp_path):
    async with talk(tmp_path) as team:
        await english(team)
        await crowd(team)
        team.slack.person("U3GUEST", name="guest", is_restricted=True)
        await team.slack.join("C01TEAM", "U3GUEST")
        await team.says("Anna", "/bell checkout")
        assert (await answer(team, "U3GUEST")).startswith("Guests don't take part here.")
        await team.slack.press(CROWD[0], form_of(team), "Answer")
        await team.settle()
        view = team.slack.modal(CROWD[0])
        team.slack.channels["C01TEAM"].members.remove(CROWD[0])
        team.clock.move(timedelta(minutes=2))
        await team.slack.submit(CROWD[0], view, {f"{n:02}": {f"{n:02}": "00"} for n in range(3)})
        await team.settle()
        assert "This check-out is for the people of this team." in team.slack.modal(CROWD[0]).plain()


async def test_an_answer_that_cannot_be_written_is_said_not_to_count(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.sqlite.connection.BUSY_SECONDS", 0.05)
    monkeypatch.setattr("storage.sqlite.connection.ALONE", "")  # so that it can be locked here
    async with talk(tmp_path) as team:
        await english(team)
        await crowd(team)
        await team.says("Anna", "/bell checkout")
        await team.slack.press(CROWD[0], form_of(team), "Answer")
        await team.settle()
        view = team.slack.modal(CROWD[0])
        blocker = sqlite3.connect(tmp_path / "live" / "live.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        chosen = {f"{n:02}": {f"{n:02}": "00"} for n in range(3)}
        await team.slack.submit(CROWD[0], view, chosen)
        await team.settle()
        blocker.close()
        said = team.slack.modal(CROWD[0]).plain()
        assert "That didn't work. Your answer was *not* counted." in said
        assert (await answer(team, CROWD[0])).startswith("Thank you.")


async def test_own_questions_from_first_word_to_bands(tmp_path):
    async with talk(tmp_path) as team:
        await english(team)
        await crowd(team)
        await team.slack.command(PEOPLE["Bram"], "C01TEAM", "/bell", "questions")
        form = team.slack.modal(PEOPLE["Bram"])
        await team.slack.submit(PEOPLE["Bram"], form, {"q0": {"q0": "Does JO listen?"}})
        await team.settle()
        assert "A question has a colleague's name in it." in team.slack.modal(PEOPLE["Bram"]).plain()
        await team.slack.command(PEOPLE["Bram"], "C01TEAM", "/bell", "questions")
        form = team.slack.modal(PEOPLE["Bram"])
        await team.slack.submit(PEOPLE["Bram"], form, {"q0": {"q0": "Was there *time* <!channel>?"}})
        await team.settle()
        preview = team.slack.modal(PEOPLE["Bram"])
        assert "*Was there *time* &lt;!channel&gt;?*" in preview.plain()
        await team.slack.press(PEOPLE["Bram"], preview, "Use these")
        await team.settle()
        assert team.channel()[-1].startswith(f"<@{PEOPLE['Bram']}> changed this team's own questions:")
        await team.says("Anna", "/bell checkout own")
        for user in CROWD[:7]:
            assert (await answer(team, user, questions=1)).startswith("Thank you.")
        await team.passes(hours=8)
        assert "Was there *time* &lt;!channel&gt;?\nYes: most or all." in team.channel()[-1]


async def test_what_is_kept_can_be_seen_and_erased_in_chat(tmp_path):
    async with talk(tmp_path) as team:
        await english(team)
        nothing = await team.says("Bram", "/bell my data")
        assert nothing.split("\n")[1] == "Nothing. There is nothing about you here."
        await team.names("Anna", "Bram")
        await team.presses("Bram", "Yes, fine", team.private("Bram")[-1])
        shown = await team.says("Bram", "/bell forget me")
        assert shown.split("\n")[1] == "• Your Slack number, and how near your turn is."
        erased = await team.presses("Bram", "Erase this", team.only_for("Bram")[-1])
        assert erased.split("\n")[0] == "This has been erased:"
        turns = await team.bot.service.run(lambda unit: unit.bell.rotation(SPACE))
        assert PEOPLE["Bram"] not in turns.credits


async def test_a_changed_key_closes_what_is_open_and_says_so(tmp_path):
    clock = StillClock()
    async with team_in_slack() as workspace:
        pepper = tmp_path / "pepper"
        settings = settings_for(tmp_path / "data", workspace, belletje_pepper_file=pepper)
        for first in (True, False):
            async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
                workspace.bot_url = f"{url}/slack/events"
                team = Talk(workspace, joined.bot, clock)
                if first:
                    await crowd(team)
                    await team.says("Anna", "/uitcheck")
                    for user in CROWD[:7]:
                        await answer(team, user, label="Antwoord geven")
                else:
                    await team.settle()
                    shown = team.channel()[-1]
            pepper.write_bytes(b"another key of enough bytes")
        sentence = "Deze uitcheck is eerder gesloten, want de geheime sleutel is veranderd."
        assert shown.split("\n")[:2] == [sentence, "*Zo keken jullie terug* (7 antwoorden, in grote stappen)"]


async def test_many_answers_at_once_each_count_once(tmp_path):
    async with talk(tmp_path) as team:
        await english(team)
        await crowd(team)
        await team.says("Anna", "/bell checkout")
        for user in CROWD:
            await team.slack.press(user, form_of(team), "Answer")
        await team.settle()
        views = {user: team.slack.modal(user) for user in CROWD}
        chosen = {f"{n:02}": {f"{n:02}": "00"} for n in range(3)}
        await asyncio.gather(*(team.slack.submit(user, views[user], chosen) for user in CROWD))
        await team.settle()
        checkout = await team.bot.service.run(lambda unit: unit.checkout.checkout_in(SPACE))
        counted = await team.bot.service.run(lambda unit: unit.checkout.tally(checkout))
        assert counted == (9, ((9, 0, 0, 0),) * 3)


async def test_nothing_of_an_answer_is_logged_whatever_goes_wrong(tmp_path, capsys, monkeypatch):
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("DEBUG")
    try:
        async with talk(tmp_path) as team:
            await english(team)
            await crowd(team)
            await team.says("Anna", "/bell checkout")
            await answer(team, CROWD[0])
            monkeypatch.setattr("rituals.checkout.answering.ballot_from", lambda *_: 1 / 0)
            await team.slack.press(CROWD[1], form_of(team), "Answer")
            await team.settle()
            view = team.slack.modal(CROWD[1])
            await team.slack.submit(CROWD[1], view, {f"{n:02}": {f"{n:02}": "02"} for n in range(3)})
            await team.settle()
    finally:
        root.handlers[:], root.level = before
        structlog.reset_defaults()
    written = capsys.readouterr().err
    assert "ZeroDivisionError" in written
    planted = [*CROWD, "C01TEAM", "selected_option", "view_submission", '"02"', "tally"]
    assert [word for word in planted if word in written] == []
    assert all(json.loads(line) for line in written.splitlines())
