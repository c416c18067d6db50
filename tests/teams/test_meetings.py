"""What the start and end of a meeting set off in Teams, and that a strange event sets nothing off."""

import pytest
from teams_talk import teams_talk

TWELVE = tuple(f"P{n:02}" for n in range(12))


async def chosen(team, **more):
    """Anna chooses in the settings form."""
    form = (await team.says("Anna", "@Belletje instellingen")).split("\n")[0]
    card = team.only_for("Anna")[-1]
    return form, await team.presses("Anna", "Bewaren", card, more)


async def test_the_start_offers_the_bell_once_a_team_wants_that(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, "meeting") as team:
        await team.teams.starts(team.place)
        await team.settle()
        assert team.channel() == []
        assert await chosen(team, **{"one.offers": "yes"}) == ("Instellingen", "Bewaard.")
        assert team.channel() == [
            "@Anna de Vries heeft de instellingen van Belletje hier veranderd.\n"
            "Taal: Nederlands. Gasten: nee. Uitcheck: wat bij onze grootte past. Laten zien vanaf 6 antwoorden.\n"
            "Tijdzone: Europe/Amsterdam.\n"
            "Als een overleg begint, bied ik het belletje aan."
        ]
        await team.teams.starts(team.place)
        await team.settle()
        offer = team.messages()[-1]
        assert offer.plain() == (
            "🔔 Het overleg begint. Zal ik iemand zoeken voor het belletje?\n[Zoek iemand] [Wat is dit?]"
        )
        await team.presses("Bram", "Zoek iemand", offer)
        assert len(team.asked()) == 1


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"null": ("Title", "JoinUrl")},
        {"without": ("Title", "JoinUrl", "MeetingType", "StartTime")},
        {"lower": True},
    ],
)
async def test_the_end_opens_the_form_where_each_meeting_has_one(tmp_path, monkeypatch, how):
    async with teams_talk(tmp_path, monkeypatch, "meeting", people=("Anna", *TWELVE)) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        for _ in range(2):
            await team.teams.starts(team.place, **how)
            await team.teams.ends(team.place, **how)
            await team.settle()
        assert [text.split("\n")[0] for text in team.channel()] == [
            "💬 Uitcheck. 3 korte vragen, één minuut. Je naam komt er niet bij. Open tot 17:00."
        ]
        assert team.teams.answers == []


async def test_a_small_team_gets_no_form_at_the_end(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, "meeting") as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        await team.teams.ends(team.place)
        await team.settle()
        assert team.channel() == []


async def test_everybody_in_the_chat_of_a_meeting_can_be_asked(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, "meeting", people=("Anna", *(f"P{n:02}" for n in range(30)))) as team:
        await team.says("Anna", "@Belletje advocaat")
        await team.presses("Anna", "Doe maar", team.only_for("Anna")[-1])
        assert len(team.asked()) == 1
