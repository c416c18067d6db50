"""Everything about the bell that stands in a slot."""

from bot.texts import Text, person
from bot.views.bell.ways import BellIntent
from bot.views.checkout import last_time
from bot.views.explain import PageIntent, explain
from bot.views.lines import Views
from bot.views.message import Button, Buttons, Heading, Message, Paragraph, Part, lines
from bot.views.voice import Voice
from rituals.bell.contents import (
    Announcement,
    AskCard,
    BellOffer,
    CardOver,
    ChairCard,
    ChairCardOver,
    DoneAnswer,
    DoneAsk,
    Ended,
    Looking,
    OpenCall,
    Ringing,
    RoleCard,
    Thanks,
    Withdrawn,
)
from rituals.bell.meeting import Done
from rituals.kernel.identifiers import MeetingId


def ask_card(card: AskCard, voice: Voice) -> Message:
    say = voice.say
    about = _about(card.meeting, voice)
    return Message(
        parts=(
            Heading(text=say.label("card.ask_title")),
            *lines(_question(card, voice), say("bell.ask.silence", time=voice.time(card.until))),
            Buttons(
                buttons=(
                    Button(label=say.label("bell.yes"), intent=BellIntent.ACCEPT, arguments=about, primary=True),
                    Button(label=say.label("bell.no"), intent=BellIntent.DECLINE, arguments=about),
                )
            ),
            Paragraph(text=say("card.preview")),
            *_role(voice),
        ),
        hidden=True,
    )


def _question(card: AskCard, voice: Voice) -> Text:
    if card.starts_at:
        return voice.say("bell.ask.planned", space=voice.here, time=voice.time(card.starts_at))
    return voice.say("bell.ask", space=voice.here)


def role_card(card: RoleCard, voice: Voice) -> Message:
    say = voice.say
    about = _about(card.meeting, voice)
    return Message(
        parts=(
            Heading(text=say.label("card.title")),
            Paragraph(text=say("card.where", space=voice.here)),
            *_role(voice),
            Buttons(
                buttons=(
                    Button(label=say.label("bell.ring_button"), intent=BellIntent.RING, arguments=about, primary=True),
                    Button(label=say.label("card.pass"), intent=BellIntent.PASS_ON, arguments=about),
                )
            ),
        )
    )


def _role(voice: Voice) -> tuple[Part, ...]:
    """What is asked of whoever has the bell, how it ends, and what it is not for."""
    say = voice.say
    limits = say("card.limits.contact", contact=voice.contact) if voice.contact else say("card.limits")
    prompts = lines(say("card.1"), say("card.2"), say("card.3"), say("card.4"))
    return (*lines(say("card.intro")), *prompts, *lines(say("card.openers"), say("card.end"), limits))


def card_over(_content: CardOver, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.card_over")))


def open_call(call: OpenCall, voice: Voice) -> Message:
    take = Button(
        label=voice.say.label("bell.take"),
        intent=BellIntent.VOLUNTEER,
        arguments=_about(call.meeting, voice),
        primary=True,
    )
    return Message(parts=(*lines(voice.say("bell.volunteer")), Buttons(buttons=(take, _what(voice)))))


def announcement(content: Announcement, voice: Voice) -> Message:
    say = voice.say
    ring = Button(label=say.label("bell.ring_button"), intent=BellIntent.RING, arguments=_about(content.meeting, voice))
    key = "bell.passed" if content.again else "bell.announce"
    before = last_time(content.last, content.own, say) if content.last else ()
    return Message(
        parts=(
            *lines(say(key, name=person(content.holder)), say("bell.announce.real"), *before),
            Buttons(buttons=(ring, _what(voice))),
        )
    )


def looking(_content: Looking, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.looking")))


def withdrawn(_content: Withdrawn, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.withdrawn")))


def ended(content: Ended, voice: Voice) -> Message:
    say = voice.say
    parts = lines(say("bell.ended"), say("thanks"))
    return Message(parts=parts + (lines(say(f"thanks.{content.done}")) if content.done else ()))


def ringing(_content: Ringing, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.ring")))


def chair_card(card: ChairCard, voice: Voice) -> Message:
    say = voice.say
    about = _about(card.meeting, voice)
    return Message(
        parts=(
            *lines(
                say("bell.chair", name=person(card.holder), space=voice.here),
                say("bell.chair.1"),
                say("bell.chair.2"),
                say("bell.chair.3"),
                say("bell.chair.end"),
            ),
            Buttons(
                buttons=(
                    Button(label=say.label("bell.conclude"), intent=BellIntent.CONCLUDE, arguments=about),
                    Button(label=say.label("bell.someone_else"), intent=BellIntent.SOMEONE_ELSE, arguments=about),
                    Button(label=say.label("bell.cancel"), intent=BellIntent.CANCEL, arguments=about),
                )
            ),
        )
    )


def chair_card_over(_content: ChairCardOver, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("bell.chair.over")))


def done_ask(content: DoneAsk, voice: Voice) -> Message:
    buttons = tuple(
        Button(
            label=voice.say.label(f"done.{done}"),
            intent=BellIntent.SETTLE,
            arguments={**_about(content.meeting, voice), "done": done.value},
        )
        for done in Done
    )
    return Message(parts=(*lines(voice.say("done.ask", space=voice.here)), Buttons(buttons=buttons)))


def done_answer(content: DoneAnswer, voice: Voice) -> Message:
    if content.done is None:
        return Message(parts=lines(voice.say("done.expired")))
    return Message(parts=lines(voice.say("done.answered", done=voice.say.label(f"done.{content.done}").lower())))


def thanks(content: Thanks, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("thanks.private" if content.rung else "thanks.private.not_rung")))


def _about(meeting: MeetingId, voice: Voice) -> dict[str, str]:
    """Which bell and where: a private button stands outside its space."""
    return {"meeting": meeting, "space": voice.space.id}


def _what(voice: Voice) -> Button:
    return Button(label=voice.say.label("bell.what"), intent=PageIntent.EXPLAIN, unfolds=explain(voice))


def offer(_content: BellOffer, voice: Voice) -> Message:
    call = Button(label=voice.say.label("offer.call"), intent=BellIntent.CALL, primary=True)
    return Message(parts=(*lines(voice.say("offer")), Buttons(buttons=(call, _what(voice)))))


VIEWS: Views = {
    AskCard: ask_card,
    RoleCard: role_card,
    CardOver: card_over,
    OpenCall: open_call,
    Announcement: announcement,
    Looking: looking,
    Withdrawn: withdrawn,
    Ended: ended,
    Ringing: ringing,
    BellOffer: offer,
    ChairCard: chair_card,
    ChairCardOver: chair_card_over,
    DoneAsk: done_ask,
    DoneAnswer: done_answer,
    Thanks: thanks,
}
