"""The papers for a privacy officer: every field that is stored, why, and until when.

The fields are read from the schema of a fresh store, so that a new one without a purpose is an error, not an omission.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import schema_of

WITH_SPACE = "the bot is removed from the space"
MEETING = "the meeting is over"
CLOSING = "the check-out closes"
DELIVERED = "delivered, or the meeting it belongs to is forgotten"
PLANNED = "the plan is removed, or the bot is"
NAMED = "changed or removed, or that person leaves or is forgotten"
MAILBOX = "changed or removed, or whoever linked it leaves or is forgotten"
OVER = "five weeks after it was due"
MONTH_CLOSED = "the month is closed, on the first working day after it"
LATEST = "its month is closed; the latest with enough answers stays, to be shown with the next bell"
SHOWN = "there are two newer versions, and neither the latest month nor a check-out shows it"
COUNTED = "the next start; of planned moments five weeks later"
YEARS = "ten years after, or as many as BELLETJE_KEEP_YEARS says"
LEADS = "no leader any more"
TWO_YEARS = "two years after"
CHAIR = "known what was done with the bell, a day at most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One stored field. ``person``: it holds or stands beside somebody's platform number, or is made from one."""

    file: str
    table: str
    column: str
    purpose: str
    until: str
    person: bool = False


_ACTIVITY = {
    "announced": "how many bells went round",
    "rung": "how many of them rang",
    "moments": "how often they rang",
    "taken_on": "how many bells were taken on",
    "weighed": "how many were weighed",
    "heard": "how many were heard",
    "not_reached": "how many were not reached",
    "spoken": "how often a question was asked aloud",
    "planned": "how many moments were planned",
    "took_place": "how many of them took place",
}
_HELD = {
    "forms": "how many check-outs were held about a meeting",
    "rounds": "how many about a month",
    "shown": "how many of them had enough answers",
    "answers": "how many answers those had",
    "late": "how much belongs to an earlier month",
}

_ROWS: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    ("belletje.db", "space"): {
        "id": ("which space these settings are for", WITH_SPACE),
        "introduced": ("whether somebody there knows what will happen", WITH_SPACE),
        "language": ("how the space is spoken to", WITH_SPACE),
        "zone": ("its times and months", WITH_SPACE),
        "word": ("what the team calls dissent", WITH_SPACE),
        "guests": ("whether guests take part", WITH_SPACE),
        "mode": ("how it checks out", WITH_SPACE),
        "threshold": ("from how many answers on any are shown", "the bot is removed; kept where it was raised"),
        "offers": ("whether the start of a meeting offers the bell", WITH_SPACE),
        "paused_until": ("until when the team wants nothing by itself", WITH_SPACE),
        "shared_as": ("under which name leaders see its month, where it chose that", WITH_SPACE),
    },
    ("belletje.db", "plan"): {
        "id": ("which plan; a random number", PLANNED),
        "space": ("where", PLANNED),
        "version": ("that two people who change it at once notice", PLANNED),
        "rhythm": ("on which days, and at what time", PLANNED),
        "mailbox": ("in whose calendar the series is, where it follows one", MAILBOX),
        "series": ("which series there", MAILBOX),
        "linked_by": ("whose calendar it is", MAILBOX),
        "chair": ("who leads the meeting, as the team chose", NAMED),
        "author": ("who made or changed it, as the team saw", NAMED),
        "left_out": ("who is never asked, as the team chose", NAMED),
        "bell_before": ("how long before the start somebody is asked", PLANNED),
        "at_end": ("whether there is a check-out at the end", PLANNED),
        "holidays": ("whether public holidays are skipped", PLANNED),
        "since": ("nothing before it is missed", PLANNED),
    },
    ("belletje.db", "plan_change"): {
        "plan": ("which plan", PLANNED),
        "key": ("which date", PLANNED),
        "starts_at": ("when it is instead; nothing: it is skipped", PLANNED),
    },
    ("belletje.db", "address"): {
        "space": ("which space", WITH_SPACE),
        "url": ("where Teams is reached for it", WITH_SPACE),
        "part_of": ("of which team the channel is, for the bot leaves both at once", WITH_SPACE),
    },
    ("belletje.db", "activity"): {
        "space": ("which space was active", MONTH_CLOSED),
        "month": ("in which month", MONTH_CLOSED),
        **{name: (purpose, MONTH_CLOSED) for name, purpose in _ACTIVITY.items()},
    },
    ("belletje.db", "counted"): {
        "about": ("so that a crash counts nothing twice; a random number, or which planned moment", COUNTED),
    },
    ("belletje.db", "release"): {
        "id": ("which check-out; a random number", LATEST),
        "space": ("where it was held", LATEST),
        "form": ("about a meeting or a month", LATEST),
        "name": ("which questions", LATEST),
        "version": ("which of the team's own questions", LATEST),
        "closed_on": ("on which day", LATEST),
        "turnout": ("how many answered, as everyone saw; nothing below the threshold", LATEST),
        "bands": ("what was shown of the answers; nothing below the threshold", LATEST),
        "counted": ("whether it is in a published month", LATEST),
    },
    ("belletje.db", "month"): {
        "about": ("which space, or which organisation", YEARS),
        "month": ("which month", YEARS),
        "spaces": ("how many spaces took part", YEARS),
        **{name: (purpose, YEARS) for name, purpose in (_ACTIVITY | _HELD).items()},
        "curious": ("which rule chose the question to be curious about", YEARS),
        "shared_as": ("under which name leaders see it, where the team chose that", YEARS),
        "hidden": ("to which parts fewer than five spaces contributed", YEARS),
    },
    ("belletje.db", "month_question"): {
        "about": ("which space, or which organisation", YEARS),
        "month": ("which month", YEARS),
        "question": ("which question", YEARS),
        "most": ("in how many check-outs most or all said yes", YEARS),
        "some": ("in how many some did", YEARS),
        "few": ("in how many none or a few did", YEARS),
        "differ": ("in how many the answers differed", YEARS),
        "uneasy": ("in how many not everyone could say yes", YEARS),
    },
    ("belletje.db", "followed"): {
        "about": ("which space, or which organisation", YEARS),
        "month": ("of which month's question", YEARS),
        "followed": ("what the team, or a leader, said became of it; not who", YEARS),
    },
    ("belletje.db", "leader"): {
        "organisation": ("of which organisation", LEADS),
        "workspace": ("in which workspace", LEADS),
        "participant": ("who may read the organisation's month", LEADS),
        "by_operator": ("whether the settings name them", LEADS),
        "link": ("so that links end when they lead no more; a random number", LEADS),
    },
    ("belletje.db", "leader_change"): {
        "organisation": ("of which organisation", TWO_YEARS),
        "day": ("on which day", TWO_YEARS),
        "number": ("which change of that day", TWO_YEARS),
        "workspace": ("in which workspace", TWO_YEARS),
        "participant": ("who was made a leader, or is none any more", TWO_YEARS),
        "added": ("which of the two", TWO_YEARS),
        "changed_by": ("who changed it; nothing: the operator", TWO_YEARS),
    },
    ("belletje.db", "own_questions"): {
        "space": ("whose questions", SHOWN),
        "version": ("which version", SHOWN),
        "questions": ("a team's own questions", SHOWN),
        "author": ("who made them, as the team saw", "replaced, removed, or that person is forgotten"),
    },
    ("belletje.db", "installation"): {"id": ("that both files belong together; a random number", "kept")},
    ("live.db", "installation"): {
        "id": ("that both files belong together; a random number", "kept"),
        "born_at": ("what was due before is unknown here", "kept"),
        "key_check": ("to notice that the secret key was changed; says nothing of the key", "kept"),
    },
    ("live.db", "credit"): {
        "space": ("where turns go round", "leaves the space, or is forgotten"),
        "participant": ("whose turn; the platform's number", "leaves the space, or is forgotten"),
        "credit": ("fair turns: how near the turn is", "leaves the space, or is forgotten"),
        "had_last": ("nobody has it twice in a row", "somebody else has it"),
    },
    ("live.db", "pause"): {
        "space": ("where", "that day"),
        "participant": ("who wants to be left out", "that day"),
        "until": ("until when", "that day"),
    },
    ("live.db", "meeting"): {
        "id": ("which bell; a random number", CHAIR),
        "space": ("where", CHAIR),
        "state": ("what can be done with it now", CHAIR),
        "chair": ("only they may close it", CHAIR),
        "asked": ("only they may answer", MEETING),
        "holder": ("who has the bell now", MEETING),
        "due_at": ("when something happens by itself", CHAIR),
        "ends_at": ("when it is over by itself", CHAIR),
        "moments": ("how often it rang", CHAIR),
        "moment_until": ("that a second ring is the same moment", MEETING),
        "last_before": ("to undo a draw", MEETING),
        "shown": ("whether the space has seen it", CHAIR),
        "starts_at": ("when the meeting starts", CHAIR),
        "open_at": ("when everybody is asked openly", CHAIR),
    },
    ("live.db", "seat"): {
        "meeting": ("for which bell", MEETING),
        "participant": ("who can be asked for it", MEETING),
        "asked": ("nobody is asked twice", MEETING),
        "earned": ("to undo a draw", MEETING),
    },
    ("live.db", "message"): {
        "about": ("what the message is about; a random number", DELIVERED),
        "kind": ("which message of it", DELIVERED),
        "recipient": ("who alone may see it", DELIVERED),
        "number": ("which of several", DELIVERED),
        "space": ("where", DELIVERED),
        "under": ("in which thread", DELIVERED),
        "name": ("what it says: the kind of text", DELIVERED),
        "content": ("what it says: names and times in it", DELIVERED),
        "last": ("nothing follows it", DELIVERED),
        "version": ("which wording", DELIVERED),
        "workspace": ("in which workspace", DELIVERED),
        "until": ("from when on it is of no use", DELIVERED),
        "turn": ("the order of messages in a space", DELIVERED),
        "due_at": ("when to try", DELIVERED),
        "leased": ("it is being sent", DELIVERED),
        "attempt": ("how often it was tried", DELIVERED),
        "ref": ("where it stands in chat, to edit it; of a private message that names the chat of two", DELIVERED),
    },
    ("live.db", "checkout"): {
        "id": ("which check-out; a random number", CLOSING),
        "space": ("where", CLOSING),
        "chair": ("only they may close it", CLOSING),
        "form": ("about a meeting or a month", CLOSING),
        "name": ("which questions", CLOSING),
        "version": ("which of the team's own questions", CLOSING),
        "questions": ("the questions as they were when it opened", CLOSING),
        "threshold": ("from how many answers on any are shown", CLOSING),
        "opened_at": ("not closed too early", CLOSING),
        "closes_at": ("when it closes by itself", CLOSING),
        "remind_at": ("when one line says that it is open", CLOSING),
    },
    ("live.db", "occurrence"): {
        "plan": ("of which plan; of a month: which space", OVER),
        "key": ("of which date, or month", OVER),
        "kind": ("a bell, a check-out, a round or a month", OVER),
        "space": ("where", OVER),
        "starts_at": ("when that meeting starts", OVER),
        "ends_at": ("when it ends", OVER),
        "due_at": ("when this should happen", OVER),
        "expires_at": ("from when on it is of no use", OVER),
        "look_at": ("when to look at it", OVER),
        "stage": ("how far it is", OVER),
        "why": ("why it was missed; never because of somebody", OVER),
        "about": ("which message shows it; a random number, or the month", OVER),
    },
    ("live.db", "dated"): {
        "plan": ("of which plan", "the calendar says otherwise, or the plan is removed"),
        "key": ("which meeting; made from its number", "the calendar says otherwise, or the plan is removed"),
        "starts_at": ("when it starts", "the calendar says otherwise, or the plan is removed"),
        "ends_at": ("when it ends", "the calendar says otherwise, or the plan is removed"),
    },
    ("live.db", "nonce"): {
        "checkout": ("which check-out", CLOSING),
        "nonce": ("makes marks of different check-outs different; random", CLOSING),
    },
    ("live.db", "stub"): {
        "checkout": ("which check-out", CLOSING),
        "stub": ("a mark, so that nobody answers twice; cannot be read without the key that lies elsewhere", CLOSING),
    },
    ("live.db", "tally"): {
        "checkout": ("which check-out", CLOSING),
        "question": ("which question", CLOSING),
        "choice": ("which choice", CLOSING),
        "n": ("how often it was chosen; the only trace of an answer", CLOSING),
    },
}

PERSONAL = frozenset(
    {"participant", "recipient", "chair", "asked", "holder", "last_before"}
    | {"author", "linked_by", "left_out", "changed_by"}
)


def fields() -> Iterator[Field]:
    """Every field of the schema that this program makes.

    Raises:
        KeyError: a field has no purpose here.
    """
    with TemporaryDirectory() as folder:
        schema = schema_of(Path(folder))
    for (file, table), columns in schema.items():
        for column in columns:
            purpose, until = _ROWS[file, table][column]
            beside = PERSONAL & set(columns) and (file, table) != ("belletje.db", "own_questions")
            person = column == "author" or bool(beside) or (table, column) == ("stub", "stub")
            yield Field(file=file, table=table, column=column, purpose=purpose, until=until, person=person)
