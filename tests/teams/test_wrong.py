"""What goes wrong in Teams: tokens, odd activities, places and people, and what the connector refuses."""

import asyncio
import json

import pytest
from teams_standin.tokens import Tokens
from teams_talk import RECORDED, command, recorded, teams_talk

from bot.teams.gate import TRY_AGAIN_AFTER

INBOUND = sorted(
    path.stem for path in RECORDED.glob("*.json") if not path.stem.startswith("outbound") and path.stem != "head_probe"
)


async def heard(team):
    """Whether the bot did anything: what Anna sees besides the welcome."""
    await team.settle()
    return [message.plain().split("\n")[0] for message in team.only_for("Anna")[1:]]


async def test_a_good_token_is_let_in(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        assert (await team.teams.sends_raw(command(team))).status == 200
        assert len(await heard(team)) == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"audience": "33333333-3333-3333-3333-333333333333"},
        {"issuer": "https://evil.example"},
        {"issuer": "https://login.microsoftonline.com/x/v2.0"},
        {"expires": -3600},
        {"service_url": "https://evil.example/"},
        {"service_url": None},
    ],
    ids=["another audience", "another issuer", "from Entra", "expired", "another address", "no address"],
)
async def test_a_token_that_says_something_else_is_refused(tmp_path, monkeypatch, wish):
    async with teams_talk(tmp_path, monkeypatch) as team:
        answer = await team.teams.sends_raw(command(team), token=team.teams.token(**wish))
        assert (answer.status, await heard(team)) == (401, [])


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "e30.e30.e30"])
async def test_without_a_token_nobody_is_let_in(tmp_path, monkeypatch, token):
    async with teams_talk(tmp_path, monkeypatch) as team:
        answer = await team.teams.sends_raw(command(team), token=None, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status, await heard(team)) == (401, [])
        answer = await team.teams.sends_raw(command(team), token=None)
        assert (answer.status, await heard(team)) == (401, [])


async def test_a_token_signed_with_somebody_elses_key_is_refused(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        stranger = Tokens(team.teams.tenant_id, team.teams.client_id)
        answer = await team.teams.sends_raw(command(team), token=stranger.inbound(team.teams.connector_url))
        assert (answer.status, await heard(team)) == (401, [])


async def test_made_up_keys_make_us_ask_microsoft_only_now_and_then(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        before = team.teams.key_fetches
        strangers = [Tokens(team.teams.tenant_id, team.teams.client_id) for _ in range(5)]
        for stranger in strangers:
            await team.teams.sends_raw(command(team), token=stranger.inbound(team.teams.connector_url))
        assert team.teams.key_fetches - before == 0  # fetched at the start, not so long ago
        team.clock.move(TRY_AGAIN_AFTER)
        for stranger in strangers:
            await team.teams.sends_raw(command(team), token=stranger.inbound(team.teams.connector_url))
        assert team.teams.key_fetches - before == 1


async def test_fetching_keys_holds_up_nobody(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.key_delay, team.teams.wire.repeat_after = 3, 10
        team.clock.move(TRY_AGAIN_AFTER)
        stranger = Tokens(team.teams.tenant_id, team.teams.client_id).inbound(team.teams.connector_url)
        slow = asyncio.create_task(team.teams.sends_raw(command(team), token=stranger))
        await asyncio.sleep(0.2)
        answer = await asyncio.wait_for(team.teams.sends_raw(command(team)), timeout=2)
        assert (answer.status, slow.done()) == (200, False)
        assert (await slow).status == 401


async def test_an_activity_of_another_tenant_is_refused(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        theirs = command(team)
        theirs["conversation"]["tenantId"] = "99999999-9999-9999-9999-999999999999"
        nobodys = command(team)
        del nobodys["conversation"]["tenantId"], nobodys["channelData"]
        for body in (theirs, nobodys):
            assert ((await team.teams.sends_raw(body)).status, await heard(team)) == (401, [])


@pytest.mark.parametrize(
    "body", [b"", b"x{", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000], ids=[str(n) for n in range(7)]
)
async def test_what_is_no_activity_is_refused(tmp_path, monkeypatch, body):
    async with teams_talk(tmp_path, monkeypatch) as team:
        assert (await team.teams.sends_raw(body)).status == 400


async def test_too_much_at_once_is_refused(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        monkeypatch.setattr("bot.kernel.limits.BODY_AT_MOST", 1000)
        assert (await team.teams.sends_raw(command(team, text="x" * 2000))).status == 413


async def test_every_recorded_activity_is_taken(tmp_path, monkeypatch):
    """As the client sent it, but with our bot, our tenant and our address in it."""
    async with teams_talk(tmp_path, monkeypatch) as team:
        taken = {}
        for name in INBOUND:
            text = json.dumps(recorded(name)).replace("http://localhost:56150/_connector", team.teams.connector_url)
            text = text.replace("22222222-2222-2222-2222-222222222222", team.teams.bot_id)
            text = text.replace("19:meeting_weekstart@thread.v2", team.place.id)
            taken[name] = (await team.teams.sends_raw(json.loads(text))).status
            await team.settle()
        assert taken == dict.fromkeys(INBOUND, 200)


STRANGE = {
    "unknown type": {"type": "handoff"},
    "unknown event": {"type": "event", "name": "application/vnd.microsoft.somethingNew", "value": {}},
    "event without name": {"type": "event"},
    "event without value": {"type": "event", "name": "application/vnd.microsoft.meetingStart"},
    "meeting without title": {
        "type": "event",
        "name": "application/vnd.microsoft.meetingStart",
        "value": {"Title": None, "JoinUrl": None},
    },
    "meeting end without value": {"type": "event", "name": "application/vnd.microsoft.meetingEnd", "value": None},
    "unknown invoke": {"type": "invoke", "name": "task/fetch", "value": {}},
    "invoke without value": {"type": "invoke", "name": "adaptiveCard/action"},
    "invoke without data": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"action": {"type": "Action.Execute", "verb": "ring"}},
    },
    "invoke by itself": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"trigger": "automatic", "action": {"type": "Action.Execute", "verb": "ring"}},
    },
    "data of another kind": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"action": {"data": [1, 2]}},
    },
    "message without text": {"type": "message", "text": None},
    "message with odd entities": {"type": "message", "text": "x", "entities": [None, 1, {"type": "mention"}]},
    "members of another kind": {"type": "conversationUpdate", "membersRemoved": "x", "channelData": {
        "tenant": {"id": "11111111-1111-1111-1111-111111111111"}, "eventType": None}},
    "upgraded": {"type": "installationUpdate", "action": "add-upgrade"},
}  # fmt: skip


async def test_strange_activities_are_taken_and_set_nothing_off(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        taken = {}
        for number, (name, strange) in enumerate(STRANGE.items()):
            body = command(team, **{"text": "hallo", **strange, "id": str(number)})
            taken[name] = (await team.teams.sends_raw(body)).status
            await team.settle()
        assert (taken, team.channel()) == (dict.fromkeys(STRANGE, 200), [])
        assert await team.says("Anna", "@Belletje wie") == (
            "Er loopt nu geen belletje. Typ @Belletje advocaat om er een te beginnen."
        )


async def test_a_card_of_an_older_version_is_answered_with_a_sentence(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        old = {"action": {"type": "Action.Execute", "verb": "ring", "data": {"action": "ring", "v": 0}}}
        body = command(team, type="invoke", name="adaptiveCard/action", value=old)
        answer = await team.teams.sends_raw(body)
        assert (answer.body["type"], answer.body["value"]) == (
            "application/vnd.microsoft.activity.message",
            "Deze knop is van een oudere versie. Typ @Belletje help om opnieuw te beginnen.",
        )


async def test_a_repeated_activity_is_one_activity(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        body = command(team)
        for _ in range(3):
            await team.teams.sends_raw(body)
        assert len(await heard(team)) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "@Belletje advocaat @Pim Peters",
            "Ik weet niet wie @Pim is. Kies de naam uit het lijstje dat verschijnt na @.",
        ),
        ("@Belletje advocat", "“advocat” ken ik niet."),
        ("@Belletje " + "x" * 2000, "Dat is te lang voor mij. Typ @Belletje help om te zien wat kan."),
        (
            "@Belletje pauze mij tot gisteren",
            "Die dag begrijp ik niet. Schrijf bijvoorbeeld: @Belletje pauze mij tot 1 maart.",
        ),
        ("@Belletje <b>wie</b> &amp; nog wat", "“wie & nog wat” ken ik niet."),
        ("@Belletje klaar", "Er loopt hier nu geen belletje."),
    ],
)
async def test_wrong_words_get_a_sentence(tmp_path, monkeypatch, line, said):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.person("Pim Peters")
        assert (await team.says("Anna", line)).split("\n")[0] == said


def naming(team, who, **mentioned):
    """Anna's command with somebody or something mentioned in it."""
    body = command(team)
    shown = f"<at>{who}</at>"
    named = {"type": "mention", "mentioned": mentioned, "text": shown}
    return {**body, "text": f"{body['text']} {shown}", "entities": [*body["entities"], named]}


EVERYONE = "Iedereen tegelijk noemen kan niet. Typ alleen @Belletje advocaat, dan kijk ik zelf wie er is."


@pytest.mark.parametrize(
    ("mentioned", "said"),
    [
        (
            {"id": "29:stranger", "name": "Pim"},
            "Iemand doet hier niet mee. Nodig diegene eerst uit, of noem iemand anders.",
        ),
        ({"id": "19:abc@thread.tacv2", "name": "Besluiten"}, EVERYONE),
        ({"id": "everyone", "type": "everyone"}, EVERYONE),
        (
            {"id": "dGFn", "type": "tag", "name": "Kernteam"},
            "Groepen kan ik in Teams niet lezen. Noem de mensen één voor één.",
        ),
    ],
)
async def test_mentioning_whoever_cannot_be_asked(tmp_path, monkeypatch, mentioned, said):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        await team.teams.sends_raw(naming(team, "iets", **mentioned))
        assert (await heard(team))[-1] == said


async def test_in_a_chat_of_two_there_is_no_team(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.teams.install(team.people["Bram"], by=team.people["Bram"])
        own = team.teams.personal(team.people["Bram"])
        await team.teams.says(team.people["Bram"], own, "advocaat")
        await team.settle()
        assert [one.plain() for one in team.teams.sees(team.people["Bram"], own) if one.by_bot] == [
            "Dit werkt in een kanaal, een groepschat of een overleg. Hier kan ik alleen uitleg geven."
        ]
        spaces = await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))
        assert [space for space in (*spaces[0], *spaces[1]) if own.id in space] == []


ELSEWHERE = (
    "ik kan je nog geen privébericht sturen. Voeg Belletje toe aan je apps in Teams. Dan lukt het de volgende keer."
)


async def test_where_nobody_can_be_told_in_private_the_space_says_where_to_look(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.targeted, team.teams.personal_install = False, "blocked"
        await team.says("Bram", "@Belletje help")
        await team.says("Bram", "@Belletje help")
        assert team.channel() == [f"@Bram Kok, {ELSEWHERE}"]


async def test_who_is_asked_for_the_bell_is_told_to_nobody_also_where_they_cannot_be_reached(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        await team.says("Anna", "@Belletje wie")
        team.teams.targeted, team.teams.personal_install = False, "blocked"
        await team.says("Anna", "@Belletje advocaat")
        assert team.channel() == [f"@Anna de Vries, {ELSEWHERE}"]  # Anna asked, and everybody saw that


@pytest.mark.parametrize("targeted", [True, False])
async def test_without_targeted_messages_the_chat_of_two_does(tmp_path, monkeypatch, targeted):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.targeted, team.teams.personal_install = targeted, "anyone"
        before = len(team.teams.sees(team.people["Bram"], team.teams.personal(team.people["Bram"])))
        await team.says("Bram", "@Belletje")
        direct = team.teams.sees(team.people["Bram"], team.teams.personal(team.people["Bram"]))[before:]
        assert [one.plain().split("\n")[0] for one in direct] == ([] if targeted else ["Wat wil je doen?"])


@pytest.mark.parametrize(("status", "code"), [(403, "BotNotInConversationRoster"), (404, "ConversationNotFound")])
async def test_a_place_that_is_gone_is_forgotten(tmp_path, monkeypatch, status, code):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        team.teams.refuse("GET", "pagedMembers", status=status, code=code, times=None)
        assert await team.says("Anna", "@Belletje advocaat") == (
            "Ik doe hier nog niet mee. Voeg Belletje eerst toe als app."
        )
        (space,) = await team.bot.service.run(lambda unit: unit.space.known())  # one answer erases nothing
        await team.passes(seconds=61)
        assert await team.bot.service.run(lambda unit: (unit.space.known(), unit.present())) == ((), ())
        assert team.bot.service.doubt(space) is False


async def test_a_channel_that_is_deleted_and_a_team_that_leaves_are_forgotten(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch, "channel") as team:
        other = await team.teams.create_channel(team.place.team, "Anders")
        for place in (team.place, other):
            await team.says("Anna", "@Belletje wie", place)
        spaces = await team.bot.service.run(lambda unit: unit.space.within(team.place.team.id))
        assert len(spaces) == 2
        await team.teams.delete_channel(other)
        await team.settle()
        assert len(await team.bot.service.run(lambda unit: unit.space.within(team.place.team.id))) == 1
        await team.teams.remove(team.place.team, by=team.people["Anna"])
        await team.settle()
        assert await team.bot.service.run(lambda unit: unit.space.within(team.place.team.id)) == ()


async def test_another_address_is_used_from_the_next_activity_on(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        team.teams.move_region()
        before = len(team.teams.calls)
        assert await team.says("Anna", "@Belletje wie") != ""
        kept = await team.bot.service.run(lambda unit: unit.space.address(unit.space.known()[0]))
        assert kept.url == team.teams.connector_url.rstrip("/")
        assert len(team.teams.calls) > before


@pytest.mark.parametrize(("status", "wait"), [(429, 5), (412, None), (503, 5)])
async def test_being_told_to_wait_is_waiting_and_then_saying_it_once(tmp_path, monkeypatch, status, wait):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        team.teams.refuse("POST", "activities", status=status, retry_after=wait, times=1)
        await team.says("Anna", "@Belletje advocaat")
        await team.passes(seconds=(wait or 2) + 1)
        assert len(team.asked()) == 1


async def test_somebody_who_leaves_is_forgotten(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.says("Bram", "@Belletje pauze mij")
        bram = team.people["Bram"]
        await team.teams.remove_member(team.place, bram)
        await team.settle()

        def kept(unit):
            return [unit.bell.paused_until(space, bram.id) for space in unit.space.known()]

        assert await team.bot.service.run(kept) == [None]


async def test_a_roster_of_five_thousand_asks_who_takes_part(tmp_path, monkeypatch):
    people = ("Anna", *(f"P{n}" for n in range(4999)))
    async with teams_talk(tmp_path, monkeypatch, "channel", people=people) as team:
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        said = await team.says("Anna", "@Belletje advocaat")
        assert said.split("\n")[1].startswith("Hier zijn veel mensen. Wie doen er mee aan dit overleg?")
        form = team.only_for("Anna")[-1]
        picked = {"many.people": [team.people["P7"].aad, team.people["P8"].aad]}
        await team.presses("Anna", "Vraag rond", form, picked)
        assert len([call for call in team.teams.calls if "pagedMembers" in call.path]) >= 10
        assert team.asked() in (["P7"], ["P8"])
