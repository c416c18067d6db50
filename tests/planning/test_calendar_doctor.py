"""What the operator is told about calendars: settings, the doctor, the guide; and where secrets do not stay."""

import base64
import importlib.util
import json
import os
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from entra_standin.machine import machine_time
from graph_talk import graph_settings
from helpers import StillClock
from pydantic import ValidationError

from bot import cli
from bot.cli import main
from bot.planning.calendar.doctor import CHOSEN, PERMISSIONS, examine_calendar, permissions_in
from bot.planning.calendar.expiry import expiry
from bot.settings import Settings

TOP = Path(__file__).parents[2]
GUIDE = (TOP / "docs" / "calendar.md").read_text()
CLIENT, TENANT = "2c8f6a10-5f3d-4c59-8f7e-1a2b3c4d5e6f", "7f1a3b52-0c64-4a1e-9a57-5b8c1d2e3f40"
GOOD = {"graph_client_id": CLIENT, "graph_tenant_id": TENANT, "graph_client_secret": "s"}


# Settings.


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({}, ()),
        (GOOD, ()),
        ({**GOOD, "graph_client_secret_until": "2027-05-01"}, ()),
        ({"graph_client_secret": "s"}, ("GRAPH_CLIENT_ID is missing.",)),
        ({"graph_tenant_id": TENANT}, ("GRAPH_CLIENT_ID is missing.",)),
        ({**GOOD, "graph_tenant_id": None}, ("GRAPH_TENANT_ID is missing.",)),
        (
            {**GOOD, "graph_client_secret": None},
            ("Of GRAPH_CLIENT_SECRET and GRAPH_CERTIFICATE_FILE exactly one is needed; neither is set.",),
        ),
        (
            {**GOOD, "graph_certificate_file": "/nowhere.pem", "graph_client_secret_until": "2027-05-01"},
            (
                "Of GRAPH_CLIENT_SECRET and GRAPH_CERTIFICATE_FILE exactly one is needed; both are set.",
                "GRAPH_CERTIFICATE_FILE: /nowhere.pem cannot be read, or is no text.",
                "GRAPH_CLIENT_SECRET_UNTIL is about a secret; a certificate itself says until when it holds.",
            ),
        ),
        ({**GOOD, "graph_url": "http://127.0.0.1:1/v1.0", "graph_login_url": "https://localhost:1"}, ()),
        (
            {
                **GOOD,
                "graph_url": "https://graph.evil.example/v1.0",
                "graph_login_url": "https://127.0.0.1.evil.example",
            },
            (
                "GRAPH_URL is for tests, and must be an address of this machine.",
                "GRAPH_LOGIN_URL is for tests, and must be an address of this machine.",
            ),
        ),
    ],
)
def test_settings_that_contradict_each_other_are_sentences(given, problems):
    assert Settings(**given).problems() == problems


@pytest.mark.parametrize(("name", "value"), [("graph_client_id", "x"), ("graph_client_secret_until", "soon")])
def test_what_is_no_number_or_no_day_is_refused(name, value):
    with pytest.raises(ValidationError):
        Settings(**{**GOOD, name: value})


def test_calendars_are_a_choice_and_secrets_are_not_printed():
    assert [Settings(**given).calendar for given in ({}, GOOD)] == [False, True]
    assert "very-secret" not in repr(Settings(**{**GOOD, "graph_client_secret": "very-secret"}))


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith(("SLACK_", "TEAMS_", "GRAPH_", "BELLETJE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BELLETJE_DATA_DIR", str(tmp_path))
    return monkeypatch


def run(*arguments):
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def test_the_secret_does_not_stay_in_the_environment(nothing_set, monkeypatch):
    seen = {}
    for name, value in {**{key.upper(): one for key, one in GOOD.items()}, "SLACK_BOT_TOKEN": "xoxb-1"}.items():
        nothing_set.setenv(name, value)
    nothing_set.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setattr(cli, "_run", lambda work: seen.update(os.environ) or work.close())
    assert run("serve") == (0, "")
    assert [name for name in ("GRAPH_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN") if name in seen] == []
    assert seen["GRAPH_CLIENT_ID"] == CLIENT


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_without_the_libraries_it_says_which_lock_has_them(nothing_set, monkeypatch, command):
    for name, value in {**{key.upper(): one for key, one in GOOD.items()}, "SLACK_BOT_TOKEN": "xoxb-1"}.items():
        nothing_set.setenv(name, value)
    nothing_set.setenv("SLACK_APP_TOKEN", "xapp-1")
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "msgraph" else found(name))
    code, output = run(command)
    assert (code, output.splitlines()[-1]) == (
        1,
        "The libraries for calendars are not installed here: "
        "pip install --require-hashes --requirement locks/calendar.txt",
    )
    assert "msgraph-sdk==" in (TOP / "locks" / "calendar.txt").read_text()
    assert "msgraph-sdk==" not in (TOP / "locks" / "serve.txt").read_text()


# The doctor.


def token_with(*roles):
    """As Entra's are shaped: the middle part can be read by anybody."""
    claims = {"aud": "https://graph.microsoft.com"} | ({"roles": list(roles)} if roles else {})
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJ0eXAiOiJKV1QifQ.{part}.x"


def giving(graph, token):
    """From now on the login gives this token."""

    def issue():
        graph.tokens.issued[token] = machine_time() + graph.tokens.lifetime
        return token

    graph.tokens.issue = issue


async def examined(graph, clock, **changes):
    settings = graph_settings(graph, **changes)
    return [(one.verdict.value, one.sentence) async for one in examine_calendar(settings, clock)]


TOKENS = ("ok", "Microsoft gives us tokens for the calendar.")
UNKNOWN = ("note", "Set GRAPH_CLIENT_SECRET_UNTIL to the last day of the secret; then you are warned before it ends.")


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (["Calendars.Read"], [("ok", "For the whole organisation the token permits: Calendars.Read.")]),
        (
            ["MailboxSettings.Read", "Calendars.ReadBasic.All"],
            [("ok", "For the whole organisation the token permits: Calendars.ReadBasic.All, MailboxSettings.Read.")],
        ),
        (
            ["Calendars.ReadWrite", "Mail.Read", "Calendars.Read"],
            [
                ("ok", "For the whole organisation the token permits: Calendars.Read, Calendars.ReadWrite."),
                (
                    "note",
                    "It permits more than Belletje needs: Calendars.ReadWrite, Mail.Read. Take that away in Entra.",
                ),
            ],
        ),
        (
            [],
            [
                (
                    "note",
                    "The token permits no calendars for the whole organisation. That is right if Exchange gives access "
                    "to chosen mailboxes; otherwise the permission Calendars.Read is missing.",
                )
            ],
        ),
    ],
)
async def test_the_doctor_tells_what_the_token_permits(graph, clock, roles, said):
    giving(graph, token_with(*roles))
    assert await examined(graph, clock) == [UNKNOWN, TOKENS, *said, ("note", CHOSEN)]
    assert graph.calls == []


async def test_the_doctor_does_not_guess_what_a_token_says(graph, clock):
    assert await examined(graph, clock) == [UNKNOWN, TOKENS, ("note", "What the token permits cannot be read from it.")]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a.e30", "a.W10.c", "a.eyJyb2xlcyI6IDN9.c", "a.\xff.c"])
def test_tokens_that_say_nothing(token):
    assert permissions_in(token) in {None, frozenset()}


async def test_the_doctor_tells_why_there_is_no_token(graph, clock):
    async def told(**changes):
        return (await examined(graph, clock, **changes))[1:]

    assert await told(graph_client_secret="x") == [
        (
            "wrong",
            "The calendar: Microsoft gives no token: the secret is wrong; it is the value that is needed, not its number.",
        )
    ]
    graph.expire_secret()
    assert await told() == [
        ("wrong", "The calendar: Microsoft gives no token: the secret has expired; make a new one.")
    ]
    graph.authority.failure = 503
    assert await told() == [("wrong", "The calendar: Entra gives no token now.")]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2026-11-23", ("wrong", "The secret for the calendar ended on 2026-11-23. Make a new one in Entra and put it in the settings.")),
        ("2026-11-24", ("note", "The secret for the calendar ends on 2026-11-24, in 0 days. Make a new one in Entra before that.")),
        ("2026-12-25", ("note", "The secret for the calendar ends on 2026-12-25, in 31 days. Make a new one in Entra before that.")),
        ("2026-12-26", ("ok", "The secret for the calendar holds until 2026-12-26.")),
    ],
)  # fmt: skip
async def test_the_doctor_warns_before_a_secret_ends(graph, clock, last, said):
    assert (await examined(graph, clock, graph_client_secret_until=last))[0] == said


async def test_a_certificate_says_itself_when_it_ends(graph, tmp_path):
    pem = graph.ca_file.read_text() + graph.ca_file.with_name("key.pem").read_text()
    (tmp_path / "graph.pem").write_text(pem)
    changes = {"graph_client_secret": None, "graph_certificate_file": tmp_path / "graph.pem"}
    last = expiry(graph_settings(graph, **changes))
    today = datetime.fromtimestamp(machine_time(), UTC).date()
    assert (last - today).days in {6, 7}  # the stand-in makes them for a week, and has had this one for a while
    after = StillClock(datetime.combine(last + timedelta(days=1), time(), UTC))
    (first, *_rest) = await examined(graph, after, **changes)
    assert first == (
        "wrong",
        f"The certificate for the calendar ended on {last}. Make a new one in Entra and put it in the settings.",
    )


async def test_a_certificate_that_cannot_be_read(graph, clock, tmp_path):
    bad = tmp_path / "bad.pem"
    bad.write_text("-----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----\n")
    found = await examined(graph, clock, graph_client_secret=None, graph_certificate_file=bad)
    assert found == [
        ("wrong", "The certificate for the calendar cannot be read."),
        ("wrong", "The calendar: The certificate, its private key or the address of Entra cannot be used."),
    ]


async def test_without_calendars_or_with_contradictions_the_doctor_asks_nothing(graph, clock):
    assert await examined(graph, clock, graph_client_id=None, graph_tenant_id=None, graph_client_secret=None) == []
    assert await examined(graph, clock, graph_tenant_id=None) == []
    assert graph.authority.requests == []


async def test_the_doctor_of_the_command_line_asks_too(graph, nothing_set):
    settings = graph_settings(graph)
    found = [one.sentence for one in await cli._examine_platforms(settings)]
    assert found == [UNKNOWN[1], TOKENS[1], "What the token permits cannot be read from it."]


# The guide.


def test_the_guide_gives_the_reason_for_every_permission():
    assert dict(re.findall(r"^\| `([A-Za-z.]+)` \| (.*) \|$", GUIDE, re.MULTILINE)) == PERMISSIONS


def test_the_guide_names_only_settings_that_exist():
    named = {name.lower() for name in re.findall(r"\b(?:GRAPH|TEAMS|SLACK|BELLETJE)_[A-Z_]+", GUIDE)}
    assert named - Settings.model_fields.keys() == set()
    assert {name for name in Settings.model_fields if name.startswith("graph_")} - named == {
        "graph_url",
        "graph_login_url",
    }
