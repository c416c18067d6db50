"""The stand-in against a real Bolt app and the real client, and against what was recorded."""

import asyncio
from time import time  # noqa: TID251 - Bolt checks signatures against the time of this machine

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import SCOPES, CannotDo
from slack_standin.trial import CHOICES, FORM, QUESTION, Bot, actions, plain, posted, recorded, refusal, section, shape


async def test_a_command_is_answered_to_the_person_alone(slack, bot):
    answer = await slack.command("U01ANNA", "C01", "/advocaat", "@bob & @team later")
    assert (answer.status, answer.failure) == (200, None)
    told = [message.text for message in answer.ephemeral]
    # Bolt holds the acknowledgement back until its listener has ended, so the later answer is there first.
    assert told == ["and later", "heard <@U02BOB|bob> &amp; <!subteam^S01|@team> later"]
    assert [one.text for one in slack.sees("U01ANNA", "C01")] == told
    assert slack.sees("U02BOB", "C01") == []
    bot.answer = {"response_type": "in_channel", "text": "all"}
    await slack.command("U01ANNA", "C01", "/advocaat")
    assert [one.text for one in slack.sees("U02BOB", "C01")] == ["all"]
    bot.answer = {"text": "x", "blocks": [section("")]}
    assert (await slack.command("U01ANNA", "C01", "/advocaat")).failure == "invalid_blocks"


async def test_forged_and_stale_requests_are_what_they_say(slack, bot):
    body = b"command=%2Fadvocaat&text=x"
    assert (await slack.deliver_raw(body, slack.sign(body))).status == 200
    assert (await slack.deliver_raw(body, slack.sign(body, secret="another"))).status == 401
    assert (await slack.deliver_raw(body, slack.sign(body, time() - 400))).status == 401
    assert (await slack.deliver_raw(b"{}", {})).status == 401
    assert (await slack.verify_url()).failure is None


async def test_only_what_is_there_can_be_pressed(slack, bot, client):
    message = await posted(slack, client)
    for user, what, error in (("U01ANNA", "gone", LookupError), ("U03CAS", "Ja", CannotDo)):
        with pytest.raises(error):
            await slack.press(user, message, what)
    await slack.press("U01ANNA", message, "Ja")
    assert slack.sees("U02BOB", "C01")[0].plain() == "noted"
    with pytest.raises(LookupError):  # the message has changed in the meantime
        await slack.press("U01ANNA", message, "Ja")
    await client.chat_postEphemeral(channel="C01", user="U02BOB", text="t", blocks=QUESTION)
    private = slack.sees("U02BOB", "C01")[-1]
    with pytest.raises(CannotDo):
        await slack.press("U01ANNA", private, "Ja")
    await slack.press("U02BOB", private, "yes")
    assert slack.sees("U02BOB", "C01")[-1].text == "noted"
    with pytest.raises(CannotDo):
        await slack.command("U03CAS", "C01", "/advocaat")
    await slack.archive("C01")
    with pytest.raises(CannotDo):
        await slack.command("U01ANNA", "C01", "/advocaat")


async def test_what_comes_in_has_the_recorded_shape(slack, bot, client):
    """Except where the recordings are known to differ: text defaults, team, channel in message, rich text."""
    menu = {"type": "static_select", "action_id": "pick", "placeholder": plain("Kies"), "options": CHOICES}
    message = await posted(slack, client, [section("q", block_id="q"), actions(*QUESTION[1]["elements"], menu)])
    await slack.command("U01ANNA", "C01", "/advocaat", "<@U02BOB>")
    await slack.press("U02BOB", message, "Kies", value="Twee")
    assert bot.seen[-1][1]["state"]["values"][message.blocks[1]["block_id"]]["pick"]["selected_option"] == CHOICES[
        1
    ] | {"text": plain("Twee") | {"emoji": True}}
    message = await posted(slack, client)
    await client.chat_postEphemeral(channel="C01", user="U01ANNA", text="t", blocks=QUESTION)
    await slack.press("U01ANNA", slack.sees("U01ANNA", "C01")[-1], "Ja")
    await slack.press("U01ANNA", message, "Ja")
    await slack.mention("U01ANNA", "C01", "who?")
    await slack.join("C01", "U03CAS", inviter="U01ANNA")
    await slack.leave("C01", "U03CAS")
    await slack.open_home("U01ANNA")
    names = (
        "slash_command_mention_escaped",
        "block_actions_static_select_channel",
        "block_actions_button_ephemeral_real_shape",
        "block_actions_button_channel",
        "app_mention",
        "member_joined_channel",
        "member_left_channel",
        "app_home_opened",
    )
    assert len(bot.seen) == len(names)
    for name, (headers, body) in zip(names, bot.seen, strict=True):
        assert headers["content-type"] == recorded(name)["headers"]["Content-Type"], name
        assert {"x-slack-signature", "x-slack-request-timestamp"} < set(headers)
        assert without_known(shape(body)) == without_known(shape(recorded(name)["body"])), name


def without_known(body):
    for action in body.get("actions", []):
        for text in (action.get("text"), action.get("selected_option", {}).get("text")):
            (text or {}).pop("emoji", None)
    for name in ("message", "event"):
        for extra in ("channel", "team", "blocks", "client_msg_id", "edited") if name in body else ():
            body[name].pop(extra, None)
    if "state" in body:
        body["state"]["values"] = {}  # recorded empty whatever was chosen
    return body


async def test_answers_have_the_recorded_shape(slack, client):
    message = await posted(slack, client)
    got = {
        "auth_test": await client.auth_test(),
        "conversations_members": await client.conversations_members(channel="C01"),
        "chat_postMessage": await client.chat_postMessage(channel="C01", text="t", blocks=QUESTION),
        "chat_postEphemeral": await client.chat_postEphemeral(channel="C01", user="U01ANNA", text="t"),
        "chat_update": await client.chat_update(channel="C01", ts=message.ts, text="t", blocks=QUESTION),
        "views_publish": await client.views_publish(user_id="U01ANNA", view={"type": "home", "blocks": QUESTION}),
        "views_open": await client.views_open(trigger_id=slack.new_trigger("U01ANNA"), view=FORM),
    }
    for name, answer in got.items():
        want = recorded(f"outbound_{name}")["response_body"]
        assert set(answer.data) == set(want), name
        for part in {"message", "view"} & set(want):
            added = set(answer[part]) - set(want[part]), set(want[part]) - set(answer[part])
            allowed = {"team"} if part == "message" else {"callback_id", "private_metadata", "external_id"}
            assert added[0] <= allowed | {"notify_on_close", "clear_on_close"}, name
            assert added[1] <= {"channel"}, name


async def test_a_form_goes_there_and_back(slack, bot, client):
    message = await posted(slack, client)
    view = (await slack.press("U01ANNA", message, "Form")).view
    assert view.plain().splitlines()[:2] == ["Check-out", "who"]
    for values in ({}, {"who": {"a": ["U01ANNA", "U02BOB", "U03CAS"]}}, {"why": {"a": "x" * 21}}, {"no": {"a": 1}}):
        with pytest.raises(CannotDo):
            await slack.submit("U01ANNA", view, values)
    with pytest.raises(CannotDo):
        await slack.submit("U02BOB", view, {"who": {"a": ["U01ANNA"]}})
    values = {"who": {"a": ["U02BOB"]}, "why": {"a": "wrong"}, "how": {"a": "Twee"}, "many": {"a": ["een"]}}
    answer = await slack.submit("U01ANNA", view, values)
    assert answer.view.errors == {"why": "no"}
    body, want = bot.seen[-1][1], recorded("view_submission_multi_static_select")["body"]
    assert set(body) == set(want)
    assert set(want["view"]) <= set(body["view"])
    sent = body["view"]["state"]["values"]
    assert shape(sent["many"]["a"]["selected_options"]) == [
        {"text": {"type": None, "text": None, "emoji": None}, "value": None}
    ]
    assert (await slack.submit("U01ANNA", view, {"who": {"a": ["U02BOB"]}})).view is None
    sent = bot.seen[-1][1]["view"]["state"]["values"]
    assert (sent["many"]["a"]["selected_options"], sent["how"]["a"]["selected_option"]) == ([], None)
    await slack.press("U01ANNA", message, "Form")
    await slack.dismiss("U01ANNA")
    assert set(bot.seen[-1][1]) == set(recorded("view_closed")["body"])


async def test_a_trigger_lives_three_seconds_and_works_once(slack, client, clock):
    trigger = slack.new_trigger("U01ANNA")
    assert await refusal(client.views_open(trigger_id="1.2.x", view=FORM)) == "invalid_trigger_id"
    await client.views_open(trigger_id=trigger, view=FORM)
    assert await refusal(client.views_open(trigger_id=trigger, view=FORM)) == "exchanged_trigger_id"
    trigger = slack.new_trigger("U01ANNA")
    clock.ahead = 4
    assert await refusal(client.views_open(trigger_id=trigger, view=FORM)) == "expired_trigger_id"


async def test_lists_come_in_pages(slack, client):
    slack.channel("C02", name="big", members=[slack.person(f"U9{n:03}", name=f"p{n}").id for n in range(149)])
    first = (await client.conversations_members(channel="C02")).data
    assert len(first["members"]) == 100
    cursor = first["response_metadata"]["next_cursor"]
    second = (await client.conversations_members(channel="C02", cursor=cursor)).data
    assert (len(second["members"]), second["response_metadata"]["next_cursor"]) == (50, "")
    assert not set(first["members"]) & set(second["members"])
    slack.short_pages = 7
    assert len((await client.conversations_members(channel="C02", limit=50))["members"]) == 7
    slack.short_pages = None
    assert (await client.conversations_members(channel="C01", limit=3))["response_metadata"]["next_cursor"] == ""
    assert await refusal(client.conversations_members(channel="C02", limit=1001)) == "invalid_limit"
    assert await refusal(client.conversations_members(channel="C02", cursor="x")) == "invalid_cursor"
    assert "USLACKBOT" in {user["id"] for user in (await client.users_list())["members"]}


async def test_misbehaviour_comes_as_ordered(slack, client):
    slack.limit("auth.test", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    assert (await client.auth_test())["ok"]
    slack.fail("chat.postMessage", "is_archived", times=2)
    for _ in range(2):
        assert await refusal(client.chat_postMessage(channel="C01", text="t")) == "is_archived"
    with pytest.raises(AssertionError):
        slack.fail("chat.postMessage", "user_not_found")
    client.retry_handlers.clear()
    slack.break_after("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C01", text="lost")
    assert [one.text for one in slack.sees("U01ANNA", "C01")] == ["lost"]
    slack.delay("users.info", 0.2)
    call = asyncio.create_task(client.users_info(user="U01ANNA"))
    await asyncio.sleep(0.1)
    assert not call.done()
    await slack.settle()
    assert call.done()
    await call
    assert [one.method for one in slack.calls].count("chat.postMessage") == 3
    slack.one_per_second = True
    await client.chat_postMessage(channel="C01", text="one")
    assert await refusal(client.chat_postMessage(channel="C01", text="two")) == "ratelimited"
    await client.chat_postMessage(channel="U01ANNA", text="elsewhere")


async def test_events_are_repeated_until_they_are_answered(slack, bot):
    bot.statuses = [500, 0.7]
    answer = await slack.mention("U01ANNA", "C01", "hello")
    assert (answer.attempts, len(bot.heard)) == (3, 1)
    told = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _ in bot.seen]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_timeout")]
    assert len({body["event_id"] for _, body in bot.seen}) == 1
    slack.repeat_next_event()
    await slack.mention("U01ANNA", "C01", "twice")
    assert len(bot.heard) == 3
    bot.statuses = [500] * 9
    assert (await slack.mention("U01ANNA", "C01", "never")).attempts == 4
    await slack.remove_bot("C01")
    assert (await slack.mention("U01ANNA", "C01", "anybody?")).attempts == 0


async def test_the_same_over_sockets(slack):
    bot = Bot(slack)
    handler = AsyncSocketModeHandler(bot.app, slack.app_token, ping_interval=0.2)
    frames = []
    handler.client.message_listeners.append(lambda _client, frame, _raw: keep(frames, frame))
    await handler.connect_async()
    try:
        answer = await slack.command("U01ANNA", "C01", "/advocaat", "later")
        assert [message.text for message in answer.ephemeral] == ["and later", "heard later"]
        slack.repeat_next_event()
        await slack.mention("U01ANNA", "C01", "hello")
        message = await posted(slack, bot.client)
        assert (await slack.press("U01ANNA", message, "Form")).view
        await slack.disconnect_sockets()
        await slack.connected(2)
        assert (await slack.command("U01ANNA", "C01", "/advocaat", "again")).ephemeral
    finally:
        await handler.close_async()
    assert len(bot.heard) == 2
    assert set(frames[0]) == set(recorded("socket_hello")["body"])
    command, event, repeated = (frame for frame in frames[1:4])
    assert shape(command) == shape(recorded("socket_slash_command_no_text")["body"])
    assert set(event) == set(recorded("socket_app_mention")["body"]) | {"retry_attempt", "retry_reason"}
    assert (event["retry_attempt"], repeated["retry_attempt"]) == (0, 1)


async def keep(frames, frame):
    frames.append(frame)


async def test_tokens_and_scopes(slack, client):
    def using(token):
        return AsyncWebClient(token=token, base_url=slack.api_url)

    assert await refusal(using("xoxb-other").auth_test()) == "invalid_auth"
    assert await refusal(using(None).auth_test()) == "not_authed"
    assert await refusal(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    assert await refusal(using(slack.app_token).auth_test()) == "not_allowed_token_type"
    slack.channel("G02", name="ours", members=["U01ANNA"], private=True)
    assert await refusal(client.conversations_history(channel="C01")) == "missing_scope"
    slack.scopes = (*(scope for scope in SCOPES if scope != "groups:read"), "channels:history")
    assert (await client.conversations_members(channel="C01"))["ok"]
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_members(channel="G02")
    assert (caught.value.response["error"], caught.value.response["needed"]) == ("missing_scope", "groups:read")
    marker = {"event_type": "mark", "event_payload": {"n": 1}}
    await client.chat_postMessage(channel="C01", text="t", metadata=marker)
    answer = await client.conversations_history(channel="C01", include_all_metadata=True)
    assert answer["messages"][0]["metadata"] == marker
    assert "metadata" not in (await client.conversations_history(channel="C01"))["messages"][0]
    await slack.revoke()
    assert await refusal(client.chat_postMessage(channel="C01", text="t")) == "token_revoked"


async def test_a_response_url_is_used_up_and_grows_old(slack, bot, clock):
    await slack.command("U01ANNA", "C01", "/advocaat", "x")
    url = bot.seen[-1][1]["response_url"]
    async with aiohttp.ClientSession() as session:

        async def post(**body):
            async with session.post(url, json=body) as answer:
                return answer.status

        assert await post(text="x" * 40_001) == 400
        assert [await post(text="t") for _ in range(5)] == [200] * 4 + [404]
        await slack.command("U01ANNA", "C01", "/advocaat", "x")
        url = bot.seen[-1][1]["response_url"]
        clock.ahead = 1801
        assert await post(text="t") == 404


async def test_a_home_tab_is_shown_and_pressed(slack, bot, client):
    await client.views_publish(user_id="U01ANNA", view={"type": "home", "blocks": QUESTION})
    home = slack.home("U01ANNA")
    assert home.plain() == "Said it?\n[Ja] [Form]"
    assert (await slack.press("U01ANNA", home, "Form")).view.title == "Check-out"
    assert bot.seen[-1][1]["container"] == {"type": "view", "view_id": home.id}
    with pytest.raises(CannotDo):
        await slack.press("U02BOB", home, "Form")


async def test_a_thread_and_what_is_shown_of_it(slack, client):
    root = await posted(slack, client)
    await posted(slack, client, thread_ts=root.ts)
    loud = await posted(slack, client, thread_ts=root.ts, reply_broadcast=True)
    await client.chat_postEphemeral(channel="C01", user="U01ANNA", text="t", thread_ts=root.ts)
    assert [one.ts for one in slack.sees("U02BOB", "C01")] == [root.ts, loud.ts]
    assert (len(slack.thread("C01", root.ts)), len(slack.sees("U01ANNA", "C01", root.ts))) == (3, 4)
    await client.chat_update(channel="C01", ts=root.ts, text="new")
    assert (slack.sees("U02BOB", "C01")[0].edited, slack.sees("U02BOB", "C01")[0].blocks) == (True, root.blocks)
    await client.chat_delete(channel="C01", ts=loud.ts)
    assert len(slack.thread("C01", root.ts)) == 2
