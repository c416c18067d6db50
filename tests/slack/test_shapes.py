"""Signed by Slack, and still odd: a field that is missing or of another kind, another workspace, a partner's colleague."""

import copy
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from helpers import PEOPLE, talk

from bot.slack.app import _of_slack
from rituals.kernel.identifiers import SpaceId

RECORDED = Path(__file__).parents[1] / "recorded" / "slack"
SPACE = SpaceId("slack:T01TEAM:C01TEAM")
KINDS = [
    "slash_command_no_text",
    "slash_command_mention",
    "block_actions_button_channel",
    "block_actions_static_select_channel",
    "view_submission_filled",
    "view_submission_multi_static_select",
    "view_closed",
    "app_mention",
    "app_mention_thread",
    "app_home_opened",
    "member_joined_channel",
    "member_left_channel",
]
ODD = (None, 7, [{}])


def recorded(name):
    return json.loads((RECORDED / f"{name}.json").read_text())["body"]


def changed(payload):
    """The payload with each of its fields left out, and with each of another kind."""

    def paths(part, at=()):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield (*at, key)
            if key not in ("blocks", "bot_profile") and isinstance(value, (dict, list)):
                yield from paths(value, (*at, key))

    for path in list(paths(payload)):
        for odd in ("left out", *ODD):
            made = copy.deepcopy(payload)
            part = made
            for key in path[:-1]:
                part = part[key]
            if odd == "left out":
                del part[path[-1]]
            else:
                part[path[-1]] = odd
            yield path, made


async def sent(team, payload):
    if "command" in payload:
        body, kind = urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in payload.items()}), None
    elif payload.get("type") in ("block_actions", "view_submission", "view_closed"):
        body, kind = urlencode({"payload": json.dumps(payload)}), None
    else:
        body, kind = json.dumps(payload), "application/json"
    raw = body.encode()
    headers = team.slack.sign(raw, **({"content_type": kind} if kind else {}))
    for _ in range(20):  # on a busy machine Slack's three seconds may go by, and it asks again
        if status := (await team.slack.deliver_raw(raw, headers)).status:
            return status
    raise AssertionError("no answer")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", KINDS)
async def test_nothing_that_slack_signs_is_a_fault_of_ours(tmp_path, name):
    """Each request as recorded, with our workspace in it, and each field of it in turn left out or odd."""
    text = json.dumps(recorded(name)).replace("T01TEST", "T01TEAM")
    payload = json.loads(text)
    payload.pop("response_url", None)  # it leads to Slack
    async with talk(tmp_path) as team:
        statuses = {}
        for path, made in changed(payload):
            statuses.setdefault(await sent(team, made), []).append(path)
        assert {status: paths[:5] for status, paths in statuses.items() if status not in (200, 400, 403, 404)} == {}


async def test_a_request_of_another_workspace_with_the_same_app_does_nothing(tmp_path):
    async with talk(tmp_path) as team:
        before = await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))
        calls = len(team.slack.calls)
        for name in ("slash_command_no_text", "block_actions_button_channel", "view_submission_filled", "app_mention"):
            assert await sent(team, recorded(name)) == 403
        await team.settle()
        assert await team.bot.service.run(lambda unit: (unit.space.known(), unit.present())) == before
        assert len(team.slack.calls) == calls


def of_partner(payload):
    """As a colleague of another organisation sends it from a shared channel."""
    made = copy.deepcopy(payload)
    made["team"] = {"id": "T0PARTNER", "domain": "partner"}
    if "view" in made:
        made["view"] = {**made["view"], "team_id": "T0PARTNER", "app_installed_team_id": "T01TEAM"}
    return made


async def test_what_a_colleague_of_another_organisation_does_counts_in_the_shared_channel(tmp_path):
    """docs.slack.dev/apis/slack-connect: ``team`` is theirs, ours is ``app_installed_team_id``."""
    async with talk(tmp_path) as team:
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        (asked,) = team.asked()
        await team.presses(asked, "Yes, fine", team.private(asked)[-1])
        team.slack.person("U0PARTNER", name="partner", team="T0PARTNER")
        await team.slack.join("C01TEAM", "U0PARTNER")
        bell = team.messages()[-1]
        (ring,) = [
            each for block in bell.blocks if block["type"] == "actions" for each in block["elements"]
            if each["text"]["text"] == "Ring"
        ]  # fmt: skip
        payload = of_partner(
            {
                "type": "block_actions",
                "user": {"id": "U0PARTNER", "team_id": "T0PARTNER"},
                "channel": {"id": "C01TEAM"},
                "container": {"type": "message", "channel_id": "C01TEAM", "message_ts": bell.ts},
                "message": {"team": "T01TEAM", "ts": bell.ts},
                "response_url": "",
                "trigger_id": "1.2.3",
                "actions": [{**ring, "action_ts": "1.2"}],
            }
        )
        assert await sent(team, payload) == 200
        await team.settle()
        assert "There's the bell" in team.slack.thread("C01TEAM", bell.ts)[-1].plain()
        spaces = await team.bot.service.run(lambda unit: (unit.space.known(), unit.present()))
        assert spaces == ((SPACE,), (SPACE,))


@pytest.mark.parametrize("who", [PEOPLE["Bram"], "U0PARTNER"])
async def test_events_of_a_channel_that_another_workspace_shared_are_about_our_space(tmp_path, who):
    """docs.slack.dev/apis/events-api: ``team_id`` is theirs, ours stands in ``authorizations``."""
    async with talk(tmp_path) as team:
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        event = {
            "type": "event_callback",
            "team_id": "T0PARTNER",
            "context_team_id": "T0PARTNER",
            "event_id": "Ev0SHARED",
            "authorizations": [{"team_id": "T01TEAM", "user_id": "U00BOT", "is_bot": True}],
            "event": {"type": "member_left_channel", "user": who, "channel": "C01TEAM", "team": "T0PARTNER"},
        }
        assert await sent(team, event) == 200
        await team.settle()
        running = await team.bot.service.run(lambda unit: unit.bell.running(SPACE))
        seats = await team.bot.service.run(lambda unit: unit.bell.seats(running.id))
        assert who not in {seat.participant for seat in seats}
        assert await team.bot.service.run(lambda unit: (*unit.space.known(), *unit.present())) == (SPACE, SPACE)


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("https://hooks.slack.com/actions/T/1/x", True),
        ("http://hooks.slack.com/actions", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://evil.example/hooks.slack.com", False),
        ("https://me@hooks.slack.com/x", False),
        ("http://127.0.0.1/x", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_what_one_person_is_told_goes_to_slack_and_nowhere_else(url, goes):
    assert _of_slack(url, "https://slack.com/api/") is goes
    assert _of_slack("http://127.0.0.1:8080/x", "http://127.0.0.1:9/api/")
    assert not _of_slack("https://hooks.slack.com/x", "http://127.0.0.1:9/api/")
