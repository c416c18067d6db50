"""Answers to a click about the bell."""

from typing import Any

from bot.texts import Text, person
from bot.views.message import Button, Buttons, Intent, Message, lines
from bot.views.voice import Voice
from rituals.bell.commands import Invited
from rituals.bell.meeting import State
from rituals.bell.replies import (
    AskingAround,
    Cancelled,
    Concluded,
    Declined,
    FirstUse,
    HandedOver,
    NobodyEligible,
    PassedOn,
    Rang,
    Redrawing,
    Status,
    StillRinging,
)
from rituals.kernel.effect import Content
from rituals.kernel.reply import Reply


def invited_arguments(invited: Invited) -> dict[str, str]:
    """Whom the caller named, as what a button carries."""
    named = {"people": ",".join(invited.people), "groups": ",".join(invited.groups)}
    return {key: value for key, value in named.items() if value}


def first_use(reply: FirstUse, voice: Voice) -> Message:
    say = voice.say
    going = {"space": voice.space.id, "language": voice.space.language.value, **invited_arguments(reply.invited)}
    return Message(
        parts=(
            *lines(say("first_use", space=voice.here)),
            Buttons(
                buttons=(
                    Button(label=say.label("first_use.go"), intent=Intent.CONFIRM, arguments=going, primary=True),
                    Button(label=say.label("first_use.not"), intent=Intent.DISMISS),
                )
            ),
        )
    )


def asking_around(reply: AskingAround, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.asking", n=reply.minutes)))


def status(reply: Status, voice: Voice) -> Message:
    parts = lines(_how_it_stands(reply, voice))
    if reply.meeting is None:
        return Message(parts=parts)
    about: dict[str, str] = {"meeting": reply.meeting, "space": voice.space.id}
    buttons = []
    if reply.invited is not None:
        parts += lines(voice.say("status.choice"))
        replacing = {**about, "language": voice.space.language.value, **invited_arguments(reply.invited)}
        buttons.append(_button(voice, "bell.new_meeting", Intent.NEW_MEETING, replacing))
    if reply.state is State.ANNOUNCED:
        buttons.append(_button(voice, "bell.someone_else", Intent.SOMEONE_ELSE, about))
    if reply.state in (State.ANNOUNCED, State.UNDER_WAY):
        buttons.append(_button(voice, "bell.conclude", Intent.CONCLUDE, about))
    if reply.state is not State.UNDER_WAY:
        buttons.append(_button(voice, "bell.cancel", Intent.CANCEL, about))
    return Message(parts=(*parts, Buttons(buttons=tuple(buttons))))


def _how_it_stands(reply: Status, voice: Voice) -> Text:
    if reply.state is None:
        return voice.say("status.none", command=voice.command())
    if reply.holder is None:
        return voice.say(f"status.{reply.state}")
    return voice.say(f"status.{reply.state}", name=person(reply.holder))


def _button(voice: Voice, key: str, intent: Intent, about: dict[str, str]) -> Button:
    return Button(label=voice.say.label(key), intent=intent, arguments=about)


def handed_over(reply: HandedOver, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.handed_over", name=person(reply.to))))


def nobody_eligible(reply: NobodyEligible, voice: Voice) -> Message:
    """Why, per kind, without naming anybody."""
    reasons = [voice.say(f"nobody.{reason}", n=n) for reason, n in sorted(reply.why_not.items())]
    return Message(parts=lines(voice.say("bell.nobody"), *reasons))


def one_line_view(key: str) -> Any:
    def view(_reply: Reply, voice: Voice) -> Message:
        return Message(parts=lines(voice.say(key)))

    return view


def rang(_reply: Rang, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.rang", space=voice.here)))


VIEWS: dict[type[Content | Reply], Any] = {
    FirstUse: first_use,
    AskingAround: asking_around,
    Declined: one_line_view("bell.card_over"),
    Status: status,
    Rang: rang,
    StillRinging: one_line_view("bell.still_ringing"),
    PassedOn: one_line_view("bell.passed_on"),
    Redrawing: one_line_view("bell.redrawing"),
    Cancelled: one_line_view("bell.cancelled"),
    Concluded: one_line_view("bell.concluded"),
    HandedOver: handed_over,
    NobodyEligible: nobody_eligible,
}
