"""Refusals, pages, and misbehaviour to order."""

import asyncio

import httpx
import pytest
from microsoft_teams.api import Account, MessageActivityInput
from microsoft_teams.api.clients import CreateConversationParams

from teams_standin import CannotDo
from teams_standin.trial import message, parsed, refusal

ROSTER = (403, "BotNotInConversationRoster")


@pytest.fixture
async def open_chat(teams, bot, anna, chat):
    await teams.install(chat, by=anna)
    return chat


async def test_only_where_it_is_installed(teams, bot, anna, chat, team):
    assert await refusal(bot.app.send("19:nowhere@thread.v2", "x")) == (404, "ConversationNotFound")
    assert await refusal(bot.app.send(chat.id, "x")) == ROSTER
    assert await refusal(bot.api.get_paged_members(chat.id)) == ROSTER
    assert await refusal(bot.app.api.teams.get_by_id(team.id)) == ROSTER
    await teams.install(team, by=anna)
    assert (await bot.app.api.teams.get_by_id(team.id)).name == "Productteam"
    await bot.app.send(team.channel("Besluiten").id, "x")
    await teams.delete_channel(team.channel("Besluiten"))
    assert await refusal(bot.app.send(team.channels[1].id, "x")) == (404, "ConversationNotFound")
    await teams.delete_team(team)
    assert await refusal(bot.app.send(team.id, "x")) == (404, "ConversationNotFound")
    with pytest.raises(CannotDo):
        await teams.says(anna, team.general, "hallo")


async def test_somebody_is_written_to_only_if_they_let_it(teams, bot, anna, bram):
    def begin(person):
        params = CreateConversationParams(members=[Account(id=person.id)], tenant_id=teams.tenant_id)
        return bot.api.create(params)

    assert await refusal(begin(anna)) == (403, "ForbiddenOperationException")
    assert await refusal(bot.app.send(teams.personal(anna).id, "x")) == (404, "ConversationNotFound")
    await teams.install(anna, by=anna)
    assert (await begin(anna)).id == teams.personal(anna).id
    teams.personal_install = "blocked"
    assert await refusal(begin(bram)) == (403, "ConversationBlockedByUser")
    teams.personal_install = "anyone"
    await bot.app.send((await begin(bram)).id, "hallo")
    assert [one.text for one in teams.sees(bram, bram)] == ["hallo"]
    two = CreateConversationParams(members=[Account(id=anna.id), Account(id=bram.id)])
    assert await refusal(bot.api.create(two)) == (400, "BadArgument")


async def test_a_post_in_a_channel_begins_a_thread(teams, bot, anna, team):
    await teams.install(team, by=anna)
    params = CreateConversationParams(
        activity=MessageActivityInput(text="nieuw"), channel_data={"channel": {"id": team.general.id}}
    )
    made = await bot.api.create(params)
    assert made.id == f"{team.general.id};messageid={made.activity_id}"
    await bot.app.send(made.id, "meer")
    assert [one.text for one in teams.sees(anna, team.general, thread=made.activity_id)] == ["nieuw", "meer"]
    assert await refusal(bot.app.send(f"{team.general.id};messageid=1", "x")) == (404, "ConversationNotFound")
    params.activity = None
    assert await refusal(bot.api.create(params)) == (400, "BadArgument")


async def test_only_its_own_messages_and_only_while_they_are_there(teams, bot, anna, open_chat):
    await teams.says(anna, open_chat, "@Belletje hallo")
    theirs, own = teams.sees(anna, open_chat)
    assert await refusal(bot.api.update_activity(open_chat.id, theirs.id, parsed(message("x")))) == (
        403,
        "NotEnoughPermissions",
    )
    await bot.api.delete_activity(open_chat.id, own.id)
    assert teams.sees(anna, open_chat) == [theirs]
    assert await refusal(bot.api.delete_activity(open_chat.id, own.id)) == (404, "ActivityNotFoundInConversation")


async def test_a_message_has_a_size_and_something_in_it(teams, bot, anna, open_chat):
    await bot.app.send(open_chat.id, "x" * 27_000)
    assert await refusal(bot.app.send(open_chat.id, "x" * 28_700)) == (413, "MessageSizeTooBig")
    assert await refusal(bot.app.send(open_chat.id, MessageActivityInput())) == (400, "BadArgument")
    wrong = parsed(
        message("<at>X</at>") | {"entities": [{"type": "mention", "mentioned": {"id": "29:x"}, "text": "y"}]}
    )
    assert await refusal(bot.app.send(open_chat.id, wrong)) == (400, "BadArgument")
    assert len(teams.sees(anna, open_chat)) == 1


async def test_members_come_in_pages(teams, bot, anna):
    crowd = teams.chat("Veel", [anna, *(teams.person(f"P{n}", guest=n == 3, named=n != 4) for n in range(259))])
    await teams.install(crowd, by=anna)
    first = await bot.api.get_paged_members(crowd.id)
    assert (len(first.members), first.members[4].user_role, first.members[5].name) == (200, "guest", None)
    rest = await bot.api.get_paged_members(crowd.id, 500, first.continuation_token)
    assert (len(rest.members), rest.continuation_token) == (60, None)
    assert not {one.id for one in first.members} & {one.id for one in rest.members}
    assert len((await bot.api.get_paged_members(crowd.id, 1)).members) == 50
    teams.page_sizes = (1, 2, 3)
    assert len((await bot.api.get_paged_members(crowd.id, 500)).members) == 3
    assert await refusal(bot.api.get_paged_members(crowd.id, 3, "x")) == (400, "BadArgument")
    assert (await bot.api.get_member_by_id(crowd.id, anna.aad)).id == anna.id


async def test_meetings_are_looked_up(teams, bot, anna, bram):
    meeting = teams.meeting("Weekstart", [anna, bram])
    api = bot.app.api.meetings
    assert await refusal(api.get_by_id(meeting.meeting_id)) == ROSTER
    await teams.install(meeting, by=anna)
    found = await api.get_by_id(meeting.meeting_id)
    assert (found.details.title, found.conversation.id, found.organizer.id) == ("Weekstart", meeting.id, anna.id)
    await teams.joins(meeting, bram)
    one = await api.get_participant(meeting.meeting_id, bram.aad, teams.tenant_id)
    assert (one.meeting.in_meeting, one.meeting.role) == (True, "Attendee")
    assert await refusal(api.get_participant(meeting.meeting_id, bram.aad, "x")) == (400, "BadArgument")
    assert await refusal(api.get_by_id("x")) == (404, "NotFound")
    teams.consent = False
    assert await refusal(api.get_by_id(meeting.meeting_id)) == (403, "NotEnoughPermissions")
    assert not (await teams.starts(meeting)).told


@pytest.mark.parametrize(
    ("status", "code"),
    [(412, "PreconditionFailed"), (429, "Throttled"), (502, "ServiceError"), (503, "ServiceUnavailable")],
)
async def test_refusals_to_order(teams, bot, open_chat, status, code):
    anna = open_chat.members[0]
    teams.refuse("POST", "/activities", status=status, retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(httpx.HTTPStatusError) as caught:
            await bot.app.send(open_chat.id, "x")
        answer = caught.value.response
        assert (answer.status_code, answer.headers["Retry-After"]) == (status, "7")
        assert answer.json()["error"]["code"] == code
    await bot.app.send(open_chat.id, "x")
    assert len(teams.sees(anna, open_chat)) == 1
    with pytest.raises(AssertionError):
        teams.refuse("POST", status=403, code="Invented")


async def test_answers_get_lost(teams, bot, anna, open_chat):
    teams.lose("POST", "/activities")
    with pytest.raises(httpx.TransportError):
        await bot.app.send(open_chat.id, "lost")
    assert [one.text for one in teams.sees(anna, open_chat)] == ["lost"]
    teams.lose("POST", "/activities", apply=False)
    with pytest.raises(httpx.TransportError):
        await bot.app.send(open_chat.id, "never")
    teams.refuse("POST", "/activities", status=502, apply=True)
    assert await refusal(bot.app.send(open_chat.id, "there")) == (502, "ServiceError")
    assert [one.text for one in teams.sees(anna, open_chat)] == ["lost", "there"]
    teams.delay("GET", "/members", 0.2)
    call = asyncio.create_task(bot.api.get_paged_members(open_chat.id))
    _, waiting = await asyncio.wait([call], timeout=0.1)
    assert not waiting or call in waiting
    teams.behave()
    await call


async def test_people_can_do_only_what_is_there(teams, bot, anna, bram, chat):
    stranger = teams.person("Cas Bos")
    for attempt in (
        teams.says(stranger, chat, "hallo"),
        teams.install(chat, by=stranger),
        teams.says(anna, chat, "x", slash=True),
    ):
        with pytest.raises(CannotDo):
            await attempt
    with pytest.raises(CannotDo):
        teams.sees(stranger, chat)
    await teams.says(anna, chat, "hallo")
    with pytest.raises(CannotDo, match="no card"):
        await teams.presses(anna, teams.sees(anna, chat)[0], "Ja")
    with pytest.raises(CannotDo, match="did not write"):
        await teams.edits(bram, teams.sees(anna, chat)[0], "dag")
