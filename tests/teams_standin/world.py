"""The tenant itself: who and what is in it, who sees what, and the ids and times Teams hands out."""

import base64
import itertools
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from teams_standin.errors import Refusal
from teams_standin.model import (
    CARD,
    Call,
    CannotDo,
    Json,
    Meeting,
    MeetingKind,
    Message,
    Person,
    Place,
    Team,
)

DAY = 24 * 3600
PersonalInstall = Literal["anyone", "installed only", "blocked"]


class World:
    """State only; what comes in over the wire and what people do stands in the modules that build on it."""

    def __init__(
        self,
        tenant_id: str = "11111111-1111-1111-1111-111111111111",
        client_id: str = "22222222-2222-2222-2222-222222222222",
        client_secret: str = "stand-in-secret",  # noqa: S107 - opens nothing
        *,
        bot_name: str = "Belletje",
        clock: Callable[[], float] = time.time,  # noqa: TID251 - the service has a clock of its own
    ) -> None:
        self.tenant_id, self.client_id, self.client_secret = tenant_id, client_id, client_secret
        self.bot_name, self.clock = bot_name, clock
        # Teams prefixes the id of a bot; what the Playground recorded does not.
        self.bot_id = f"28:{client_id}"
        self.personal_install: PersonalInstall = "installed only"
        self.targeted = True  # some clouds do not have messages for one person
        self.consent = True  # the permissions asked for in the manifest were granted for meetings
        self.largest = 28 * 1024
        self.page_sizes = (50, 200, 500)  # fewest, unasked, most
        self.card_version = (1, 5)
        self.people: list[Person] = []
        self.teams: list[Team] = []
        self.places: dict[str, Place] = {}
        self.meetings: list[Meeting] = []
        self.messages: list[Message] = []
        self.views: dict[tuple[str, str], Json] = {}
        self.complaints: list[str] = []
        self.calls: list[Call] = []
        self._personal: dict[str, Place] = {}
        self._counter = itertools.count(1)
        self._last_id = 0

    @property
    def bot(self) -> Json:
        return {"id": self.bot_id, "name": self.bot_name}

    def now(self) -> str:
        return self.stamp(self.clock())

    def stamp(self, moment: float) -> str:
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def new_id(self) -> str:
        """Milliseconds, unique and rising also while the clock stands still."""
        self._last_id = max(self._last_id + 1, int(self.clock() * 1000))
        return str(self._last_id)

    def _hex(self, what: str) -> str:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{what} {next(self._counter)}").hex

    # Setting the scene.

    def person(self, name: str, *, guest: bool = False, named: bool = True, **more: str) -> Person:
        aad = str(uuid.UUID(self._hex(name)))
        email = name.split(maxsplit=1)[0].lower() + "@example.com"
        one = Person(f"29:1{self._hex('mri')}", name, aad, more.pop("email", email), guest=guest, named=named, **more)
        self.people.append(one)
        return one

    def team(self, name: str, members: Iterable[Person] = (), *, general: str = "Algemeen") -> Team:
        group = str(uuid.UUID(self._hex("group")))
        team = Team(f"19:{self._hex(name)}@thread.tacv2", name, group, list(members), self._channel)
        self.teams.append(team)
        self._add(Place(team.id, "channel", general, team=team))
        team.channels.append(self.places[team.id])
        return team

    def _channel(self, team: Team, name: str) -> Place:
        place = self._add(Place(f"19:{self._hex(name)}@thread.tacv2", "channel", name, team=team))
        team.channels.append(place)
        return place

    def chat(self, name: str | None, members: Iterable[Person]) -> Place:
        return self._add(Place(f"19:{self._hex('chat')}@thread.v2", "groupChat", name, list(members)))

    def meeting(
        self,
        name: str | None,
        members: Iterable[Person] = (),
        kind: MeetingKind = "scheduled",
        *,
        team: Team | None = None,
    ) -> Meeting:
        """With a chat of its own, or as a post in the general channel of a team."""
        where = f"19:meeting_{self._hex('meeting')}@thread.v2"
        people = list(members) or (team.members if team else [])
        meeting_id = base64.b64encode(f"0#{where}#0".encode()).decode()
        if kind == "channel":
            if team is None:
                raise CannotDo("a meeting in a channel needs a team")
            made = Meeting(team.id, "channel", name, team=team)
        else:
            made = Meeting(where, "groupChat", name, people)
            self._add(made)
        made.meeting_id, made.meeting, made.organizer = meeting_id, kind, people[0]
        self.meetings.append(made)
        return made

    def _add(self, place: Place) -> Place:
        self.places[place.id] = place
        return place

    # Looking around.

    def personal(self, person: Person) -> Place:
        """The chat of one person with the bot; it is there once the app is installed for them or the bot began it."""
        fresh = Place(f"a:1{person.aad.replace('-', '')}", "personal", None, [person])
        return self._personal.setdefault(person.id, fresh)

    def open_personal(self, person: Person) -> Place:
        return self._add(self.personal(person))

    def living(self, message: Message) -> bool:
        """What was meant for one person disappears after a day (Teams documentation, "Targeted messages")."""
        return message.targeted_to is None or self.clock() - message.created < DAY

    def sees(self, person: Person, place: Place | Person, thread: Message | str | None = None) -> list[Message]:
        """What the place (or one thread in it) shows this person, in order, with what only they can see."""
        where = self.personal(place) if isinstance(place, Person) else place
        if person not in where.members:
            raise CannotDo(f"{person.name} is not in {where.name or where.id}")
        root = thread.root or thread.id if isinstance(thread, Message) else thread
        there = [one for one in self.messages if one.place.id == where.id and self.living(one)]
        visible = [one for one in there if one.targeted_to in {None, person} and root in {None, one.root, one.id}]
        return [self._as_seen(person, one) for one in visible]

    def _as_seen(self, person: Person, message: Message) -> Message:
        card = self.views.get((person.id, message.id))
        return replace(message, attachments=({"contentType": CARD, "content": card},)) if card else message

    def as_seen(self, person: Person, message: Message) -> Message:
        """The message as this person has it before them now."""
        for one in self.sees(person, message.place):
            if one.id == message.id:
                return one
        raise CannotDo(f"{person.name} does not see that message (any more)")

    # Changes.

    def find_message(self, place: Place, message_id: str) -> Message | None:
        here = (one for one in self.messages if one.place.id == place.id and one.id == message_id)
        return next((one for one in here if self.living(one)), None)

    def change_message(self, old: Message, new: Message) -> Message:
        """Whatever an answer had put in its place for one person is gone with it."""
        index = next(i for i, one in enumerate(self.messages) if one.id == old.id and one.place is old.place)
        self.messages[index] = new
        self.forget_views(old)
        return new

    def drop_message(self, old: Message) -> None:
        self.messages = [one for one in self.messages if not (one.id == old.id and one.place is old.place)]
        self.forget_views(old)

    def forget_views(self, message: Message) -> None:
        self.views = {key: card for key, card in self.views.items() if key[1] != message.id}

    def place_at(self, conversation_id: str) -> tuple[Place, str | None]:
        """The place of an id as the bot writes it, and the thread in it."""
        where, _, thread = conversation_id.partition(";messageid=")
        place = self.places.get(where)
        if place is None or place.gone:
            raise Refusal("ConversationNotFound")
        return place, thread or None
