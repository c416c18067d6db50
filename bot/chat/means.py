"""What a platform's no means: one table for each platform says which code means which of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.chat import (
    ChatError,
    GroupsUnavailable,
    GroupUnknown,
    Locked,
    NotAccepted,
    NotAllowed,
    NotEditable,
    NoThread,
    NotNow,
    SpaceClosed,
    Unsure,
    WorkspaceClosed,
)


class Means(Enum):
    """What a no means: how it is treated, and who hears of it.

    * NOW, TOO_FAST: surely not done. It waits, uses up nothing, and nobody need hear of it.
    * OURS: surely not done, and only the operator can mend it. It waits; the log and ``/readyz`` say so.
    * NOT_ALLOWED: those who run the place let nobody, or not us, write there. Who asked hears what to do about it.
    * MESSAGE: not in this form, whoever asks. Who asked hears that it was not said.
    * BLOCKS: the same, but what stands in charts can stand in words.
    * EDIT: what stands there cannot be changed any more. It is said anew.
    * THREAD: not in that thread. It is said outside it.
    * PERSON: this one person cannot be written to, or is not known. Counts as silence.
    * SPACE, WORKSPACE: we seem to be gone there. Nothing is forgotten before it was asked once more, later.
    * GROUP, GROUPS: of user groups. Who named one hears it.
    * FORM: its moment has passed. Who pressed hears it.
    * UNSURE: nobody knows whether it was done.
    """

    NOW = auto()
    TOO_FAST = auto()
    OURS = auto()
    NOT_ALLOWED = auto()
    MESSAGE = auto()
    BLOCKS = auto()
    EDIT = auto()
    THREAD = auto()
    PERSON = auto()
    SPACE = auto()
    WORKSPACE = auto()
    GROUP = auto()
    GROUPS = auto()
    FORM = auto()
    UNSURE = auto()


ERRORS: Mapping[Means, Callable[[str], ChatError]] = {
    Means.NOW: NotNow,
    Means.TOO_FAST: NotNow,
    Means.OURS: Locked,
    Means.NOT_ALLOWED: NotAllowed,
    Means.MESSAGE: NotAccepted,
    Means.BLOCKS: NotAccepted,
    Means.EDIT: NotEditable,
    Means.THREAD: NoThread,
    Means.PERSON: NotAccepted,
    Means.SPACE: SpaceClosed,
    Means.WORKSPACE: WorkspaceClosed,
    Means.GROUP: GroupUnknown,
    Means.GROUPS: GroupsUnavailable,
    Means.FORM: NotAccepted,
    Means.UNSURE: Unsure,
}
"""What each is to the rest of the bot."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code's meaning, and why it has that."""

    means: Means
    why: str


def table(codes: Mapping[Means, Mapping[str, str]]) -> Mapping[str, Refusal]:
    """By code, from a list of codes with their reasons for each meaning."""
    return {code: Refusal(means, why) for means, reasons in codes.items() for code, why in reasons.items()}
