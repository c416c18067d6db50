"""The app package for Teams, made from the code, and the requests that go with it.

The manifest: learn.microsoft.com/microsoft-365/extensibility/schema (1.29). The first package asks for nothing; a
second one asks for the start and end of meetings, so that an administrator can say yes to one thing at a time.
"""

import io
import json
import zipfile
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from bot.teams.chat import TEAMS
from bot.teams.connect import ENDPOINT
from bot.texts import Span, plain, texts
from bot.views.bell.ways import CALL, CANCEL, DONE, PAUSE, WHO
from bot.views.checkout import CHECKOUT, QUESTIONS, SET_WORDS
from bot.views.explain import EXPLAIN, HELP, PRIVACY
from bot.views.membership import MY_DATA
from bot.views.space import SETTINGS
from bot.views.words import Word
from rituals.kernel.space import Language

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"
STRINGS = "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.Localization.schema.json"

PERMISSIONS: dict[str, str] = {
    "ChannelMeeting.ReadBasic.Group": "hear when a meeting in a channel starts and ends",
    "OnlineMeeting.ReadBasic.Chat": "hear when the meeting of a chat starts and ends",
}
"""Each permission of the second package with what it is for. They hold only where the app is added."""

COMMANDS = (
    CALL,
    CHECKOUT,
    WHO,
    DONE,
    CANCEL,
    PAUSE,
    SETTINGS,
    QUESTIONS,
    EXPLAIN,
    PRIVACY,
    MY_DATA,
    HELP,
)
"""What the command menu shows: at most twelve."""

ICONS = ("color.png", "outline.png")
ABOUT_AT_MOST = 128
ORGANISATION_AT_MOST = 32
ADDRESS_AT_MOST = 2048
"""As the manifest's schema has it."""

NAME = {"short": "Belletje", "full": "Belletje"}


class PackageRefused(ValueError):
    """Teams would not take a package that is made of this. The message is a sentence for the operator."""


def checked(url: str, organisation: str, about: str) -> tuple[str, str, str]:
    """The same as Teams takes it.

    Raises:
        PackageRefused: it does not.
    """
    organisation = " ".join(organisation.split())
    if not organisation or len(organisation) > ORGANISATION_AT_MOST:
        raise PackageRefused(
            f"--organisation: a name of 1 to {ORGANISATION_AT_MOST} characters; this has {len(organisation)}"
        )
    for option, given in (("--url", url), ("--about", about)):
        if not _is_address(given):
            raise PackageRefused(
                f"{option}: Teams needs an address that begins with https://, such as https://bot.example.nl"
            )
    if urlsplit(url).path.rstrip("/").endswith(ENDPOINT):
        raise PackageRefused(f"--url: leave out {ENDPOINT}; Belletje puts it behind the address itself")
    return url.rstrip("/"), organisation, about


def _is_address(given: str) -> bool:
    """A host and nothing odd; what cannot be taken apart is none."""
    try:
        parts = urlsplit(given)
        odd = any(letter.isspace() or not letter.isprintable() for letter in given) or parts.username is not None
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not odd and len(given) <= ADDRESS_AT_MOST


def manifest(client_id: str, organisation: str, about: str, *, meetings: bool) -> dict[str, Any]:
    """The manifest, Dutch first.

    Args:
        client_id: of the app registration.
        organisation: who offers the app to its people.
        about: a page of the organisation about Belletje, privacy and terms; begins with https.
        meetings: whether to ask for the start and end of meetings.
    """
    permissions = [{"name": name, "type": "Application"} for name in PERMISSIONS] if meetings else []
    asked = {"authorization": {"permissions": {"resourceSpecific": permissions}}} if permissions else {}
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.29",
        "version": _version(meetings=meetings),
        "id": str(uuid5(NAMESPACE_URL, f"belletje:{client_id}")),
        "developer": {
            "name": organisation,
            "websiteUrl": about,
            "privacyUrl": about,
            "termsOfUseUrl": about,
        },
        "localizationInfo": {
            "defaultLanguageTag": "nl-nl",
            "additionalLanguages": [{"languageTag": "en-us", "file": "en.json"}],
        },
        "name": NAME,
        "description": _description(Language.DUTCH),
        "icons": {"color": ICONS[0], "outline": ICONS[1]},
        "accentColor": "#1a4f8b",
        "bots": [
            {
                "botId": client_id,
                "scopes": ["team", "groupChat", "personal"],
                "needsChannelSelector": True,
                "supportsTargetedMessages": True,
                "commandLists": [
                    {
                        "scopes": ["team", "groupChat"],
                        "triggers": ["mention", "slash"],
                        "commands": _commands(Language.DUTCH),
                    },
                    {"scopes": ["personal"], "commands": _commands(Language.DUTCH, personal=True)},
                ],
            }
        ],
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot", "meetings": "bot"},
        **asked,
    }


def _version(*, meetings: bool) -> str:
    """That of this program; the second step counts as the newer one, else Teams does not take it as an update."""
    major, minor, patch = version("belletje").split(".")[:3]
    return f"{major}.{minor}.{10 * int(patch) + meetings}"


def _description(language: Language) -> dict[str, str]:
    say = texts(language)
    return {"short": say.label("teams.app.short"), "full": say.label("teams.app.full")}


def _commands(language: Language, *, personal: bool = False) -> list[dict[str, str]]:
    say = texts(language)
    sets = ", ".join(named[language] for named in SET_WORDS.values())
    words = (EXPLAIN, PRIVACY, HELP) if personal else COMMANDS
    return [
        {
            "title": word.of(language) or TEAMS.call[language],
            "description": plain(say(_key(word), sets=sets))[:ABOUT_AT_MOST],
        }
        for word in words
    ]


def _key(word: Word) -> str:
    return "help.call.teams" if word is CALL else f"help.{word.name}"


def english() -> dict[str, str]:
    """The strings of the manifest in English, by their place in it."""
    about = _description(Language.ENGLISH)
    strings = {"$schema": STRINGS, **{f"name.{size}": name for size, name in NAME.items()}}
    strings |= {f"description.{size}": words for size, words in about.items()}
    for number, personal in enumerate((False, True)):
        for place, command in enumerate(_commands(Language.ENGLISH, personal=personal)):
            where = f"bots[0].commandLists[{number}].commands[{place}]"
            strings |= {f"{where}.{name}": value for name, value in command.items()}
    return strings


def package(made: dict[str, Any]) -> bytes:
    """The zip file that an administrator uploads; the same input gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("manifest.json", made), ("en.json", english())):
            archive.writestr(_entry(name), json.dumps(content, ensure_ascii=False, indent=1))
        for icon in ICONS:
            archive.writestr(_entry(icon), (files("bot.teams") / "icons" / icon).read_bytes())
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def requests(client_id: str, url: str, file: str, language: Language, *, meetings: bool) -> str:
    """What to ask of whom, ready to send: network, identity, Teams."""
    say = texts(language)
    endpoint = f"{url.rstrip('/')}{ENDPOINT}"
    asked = say("teams.ask.meetings", names=", ".join(PERMISSIONS)) if meetings else say("teams.ask.no_meetings")
    upload = (*say("teams.ask.teams.text", file=file), Span(text="\n"), *asked)
    parts = (
        (say.label("teams.ask.network"), say("teams.ask.network.text", url=endpoint)),
        (say.label("teams.ask.identity"), say("teams.ask.identity.text", url=endpoint, client=client_id)),
        (say.label("teams.ask.teams"), upload),
    )
    return "\n\n".join(f"## {title}\n\n{plain(body)}" for title, body in parts)
