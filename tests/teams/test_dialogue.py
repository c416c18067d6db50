"""The bell and the check-out in Teams, as people see them: the story from the welcome to forgetting."""

import pytest
from teams_talk import NAMES, teams_talk

TEN = tuple(f"P{n}" for n in range(10))


async def has_the_bell(team):
    """Anna called for the bell and somebody said yes: who."""
    await team.says("Anna", "@Belletje advocaat")
    await team.presses("Anna", "Doe maar", team.only_for("Anna")[-1])
    (who,) = team.asked()
    await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
    return who


async def test_the_one_who_adds_it_is_welcomed_and_the_team_is_not(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        assert team.reads("Anna").split("\n")[-2:] == [
            "Je hebt mij toegevoegd aan Weekstart. Ik zeg daar niets, tot iemand begint.",
            "[Gewoon beginnen] [Eerst kiezen] [Wat wordt er bewaard?]",
        ]
        assert (team.channel(), [team.only_for(who) for who in ("Bram", "Chaima")]) == ([], [[], []])
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        assert team.reads("Anna") == "Mooi. Typ @Belletje advocaat in Weekstart als jullie overleg begint."


@pytest.mark.parametrize("place", ["chat", "channel", "meeting"])
async def test_a_bell_from_the_call_to_the_thanks(tmp_path, monkeypatch, place):
    async with teams_talk(tmp_path, monkeypatch, place) as team:
        who = await has_the_bell(team)
        name = NAMES[who]
        assert team.channel() == [
            f"🔔 @{name} **heeft vandaag het belletje.** @{name} stelt de vragen die anders blijven liggen. "
            "Dat hoort bij de rol.\nZie jij het echt anders? Zeg het gerust. Daar heb je geen belletje voor nodig.\n"
            "[Bellen] [Wat is dit?]"
        ]
        card = team.only_for(who)[-1]
        assert card.plain().split("\n")[0] == "Jij hebt vandaag het belletje"
        assert await team.presses(who, "Bellen", card) == "Gelukt."
        (bell, ring) = team.messages()
        assert (
            ring.plain()
            == "🔔 Daar is het belletje. Vijf minuten voor een andere kijk. Eerst luisteren, dan doorvragen."
        )
        assert ring.root == (bell.id if place == "channel" else None)
        assert await team.presses("Esra", "Bellen", bell) == "Het belletje klinkt al. Die vijf minuten lopen nog."
        assert await team.presses("Anna", "Overleg is klaar", team.only_for("Anna")[-1]) == (
            "Het belletje is afgerond. De voorzitter krijgt nog één vraag, in een privébericht."
        )
        assert team.channel()[0] == (
            "🔔 Het belletje ging vandaag rond.\nDank aan wie het belletje had, en aan iedereen die luisterde."
        )
        await team.presses("Anna", "Meegewogen", team.only_for("Anna")[-1])
        assert team.channel()[0].split("\n")[-1] == "Het is meegewogen in het besluit."
        assert team.reads(who) == "Dank je wel dat jij vandaag het belletje had. Het hielp om even anders te kijken."
        assert (team.teams.complaints, team.teams.answers) == ([], [])


async def test_passing_on_is_the_holders_and_nobody_sees_who_said_no(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        first = await has_the_bell(team)
        await team.presses(first, "Doorgeven", team.only_for(first)[-1])
        assert team.channel() == ["🔔 Het belletje gaat door naar iemand anders. Ik vraag het even rond."]
        (second,) = team.asked()
        assert second != first
        card = team.only_for(second)[-1]
        assert await team.presses(second, "Nu even niet", card) == "Deze vraag is voorbij. Je hoeft niets te doen."
        assert (
            team.reads(second) == "Deze vraag is voorbij. Je hoeft niets te doen."
        )  # also after Teams draws the card anew
        team.teams.reload(team.people[second])
        assert team.reads(second) == "Deze vraag is voorbij. Je hoeft niets te doen."
        assert team.channel() == ["🔔 Het belletje gaat door naar iemand anders. Ik vraag het even rond."]


async def test_a_check_out_is_answered_on_the_card_and_shown_in_bands(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, people=("Anna", *TEN, "Q1", "Q2")) as team:
        said = await team.says("Anna", "@Belletje uitcheck")
        assert said == "De uitcheck is open tot 17:00."
        _spoken, form = team.messages()
        choices = "( ) Ja ( ) Deels ( ) Nee ( ) Niet van toepassing"
        assert form.plain().split("\n") == [
            "💬 Uitcheck. 3 korte vragen, één minuut. Je naam komt er niet bij. Open tot 17:00.",
            "We tellen je antwoord op bij de andere, zonder je naam. We laten pas iets zien vanaf 6 mensen samen.",
            "[Lees meer]",
            "Hebben we alle perspectieven gehoord? "
            "Denk aan inwoners, aan wie het moet uitvoeren en aan wie het anders ziet. *",
            choices,
            "Kon je zeggen wat je wilde zeggen? *",
            choices,
            "Is er echt geluisterd naar wie het anders zag? Zag niemand het anders? Kies dan “niet van toepassing”. *",
            choices,
            "Na versturen kun je niets meer veranderen. We weten dan niet welk antwoord van jou is.",
            "[Versturen] [Uitcheck sluiten]",
        ]
        yes = {"one.00": "00", "one.01": "00", "one.02": "01"}
        for who in TEN[:6]:
            assert await team.presses(who, "Versturen", form, yes) == "Dank je wel. Je antwoorden tellen mee."
        assert (
            await team.presses(TEN[0], "Versturen", form, yes, stale=True)
            == "Je hebt al meegedaan. Eén keer is genoeg."
        )
        assert len(team.messages()) == 2  # no message and no edit while answers come in
        await team.passes(hours=8)
        assert team.channel() == [
            "Voor we stoppen: wie ziet het nog anders? Neem er één minuut voor.",
            "Zo keken jullie terug (6 antwoorden, in grote stappen)\n"
            "Hebben we alle perspectieven gehoord?\nJa: de meesten of iedereen.\n"
            "Kon je zeggen wat je wilde zeggen?\nJa: de meesten of iedereen.\n"
            "Is er echt geluisterd naar wie het anders zag?\nDeels: de meesten of iedereen.\n"
            "Vraag niet wie wat koos. Ook één stem kan belangrijk zijn.\n"
            "Om over te praten: hoe merkt iemand dat we echt geluisterd hebben?",
        ]
        assert (team.teams.complaints, team.teams.answers) == ([], [])


async def test_a_bare_mention_shows_three_buttons_and_help_the_words(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        assert await team.says("Bram", "@Belletje") == (
            "Wat wil je doen?\n[Zoek iemand voor het belletje] [Open een uitcheck] [Wat kan ik nog meer?]"
        )
        menu = team.only_for("Bram")[-1]
        assert (await team.presses("Bram", "Wat kan ik nog meer?", menu)).split("\n")[:2] == [
            "Dit kun je hier doen:",
            "@Belletje advocaat zoekt iemand voor het belletje. Noem mensen met @ als niet iedereen meedoet.",
        ]


async def test_what_is_kept_about_me_and_erasing_it(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        who = await has_the_bell(team)
        shown = await team.says(who, "@Belletje vergeet mij")
        assert shown.split("\n")[0] == "Wat we hier van jou bewaren"
        erased = await team.presses(who, "Wis dit", team.only_for(who)[-1])
        assert erased == (
            "Dit is gewist:\n• Je nummer bij Teams, en hoe ver je beurt is.\n• Dat je het belletje het laatst had.\n"
            "• Dat je nu het belletje hebt, tot het overleg klaar is.\n"
            "• Dat je voor dit belletje gevraagd kunt worden, tot het overleg klaar is.\n"
            "Je antwoorden kunnen we niet wissen, want we weten niet welke van jou zijn."
        )


async def test_the_last_one_out_leaves_only_counts(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await has_the_bell(team)
        await team.teams.remove(team.place, by=team.people["Anna"])
        await team.settle()
        left = await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))
        assert left == ((), ())


async def test_what_a_button_would_show_unfolds_in_the_card(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await has_the_bell(team)
        (bell,) = team.messages()
        (what,) = [action for action in bell.card["body"][-1]["actions"] if action["title"] == "Wat is dit?"]
        assert what["type"] == "Action.ShowCard"
        assert what["card"]["body"][0]["inlines"][0]["text"].startswith("Wie het belletje heeft, kijkt vijf minuten")


async def test_whoever_does_not_close_after_all_sees_the_questions_again(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, people=("Anna", *TEN, "Q1", "Q2")) as team:
        await team.says("Anna", "@Belletje uitcheck")
        await team.passes(minutes=20)
        form = team.messages()[-1]
        warning = await team.presses("Anna", "Uitcheck sluiten", form)
        assert warning.split("\n")[-1] == "[Open laten tot 17:00] [Toch sluiten]"
        again = await team.presses("Anna", "Open laten tot 17:00", form)
        assert again.split("\n")[-1] == "[Versturen] [Uitcheck sluiten]"


async def test_a_chair_who_has_answered_can_still_close(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, people=("Anna", *TEN, "Q1", "Q2")) as team:
        await team.says("Anna", "@Belletje uitcheck")
        form = team.messages()[-1]
        answers = {f"one.0{n}": "00" for n in range(3)}
        assert (await team.presses(TEN[0], "Versturen", form, answers)).split("\n")[-1] == (
            "Dank je wel. Je antwoorden tellen mee."
        )
        thanks = await team.presses("Anna", "Versturen", form, answers)
        assert thanks.split("\n")[-2:] == ["Dank je wel. Je antwoorden tellen mee.", "[Uitcheck sluiten]"]
        await team.passes(minutes=20)
        warning = await team.presses("Anna", "Uitcheck sluiten", form)
        assert warning.split("\n")[-1] == "[Open laten tot 17:00] [Toch sluiten]"


@pytest.mark.parametrize("typed", ["sluiten", "sluit de uitcheck", "close"])
async def test_a_word_closes_the_check_out_too(tmp_path, monkeypatch, typed):
    async with teams_talk(tmp_path, monkeypatch, people=("Anna", *TEN, "Q1", "Q2")) as team:
        assert (await team.says("Anna", f"@Belletje {typed}")).startswith("Er is hier nu geen uitcheck open")
        await team.says("Anna", "@Belletje uitcheck")
        await team.passes(minutes=20)
        await team.says("Anna", f"@Belletje {typed}")
        assert team.reads("Anna").split("\n")[-1] == "[Open laten tot 17:00] [Toch sluiten]"
        await team.presses("Anna", "Open laten tot 17:00", team.only_for("Anna")[-1])
        assert team.reads("Anna") == "Goed. De uitcheck blijft open."
        await team.says("Anna", f"@Belletje {typed}")
        await team.presses("Anna", "Toch sluiten", team.only_for("Anna")[-1])
        assert "te weinig antwoorden" in team.channel()[-1]


async def test_what_was_filled_in_wrongly_stays(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.says("Anna", "@Belletje instellingen")
        form = team.only_for("Anna")[-1]
        said = await team.presses("Anna", "Bewaren", form, {"text.threshold": "3"})
        assert said.split("\n")[:2] == ["Instellingen", "Kies een getal van 6 tot en met 50."]
        again = team.only_for("Anna")[-1]
        (field,) = [each for each in again.card["body"] if each.get("id") == "text.threshold"]
        assert field["value"] == "3"
        assert await team.presses("Anna", "Bewaren", again, {"text.threshold": "8"}) == "Bewaard."


async def test_pausing_is_also_a_button_that_nobody_sees(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.says("Bram", "@Belletje mijn gegevens")
        card = team.only_for("Bram")[-1]
        assert await team.presses("Bram", "Zet mij vier weken op pauze", card) == (
            "Goed. Tot 22 december 2026 vraag ik je niet. Je verliest er geen beurt door. "
            "Eerder terug? Typ @Belletje hervat mij."
        )
        await team.says("Bram", "@Belletje mijn gegevens")
        card = team.only_for("Bram")[-1]
        assert (
            await team.presses("Bram", "Haal mij van pauze", card)
            == "Welkom terug. Ik kan je weer vragen voor het belletje."
        )


async def test_an_answer_in_a_thread_stands_in_that_thread(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, "channel") as team:
        await team.teams.says(team.people["Bram"], team.place, "Een bericht")
        (root,) = [one for one in team.sees("Bram") if not one.by_bot]
        await team.says("Bram", "@Belletje wie", thread=root)
        assert team.only_for("Bram")[-1].root == root.id


@pytest.mark.parametrize("targeted", [True, False])
async def test_every_button_works_from_the_chat_of_two_as_well(tmp_path, monkeypatch, targeted):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.targeted, team.teams.personal_install = targeted, "anyone"
        await team.says("Bram", "@Belletje")
        await team.presses("Bram", "Zoek iemand voor het belletje", team.only_for("Bram")[-1])
        await team.presses("Bram", "Doe maar", team.only_for("Bram")[-1])
        assert team.reads("Bram") == "Ik vraag het even rond. Je hoort het binnen 3 minuten."
        (who,) = team.asked()
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        assert len(team.channel()) == 1
        assert await team.presses(who, "Bellen", team.only_for(who)[-1]) in (
            "Gelukt.",
            "Het belletje klinkt nu in Weekstart.",
        )


async def test_people_who_are_named_are_the_ones_who_are_asked(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        for _ in range(3):
            await team.says("Anna", "@Belletje advocaat @Bram Kok @Chaima El Amrani")
            (who,) = team.asked()
            assert who in ("Bram", "Chaima")
            await team.says("Anna", "@Belletje annuleer")


async def test_a_slash_command_is_the_same_and_nobody_else_sees_it(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        await team.says("Anna", "/advocaat", slash=True)
        assert len(team.asked()) == 1
        assert [one for one in team.sees("Bram") if not one.by_bot] == []


async def test_a_look_whether_somebody_is_there_is_answered(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        assert await team.teams.probe() == 200
