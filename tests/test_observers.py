"""Two worlds that differ only in a secret, as everybody else sees them: nothing may tell them apart.

Each secret is driven twice through the real service, over the platform's own protocol: once as it is, and once as it is
told to be indistinguishable from. After every moment of the scene all that any onlooker sees is written down: what stands
in the channel and in its threads, what they were told in private, whether it was edited, what ``wie`` answers, their own
page, what the operator's figures say; and for a no, every row of the files. A new ritual adds its secrets to ``SECRETS``.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2b

import httpx
import pytest
from helpers import PEOPLE, StillClock, talk
from teams_talk import teams_talk

from rituals import HANDLERS
from rituals.bell.asking import ask_next
from rituals.bell.calling import call
from rituals.bell.commands import CallBell, Decline
from rituals.bell.replies import Declined, NobodyEligible
from rituals.kernel.effect import Outcome

MOMENTS = (0, 20, 45, 89, 90, 120, 150, 179, 180, 240)
"""Seconds after the call."""


class Timely(StillClock):
    """Its seeds are of the moment, so that one press more draws nobody else later."""

    def __init__(self):
        super().__init__()
        self._at = (None, 0)

    def seed(self):
        moment = self.now().isoformat()
        self._at = (moment, self._at[1] + 1 if self._at[0] == moment else 0)
        return blake2b(f"{moment}/{self._at[1]}".encode(), digest_size=16).digest()


@dataclass
class Scene:
    """One platform: what people do, by the part they have, and what they see."""

    team: object
    parts: dict = field(default_factory=dict)

    @property
    def asked(self):
        """Who were asked, in order."""
        return self.parts.setdefault("asked", [])

    def notice(self):
        self.asked.extend(name for name in self.team.asked() if name not in self.asked)


YES, NO, RING = ("Yes, fine", "Ja, is goed"), ("Not this time", "Nu even niet"), ("Ring", "Bellen")


class InSlack(Scene):
    async def call(self):
        await self.team.says("Anna", "/bell")
        await self.team.presses("Anna", "Go ahead", self.team.only_for("Anna")[-1])

    async def cancel(self):
        await self.team.says("Anna", "/bell cancel")

    async def call_one(self, name):
        await self.team.names("Anna", name)

    async def press(self, name, labels):
        await self.team.presses(name, labels[0], self.team.private(name)[-1])

    async def ring(self, name):
        await self.team.presses(name, RING[0], self.team.messages()[-1])

    async def type(self, name, words):
        return await self.team.says(name, f"/bell {words}")

    async def leave(self, name):
        await self.team.slack.leave("C01TEAM", PEOPLE[name])
        await self.team.settle()

    async def sees(self, name):
        there = [(m.plain(), m.edited) for m in self.team.slack.sees(PEOPLE[name], "C01TEAM")]
        threads = [[line.plain() for line in self.team.slack.thread("C01TEAM", m.ts)] for m in self.team.messages()]
        await self.team.slack.open_home(PEOPLE[name])
        await self.team.settle()
        return there, threads, self.team.slack.home(PEOPLE[name]).plain(), await self.own(name)

    async def own(self, name):
        return [(m.plain(), m.edited) for m in self.team.private(name)]

    @property
    def url(self):
        return self.team.slack.bot_url.removesuffix("/slack/events")


class InTeams(Scene):
    async def call(self):
        await self.team.says("Anna", "@Belletje advocaat")
        await self.team.presses("Anna", "Doe maar", self.team.only_for("Anna")[-1])

    async def cancel(self):
        await self.team.says("Anna", "@Belletje annuleer")

    async def call_one(self, name):
        await self.team.says("Anna", f"@Belletje advocaat @{self.team.people[name].name}")
        await self.team.presses("Anna", "Toch vragen", self.team.only_for("Anna")[-1])

    async def press(self, name, labels):
        await self.team.presses(name, labels[1], self.team.only_for(name)[-1])

    async def ring(self, name):
        await self.team.presses(name, RING[1], self.team.messages()[-1])

    async def type(self, name, words):
        dutch = {"who": "wie", "pause me until 1 December": "pauze mij tot 1 december"}
        said = await self.team.says(name, f"@Belletje {dutch[words]}")
        assert "ken ik niet" not in said
        return said

    async def sees(self, name):
        seen = [(m.plain(), m.edited) for m in self.team.sees(name) if m.by_bot]
        own = self.team.teams.personal(self.team.people[name])
        return seen, [m.plain() for m in self.team.teams.sees(self.team.people[name], own)]

    @property
    def url(self):
        return self.team.teams.bot_url.removesuffix("/api/messages")


@contextlib.asynccontextmanager
async def scene(platform, folder, monkeypatch):
    if platform == "slack":
        async with talk(folder, Timely()) as team:
            yield InSlack(team)
    else:
        async with teams_talk(folder, monkeypatch, clock=Timely()) as team:
            yield InTeams(team)


# What people do. Each gets the scene; "first" and "second" are those who were asked first and second.


async def nothing(_scene):
    pass


def presses(place, labels):
    async def act(scene):
        await scene.press(scene.asked[place], labels)

    return act


def types(place, words):
    async def act(scene):
        await scene.type(scene.asked[place], words)

    return act


async def first_leaves(scene):
    await scene.leave(scene.asked[0])


def rings(which):
    """Somebody who neither has the bell nor leads: the first of them by name, or the second."""

    async def act(scene):
        others = [name for name in ("Bram", "Chaima", "Daan", "Esra") if name != scene.asked[0]]
        await scene.ring(others[which])

    return act


def both(*acts):
    async def act(scene):
        for each in acts:
            await each(scene)

    return act


async def bram_pauses(scene):
    await scene.type("Bram", "pause me until 1 December")


FIRST_NO, SECOND_NO, FIRST_YES, SECOND_YES = presses(0, NO), presses(1, NO), presses(0, YES), presses(1, YES)
PAUSES = types(0, "pause me until 1 December")


@dataclass(frozen=True)
class Secret:
    """What is done at which second, and what in the world that must look the same.

    ``hidden``: whose own screen is left out, by their part; ``alone``: Bram is named alone. ``rows``: also the files are
    the same all along.
    """

    done: dict[int, Callable]
    against: dict[int, Callable]
    hidden: Callable = lambda scene: scene.asked[:1]
    alone: bool = False
    before: Callable = nothing
    rows: bool = True
    platforms: tuple = ("slack", "teams")


SECRETS = {
    "a no": Secret({20: FIRST_NO}, {}),
    "a no, and a second who says yes": Secret({20: FIRST_NO, 120: SECOND_YES}, {120: SECOND_YES}),
    "the no of the second": Secret({120: SECOND_NO}, {}, hidden=lambda scene: scene.asked[1:2]),
    "two no's": Secret({20: FIRST_NO, 120: SECOND_NO}, {}, hidden=lambda scene: scene.asked[:2]),
    "a no, and then a pause": Secret({20: both(FIRST_NO, PAUSES)}, {20: PAUSES}),
    "a no, and a pause later": Secret({20: FIRST_NO, 120: PAUSES}, {120: PAUSES}),
    "a no, and then leaving": Secret({20: both(FIRST_NO, first_leaves)}, {20: first_leaves}, platforms=("slack",)),
    "a no of whom one names": Secret({20: FIRST_NO}, {}, alone=True),
    "a pause of whom one names": Secret({}, {}, alone=True, before=bram_pauses, hidden=lambda _: ["Bram"], rows=False),
    "who rang": Secret(
        {20: both(FIRST_YES, rings(0))},
        {20: both(FIRST_YES, rings(1))},
        hidden=lambda scene: [name for name in ("Bram", "Chaima", "Daan", "Esra") if name not in scene.asked],
    ),
}


async def lived(secret, acts, before, where):
    """What everybody but those whose secret it is saw, second by second."""
    platform, folder, monkeypatch = where
    async with scene(platform, folder, monkeypatch) as there, httpx.AsyncClient() as client:
        await there.call()
        if secret.alone:
            await there.cancel()
            await before(there)
            await there.call_one("Bram")
        begin, seen = there.team.clock.now(), []
        for moment in MOMENTS:
            wait = begin + timedelta(seconds=moment) - there.team.clock.now()
            await there.team.passes(seconds=wait.total_seconds())
            there.notice()
            await acts.get(moment, nothing)(there)
            there.notice()
            told = await there.type("Anna", "who") if moment in (45, 150) else ""
            screens = {name: await there.sees(name) for name in ("Anna", "Bram", "Chaima", "Daan", "Esra")}
            figures = (await client.get(f"{there.url}/metrics")).text
            rows = await there.team.bot.service.run(_rows) if secret.rows else ""
            seen.append((moment, told, screens, figures, rows))
        hidden = secret.hidden(there)
    return [
        (moment, told, {name: screen for name, screen in screens.items() if name not in hidden}, figures, rows)
        for moment, told, screens, figures, rows in seen
    ]


ROWS = {
    "meeting": "*",
    "seat": "*",
    "credit": "*",
    "pause": "*",
    "message": "about, kind, recipient, number, name, content, last, version, turn, due_at, until, leased, attempt",
}
"""But where a message stands in chat, which is another number in every world."""


def _rows(unit):
    live = unit._files.live
    return {table: live.execute(f"SELECT {columns} FROM {table}").fetchall() for table, columns in ROWS.items()}


async def worlds(secret, platform, folder, monkeypatch):
    for name in ("one", "other"):
        (folder / name).mkdir()
    one = await lived(secret, secret.done, secret.before, (platform, folder / "one", monkeypatch))
    other = await lived(secret, secret.against, nothing, (platform, folder / "other", monkeypatch))
    return one, other


EACH = [(name, platform) for name, secret in SECRETS.items() for platform in secret.platforms]


@pytest.mark.parametrize(("name", "platform"), EACH)
async def test_nobody_can_tell(tmp_path, monkeypatch, name, platform):
    one, other = await worlds(SECRETS[name], platform, tmp_path, monkeypatch)
    for here, there in zip(one, other, strict=True):
        assert here == there


# Planted faults: each would tell, and is noticed.


def asks_at_once(command, unit, moment, seed):
    """A no that is followed by another question at once."""
    meeting = unit.bell.running(command.space)
    return Outcome(reply=Declined(), effects=ask_next(meeting, unit, moment, seed))


def tells_of_a_pause(command, unit, moment, seed):
    """Nobody can be asked, and that is said."""
    if unit.bell.paused(command.space, moment.date()) >= {person.id for person in command.people}:
        return Outcome(reply=NobodyEligible(why_not={}))
    return call(command, unit, moment, seed)


def keeps_it(command, unit, _moment, _seed):
    """A no that is written down, where nobody sees it."""
    meeting = unit.bell.running(command.space)
    unit.bell.keep_meeting(replace(meeting, due_at=meeting.due_at + timedelta(milliseconds=1)))
    return Outcome(reply=Declined())


@pytest.mark.parametrize(
    ("name", "command", "fault"),
    [
        ("a no", Decline, asks_at_once),
        ("a no", Decline, keeps_it),
        ("the no of the second", Decline, keeps_it),
        ("a pause of whom one names", CallBell, tells_of_a_pause),
    ],
)
async def test_a_planted_fault_is_noticed(tmp_path, monkeypatch, name, command, fault):
    monkeypatch.setitem(HANDLERS, command, fault)
    try:
        one, other = await worlds(SECRETS[name], "slack", tmp_path, monkeypatch)
    except LookupError:  # the second world goes another way altogether
        return
    assert one != other
