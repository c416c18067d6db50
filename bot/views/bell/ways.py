"""How people reach a bell: buttons, forms and words."""

from datetime import date

from bot.views.days import until
from bot.views.message import FormName, Intent
from bot.views.words import MENTION, Given, Word, anything


def _somebody(rest: str, _today: date) -> Given | None:
    return {} if not rest or rest.startswith(MENTION) else None


def _until(rest: str, today: date) -> Given | None:
    return {"until": until(rest, today).isoformat()}


CALL = Word(name="call", dutch="", english="", also=("advocaat", "bell", "belletje"), place=1, behind=_somebody)
"""The others are for after a mention of the bot."""
WHO = Word(name="who", dutch="wie", english="who", place=2)
DONE = Word(name="done", dutch="klaar", english="done", also=("afronden", "finish"), place=3)
SOMEONE_ELSE = Word(name="someone_else", dutch="iemand anders", english="someone else", place=4)
CANCEL = Word(name="cancel", dutch="annuleer", english="cancel", also=("annuleren", "stop"), place=5)
CHAIR = Word(name="chair", dutch="voorzitter", english="chair", shown=("@…", "@…"), place=6, behind=anything)
PAUSE = Word(name="pause", dutch="pauze mij", english="pause me", shown=("tot …", "until …"), place=11, behind=_until)
RESUME = Word(name="resume", dutch="hervat mij", english="resume me", place=12)

WORDS = (CALL, WHO, DONE, SOMEONE_ELSE, CANCEL, CHAIR, PAUSE, RESUME)


class BellIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    ACCEPT = "accept"
    DECLINE = "decline"
    VOLUNTEER = "volunteer"
    RING = "ring"
    PASS_ON = "pass_on"  # noqa: S105  no password
    SOMEONE_ELSE = "someone_else"
    CANCEL = "cancel"
    CONCLUDE = "conclude"
    SETTLE = "settle"
    CALL = "call"
    CONFIRM = "confirm"
    NEW_MEETING = "new_meeting"
    PAUSE = "pause"
    RESUME = "resume"


class BellForm(FormName):
    """See :class:`bot.views.message.FormName`."""

    PICK = "pick"
