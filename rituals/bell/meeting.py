"""The life of one bell.

::

    ASKING ──yes──► ANNOUNCED ──ring──► UNDER_WAY ──conclude──► CONCLUDED ──settle──► GONE
      │ ▲            │  ▲   └──────────────conclude───────────────▲
      │ └──redraw────┤  │
      ▼              │  │yes
    OPEN ◄───────────┘  │   (nobody said yes: anyone may take it)
      └─────────────────┘

Before the first ring everything can be undone, and called off, which is GONE as well. After it the bell has done its
work and can only be concluded. What is GONE is not kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId

ASK_FOR = timedelta(seconds=90)
"""So long after the first one a second is asked too, when nobody said when the meeting starts."""

ASK_AT_LEAST = timedelta(seconds=30)
"""Nobody is asked for less than this."""

ASKED_IN_PRIVATE = 2
"""After this many without a yes, the question is put openly."""

MOMENT_LASTS = timedelta(minutes=5)
"""A ring opens a moment of this long; another ring within it is the same moment."""

ENDS_AFTER = timedelta(hours=4)
"""A meeting that nobody concludes is over after this long."""

CHAIR_ASKED_FOR = timedelta(hours=24)
"""The chair can say what was done with the bell for this long; then everything about the meeting is forgotten."""


class State(StrEnum):
    ASKING = "asking"
    OPEN = "open"
    ANNOUNCED = "announced"
    UNDER_WAY = "under_way"
    CONCLUDED = "concluded"
    GONE = "gone"


LOOKING = (State.ASKING, State.OPEN)
"""Nobody has the bell yet."""


class Event(StrEnum):
    ASK = "ask"
    ASK_OPENLY = "ask_openly"
    TAKE = "take"
    RING = "ring"
    CONCLUDE = "conclude"
    CANCEL = "cancel"
    SETTLE = "settle"


MOVES: dict[tuple[State, Event], State] = {
    (State.ASKING, Event.ASK): State.ASKING,
    (State.ASKING, Event.ASK_OPENLY): State.OPEN,
    (State.ASKING, Event.TAKE): State.ANNOUNCED,
    (State.OPEN, Event.TAKE): State.ANNOUNCED,
    (State.ANNOUNCED, Event.ASK): State.ASKING,
    (State.ANNOUNCED, Event.ASK_OPENLY): State.OPEN,
    (State.ANNOUNCED, Event.RING): State.UNDER_WAY,
    (State.UNDER_WAY, Event.RING): State.UNDER_WAY,
    (State.ANNOUNCED, Event.CONCLUDE): State.CONCLUDED,
    (State.UNDER_WAY, Event.CONCLUDE): State.CONCLUDED,
    (State.CONCLUDED, Event.SETTLE): State.GONE,
    (State.ASKING, Event.CANCEL): State.GONE,
    (State.OPEN, Event.CANCEL): State.GONE,
    (State.ANNOUNCED, Event.CANCEL): State.GONE,
}


class Done(StrEnum):
    """What was done with the bell, in the words of the chair."""

    TAKEN_ON = "taken_on"
    WEIGHED = "weighed"
    HEARD = "heard"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One bell, from the first question until what was done with it is known. Forgotten afterwards.

    Attributes:
        chair: who may close it; None once that person has left.
        holder: who has the bell, from ANNOUNCED until CONCLUDED.
        due_at: the next moment at which something happens by itself, UTC.
        ends_at: when it is over if nobody concludes it, UTC.
        moments: how often it rang; ``moment_until`` is the end of the latest one.
        last_before: who had the bell before this one, kept so that a draw can be undone.
        shown: whether the space has seen a message about this bell.
        starts_at: when the meeting starts, where that is known, UTC.
        open_at: when everyone is asked openly if nobody said yes, UTC; set when asking begins.
    """

    id: MeetingId
    space: SpaceId
    state: State
    chair: ParticipantId | None
    due_at: datetime
    ends_at: datetime
    holder: ParticipantId | None = None
    moments: int = 0
    moment_until: datetime | None = None
    last_before: ParticipantId | None = None
    shown: bool = False
    starts_at: datetime | None = None
    open_at: datetime | None = None

    @property
    def concluded_at(self) -> datetime:
        """When it was concluded: the chair is asked for a fixed time from then on."""
        return self.due_at - CHAIR_ASKED_FOR

    def counts(self, done: Done | None) -> dict[str, int]:
        """What it adds to the counts of its month, with what was done with it."""
        answer = {done.value: 1} if done else {}
        return {"announced": 1, "rung": int(self.moments > 0), "moments": self.moments, **answer}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody who may be asked at this meeting.

    Attributes:
        asked: not asked again today: was asked, or has or had the bell.
        earned: what the credit changed by when the bell was taken, kept so that it can be undone.
    """

    participant: ParticipantId
    asked: bool = False
    earned: int = 0
