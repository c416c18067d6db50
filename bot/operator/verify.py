"""Showing that the promise about answers holds on this very build: `belletje verify-anonymity`, and the tests.

Everything runs on scratch folders with planted people who do nothing but answer. Two questions are asked of the bytes:

* **Forensic.** After sealing, does any file hold a person, a mark, a key or the secret?
* **Sameness.** Do the files differ by who answered what, or in which order, or by tallies that were never shown?
"""

import hashlib
import itertools
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from rituals import Unit, handle
from rituals.checkout.commands import AnswerCheckOut, CheckOutTimePassed
from rituals.checkout.questions import SetName
from rituals.checkout.refusals import CheckOutBecause
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.command import Command
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.kernel.people import Person
from rituals.kernel.space import Language
from storage import Store, open_store

HERE = SpaceId("verify:scratch:space")
CHAIR = ParticipantId("planted-chair")
PEPPER = b"planted-pepper-of-thirty-two-byt"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FILES = ("data/belletje.db", "live/live.db")

Choice = int
Answers = Sequence[tuple[ParticipantId, Choice]]
"""Who answers, in order, and what to each question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a forensic search went through, and what it found: for each needle that was found, in which files."""

    files: int
    bytes: int
    needles: int
    hits: dict[str, tuple[str, ...]]


class Scratch:
    """A store in a folder of its own, with a chat that accepts everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: Store = open_store(folder / "data", folder / "live", pepper=PEPPER)
        self.now = START
        self._step = 0

    def ask(self, command: Command) -> None:
        """Do it, seal what is over, and deliver whatever it says, as the service does."""
        self._step += 1
        seed = self._step.to_bytes(16, "big")

        def work(unit: Unit) -> None:
            unit.outbox.put(handle(command, unit, self.now, seed).effects, self.now)

        self.store.run(work).result()
        if not self.store.sealed:
            self.store.tidy().result()
        while self.store.run(self._deliver).result():
            pass

    def hold(self, name: SetName, answers: Answers) -> None:
        """A check-out from opening to sealing."""
        self.open(name)
        for who, choice in answers:
            self.answer(who, choice)
        self.close()

    def open(self, name: SetName) -> None:
        self.ask(OpenCheckOut(space=HERE, actor=CHAIR, people=None, language=Language.DUTCH, name=name))

    def answer(self, who: ParticipantId, choice: Choice) -> None:
        questions = self.store.run(lambda unit: unit.checkout.checkout_in(HERE)).result()
        given = {f"{place:02}": (f"{choice:02}",) for place in range(len(questions.questions) if questions else 0)}
        self.ask(AnswerCheckOut(space=HERE, actor=who, person=Person(id=who), given=given))

    def answer_if_new(self, who: ParticipantId, choice: Choice) -> None:
        """Somebody who may have answered before tries again."""
        try:
            self.answer(who, choice)
        except Refusal as refusal:
            if refusal.because is not CheckOutBecause.ANSWERED_BEFORE:
                raise

    def close(self) -> None:
        self.now += timedelta(hours=12)
        for checkout in self.store.run(lambda unit: unit.checkout.checkouts()).result():
            self.ask(CheckOutTimePassed(space=HERE, checkout=checkout.id))
        self.store.tidy().result()
        self.now += timedelta(hours=12)

    def _deliver(self, unit: Unit) -> int:
        errands = unit.outbox.claim(workspace_of(HERE), self.now, self.now + timedelta(seconds=90), 100)
        for errand in errands:
            unit.outbox.delivered(errand, "ref")
        return len(errands)


def forensic(folder: Path, *, people: int = 12) -> Searched:
    """A few days of check-outs, then a search of every byte for what must not be there.

    The store is left open while searching, as a running service would be.
    """
    scratch = Scratch(folder)
    try:
        names = [ParticipantId(f"planted-person-{n:03}") for n in range(people)]
        needles: dict[str, bytes] = {str(who): who.encode() for who in names} | {"the secret": PEPPER}
        for name in (SetName.STANDARD, SetName.SHORT, SetName.DECISION):
            scratch.open(name)
            for place, who in enumerate(names):
                scratch.answer(who, place % 3)
            needles |= _marks_and_keys(folder / FILES[1])
            scratch.close()
        return search(folder, needles)
    finally:
        scratch.store.close()


@contextmanager
def copied(live: Path) -> Iterator[Database]:
    """The live file as it lies on disk, with its log: while it is in use nobody else can open it."""
    with TemporaryDirectory() as elsewhere:
        for file in live.parent.glob(f"{live.name}*"):
            shutil.copy(file, elsewhere)
        with closing(Database(Path(elsewhere) / live.name)) as database:
            yield database


def _marks_and_keys(live: Path) -> dict[str, bytes]:
    """What stands in the live file while a check-out is open, to be searched for afterwards."""
    with copied(live) as reader:
        nonces = [row["nonce"] for row in reader["nonce"].rows]
        stubs = [row["stub"] for row in reader["stub"].rows]
    return {f"key {value.hex()[:8]}": value for value in nonces} | {f"mark {value.hex()[:8]}": value for value in stubs}


def search(folder: Path, needles: dict[str, bytes]) -> Searched:
    """Every byte of every file below a folder, databases and their logs alike."""
    contents = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = {
        name: tuple(sorted(file for file, content in contents.items() if needle in content))
        for name, needle in needles.items()
    }
    return Searched(
        files=len(contents),
        bytes=sum(map(len, contents.values())),
        needles=len(needles),
        hits={name: files for name, files in found.items() if files},
    )


def variants(people: int, choices: Sequence[Choice], at_most: int) -> Iterable[Answers]:
    """Orders in which the same ballots can come, and ways to hand them to the same people: spread over all of them."""
    names = [ParticipantId(f"planted-person-{n:03}") for n in range(people)]
    orders = list(itertools.islice(itertools.permutations(range(min(people, 6))), 720))
    for number in range(at_most):
        order = [*orders[number * 7 % len(orders)], *range(min(people, 6), people)]
        turned = [*choices[number % people :], *choices[: number % people]]
        yield [(names[place], turned[place]) for place in order]


def fingerprint(template: Path, folder: Path, hold: Callable[[Scratch], None]) -> tuple[str, ...]:
    """The bytes that are left of both files when ``hold`` is over and the store closed."""
    shutil.copytree(template, folder)
    scratch = Scratch(folder)
    try:
        hold(scratch)
    finally:
        scratch.store.close()
    return tuple(hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in FILES)


def sameness(folder: Path, *, count: int, people: int = 9) -> set[tuple[str, ...]]:
    """The different endings of ``count`` check-outs that differ only in order and assignment: one, if all is well."""
    template = folder / "template"
    Scratch(template).store.close()
    choices = [place % 2 for place in range(people)]
    endings = set()
    for number, answers in enumerate(variants(people, choices, count)):
        hold = partial(Scratch.hold, name=SetName.STANDARD, answers=answers)
        endings.add(fingerprint(template, folder / f"order-{number}", hold))
    return endings


def same_bands(folder: Path) -> set[tuple[str, ...]]:
    """The different endings of three tallies of nine ballots that lie in the same bands."""
    template = folder / "bands-template"
    Scratch(template).store.close()
    names = [ParticipantId(f"planted-person-{n:03}") for n in range(9)]
    endings = set()
    for number, counts in enumerate(((9, 0, 0), (7, 1, 1), (6, 3, 0))):
        choices = [choice for choice, n in enumerate(counts) for _ in range(n)]
        hold = partial(Scratch.hold, name=SetName.STANDARD, answers=list(zip(names, choices, strict=True)))
        endings.add(fingerprint(template, folder / f"bands-{number}", hold))
    return endings
