"""Answers to a click about the bell."""

from bot.texts import Text, person
from bot.views.bell.ways import RESUME, BellForm, BellIntent
from bot.views.explain import PageIntent
from bot.views.lines import Views, one_line_view
from bot.views.message import (
    Button,
    Buttons,
    Form,
    Intent,
    Message,
    PeopleField,
    lines,
)
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
    NamedAlone,
    NobodyEligible,
    PassedOn,
    Paused,
    Rang,
    Redrawing,
    Status,
    StillRinging,
)

ALONE = "alone"
"""On a button: whoever presses it knows that only one person can be asked."""


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
                    Button(label=say.label("first_use.go"), intent=BellIntent.CONFIRM, arguments=going, primary=True),
                    Button(label=say.label("first_use.not"), intent=PageIntent.DISMISS),
                )
            ),
        )
    )


def named_alone(reply: NamedAlone, voice: Voice) -> Message:
    say = voice.say
    here = {"space": voice.space.id, "language": voice.space.language.value}
    going = {**here, **invited_arguments(reply.invited), ALONE: "yes"}
    intent = BellIntent.CONFIRM
    if reply.replaces:
        going, intent = {**going, "meeting": reply.replaces}, BellIntent.NEW_MEETING
    everyone = {**here, "meeting": reply.replaces} if reply.replaces else here
    return Message(
        parts=(
            *lines(say("bell.alone", n=reply.minutes)),
            Buttons(
                buttons=(
                    Button(label=say.label("bell.alone.ask"), intent=intent, arguments=going),
                    Button(label=say.label("bell.alone.everyone"), intent=intent, arguments=everyone, primary=True),
                    Button(label=say.label("first_use.not"), intent=PageIntent.DISMISS),
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
        buttons.append(_button(voice, "bell.new_meeting", BellIntent.NEW_MEETING, replacing))
    if reply.state is State.ANNOUNCED:
        buttons.append(_button(voice, "bell.someone_else", BellIntent.SOMEONE_ELSE, about))
    if reply.state in (State.ANNOUNCED, State.UNDER_WAY):
        buttons.append(_button(voice, "bell.conclude", BellIntent.CONCLUDE, about))
    if reply.state is not State.UNDER_WAY:
        buttons.append(_button(voice, "bell.cancel", BellIntent.CANCEL, about))
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


def rang(_reply: Rang, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.rang", space=voice.here)))


PICK_AT_MOST = 50
"""How many people can be named for one bell."""


def paused(reply: Paused, voice: Voice) -> Message:
    if reply.until is None:
        return Message(parts=lines(voice.say("pause.over")))
    back = voice.typed(RESUME)
    return Message(parts=lines(voice.say("pause.kept", date=voice.say.day(reply.until), command=back)))


def pick_people(voice: Voice, arguments: dict[str, str]) -> Form:
    say = voice.say
    return Form(
        name=BellForm.PICK,
        title=say.label("pick.title"),
        intro=say("pick.intro"),
        fields=(PeopleField(name="people", label=say.label("pick.people"), at_most=PICK_AT_MOST),),
        submit=say.label("pick.submit"),
        close=say.label("pick.close"),
        done=say.label("form.done"),
        arguments={"space": voice.space.id, **arguments},
    )


VIEWS: Views = {
    FirstUse: first_use,
    NamedAlone: named_alone,
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
    Paused: paused,
}
