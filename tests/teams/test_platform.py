"""Teams and Slack in one process; credentials; the app package; what the operator is told."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import jsonschema
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from helpers import PEOPLE, StillClock, delivered, listening, settings_for, team_in_slack
from pydantic import SecretStr
from teams_standin import Tenant
from teams_talk import TeamsTalk, command, teams_settings, teams_talk

from bot.cli import main
from bot.desk.words import understand
from bot.kernel.findings import Verdict
from bot.run.asgi import application
from bot.run.platforms import connected
from bot.settings import Settings
from bot.teams.doctor import examine_teams
from bot.teams.manifest import PERMISSIONS, PackageRefused, checked, english, manifest, package, requests
from rituals.kernel.space import Language

CLIENT, TENANT_ID = "22222222-2222-2222-2222-222222222222", "11111111-1111-1111-1111-111111111111"
STRINGS = json.loads((Path(__file__).parents[1] / "recorded" / "teams-localization.schema.json").read_text())
SCHEMA = json.loads((Path(__file__).parents[1] / "recorded" / "teams-manifest.schema.json").read_text())


# One process, one store, both platforms.


async def test_slack_and_teams_run_side_by_side_and_do_not_see_each_other(tmp_path, monkeypatch):
    clock = StillClock()
    async with team_in_slack() as workspace, Tenant() as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.ca_file))
        people = {name: teams.person(name) for name in ("Anna", "Bram", "Chaima", "Daan")}
        chat = teams.chat("Weekstart", people.values())
        of_slack = settings_for(tmp_path, workspace).model_dump(
            include={"slack_bot_token", "slack_signing_secret", "slack_api_url"}
        )
        settings = teams_settings(tmp_path, teams, **of_slack)
        async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
            workspace.bot_url, teams.bot_url = f"{url}/slack/events", f"{url}/api/messages"
            await teams.install(chat, by=people["Anna"])
            team = TeamsTalk(teams, joined.bot, clock, chat, people)
            await team.settle()
            await team.says("Anna", "@Belletje advocaat")
            await team.presses("Anna", "Doe maar", team.only_for("Anna")[-1])
            answer = await workspace.command(PEOPLE["Anna"], "C01TEAM", "/bell", "")
            await delivered(workspace, joined.bot)
            assert len(team.asked()) == 1
            assert "quietly ask one colleague" in answer.ephemeral[0].plain()
            spaces = await joined.bot.service.run(lambda unit: unit.present())
            assert spaces == (f"teams:{teams.tenant_id}:{chat.id}",)
            value = {"action": {"data": {"action": "settings", "v": 1, "value": "space=slack%3AT01TEAM%3AC01TEAM"}}}
            forged = command(team, type="invoke", name="adaptiveCard/action", value=value)
            shown = (await teams.sends_raw(forged)).body["value"]
            assert shown["body"][-1]["actions"][0]["data"]["value"] == {"space": spaces[0]}


# The language of a person.


async def test_each_is_answered_in_the_language_of_their_teams_and_the_team_in_its_own(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        object.__setattr__(team.people["Bram"], "locale", "en-GB")
        object.__setattr__(team.people["Daan"], "locale", "fr-FR")
        await team.presses("Anna", "Gewoon beginnen", team.only_for("Anna")[-1])
        first = [(await team.says(who, "@Belletje")).split("\n")[0] for who in ("Anna", "Bram", "Daan")]
        assert first == ["Wat wil je doen?", "What would you like to do?", "Wat wil je doen?"]
        await team.says("Bram", "@Belletje advocaat")
        assert team.only_for("Bram")[-1].card["lang"] == "en"
        (who,) = team.asked()
        await team.presses(who, "Ja, is goed", team.only_for(who)[-1])
        assert team.messages()[-1].card["lang"] == "nl"


async def test_whoever_begins_sets_the_language_by_the_word_they_use(tmp_path, monkeypatch):
    async with teams_talk(tmp_path, monkeypatch) as team:
        await team.says("Anna", "@Belletje bell")
        await team.presses("Anna", "Doe maar", team.only_for("Anna")[-1])
        space = (await team.bot.service.run(lambda unit: unit.space.known()))[0]
        kept = await team.bot.service.run(lambda unit: unit.space.of(space))
        assert kept.language is Language.ENGLISH


# How we prove who we are.


def certificate(folder):
    """A key and a certificate of its own, as one file; and the certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "belletje")])
    now = StillClock().now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now.replace(year=2020))
        .not_valid_after(now.replace(year=2050))
        .sign(key, hashes.SHA256())
    )
    file = folder / "belletje.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file, key.public_key()


async def test_a_certificate_does_instead_of_a_secret(tmp_path, monkeypatch):
    file, public = certificate(tmp_path)
    more = {"teams_client_secret": None, "teams_certificate_file": file}
    async with teams_talk(
        tmp_path, monkeypatch, before=lambda teams: teams.authority.certificates.append(public), **more
    ) as team:
        assert (
            team.reads("Anna").split("\n")[0]
            == "Hallo, ik ben Belletje. Ik help jullie om ook het andere geluid te horen."
        )


async def findings(settings):
    return [(finding.verdict, finding.sentence) async for finding in examine_teams(settings)]


async def test_the_doctor_says_what_microsoft_says(tmp_path, monkeypatch):
    async with Tenant() as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.ca_file))
        good = await findings(teams_settings(tmp_path, teams))
        assert [verdict for verdict, _ in good] == [Verdict.RIGHT, Verdict.RIGHT, Verdict.NOTE]
        wrong = await findings(teams_settings(tmp_path, teams, teams_client_secret="wrong"))
        assert wrong[0] == (
            Verdict.WRONG,
            "Microsoft gives no token: the secret is wrong; it is the value that is needed, not its number.",
        )
        teams.authority.secret_expired = True
        assert (await findings(teams_settings(tmp_path, teams)))[0] == (
            Verdict.WRONG,
            "Microsoft gives no token: the secret has expired; make a new one.",
        )
        teams.authority.secret_expired = False
        teams.authority.key_failure = 503
        assert (await findings(teams_settings(tmp_path, teams)))[1] == (
            Verdict.WRONG,
            "Microsoft's signing keys cannot be fetched; without them nobody is let in. Check the way out.",
        )


BASE = {"teams_client_id": CLIENT, "teams_tenant_id": TENANT_ID}
SECRET = {"teams_client_secret": SecretStr("s")}


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({**BASE, **SECRET}, ()),
        ({**BASE, "teams_managed_identity": True}, ()),
        ({**BASE, "teams_without_tokens": True}, ()),
        (SECRET, ("TEAMS_CLIENT_ID is missing.",)),
        (
            {"teams_client_id": CLIENT, **SECRET},
            ("TEAMS_TENANT_ID is missing; without it people of any organisation could talk to the bot.",),
        ),
        (
            BASE,
            (
                "Of TEAMS_CLIENT_SECRET, TEAMS_CERTIFICATE_FILE, TEAMS_MANAGED_IDENTITY exactly one is needed; 0 are set.",
            ),
        ),
        (
            {**BASE, **SECRET, "teams_managed_identity": True},
            (
                "Of TEAMS_CLIENT_SECRET, TEAMS_CERTIFICATE_FILE, TEAMS_MANAGED_IDENTITY exactly one is needed; 2 are set.",
            ),
        ),
        (
            {**BASE, **SECRET, "teams_without_tokens": True},
            ("TEAMS_WITHOUT_TOKENS is for trying out, and cannot be set beside TEAMS_CLIENT_SECRET.",),
        ),
        (
            {**BASE, "teams_without_tokens": True, "belletje_host": "0.0.0.0"},
            ("TEAMS_WITHOUT_TOKENS lets anybody in, so BELLETJE_HOST must be an address of this machine only.",),
        ),
        (
            {**BASE, **SECRET, "teams_login_url": "https://evil.example"},
            ("TEAMS_LOGIN_URL is for tests, and must be an address of this machine.",),
        ),
        (
            {**BASE, **SECRET, "teams_openid_url": "http://127.0.0.1.evil.example/x"},
            ("TEAMS_OPENID_URL is for tests, and must be an address of this machine.",),
        ),
        (
            {**BASE, "teams_certificate_file": Path("/nowhere.pem")},
            ("TEAMS_CERTIFICATE_FILE: /nowhere.pem cannot be read, or is no text.",),
        ),
    ],
)
def test_settings_that_contradict_themselves_are_named(tmp_path, given, problems):
    assert settings_for(tmp_path, **given).problems() == problems


async def test_without_tokens_only_this_machine_is_talked_to(tmp_path, monkeypatch):
    more = {"teams_client_secret": None, "teams_without_tokens": True}
    async with teams_talk(tmp_path, monkeypatch, **more) as team:
        body = {
            "type": "message",
            "id": "1",
            "text": "x",
            "channelId": "msteams",
            "serviceUrl": "https://evil.example/",
            "from": {"id": "29:x"},
            "conversation": {"id": "a:x", "conversationType": "personal", "tenantId": team.teams.tenant_id},
        }
        assert (await team.teams.sends_raw(body, token=None)).status == 401
        for url in ("http://127.0.0.1:x@evil.example", "http://evil.example/127.0.0.1", "", "127.0.0.1"):
            assert (await team.teams.sends_raw({**body, "serviceUrl": url}, token=None)).status == 401
        body["serviceUrl"] = team.teams.connector_url
        for headers in (
            {"Origin": "https://evil.example"},
            {"Content-Type": "text/plain"},
            {"Host": "evil.example"},
        ):
            assert (await team.teams.sends_raw(body, token=None, headers=headers)).status == 401
        assert (await team.teams.sends_raw(body, token=None)).status == 200


# The package.


@pytest.mark.parametrize("meetings", [False, True])
def test_the_manifest_is_as_the_schema_wants_it(meetings):
    made = manifest(CLIENT, "Gemeente Voorbeeld", "https://voorbeeld.nl/belletje", meetings=meetings)
    # Draft 4; its check_schema is not called, for one pattern in it is none of Python's.
    assert [error.message for error in jsonschema.Draft4Validator(SCHEMA).iter_errors(made)] == []
    asked = made.get("authorization", {}).get("permissions", {}).get("resourceSpecific", [])
    assert [one["name"] for one in asked] == (sorted(PERMISSIONS) if meetings else [])
    assert (
        max(len(command["title"]) for listed in made["bots"][0]["commandLists"] for command in listed["commands"]) <= 32
    )


def test_every_command_of_the_menu_is_understood():
    made = manifest(CLIENT, "x", "https://x.nl", meetings=False)
    titles = [one["title"] for listed in made["bots"][0]["commandLists"] for one in listed["commands"]]
    titles += [text for place, text in english().items() if place.endswith(".title")]
    assert [title for title in titles if understand(title, StillClock().now().date()).word is None] == []


def test_the_package_has_what_teams_wants_and_is_the_same_each_time():
    made = manifest(CLIENT, "x", "https://x.nl", meetings=False)
    with zipfile.ZipFile(io.BytesIO(package(made))) as archive:
        assert sorted(archive.namelist()) == ["color.png", "en.json", "manifest.json", "outline.png"]
        sizes = [archive.read(name)[16:24] for name in ("color.png", "outline.png")]
        assert json.loads(archive.read("manifest.json")) == made
        assert json.loads(archive.read("en.json")) == english()
    assert [(int.from_bytes(size[:4]), int.from_bytes(size[4:])) for size in sizes] == [(192, 192), (32, 32)]
    assert package(made) == package(made)


@pytest.mark.parametrize("language", Language)
def test_the_requests_name_what_each_department_needs(language):
    text = requests(CLIENT, "https://b.voorbeeld.nl/", "belletje.zip", language, meetings=True)
    assert text.count("## ") == 3
    assert "https://b.voorbeeld.nl/api/messages" in text
    assert CLIENT in text
    assert "belletje.zip" in text
    assert all(name in text for name in PERMISSIONS)


def test_the_command_writes_the_package_and_refuses_what_is_wrong(tmp_path):
    def run(*given):
        made = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", "teams-package", *given],
            capture_output=True,
            text=True,
            check=False,
        )
        return made.returncode, made.stderr

    target = tmp_path / "app.zip"
    good = ("--url", "https://b.nl", "--organisation", "X", str(target))
    assert run(*good) == (0, "")
    assert not target.exists()
    assert run("--client-id", CLIENT, *good) == (0, "")
    assert target.exists()
    assert run("--client-id", "x", *good)[1].startswith("--client-id: that is no number of an app registration")
    target.unlink()
    refused = "--url: Teams needs an address that begins with https://, such as https://bot.example.nl\n"
    assert run("--client-id", CLIENT, "--url", "http://b.nl", *good[2:]) == (1, refused)
    assert not target.exists()


@pytest.mark.parametrize(
    ("url", "organisation", "about", "said"),
    [
        ("https://", "X", "", "--url: Teams needs"),
        ("https:///x", "X", "", "--url: Teams needs"),
        ("https://b.nl:x", "X", "", "--url: Teams needs"),
        ("https://a b.nl", "X", "", "--url: Teams needs"),
        ("https://[b", "X", "", "--url: Teams needs"),
        ("https://me@b.nl", "X", "", "--url: Teams needs"),
        ("b.nl", "X", "", "--url: Teams needs"),
        ("https://" + "b" * 2048, "X", "", "--url: Teams needs"),
        ("https://b.nl/api/messages", "X", "", "--url: leave out /api/messages"),
        ("https://b.nl/bot/api/messages/", "X", "", "--url: leave out /api/messages"),
        ("https://b.nl", "X", "http://b.nl", "--about: Teams needs"),
        ("https://b.nl", "", "", "--organisation: a name of 1 to 32 characters; this has 0"),
        ("https://b.nl", " \t ", "", "--organisation: a name of 1 to 32 characters; this has 0"),
        ("https://b.nl", "Gemeente " * 4, "", "--organisation: a name of 1 to 32 characters; this has 35"),
    ],
)
def test_what_teams_would_not_take_is_said(url, organisation, about, said):
    with pytest.raises(PackageRefused) as refused:
        checked(url, organisation, about or url)
    assert str(refused.value).startswith(said)


def test_what_teams_takes_is_taken_as_it_is():
    assert checked("https://b.nl:8443/bot/", "  Gemeente\tX ", "https://x.nl/a?b=c") == (
        "https://b.nl:8443/bot",
        "Gemeente X",
        "https://x.nl/a?b=c",
    )


@pytest.mark.parametrize(("meetings", "expected"), [(False, "0.1.0"), (True, "0.1.1")])
def test_the_version_is_the_program_s_and_the_second_step_is_the_newer_one(meetings, expected):
    assert metadata.version("belletje") == "0.1.0"
    assert manifest(CLIENT, "x", "https://x.nl", meetings=meetings)["version"] == expected


def test_the_english_file_is_as_microsoft_s_schema_wants_it():
    assert [error.message for error in jsonschema.Draft4Validator(STRINGS).iter_errors(english())] == []
    assert {english()["name.short"], english()["name.full"]} == {"Belletje"}


def test_a_stray_env_file_changes_nothing(tmp_path):
    """The SDK would read one on import."""
    (tmp_path / ".env").write_text("TEAMS_PLANTED=1\n")
    code = "import os, bot.teams.connect; print(os.environ.get('TEAMS_PLANTED'))"
    clean = {name: value for name, value in os.environ.items() if name != "PYTHON_DOTENV_DISABLED"}
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, env=clean
    )
    assert made.stdout == "None\n"


def test_the_guide_gives_the_reason_for_every_permission():
    guide = (Path(__file__).parents[2] / "docs" / "teams.md").read_text()
    assert dict(re.findall(r"^\| `([A-Za-z.]+)` \| (.*) \|$", guide, re.MULTILINE)) == PERMISSIONS


def test_the_guide_names_only_settings_and_options_that_exist():
    guide = (Path(__file__).parents[2] / "docs" / "teams.md").read_text()
    named = {name.lower() for name in re.findall(r"\b(?:TEAMS|BELLETJE)_[A-Z_]+", guide)}
    assert named - Settings.model_fields.keys() == set()
    options = {option for parameter in main.commands["teams-package"].params for option in parameter.opts}
    assert set(re.findall(r"(?<!\S)--[a-z][a-z-]+", guide)) - options == set()
