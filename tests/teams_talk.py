"""A team in Teams, and a real bot at the other end of real HTTP with real tokens."""

import contextlib
import json
from datetime import timedelta
from pathlib import Path

from helpers import StillClock, delivered, listening, settings_for
from teams_standin import Tenant

from bot.run.asgi import application
from bot.run.platforms import connected

NAMES = {
    "Anna": "Anna de Vries",
    "Bram": "Bram Kok",
    "Chaima": "Chaima El Amrani",
    "Daan": "Daan Bos",
    "Esra": "Esra Yilmaz",
}


RECORDED = Path(__file__).parent / "recorded" / "teams"


def recorded(name):
    return json.loads((RECORDED / f"{name}.json").read_text())["body"]


def command(team, **more):
    """What Anna's client would send for ``@Belletje advocaat``, or something else in its place."""
    body = recorded("message_group_mention")
    bot = {"id": team.teams.bot_id, "name": "Belletje"}
    anna = team.people["Anna"]
    return {
        **body,
        "text": "<at>Belletje</at> advocaat",
        "recipient": bot,
        "entities": [{"type": "mention", "mentioned": bot, "text": "<at>Belletje</at>"}],
        "from": {"id": anna.id, "name": anna.name, "aadObjectId": anna.aad},
        "serviceUrl": team.teams.connector_url,
        "conversation": {
            "isGroup": True,
            "conversationType": "groupChat",
            "tenantId": team.teams.tenant_id,
            "id": team.place.id,
        },
        "channelData": {"tenant": {"id": team.teams.tenant_id}},
        "locale": "nl-NL",
        **more,
    }


def teams_settings(folder, teams, **more):
    about = {
        "teams_client_id": teams.client_id,
        "teams_tenant_id": teams.tenant_id,
        "teams_client_secret": teams.client_secret,
        "teams_login_url": teams.secure_login_url,
        "teams_openid_url": teams.openid_url,
    }
    return settings_for(folder, **{**about, **more})


class TeamsTalk:
    """What people do in Teams and what they see."""

    def __init__(self, teams, bot, clock, place, people):
        self.teams, self.bot, self.clock, self.place, self.people = teams, bot, clock, place, people

    async def says(self, who, line, place=None, **how):
        """Something typed; what only they see of it then."""
        place = place or self.place
        before = self.only_for(who, place)
        await self.teams.says(self.people[who], place, line, **how)
        await self.settle()
        return "\n".join(message.plain() for message in self.only_for(who, place)[len(before) :])

    async def presses(self, who, label, message, inputs=None, **how):
        """A button; what only they see of it: the line below the card, or the card in its place."""
        outcome = await self.teams.presses(self.people[who], message, label, inputs, **how)
        await self.settle()
        return outcome.plain() if outcome.kind == "card" else outcome.text

    def sees(self, who, place=None):
        return self.teams.sees(self.people[who], place or self.place)

    def only_for(self, who, place=None):
        """What only they see: in the midst of the others, then in their own chat with the bot."""
        person = self.people[who]
        there = [message for message in self.sees(who, place) if message.targeted_to is person]
        own = self.teams.personal(person)
        direct = [message for message in self.teams.sees(person, own) if message.by_bot]
        return [*there, *(direct if place is not own else [])]

    def reads(self, who):
        """Their latest private message."""
        return self.only_for(who)[-1].plain()

    def messages(self, place=None):
        """What the bot said to everybody."""
        return [one for one in self.sees("Anna", place) if one.targeted_to is None and one.by_bot]

    def channel(self, place=None):
        return [message.plain() for message in self.messages(place)]

    def asked(self):
        """Who is being asked in private now."""
        yes = ("[Yes, fine]", "[Ja, is goed]")
        return [name for name in self.people if self.only_for(name) and any(word in self.reads(name) for word in yes)]

    async def passes(self, **time):
        self.clock.move(timedelta(**time))
        await self.bot.look()
        await self.bot.planner.settle()
        await self.settle()

    async def settle(self):
        await delivered(self.teams, self.bot)


@contextlib.asynccontextmanager
async def teams_talk(
    folder, monkeypatch, place="chat", people=tuple(NAMES), before=lambda _teams: None, clock=None, **more
):
    """A team whose bot was just added by Anna; ``place`` is a chat, a meeting or a channel."""
    clock = clock or StillClock()
    async with Tenant(repeat_after=2.0) as teams:
        before(teams)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.ca_file))
        members = {name: teams.person(NAMES.get(name, name)) for name in people}
        everybody = list(members.values())
        there = {
            "chat": lambda: teams.chat("Weekstart", everybody),
            "meeting": lambda: teams.meeting("Weekstart", everybody),
            "channel": lambda: teams.team("Productteam", everybody).channel("Besluiten"),
        }[place]()
        settings = teams_settings(folder, teams, **more)
        async with connected(settings, clock=clock) as joined, listening(application(joined.routes)) as url:
            teams.bot_url = f"{url}/api/messages"
            await teams.install(there, by=members["Anna"])
            talk = TeamsTalk(teams, joined.bot, clock, there, members)
            await talk.settle()
            yield talk
