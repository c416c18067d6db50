"""What the stand-in refuses: messages, blocks and views over Slack's limits."""

import pytest
from slack_sdk.errors import SlackApiError

from slack_standin.trial import CHOICES, FORM, actions, button, field, plain, posted, refusal, section


async def test_refusals_of_messages(slack, client):
    async def post(**params):
        return await refusal(client.chat_postMessage(**({"channel": "C01", "text": "t"} | params)))

    slack.channel("C02", name="old", members=["U01ANNA"], archived=True)
    slack.channel("C03", name="else", members=["U01ANNA"], bot_in=False)
    assert [await post(channel=one) for one in ("C02", "C03", "G01", "C99")] == [
        "is_archived",
        "not_in_channel",
        "channel_not_found",
        "channel_not_found",
    ]
    assert await post(text="x" * 40_001) == "msg_too_long"
    assert await refusal(client.api_call("chat.postMessage", json={"channel": "C01"})) == "no_text"
    assert await post(metadata={"event_type": "x"}) == "invalid_metadata_format"
    assert await refusal(client.chat_postEphemeral(channel="C01", user="U03CAS", text="t")) == "user_not_in_channel"
    await slack.say("U01ANNA", "C01", "mine")
    theirs = slack.sees("U01ANNA", "C01")[-1].ts
    assert await refusal(client.chat_update(channel="C01", ts=theirs, text="x")) == "cant_update_message"
    assert await refusal(client.chat_update(channel="C01", ts="1.1", text="x")) == "message_not_found"
    slack.paid = False
    assert await refusal(client.usergroups_users_list(usergroup="S01")) == "plan_upgrade_required"
    assert await refusal(client.users_info(user="U99")) == "user_not_found"
    assert (await client.chat_postMessage(channel="U01ANNA", text="psst"))["channel"] == slack.dm_id("U01ANNA")
    assert [one.text for one in slack.dm("U01ANNA")] == ["psst"]


LONG = "x" * 76
TOO_MUCH = {
    "no blocks beyond 50": [{"type": "divider"}] * 51,
    "section text 3000": [section("x" * 3001)],
    "section not empty": [section("")],
    "section fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "section needs something": [{"type": "section"}],
    "header 150": [{"type": "header", "text": plain("x" * 151)}],
    "header is plain": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "button label 75": [actions(button(LONG, "a"))],
    "button value 2000": [actions(button("x", "a", value="x" * 2001))],
    "button style": [actions(button("x", "a", style="default"))],
    "action id 255": [actions(button("x", "a" * 256))],
    "action ids differ": [actions(button("x", "a"), button("y", "a"))],
    "block ids differ": [section("x", block_id="b"), section("y", block_id="b")],
    "actions 25": [actions(*[button("x", f"a{n}") for n in range(26)])],
    "actions not empty": [actions()],
    "context 10": [{"type": "context", "elements": [plain("x")] * 11}],
    "options 100": [actions({"type": "static_select", "action_id": "a", "options": CHOICES * 51})],
    "options are there": [actions({"type": "static_select", "action_id": "a", "options": []})],
    "option 75": [actions({"type": "overflow", "action_id": "a", "options": [{"text": plain(LONG), "value": "v"}]})],
    "option value 150": [
        actions({"type": "overflow", "action_id": "a", "options": [{"text": plain("x"), "value": "v" * 151}]})
    ],
    "confirm 300": [actions(button("x", "a", confirm={"title": plain("x")}))],
    "unknown type": [{"type": "markdownish"}],
    "unknown field": [section("x", colour="red")],
    "a menu for many beside": [actions({"type": "multi_users_select", "action_id": "a"})],
    "charts are not known": [{"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": []}}],
}


@pytest.mark.parametrize("blocks", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_blocks_over_the_limit_are_refused(slack, client, blocks):
    assert await refusal(client.chat_postMessage(channel="C01", text="t", blocks=blocks)) == "invalid_blocks"
    assert slack.messages == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": plain("x" * 25)},
        {"submit": None},
        {"close": plain("x" * 25)},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": [field("a", {"type": "plain_text_input", "placeholder": plain("x" * 151)})]},
        {"blocks": [field("a", {"type": "button", "text": plain("x")})]},
        {"colour": "red"},
        {"type": "home"},
    ],
)
async def test_views_over_the_limit_are_refused(slack, client, change):
    view = {name: value for name, value in (FORM | change).items() if value is not None}
    with pytest.raises(SlackApiError) as caught:
        await client.api_call("views.open", json={"trigger_id": slack.new_trigger("U01ANNA"), "view": view})
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"]


async def test_what_is_within_the_limits_is_kept(slack, client):
    slack.charts = True
    chart = {"type": "pie", "segments": [{"label": "ja", "value": 3}]}
    most = [section("x" * 3000), actions(*[button("x" * 75, f"a{n}", value="v" * 2000) for n in range(25)])]
    most += [{"type": "data_visualization", "title": "t", "chart": chart}, {"type": "divider"}]
    message = await posted(slack, client, most + [section("x") for _ in range(46)])
    assert (len(message.blocks), "(chart: t)" in message.plain()) == (50, True)
    assert len({block["block_id"] for block in message.blocks}) == 50
