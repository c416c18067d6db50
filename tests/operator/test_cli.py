"""The command line, its refusals, and that README, manifest and code agree."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from helpers import APP_TOKEN, StillClock, settings_for, team_in_slack
from jsonschema import Draft7Validator
from sqlite_utils import Database

from bot.cli import main
from bot.kernel.clock import Clock
from bot.kernel.findings import Verdict
from bot.kernel.problems import is_loopback
from bot.operator.papers import fields
from bot.run.wiring import open_settings
from bot.settings import Settings
from bot.slack.doctor import examine_slack
from bot.slack.events import HAPPENINGS
from bot.slack.inbound import COMMANDS
from bot.slack.manifest import EVENTS, OPTIONAL, SCOPES, manifest
from bot.texts import texts
from bot.views.rooms import WORDS
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language, Space
from rituals.organisation.organisation import Leader, LeaderChange

TOP = Path(__file__).parents[2]
BELLETJE = Path(sys.executable).with_name("belletje")


@pytest.fixture
def nothing_set(monkeypatch):
    for name in list(os.environ):
        if name.startswith(("SLACK_", "BELLETJE_")):
            monkeypatch.delenv(name)
    return monkeypatch


def run(*arguments):
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def test_serving_nothing_says_what_is_missing(nothing_set):
    assert run("serve") == (
        1,
        "No platform is configured. Set SLACK_BOT_TOKEN (docs/slack.md) or TEAMS_CLIENT_ID (docs/teams.md). "
        "To try it out: belletje demo\n",
    )


CONTRADICTIONS = {
    "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET.\n": {
        "SLACK_BOT_TOKEN": "xoxb-1"
    },
    "SLACK_BOT_TOKEN should begin with xoxb-.\n": {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"},
    "SLACK_APP_TOKEN should begin with xapp-.\n": {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-2"},
}


@pytest.mark.parametrize("sentence", CONTRADICTIONS)
def test_settings_that_contradict_each_other_are_sentences(nothing_set, sentence):
    for name, value in CONTRADICTIONS[sentence].items():
        nothing_set.setenv(name, value)
    assert run("serve") == (1, sentence)


def test_settings_that_cannot_be_read_are_sentences_without_their_values(nothing_set):
    nothing_set.setenv("BELLETJE_PORT", "secret-by-mistake")
    nothing_set.setenv("BELLETJE_TIMEZONE", "Mars/Phobos")
    code, output = run("doctor")
    assert code == 1
    assert output.startswith("These settings cannot be used:\n  BELLETJE_PORT: Input should be a valid integer")
    assert "BELLETJE_TIMEZONE: Value error, Mars/Phobos is no time zone" in output
    assert "secret-by-mistake" not in output


def test_secrets_are_never_printed():
    settings = Settings(slack_bot_token="xoxb-very-secret", slack_signing_secret="very-secret")
    assert "very-secret" not in repr(settings) + str(settings.model_dump())


def test_the_room_is_refused_beside_slack_unless_asked(nothing_set, tmp_path):
    nothing_set.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert run("demo", "--data", str(tmp_path)) == (
        1,
        "Slack is configured here. The room is for trying out; add --anyway if you want it all the same.\n",
    )


def test_a_port_in_use_is_a_sentence(nothing_set, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, output = run("demo", "--port", str(port), "--data", str(tmp_path))
    assert (code, output) == (
        1,
        f"Belletje cannot listen on 127.0.0.1:{port}: Address already in use; choose another port.\n",
    )


def test_the_console_script_serves_the_room_and_stops_cleanly(nothing_set, tmp_path):
    process = subprocess.Popen(
        [BELLETJE, "demo", "--port", "0", "--data", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    first = process.stdout.readline().decode()
    port = int(re.search(r":(\d+)/", first)[1])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        alive = answer.read()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=10)
    assert (first, alive) == (f"The room is open: http://127.0.0.1:{port}/\n", b"ok")
    assert (process.returncode, errors.decode(), rest.decode().splitlines()[-1]) == (0, "", "Stopped.")


def test_a_second_room_on_the_same_folder_is_refused(nothing_set, tmp_path):
    process = subprocess.Popen(
        [BELLETJE, "demo", "--port", "0", "--data", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    second = subprocess.run(
        [BELLETJE, "demo", "--port", "0", "--data", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=20,
    )
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    sentence = f"another Belletje is already running on {tmp_path}/live; stop that one first\n"
    assert (second.returncode, second.stderr) == (1, sentence)


# The manifest.


def test_manifest_yml_is_what_the_code_makes():
    assert yaml.safe_load((TOP / "manifest.yml").read_text()) == manifest()
    assert yaml.safe_load(run("manifest")[1]) == manifest()


@pytest.mark.parametrize("made", [manifest(), manifest("https://bot.example.org/")], ids=["socket", "http"])
def test_the_manifest_agrees_with_slack_s_schema(made):
    schema = json.loads((TOP / "tests" / "recorded" / "slack-manifest.schema.json").read_text())
    assert [error.message for error in Draft7Validator(schema).iter_errors(made)] == []


def test_what_one_can_do_without_is_optional_in_the_one_manifest():
    assert manifest()["oauth_config"]["scopes"] == {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL)}


def test_the_http_manifest_has_one_address_everywhere():
    made = manifest("https://bot.example.org/")
    url = "https://bot.example.org/slack/events"
    assert {command["url"] for command in made["features"]["slash_commands"]} == {url}
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"]["request_url"] == url
    assert made["settings"]["socket_mode_enabled"] is False


def test_an_address_without_https_is_refused():
    assert run("manifest", "--url", "http://x") == (1, "Slack needs an address that begins with https://\n")


def test_the_manifest_asks_for_what_the_code_uses():
    source = (TOP / "bot" / "slack" / "app.py").read_text()
    listened = set(re.findall(r'bolt\.event\("(\w+)"\)', source)) | set(HAPPENINGS)
    assert set(EVENTS) == listened
    assert [command["command"] for command in manifest()["features"]["slash_commands"]] == list(COMMANDS)
    called = set(re.findall(r"\b(?:_post|_read|client)\.([a-z]+_[a-zA-Z_]+)\(", read_slack())) - {
        "send_dict",
        "is_connected",
    }
    assert called == set(NEEDS)
    not_by_method = {"app_mentions:read", "commands", "users:read.email"}
    assert set().union(*NEEDS.values()) | not_by_method == {*SCOPES, *OPTIONAL}


def read_slack():
    return "\n".join(path.read_text() for path in (TOP / "bot" / "slack").glob("*.py"))


NEEDS = {
    "apps_connections_open": set(),
    "auth_test": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write", "im:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_replies": {"channels:history", "groups:history"},
    "conversations_members": {"channels:read", "groups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
"""Which scope each method that we call needs (docs.slack.dev/reference/methods)."""


# README.


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "BELLETJE_LEADERS",
            "anna",
            "anna names nobody; write platform:workspace:person, such as slack:T0TEAM:U0PERSON",
        ),
        ("BELLETJE_LEADERS", "slack:T1:U1 teams:x", "teams:x names nobody"),
        ("BELLETJE_URL", "http://belletje.example", "http://belletje.example should begin with https://"),
        ("BELLETJE_KEEP_YEARS", "0", "Input should be greater than or equal to 1"),
    ],
)
def test_settings_of_the_month_that_cannot_be_used(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)
    code, output = run("serve")
    assert (code, sentence in output, name in output) == (1, True, True)


def test_the_table_of_settings_is_made_of_the_settings():
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$", (TOP / "docs" / "operating.md").read_text(), re.MULTILINE
    )
    made = []
    for name, field in Settings.model_fields.items():
        default = field.default
        default = str(default).lower() if isinstance(default, bool) else default
        shown = "" if default in (None, "") else f"`{getattr(default, 'value', default)}`"
        made.append((name.upper(), shown, field.description))
    assert rows == made


def test_every_file_that_the_documents_name_exists():
    for document in [TOP / "README.md", *TOP.glob("docs/*.md")]:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / link).exists(), (document.name, link)


def test_every_command_that_the_documents_name_exists():
    named = {
        name
        for document in [TOP / "README.md", *TOP.glob("docs/*.md")]
        for name in re.findall(r"(?m)(?:^ +|`|bin/)belletje ([a-z-]+)\b(?![./])", document.read_text())
    }
    assert named - set(main.commands) == set()
    made = re.findall(r"^([a-z]+):.*##", (TOP / "Makefile").read_text(), re.MULTILINE)
    assert {"demo", "test", "check", "bench", "proof"} <= set(made)


def test_the_licence_and_version_are_said_once():
    assert (TOP / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    locks = [path.read_text() for path in (TOP / "locks").glob("*.txt")]
    assert len(locks) == 4
    assert [lock for lock in locks if "http:" in lock or "https:" in lock or "--hash=" not in lock] == []


# The doctor.


def verdicts(found):
    return [(finding.verdict.value, finding.sentence) for finding in found]


def test_the_doctor_of_a_new_machine(nothing_set, tmp_path):
    nothing_set.chdir(tmp_path)
    code, output = run("doctor")
    assert code == 0
    assert [line.split(" ", 1)[0] for line in output.splitlines()] == [
        "ok",
        "note",
        "ok",
        "note",
        "note",
        "note",
        "note",
    ]


def test_the_doctor_finds_a_damaged_database(nothing_set, tmp_path):
    (tmp_path / "belletje.db").write_bytes(b"x" * 5000)
    nothing_set.setenv("BELLETJE_DATA_DIR", str(tmp_path))
    code, output = run("doctor")
    assert code == 1
    assert "wrong  The database: cannot read" in output


async def test_the_doctor_of_slack_when_all_is_well(tmp_path):
    async with team_in_slack(app_token=APP_TOKEN, scopes=tuple(SCOPES)) as workspace:
        settings = settings_for(tmp_path, workspace, slack_app_token=APP_TOKEN)
        found = verdicts([finding async for finding in examine_slack(settings, real_clock())])
    assert [verdict for verdict, _ in found] == ["ok"] * 4


def real_clock():
    return Clock()


async def test_the_doctor_of_slack_when_much_is_wrong(tmp_path):
    scopes = {*SCOPES, "channels:history"} - {"users:read", "groups:read"}
    async with team_in_slack(scopes=tuple(scopes)) as workspace:
        settings = settings_for(tmp_path, workspace, slack_app_token="xapp-wrong")
        found = [finding async for finding in examine_slack(settings, StillClock())]
        wrong = [finding.sentence for finding in found if finding.verdict is Verdict.WRONG]
        workspace.fail("auth.test", "invalid_auth")
        refused = verdicts([finding async for finding in examine_slack(settings, real_clock())])
    assert wrong[0] == "These scopes are missing: groups:read, users:read. Add them and install the app again."
    assert wrong[1].endswith("seconds off; Slack refuses five minutes.")
    assert wrong[2] == "Slack does not accept SLACK_APP_TOKEN: invalid_auth. It needs connections:write."
    assert refused == [("wrong", "Slack does not accept SLACK_BOT_TOKEN, or cannot be reached: invalid_auth.")]


def test_loopback_is_told_from_the_world():
    assert [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.168.1.1", "host")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_guide_gives_the_reason_for_every_scope():
    rows = re.findall(r"^\| `([a-z_:.]+)` \| (.*) \|$", (TOP / "docs" / "slack.md").read_text(), re.MULTILINE)
    assert dict(rows) == {**SCOPES, **OPTIONAL}


def test_the_table_of_commands_is_made_of_the_words_and_the_help():
    rows = re.findall(r"^\| `(/advocaat[^|]*) \| (.*) \|$", (TOP / "README.md").read_text(), re.MULTILINE)
    shown = {command.split("`")[0].removeprefix("/advocaat").strip() for command, _ in rows}
    english = {match for command, _ in rows for match in re.findall(r"`/bell ?([^`]*)`", command)}
    dutch = {word.help(Language.DUTCH) for word in WORDS if word.shown} - {""}
    assert shown == dutch | {"[@people or @group]"}
    assert english == {word.help(Language.ENGLISH) for word in WORDS if word.shown}


# The papers.


def test_privacy_lists_every_field_with_its_purpose_and_end(nothing_set):
    code, output = run("privacy")
    told = [line for line in output.splitlines() if line.startswith("  ")]
    assert code == 0
    assert len(told) == len(list(fields()))
    assert all("; until: " in line for line in told)
    assert [field["column"] for field in json.loads(run("privacy", "--json")[1])] == [f.column for f in fields()]


def test_what_people_are_told_about_themselves_is_what_the_schema_has():
    """Every table with a person in it is one of the lines of "what we keep about you here"."""
    told = {
        "credit": "me.turn",
        "pause": "me.paused",
        "meeting": "me.holder",
        "seat": "me.asked",
        "checkout": "me.chair",
        "own_questions": "me.author",
        "plan": "me.plan_author",
        "stub": "me.marked",
        "leader": "me.leader",
        "leader_change": "me.led",
        "message": "me.holder",  # a private message of a bell that runs, or one that is still under way
    }
    assert {field.table for field in fields() if field.person} == set(told)
    assert set(told.values()) <= texts(Language.DUTCH).keys()


def test_verify_anonymity_prints_what_it_searched_and_found():
    code, output = run("verify-anonymity", "--orders", "6")
    assert (code, output.splitlines()[1:]) == (
        0,
        [
            "The same ballots in 6 orders and assignments: 1 different ending(s) of the files.",
            "Three tallies in the same bands: 1 different ending(s) of the files.",
            "The promise holds on this build.",
        ],
    )
    searched = r"After three check-outs of 12 people: searched \d{5,} bytes in \d files for 52 things "
    assert re.fullmatch(searched + r"\(people, marks, keys, the secret\): 0 found\.", output.splitlines()[0])


def test_verify_anonymity_fails_loudly_on_a_build_that_leaks(monkeypatch):
    monkeypatch.setattr("storage.sqlite.store.SqliteStore._rewrite", lambda _self: True)
    code, output = run("verify-anonymity", "--orders", "2")
    assert code == 1
    assert "  mark " in output
    assert output.endswith("The promise does NOT hold on this build.\n")


def prepared(folder, nothing_set):
    """An installation in which one person has a turn and a pause."""
    nothing_set.setenv("BELLETJE_DATA_DIR", str(folder / "data"))
    store = open_settings(Settings(), Clock())
    space = SpaceId("slack:T1:C1")
    turns = {ParticipantId("U1"): 6, ParticipantId("U2"): -4, ParticipantId("U3"): -2}
    store.run(lambda unit: unit.bell.credit(space, turns, None)).result()
    store.run(lambda unit: unit.space.save(Space(id=space))).result()
    return store


def test_forgetting_needs_the_service_stopped_and_erases(nothing_set, tmp_path):
    store = prepared(tmp_path, nothing_set)
    code, output = run("forget", "U1", "--yes")
    assert (code, output.split(";")[1]) == (1, " stop that one first\n")
    store.close()
    erased = "Answers can't be erased: nobody knows which are theirs.\n"
    assert run("forget", "U1", "--yes") == (0, f"Erased in 1 space(s).\n{erased}")
    assert run("forget", "U1", "--yes") == (0, f"There was nothing to erase.\n{erased}")
    live = b"".join(file.read_bytes() for file in (tmp_path / "data" / "live").iterdir())
    assert (b"U1" in live, b"U2" in live) == (False, True)


def test_forgetting_a_leader_says_what_stays(nothing_set, tmp_path):
    store = prepared(tmp_path, nothing_set)
    leader = Leader(workspace="slack:T1", participant=ParticipantId("U9"))
    change = LeaderChange(day=date(2026, 11, 1), leader=leader, added=True, by=None)
    store.run(lambda unit: unit.organisation.change_leader("slack:T1", change)).result()
    store.close()
    stays = (
        "Who may or could read the organisation's month is kept for two years, and this person is in there.\n"
        "Answers can't be erased: nobody knows which are theirs.\n"
    )
    assert run("forget", "U9", "--yes") == (0, f"Erased in 1 space(s).\n{stays}")
    assert run("forget", "U9", "--yes") == (0, f"There was nothing to erase.\n{stays}")


def test_a_backup_is_consistent_and_holds_nobody(nothing_set, tmp_path):
    store = prepared(tmp_path, nothing_set)
    target = tmp_path / "copy.db"
    assert run("backup", str(target))[0] == 0
    again = run("backup", str(target))
    store.close()
    assert again == (1, f"there is already something at {target}; nothing was written\n")
    with closing(Database(target)) as copy:
        assert [row["id"] for row in copy["space"].rows] == ["slack:T1:C1"]
    assert b"U1" not in target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_none_is_a_sentence(nothing_set, tmp_path):
    (tmp_path / "key").write_bytes(b"short")
    nothing_set.setenv("BELLETJE_PEPPER_FILE", str(tmp_path / "key"))
    code, output = run("demo", "--port", "0", "--data", str(tmp_path / "data"))
    assert (code, output) == (1, f"The key file {tmp_path / 'key'} must hold 16 to 64 bytes, and holds 5.\n")


def test_the_doctor_warns_of_a_key_in_the_backup_or_open_to_others(nothing_set, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(b"k" * 32)
    nothing_set.setenv("BELLETJE_PEPPER_FILE", str(key))
    nothing_set.setenv("BELLETJE_DATA_DIR", str(tmp_path / "data"))
    key.chmod(0o644)
    assert f"wrong  The key file {key} can be read by others: chmod 600 {key}" in run("doctor")[1]
    nothing_set.setenv("BELLETJE_DATA_DIR", str(tmp_path))
    assert f"wrong  The key file {key} lies beside the databases" in run("doctor")[1]


def test_each_fault_in_the_operator_s_table_has_its_test():
    page = (TOP / "docs" / "operating.md").read_text()
    table = page.partition("## What happens when …")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)` \|$", table, re.MULTILINE)
    missing = [name for file, name in named if f"def {name}(" not in (TOP / file).read_text()]
    assert (len(named), missing) == (len(rows), [])
