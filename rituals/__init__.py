"""What the words mean, and the whole product without a network, a database, a clock or chance.

* A **space** is a place in chat where a team meets: a channel, a group chat, the browser room.
* The **bell** is the role of devil's advocate. Whoever has it asks, for one meeting, what might otherwise go unasked.
* A **meeting** here is the life of one bell: somebody is *asked* in private, the yes is *announced*, the bell is
  *rung* (each ring opens a **moment** of five minutes), the meeting is *concluded*, and the **chair** says what was
  done with it.
* The **advocate** (in code: the holder) is whoever has the bell now. The **chair** leads the meeting and closes it.
* A **rotation** hands out turns fairly: every eligible person earns a share of a turn at each meeting and pays one
  when serving. **Credit** is the balance.
* A **seat** is somebody who could be asked at this meeting.
* A **check-out** is a form of closed questions that is open for a while. A **ballot** is one answer to it and never a
  row: a **mark** notes that somebody took part, a **tally** counts. The **threshold** k is how many ballots are needed
  before anything is shown; a **release** is what was published, in **bands**, and all that stays.
* A **plan** says what happens around a team's meetings by itself; a **date** is one of those meetings, an
  **occurrence** one thing that happens around it.
* A **month** is what was counted in a space, published once. An **organisation** is a workspace, or all that the
  operator joined; its **leaders** read the sums, and the **rows** of spaces that share theirs.
* A **command** is what a person or the clock asks. A **reply** answers that very click and is never stored. An
  **effect** is what chat should show next; it is stored with the decision and delivered by the shell.

How it fits together::

    command, unit, moment, seed  ──►  a ritual's handler  ──►  Outcome(reply, effects)

Each **ritual** is a folder, named the same on all sides (``storage/sqlite``, ``bot/desk``, ``bot/views``, ``tests``)::

    membership                        arriving, leaving, my data, forgetting: walks the others, knows none of them
    organisation                      what leaders read
    month                             what was counted in a space, published once
    space                             what a team chose
    plan                              what happens by itself, and when
    closing · unsure                  the end of a meeting; messages that may not have been said
    bell                              the role, and whose turn it is
    checkout                          closed questions, and what may be shown of the answers
    agenda                            one thing that is due once
    kernel                            what all of them stand on; ``kernel.ritual`` is the shape they have

Imports point downwards only. Nothing here reads the time, draws a random number or knows a sentence in any language:
the moment and the seed are passed in, and the words live in ``bot``.
"""

from datetime import datetime
from typing import Protocol

from rituals.agenda import AGENDA
from rituals.bell import BELL
from rituals.checkout import CHECKOUT
from rituals.closing import CLOSING
from rituals.kernel.command import Command
from rituals.kernel.effect import Outcome
from rituals.kernel.ritual import Handler
from rituals.membership import membership
from rituals.month import MONTH
from rituals.organisation import ORGANISATION
from rituals.organisation import ports as highest
from rituals.plan import PLAN
from rituals.space import SPACE
from rituals.unsure import UNSURE

RITUALS = (
    BELL,
    CLOSING,
    CHECKOUT,
    PLAN,
    UNSURE,
    AGENDA,
    SPACE,
    MONTH,
    ORGANISATION,
)
"""All there are, in the order in which somebody is told what is kept about them."""

MEMBERSHIP = membership(RITUALS)

HANDLERS: dict[type[Command], Handler] = {
    command: handler for ritual in (*RITUALS, MEMBERSHIP) for command, handler in ritual.handlers.items()
}


class Unit(highest.Unit, Protocol):
    """Everything that a back-end keeps, each ritual's by its name: see :class:`rituals.kernel.ports.Unit`."""


def handle(command: Command, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
    """Do what ``command`` asks.

    Args:
        command: what is asked.
        unit: an open transaction; nothing written in it counts when this raises.
        moment: now, UTC.
        seed: chance, at least 16 bytes; the same seed decides the same.

    Raises:
        Refusal: a person asked for what cannot be.
    """
    return HANDLERS[type(command)](command, unit, moment, seed)
