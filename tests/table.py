"""A team around a table: the core with a real store, and no shell."""

from datetime import UTC, datetime, timedelta

from rituals import handle
from rituals.bell.commands import Accept, CallBell, Invited, PrepareBell, TimePassed
from rituals.bell.contents import AskCard
from rituals.kernel.effect import Say
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from storage import open_store

HERE = SpaceId("x:1:here")
TEAM = [ParticipantId(name) for name in ("anna", "bram", "chaima", "daan", "esra")]
ANNA, BRAM, CHAIMA, DAAN, ESRA = TEAM
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Table:
    """Asks the core, and remembers what it decided to say."""

    def __init__(self, folder, now=None):
        self.store = open_store(folder / "data", folder / "live", pepper=b"p" * 32, now=now)
        self.now = START
        self.said = []
        self._seed = 0

    def ask(self, command, **fields):
        """The reply to a command, or the refusal."""
        self._seed += 1
        seed = self._seed.to_bytes(16, "big")

        def work(unit):
            outcome = handle(command(space=HERE, **fields), unit, self.now, seed)
            unit.outbox.put(outcome.effects, self.now)
            return outcome

        try:
            outcome = self.store.run(work).result(timeout=10)
        except Refusal as refusal:
            return refusal.because
        self.said += [effect for effect in outcome.effects if isinstance(effect, Say)]
        return outcome.reply

    def call(self, caller=ANNA, team=TEAM, **more):
        people = tuple(person if isinstance(person, Person) else Person(id=person) for person in team)
        return self.ask(CallBell, actor=caller, people=people, language=Language.DUTCH, **more)

    def prepare(self, caller=ANNA, invited=Invited(), **more):  # noqa: B008  frozen
        return self.ask(PrepareBell, actor=caller, invited=invited, **more)

    def given_to_somebody(self):
        """A bell with a holder: who that is."""
        self.call()
        holder = self.asked
        self.ask(Accept, actor=holder)
        return holder

    def wait(self, **time):
        """Time goes by; whatever is due happens at its moment, one thing after the other."""
        until = self.now + timedelta(**time)
        while due := self.read(lambda unit: unit.bell.due(until, 1)):
            self.now = max(self.now, due[0].due_at)
            self.ask(TimePassed, meeting=due[0].id)
        self.now = until

    def read(self, work):
        return self.store.run(work).result(timeout=10)

    @property
    def running(self):
        return self.read(lambda unit: unit.bell.running(HERE))

    @property
    def asked(self):
        """Who was asked last."""
        return [say.slot.recipient for say in self.said if isinstance(say.content, AskCard)][-1]

    @property
    def credits(self):
        return dict(self.read(lambda unit: unit.bell.rotation(HERE)).credits)

    @property
    def last(self):
        return self.read(lambda unit: unit.bell.rotation(HERE)).last

    def counted(self, month="2026-11"):
        """What was counted so far, without what was not."""
        counts = self.read(lambda unit: unit.month.open_in(HERE, month)).activity
        return {name: count for name, count in counts.items() if count}

    def shows(self, kind="bell", recipient=None):
        """What was last said into a slot."""
        found = [say.content for say in self.said if (say.slot.kind, say.slot.recipient) == (kind, recipient)]
        return found[-1] if found else None
