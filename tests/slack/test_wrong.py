"""Wrong, late, repeated, forged and hostile input in Slack: a clear sentence to that person only, and nothing changes."""

import asyncio
import json
import sqlite3
from urllib.parse import urlencode

import pytest
from helpers import PEOPLE, settings_for, talk

from bot.run.platforms import connected
from rituals.kernel.identifiers import SpaceId

SPACE = SpaceId("slack:T01TEAM:C01TEAM")


async def started(team, command="/bell"):
    """A bell with a holder; who that is."""
    await team.says("Anna", command)
    await team.presses("Anna", "Go ahead", team.slack.sees(PEOPLE["Anna"], "C01TEAM")[-1])
    (asked,) = team.asked()
    await team.presses(asked, "Yes, fine", team.private(asked)[-1])
    return asked


async def ready(team):
    """The space is introduced and speaks English, and no bell runs."""
    await started(team)
    await team.says("Anna", "/bell cancel")


async def state(team):
    """Everything that is stored, but for what is on its way."""
    return await team.bot.service.run(
        lambda unit: (unit.bell.running(SPACE), unit.bell.rotation(SPACE), unit.space.known())
    )


MENTIONS = " ".join(f"<@U{n:07}|p{n}>" for n in range(60))

SAID = {
    "an unknown word": ("whoo", "I don't know “whoo”. Do you mean `/bell who`?"),
    "something else entirely": ("xyzzy", "I don't know “xyzzy”."),
    "markup": ("<b>*hi*</b>", "I don't know “&lt;b&gt;*hi*&lt;/b&gt;”."),
    "invisible characters": ("\u202ewho\u200b\u200f is", "I don't know “who is”. Do you mean `/bell who`?"),
    "4,000 characters": ("x" * 4000, "That is too long for me. Type `/bell help` to see what you can do."),
    "everybody at once": (
        "<!channel>",
        "You can't name everyone at once. Type just `/bell`, and I'll see who is here.",
    ),
    "60 mentions": (MENTIONS, "That is too many. Name at most 50 people, or a group."),
    "somebody who is not here": (
        "<@U09GONE|gone>",
        "<@U09GONE> isn't here. Invite them first, or name someone else.",
    ),
    "a bot": ("<@U08ROBOT|robot>", "<@U08ROBOT> is a bot. Name a colleague."),
    "a name that Slack did not turn into a person": (
        "@jan",
        "I don't know who @jan is. Choose the name from the list that appears after @.",
    ),
    "an unknown group": (
        "<!subteam^S0NONE|@none>",
        "I don't know that group, or nobody in this channel is in it.",
    ),
    "a chair who is nobody": ("chair", "Name exactly one colleague with @."),
    "a day that is none": ("pause me until 31 February", "I don't understand that day. Write for example: "),
    "a day that has passed": ("pause me until 2026-11-01", "That day has passed. Choose a day after today."),
    "cancelling nothing": ("cancel", "No bell is running here now."),
    "ending nothing": ("done", "No bell is running here now."),
    "someone else for nothing": ("someone else", "No bell is running here now."),
}


async def test_what_is_typed_wrong_gets_a_sentence_and_changes_nothing(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.person("U08ROBOT", name="robot", is_bot=True)
        team.slack.person("U09GONE", name="gone")
        await team.slack.join("C01TEAM", "U08ROBOT")
        await ready(team)
        before, shown = await state(team), team.channel()
        answers = {}
        for name, (typed, _) in SAID.items():
            answers[name] = (await team.says("Anna", f"/bell {typed}")).split("\n")[0]
        wrong = {name: answers[name] for name, (_, said) in SAID.items() if not answers[name].startswith(said)}
        assert wrong == {}
        assert (await state(team), team.channel()) == (before, shown)


async def test_fifty_one_names_are_too_many_and_fifty_are_not(tmp_path):
    async with talk(tmp_path) as team:
        people = [f"U{n:03}" for n in range(51)]
        await ready(team)
        for user in people:
            team.slack.person(user, name=user.lower())
            await team.slack.join("C01TEAM", user)
        many = " ".join(f"<@{user}>" for user in people)
        assert await team.says("Anna", f"/bell {many}") == "That is too many. Name at most 50 people, or a group."
        fifty = " ".join(f"<@{user}>" for user in people[:50])
        assert await team.says("Anna", f"/bell {fifty}") == "I'm asking around. You will hear within 3 minutes."


async def test_a_channel_the_bot_is_not_in(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.channel("C02", name="elsewhere", members=list(PEOPLE.values()), bot_in=False)
        team.slack.channel("G02", name="secret", members=list(PEOPLE.values()), bot_in=False, private=True)
        for channel in ("C02", "G02"):
            first = await team.slack.command(PEOPLE["Anna"], channel, "/bell", "")
            await team.presses("Anna", "Go ahead", first.ephemeral[0])
            now = team.slack.find_message(channel, first.ephemeral[0].ts)
            told = [m.plain() for m in team.slack.sees(PEOPLE["Anna"], channel) if m.ts != now.ts]
            assert told == ["I'm not in this channel yet. Invite me first: type /invite and my name."]


async def test_a_private_chat_is_no_place_for_a_bell_but_explains(tmp_path):
    async with talk(tmp_path) as team:
        channel = team.slack.dm_id(PEOPLE["Anna"])
        refused = await team.says("Anna", "/bell", channel)
        assert refused == "This works in a channel, together with your team. Here I can only explain."
        assert (await team.says("Anna", "/bell explain", channel)).startswith("Whoever has the bell looks")


async def test_nobody_to_ask_is_a_kind_sentence(tmp_path):
    async with talk(tmp_path) as team:
        team.slack.person("U07GUEST", name="guest", is_restricted=True)
        team.slack.person("U07LEFT", name="left")
        team.slack.person("U07BOT", name="robot", is_bot=True)
        team.slack.channel("C03", name="odd", members=["U07GUEST", "U07LEFT", "U07BOT", PEOPLE["Anna"]])
        team.slack.deactivate("U07LEFT")
        await team.slack.leave("C03", PEOPLE["Anna"])
        await team.slack.join("C03", PEOPLE["Anna"])
        await ready(team)
        first = await team.slack.command(PEOPLE["Anna"], "C03", "/bell", "<@U07GUEST>")
        await team.presses("Anna", "Go ahead", first.ephemeral[0])
        said = [m.plain() for m in team.slack.sees(PEOPLE["Anna"], "C03") if m.ephemeral_to][-1]
        assert said == (
            "There is nobody to take the bell right now. Ask out loud: who sees it differently?\n"
            "1 is a guest from outside."
        )


async def test_buttons_of_a_bell_that_is_over_say_so(tmp_path):
    async with talk(tmp_path) as team:
        holder = await started(team)
        (announcement,), card, chair = team.messages(), team.private(holder)[-1], team.private("Anna")[-1]
        await team.says("Anna", "/bell cancel")
        before = await state(team)
        for who, label, old in (
            ("Bram", "Ring", announcement),
            (holder, "Pass it on", card),
            ("Anna", "Meeting is over", chair),
        ):
            assert f"[{label}]" not in team.slack.find_message(old.channel, old.ts).plain()
            assert await team.presses(who, label, old, stale=True) == "This bell is over."
        assert await state(team) == before


async def test_buttons_for_somebody_else_refuse_kindly(tmp_path):
    async with talk(tmp_path) as team:
        holder = await started(team)
        other = next(name for name in PEOPLE if name not in (holder, "Anna"))
        card, chair = team.private(holder)[-1], team.private("Anna")[-1]
        before = await state(team)
        refusals = [
            await team.presses(other, "Pass it on", card, stale=True),
            await team.presses(other, "Meeting is over", chair, stale=True),
            await team.says(other, "/bell cancel"),
            await team.says(other, "/bell done"),
            await team.says(other, f"/bell chair <@{PEOPLE['Bram']}>"),
        ]
        only_chair = "Only the chair can do this. The chair can hand it over with `/bell chair @`."
        yours = "This button is for whoever has the bell. You can ring it too."
        assert refusals == [yours, only_chair, only_chair, only_chair, only_chair]
        assert await state(team) == before


async def test_pressing_twice_is_pressing_once(tmp_path):
    async with talk(tmp_path) as team:
        await ready(team)
        await team.says("Anna", "/bell")
        (asked,) = team.asked()
        question = team.private(asked)[-1]
        await asyncio.gather(*(team.slack.press(PEOPLE[asked], question, "Yes, fine") for _ in range(3)))
        await team.settle()
        before = await state(team)
        other = next(name for name in PEOPLE if name not in ("Anna", asked))
        assert await team.presses(other, "Yes, fine", question, stale=True) == (
            "Thank you. Someone else has the bell already. There is nothing you need to do."
        )
        announcement = team.messages()[-1]
        await team.presses("Anna", "Ring", announcement)
        assert await team.presses("Bram", "Ring", announcement) == (
            "The bell is already ringing. Those five minutes are still running."
        )
        after = await state(team)
        assert (before[1], after[0].moments) == (after[1], 1)
        assert len(team.slack.thread("C01TEAM", announcement.ts)) == 2


async def test_two_chairs_at_the_same_second_get_one_bell(tmp_path):
    async with talk(tmp_path) as team:
        await ready(team)
        answers = await asyncio.gather(team.says("Anna", "/bell"), team.says("Bram", "/bell"))
        assert sorted(answer.split("\n")[0] for answer in answers) == [
            "I'm asking around. You will hear within 3 minutes.",
            "I'm still asking who takes the bell.",
        ]
        assert len(team.asked()) == 1


FORGED = {
    "another secret": lambda team, body: team.slack.sign(body, secret="another"),
    "five minutes old": lambda team, body: team.slack.sign(body, timestamp=int(team.slack.clock()) - 301),
    "no signature": lambda _team, _body: {"Content-Type": "application/x-www-form-urlencoded"},
}


@pytest.mark.parametrize("how", FORGED)
async def test_a_forged_request_is_401_and_nothing_is_done(tmp_path, how):
    async with talk(tmp_path) as team:
        await ready(team)
        before = await state(team)
        body = b"command=%2Fbell&text=&team_id=T01TEAM&channel_id=C01TEAM&user_id=U01ANNA&channel_name=team"
        answer = await team.slack.deliver_raw(body, FORGED[how](team, body))
        assert (answer.status, await state(team)) == (401, before)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"payload=%7B", b"hello=world", b'{"type": "nothing of ours"}', b"\xff\xfe", b"payload=[]"],
)
async def test_a_body_that_is_no_request_is_400(tmp_path, body):
    async with talk(tmp_path) as team:
        answer = await team.slack.deliver_raw(body, team.slack.sign(body))
        assert answer.status == 400


async def test_a_body_beyond_all_bounds_is_413(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.kernel.limits.BODY_AT_MOST", 1000)
    async with talk(tmp_path) as team:
        body = b"text=" + b"x" * 1000
        answer = await team.slack.deliver_raw(body, team.slack.sign(body))
        assert answer.status == 413


async def test_a_locked_database_is_said_and_nothing_is_half_done(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.sqlite.connection.BUSY_SECONDS", 0.05)
    monkeypatch.setattr("storage.sqlite.connection.ALONE", "")  # so that it can be locked here
    async with talk(tmp_path) as team:
        holder = await started(team)
        before = await state(team)
        blocker = sqlite3.connect(tmp_path / "live" / "live.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        card = team.private(holder)[-1]
        said = await team.presses(holder, "Ring", card)
        blocker.close()
        assert said == "That didn't work. Nothing was changed. Please try again shortly."
        assert await state(team) == before
        await team.presses(holder, "Ring", card)
        assert (await state(team))[0].moments == 1


async def test_a_lost_live_file_ends_the_bell_and_a_new_one_begins(tmp_path):
    async with talk(tmp_path) as team:
        holder = await started(team)
        card = team.private(holder)[-1]
    for file in (tmp_path / "live").iterdir():
        file.unlink()
    async with talk(tmp_path) as again:
        again.slack.messages.extend([card])
        assert await again.says("Anna", "/bell who") == "No bell is running now. Type `/bell` to start one."
        assert await again.says("Anna", "/bell") == "I'm asking around. You will hear within 3 minutes."


async def test_a_form_that_is_sent_twice_or_with_nothing_changes_once(tmp_path):
    async with talk(tmp_path) as team:
        await ready(team)
        await team.slack.command(PEOPLE["Anna"], "C01TEAM", "/bell", "settings")
        form = team.slack.modal(PEOPLE["Anna"])
        await team.slack.submit(PEOPLE["Anna"], form, {"word": {"word": "<!channel> *dissent* \u202e"}})
        await team.settle()
        assert team.channel()[-1].split("\n") == [
            f"<@{PEOPLE['Anna']}> changed the settings of Belletje here.",
            "Language: English. Guests: no. Check-out: what fits our size. Shown from 6 answers on.",
            "Time zone: Europe/Amsterdam.",
            "We call it: &lt;!channel&gt; *dissent*.",
        ]


async def test_a_forged_choice_changes_nothing(tmp_path):
    async with talk(tmp_path) as team:
        await ready(team)
        before = await state(team)
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": "settings",
            "private_metadata": f"space={SPACE}",
            "title": {"text": "Settings"},
            "close": {"text": "Not now"},
            "state": {"values": {"language": {"language": {"selected_option": {"value": "xx"}}}}},
        }
        payload = {"type": "view_submission", "team": {"id": "T01TEAM"}, "user": {"id": "U01ANNA"}, "view": view}
        body = urlencode({"payload": json.dumps(payload)}).encode()
        answer = await team.slack.deliver_raw(body, team.slack.sign(body))
        shown = answer.body["view"]["blocks"][0]["text"]["text"]
        assert (shown, await state(team)) == ("I don't know that choice. Nothing was changed.", before)


async def test_a_button_cannot_reach_into_another_workspace(tmp_path):
    async with talk(tmp_path) as team:
        await ready(team)
        other = SpaceId("slack:T99OTHER:C99")
        payload = {
            "type": "block_actions",
            "team": {"id": "T01TEAM"},
            "user": {"id": "U01ANNA"},
            "channel": {"id": "C01TEAM"},
            "actions": [{"action_id": "introduce#0", "value": f"space={other}"}],
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
        await team.slack.deliver_raw(body, team.slack.sign(body))
        assert await team.bot.service.run(lambda unit: unit.space.known()) == (SPACE,)


async def test_a_second_process_on_the_same_folder_does_not_start(tmp_path):
    async with talk(tmp_path) as team:
        with pytest.raises(Exception, match="another Belletje is already running"):
            async with connected(settings_for(tmp_path, team.slack)):
                pass
