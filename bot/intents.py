"""Words and buttons → commands: the part of it that is a table."""

from collections.abc import Callable

from bot.views.checkout import promise_page
from bot.views.message import Intent, Message
from bot.views.pages import explain, help_page, menu, privacy
from bot.views.voice import Voice
from bot.words import Verb
from rituals import commands
from rituals.commands import MeetingCommand, PersonalCommand

# Commands that need nothing but who asks, by word and by button.
PLAIN_WORDS: dict[Verb, type[PersonalCommand]] = {
    Verb.WHO: commands.AskStatus,
    Verb.SETTINGS: commands.ShowSettings,
    Verb.QUESTIONS: commands.ShowQuestions,
    Verb.MY_DATA: commands.ShowMyData,
    Verb.FORGET: commands.ShowMyData,  # shows what there is, with the button that erases it
}
PLAIN_BUTTONS: dict[str, type[PersonalCommand]] = {
    Intent.SETTINGS: commands.ShowSettings,
    Intent.INTRODUCE: commands.Introduce,
    Intent.MY_DATA: commands.ShowMyData,
    Intent.FORGET_ME: commands.ForgetMe,
}

# Commands about one bell. Those of the chair are anybody's once the chair has left.
FOR_CHAIR_WORDS: dict[Verb, type[MeetingCommand]] = {
    Verb.DONE: commands.Conclude,
    Verb.SOMEONE_ELSE: commands.SomeoneElse,
}
FOR_CHAIR_BUTTONS: dict[str, type[MeetingCommand]] = {
    Intent.CONCLUDE: commands.Conclude,
    Intent.SOMEONE_ELSE: commands.SomeoneElse,
    Intent.CANCEL: commands.Cancel,
}
BELL_BUTTONS: dict[str, type[MeetingCommand]] = {
    Intent.ACCEPT: commands.Accept,
    Intent.DECLINE: commands.Decline,
    Intent.RING: commands.Ring,
    Intent.PASS_ON: commands.PassOn,
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
