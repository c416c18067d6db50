"""Six other sample teams, so that the room has an organisation: they live through the same commands as any team.

Nobody reads along in their channels, so what would be said there is not said.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.running import Bot
from bot.web.people import ROOM
from rituals import Unit, handle
from rituals.bell.commands import Accept, CallBell, Conclude, Ring, Settle
from rituals.bell.meeting import Done
from rituals.bell.rotation import uniform
from rituals.checkout.checkout import CheckOut, Form
from rituals.checkout.commands import AnswerCheckOut, CheckOutTimePassed
from rituals.checkout.questions import SetName, choice_id
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.command import Command
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from rituals.space.commands import ChangeSettings

TEAMS = {"wijk": 7, "zorg": 9, "bouw": 8, "geld": 6, "burgers": 12, "ruimte": 7}
"""What each is called, and how many people are in it."""

SHARED = {"wijk": "Wijkteam Noord", "burgers": "Burgerzaken"}
"""Those that show leaders their own month, and under which name."""

WEEK = timedelta(days=7)
DIVIDED = 3
"""In one team in so many people often do not agree."""

Seed = Callable[[], bytes]


async def neighbours_live(bot: Bot, until: datetime) -> None:
    """Their meetings from now until a moment, one a week: all at once, before the clock gets there."""
    begin = bot.clock.now()
    await bot.service.run(lambda unit: _live(unit, begin, until, bot.clock.seed))


def _live(unit: Unit, begin: datetime, until: datetime, seed: Seed) -> None:
    for place, (name, size) in enumerate(TEAMS.items()):
        team = _Team(unit, SpaceId(f"{workspace_of(ROOM)}:{name}"), size, seed, content=place % DIVIDED != 0)
        team.settles_in(SHARED.get(name), begin)
        moment = begin + timedelta(days=1, hours=place)
        while moment < until - timedelta(days=1):
            team.meets(moment)
            moment += WEEK


class _Team:
    """``content``: whether people mostly say yes."""

    def __init__(self, unit: Unit, space: SpaceId, size: int, seed: Seed, *, content: bool) -> None:
        self._unit, self._space, self._seed = unit, space, seed
        self._people = [Person(id=ParticipantId(f"{space}/{number:02}")) for number in range(size)]
        self._leans = (0, 0, 0, 1) if content else (0, 1, 2)

    def settles_in(self, shared_as: str | None, moment: datetime) -> None:
        about = self._unit.space.of(self._space)
        if not about.introduced:
            chosen = ChangeSettings(
                space=self._space, actor=self._people[0].id, language=about.language, guests=False, word=None,
                shared_as=shared_as,
            )  # fmt: skip
            self._do(chosen, moment)

    def meets(self, moment: datetime) -> None:
        """A bell, and a check-out for half of the meetings."""
        chair, everybody = self._people[0].id, tuple(self._people)
        self._do(CallBell(space=self._space, actor=chair, people=everybody, language=Language.DUTCH), moment)
        running = self._unit.bell.running(self._space)
        asked = [seat.participant for seat in self._unit.bell.seats(running.id) if seat.asked] if running else []
        if running is None or not asked:
            return
        about: dict[str, Any] = {"space": self._space, "meeting": running.id}
        self._do(Accept(**about, actor=asked[0]), moment)
        if self._chance(3):
            self._do(Ring(**about, actor=chair), moment + timedelta(minutes=20))
        end = moment + timedelta(hours=1)
        self._do(Conclude(**about, actor=chair), end)
        self._do(Settle(**about, actor=chair, done=[*Done][self._chance(len(Done))]), end)
        if self._chance(2):
            self._checks_out(end)

    def _checks_out(self, moment: datetime) -> None:
        self._do(
            OpenCheckOut(
                space=self._space, actor=self._people[0].id, people=len(self._people), language=Language.DUTCH,
                name=SetName.STANDARD, form=Form.MEETING,
            ),
            moment,
        )  # fmt: skip
        checkout = self._unit.checkout.checkout_in(self._space)
        if checkout is None:
            return
        for person in self._people:
            self._answers(person, checkout, moment)
        self._do(CheckOutTimePassed(space=self._space, checkout=checkout.id), checkout.closes_at)

    def _answers(self, person: Person, checkout: CheckOut, moment: datetime) -> None:
        given = {
            choice_id(place): (choice_id(self._leans[self._chance(len(self._leans))]),)
            for place in range(len(checkout.questions))
        }
        answer = AnswerCheckOut(space=self._space, actor=person.id, checkout=checkout.id, person=person, given=given)
        self._do(answer, moment)

    def _do(self, command: Command, moment: datetime) -> None:
        handle(command, self._unit, moment, self._seed())

    def _chance(self, among: int) -> int:
        return uniform(self._seed(), among)
