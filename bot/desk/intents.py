"""Words and buttons → commands: the part of it that is a table."""

from collections.abc import Callable

from bot.views.checkout import promise_page
from bot.views.message import Intent, Message
from bot.views.pages import explain, help_page, menu, privacy
from bot.views.voice import Voice
from bot.views.words import Verb
from rituals.bell.commands import (
    Accept,
    AskStatus,
    Cancel,
    Conclude,
    Decline,
    MeetingCommand,
    PassOn,
    Ring,
    SomeoneElse,
)
from rituals.checkout.commands import ShowQuestions
from rituals.kernel.command import PersonalCommand
from rituals.membership.commands import ForgetMe, ShowMyData
from rituals.space.commands import Introduce, ShowSettings

# Commands that need nothing but who asks, by word and by button.
PLAIN_WORDS: dict[Verb, type[PersonalCommand]] = {
    Verb.WHO: AskStatus,
    Verb.SETTINGS: ShowSettings,
    Verb.QUESTIONS: ShowQuestions,
    Verb.MY_DATA: ShowMyData,
    Verb.FORGET: ShowMyData,  # shows what there is, with the button that erases it
}
PLAIN_BUTTONS: dict[str, type[PersonalCommand]] = {
    Intent.SETTINGS: ShowSettings,
    Intent.INTRODUCE: Introduce,
    Intent.MY_DATA: ShowMyData,
    Intent.FORGET_ME: ForgetMe,
}

# Commands about one bell. Those of the chair are anybody's once the chair has left.
FOR_CHAIR_WORDS: dict[Verb, type[MeetingCommand]] = {
    Verb.DONE: Conclude,
    Verb.SOMEONE_ELSE: SomeoneElse,
}
FOR_CHAIR_BUTTONS: dict[str, type[MeetingCommand]] = {
    Intent.CONCLUDE: Conclude,
    Intent.SOMEONE_ELSE: SomeoneElse,
    Intent.CANCEL: Cancel,
}
BELL_BUTTONS: dict[str, type[MeetingCommand]] = {
    Intent.ACCEPT: Accept,
    Intent.DECLINE: Decline,
    Intent.RING: Ring,
    Intent.PASS_ON: PassOn,
}

# What can be read anywhere, a private chat with the bot included.
PAGE_WORDS: dict[Verb, Callable[[Voice], Message]] = {
    Verb.EXPLAIN: explain,
    Verb.PRIVACY: privacy,
    Verb.HELP: help_page,
    Verb.MENU: menu,
}
PAGE_BUTTONS: dict[str, Callable[[Voice], Message]] = {
    Intent.EXPLAIN: explain,
    Intent.PRIVACY: privacy,
    Intent.PROMISE: promise_page,
    Intent.HELP: help_page,
}

DISMISSED: dict[str, str] = {Intent.DISMISS: "first_use.dismissed", Intent.STAY_OPEN: "co.stays_open"}
"""Buttons that do nothing, and what is said then."""
