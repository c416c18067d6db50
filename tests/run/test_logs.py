"""A log that cannot tell about people, whatever goes wrong."""

import json
import logging

import pytest
import structlog
from helpers import PEOPLE, talk

from bot.run import logs


@pytest.fixture
def lines(capsys):
    """Our log at DEBUG, read back as objects."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("DEBUG")

    def read():
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield read
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def test_only_keys_of_the_list_are_kept(lines):
    structlog.get_logger().info("said", person="U02BRAM", text="hello", attempt=2)
    (line,) = lines()
    assert {**line, "timestamp": ""} == {"event": "said", "level": "info", "timestamp": "", "attempt": 2}


def test_a_library_that_prints_a_request_is_silenced_but_its_place_is_kept(lines):
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled request (%s)", {"user": "U02BRAM"})
    (line,) = lines()
    assert (line["event"], line["logger"], line["level"]) == ("library", "slack_bolt.AsyncApp", "warning")
    assert line["where"].endswith(tuple("0123456789"))
    assert "U02BRAM" not in json.dumps(line)


def test_an_exception_leaves_its_place_and_type_and_not_its_message(lines):
    def inner():
        raise ValueError("U02BRAM said no")

    try:
        try:
            inner()
        except ValueError as error:
            raise RuntimeError("because of U02BRAM") from error
    except RuntimeError:
        structlog.get_logger().exception("broken")
    (line,) = lines()
    assert line["traceback"].endswith("inner ValueError".replace("inner ", "inner > "))
    assert " > RuntimeError | from " in line["traceback"]
    assert "test_logs.py" in line["traceback"]
    assert "U02BRAM" not in json.dumps(line)


async def test_a_whole_dialogue_with_failures_names_nobody(tmp_path, lines, monkeypatch):
    async with talk(tmp_path, belletje_log_level="DEBUG") as team:
        await team.says("Anna", "/bell")
        await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
        (asked,) = team.asked()
        team.slack.fail("chat.update", "msg_too_long", times=1)
        await team.presses(asked, "Not this time", team.private(asked)[-1])
        team.slack.outage("chat.postMessage", times=1)
        await team.passes(seconds=90)
        team.slack.fail("conversations.members", "fatal_error", times=1)
        await team.says("Bram", "/bell done")
        body = b"payload=%7B%7D&user=U02BRAM"
        await team.slack.deliver_raw(body, team.slack.sign(body))
        monkeypatch.setattr("bot.desk.requests.understand", lambda *_: 1 / 0)  # a fault of ours
        answer = await team.slack.command(PEOPLE["Bram"], "C01TEAM", "/bell", "")
        assert answer.status == 500
    written = json.dumps(lines())
    assert "slack.listener_failed" in written
    assert "ZeroDivisionError" in written
    found = [word for word in [*PEOPLE.values(), "C01TEAM", "T01TEAM", "slack:", "Not this time"] if word in written]
    assert found == []


async def test_that_somebody_tried_to_read_the_organisation_s_month_is_logged_and_not_who(lines, tmp_path):
    async with talk(tmp_path) as team:
        lines()
        await team.says("Anna", "/advocaat organisatie")
        await team.says("Anna", "/advocaat leiders")
        found = lines()
    tried = [(line["event"], line["level"], line.get("code")) for line in found if "refused" in line["event"]]
    assert tried == [("organisation.refused", "warning", "not_leader")] * 2
    assert PEOPLE["Anna"] not in json.dumps(found)
