"""The check-out: while it is open, as a form, and in bands."""

from datetime import date
from typing import Any

from bot.texts import Span, Text, Texts, person, plain
from bot.views.explain import PageIntent
from bot.views.lines import Views, one_line_view
from bot.views.message import (
    Button,
    Buttons,
    ChoiceField,
    Form,
    FormName,
    Heading,
    Intent,
    Message,
    TextField,
    lines,
)
from bot.views.voice import Voice
from bot.views.words import Given, Word
from rituals.checkout.checkout import CheckOut, Release
from rituals.checkout.checkout import Form as About
from rituals.checkout.checkout import Form as CheckOutForm
from rituals.checkout.contents import CheckOutClosed, CheckOutOpen, CheckOutWithdrawn, QuestionsChanged, Reminder
from rituals.checkout.publication import Band, Published, talk_about
from rituals.checkout.questions import OWN_AT_MOST, OWN_LENGTH, SETS, STANDARD_CHOICES, Question, SetName, choice_id
from rituals.checkout.replies import (
    AnswerForm,
    CheckOutCancelled,
    CheckOutEnded,
    ConfirmCancel,
    ConfirmClose,
    Counted,
    QuestionsKept,
    QuestionsPreview,
    QuestionsShown,
)
from rituals.kernel.identifiers import CheckOutId
from rituals.kernel.space import Language

SET_WORDS: dict[SetName, dict[Language, str]] = {
    SetName.SHORT: {Language.DUTCH: "kort", Language.ENGLISH: "short"},
    SetName.STANDARD: {Language.DUTCH: "standaard", Language.ENGLISH: "standard"},
    SetName.DECISION: {Language.DUTCH: "besluit", Language.ENGLISH: "decision"},
    SetName.REFLECTION: {Language.DUTCH: "terugblik", Language.ENGLISH: "reflection"},
    SetName.OWN: {Language.DUTCH: "eigen", Language.ENGLISH: "own"},
}


def _set(rest: str, _today: date) -> Given | None:
    """Which questions; the usual ones where nothing is said."""
    named = {word: name for name, words in SET_WORDS.items() for word in words.values()}
    if not rest:
        return {}
    return {"set": named[rest].value} if rest in named else None


CHECKOUT = Word(
    name="checkout", dutch="uitcheck", english="checkout", also=("check-out", "uitchecken"), place=13, behind=_set
)
CLOSE = Word(
    name="close",
    dutch="sluiten",
    english="close",
    also=("sluit", "uitcheck sluiten", "sluit de uitcheck", "checkout close", "close the checkout"),
    place=13,
)
QUESTIONS = Word(name="questions", dutch="vragen", english="questions", place=17)

WORDS = (CHECKOUT, CLOSE, QUESTIONS)


class CheckOutIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    ANSWER = "answer"
    CLOSE = "close"
    CLOSE_ANYWAY = "close_anyway"
    CANCEL_ANYWAY = "cancel_anyway"
    STAY_OPEN = "stay_open"
    USE_QUESTIONS = "use_questions"
    PROMISE = "promise"


class CheckOutForms(FormName):
    """See :class:`bot.views.message.FormName`."""

    CHECKOUT = "checkout"
    QUESTIONS = "questions"


def questions_changed(content: QuestionsChanged, voice: Voice) -> Message:
    say = voice.say
    shown = [(Span(text=question.words, bold=True),) for question in content.questions]
    head = say("own.changed" if shown else "own.removed", name=person(content.by))
    return Message(parts=lines(head, *shown))


def reminder(content: Reminder, voice: Voice) -> Message:
    say = voice.say
    if content.form is CheckOutForm.ROUND:
        return Message(parts=lines(say("co.reminder.round", when=say.when(content.until, voice.space.zone))))
    return Message(parts=lines(say("co.reminder", time=voice.time(content.until))))


LEADS = {SetName.REFLECTION: "q.lead.reflection"}
HELPED = ("perspectives", "listened")
"""Questions with a line of help."""


def open_(content: CheckOutOpen, voice: Voice) -> Message:
    say, asked = voice.say, content.checkout
    about = _about(asked.id, voice)
    key = {About.MEETING: "co.open", About.ROUND: "co.round"}[asked.form]
    until = until_words(asked.form, asked.closes_at, voice)
    by = (say("own.by", name=person(content.author)),) if content.author else ()
    form = _form(asked, voice)
    return Message(
        parts=(
            *lines(say(key, n=len(asked.questions), until=until), *by),
            Buttons(
                buttons=(
                    Button(
                        label=say.label("co.answer"),
                        intent=CheckOutIntent.ANSWER,
                        arguments=about,
                        primary=True,
                        opens=form,
                    ),
                    close_button(asked.id, voice),
                )
            ),
        )
    )


def close_button(checkout: CheckOutId, voice: Voice) -> Button:
    """For the chair."""
    label, about = voice.say.label("co.close_button"), _about(checkout, voice)
    return Button(label=label, intent=CheckOutIntent.CLOSE, arguments=about)


def counted(reply: Counted, voice: Voice) -> Message:
    """Thanks. Where they take the place of the questions, also the button that closes was there."""
    thanks = lines(voice.say("co.confirm"))
    if reply.closes is None or not voice.platform.forms_stand:
        return Message(parts=thanks)
    return Message(parts=(*thanks, Buttons(buttons=(close_button(reply.closes, voice),))))


def closed(content: CheckOutClosed, voice: Voice) -> Message:
    say = voice.say
    early = lines(say("co.early")) if content.early else ()
    if content.published is None:
        return Message(parts=(*early, *lines(say("co.too_few"))))
    head = say("co.closed.head", n=content.published.turnout)
    talk = talk_about([question.key for question in content.questions], content.published.bands)
    shown = (_with_bands(question, bands, say) for question, bands in _paired(content.questions, content.published))
    return Message(parts=(*early, *lines(head, *shown, say("co.closed.care"), say(f"talk.{talk}"))))


def _paired(questions: tuple[Question, ...], published: Published) -> list[tuple[Question, tuple[Band, ...]]]:
    return list(zip(questions, published.bands, strict=True))


def _with_bands(question: Question, bands: tuple[Band, ...], say: Texts) -> Text:
    """The question, and behind each choice in which band it lies."""
    shown: Text = (*_words(question, say), Span(text="\n"))
    if Band.DIFFER in bands and Band.MOST not in bands:
        return (*shown, *say("co.closed.differ"))
    for key, band in zip(question.choices, bands, strict=True):
        if band is Band.DIFFER:  # with six answers; what is left after "most" needs no line of its own
            continue
        choice = say("co.closed.choice", choice=say.label(f"a.{key}"), band=say.label(f"band.{band}"))
        shown += (*choice, Span(text=" "))
    return shown[:-1]


def last_time(release: Release, own: tuple[Question, ...], say: Texts) -> tuple[Text, ...]:
    """The last published check-out in a line, and what to talk about."""
    questions = own or SETS.get(release.name, ())
    if release.published is None or not questions:
        return ()
    bands = release.published.bands
    talk = say(f"talk.{talk_about([question.key for question in questions], bands)}")
    asked = next((place for place, question in enumerate(questions) if question.choices == STANDARD_CHOICES), None)
    if asked is None:
        return (talk,)
    question, band = plain(_words(questions[asked], say)), say.label(f"band.{bands[asked][0]}")
    return (say("bell.announce.last", question=question, band=band), talk)


def withdrawn(_content: CheckOutWithdrawn, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("co.withdrawn")))


def answer_form(reply: AnswerForm, voice: Voice) -> Form:
    return _form(reply.checkout, voice)


def _form(asked: CheckOut, voice: Voice) -> Form:
    say = voice.say
    lead = LEADS.get(asked.name)
    promise = say("co.form.promise", n=asked.threshold)
    more = Button(
        label=say.label("co.form.more"),
        intent=CheckOutIntent.PROMISE,
        arguments={"space": voice.space.id},
        unfolds=promise_page(voice),
    )
    return Form(
        name=CheckOutForms.CHECKOUT,
        title=say.label("co.form.title"),
        intro=(*say(lead), Span(text="\n"), *promise) if lead else promise,
        more=more,
        fields=tuple(_field(place, question, say) for place, question in enumerate(asked.questions)),
        final=say("co.form.final"),
        submit=say.label("co.submit"),
        close=say.label("co.dismiss"),
        done=say.label("form.done"),
        arguments=_about(asked.id, voice),
    )


def _field(place: int, question: Question, say: Texts) -> ChoiceField:
    hint = say.label(f"q.{question.key}.help") if question.key in HELPED else ""
    return ChoiceField(
        name=choice_id(place),
        label=plain(_words(question, say)),
        choices=tuple((choice_id(n), say.label(f"a.{key}")) for n, key in enumerate(question.choices)),
        hint=say.label("co.form.several") if question.several else hint,
        several=question.several,
    )


def _words(question: Question, say: Texts) -> Text:
    return (Span(text=question.words),) if question.words else say(f"q.{question.key}")


def confirm_close(reply: ConfirmClose, voice: Voice) -> Message:
    say, about = voice.say, _about(reply.checkout, voice)
    stay = plain(say("co.stay", until=until_words(reply.form, reply.until, voice)))
    return Message(
        parts=(
            *lines(say("co.close", n=reply.threshold)),
            Buttons(
                buttons=(
                    Button(label=stay, intent=CheckOutIntent.STAY_OPEN, arguments=about, primary=True),
                    Button(label=say.label("co.close_anyway"), intent=CheckOutIntent.CLOSE_ANYWAY, arguments=about),
                )
            ),
        )
    )


def confirm_cancel(reply: ConfirmCancel, voice: Voice) -> Message:
    say, about = voice.say, _about(reply.checkout, voice)
    return Message(
        parts=(
            *lines(say("co.cancel")),
            Buttons(
                buttons=(
                    Button(label=say.label("co.keep"), intent=CheckOutIntent.STAY_OPEN, arguments=about, primary=True),
                    Button(label=say.label("co.cancel_anyway"), intent=CheckOutIntent.CANCEL_ANYWAY, arguments=about),
                )
            ),
        )
    )


def promise_page(voice: Voice) -> Message:
    """What is promised about answers, and what is not."""
    say = voice.say
    promised = [say(f"promise.{n}", n=voice.space.threshold) for n in range(1, 6)]
    not_promised = [say(f"promise.not.{n}", platform=voice.platform.name) for n in range(1, 8)]
    return Message(
        parts=(
            Heading(text=say.label("promise.title")),
            *lines(*promised),
            Heading(text=say.label("promise.not.title")),
            *lines(*not_promised),
        )
    )


def questions_form(reply: QuestionsShown, voice: Voice) -> Form:
    say = voice.say
    written = [question.words for question in reply.questions] + [""] * OWN_AT_MOST
    return Form(
        name=CheckOutForms.QUESTIONS,
        title=say.label("own.title"),
        intro=say("own.hint"),
        fields=tuple(
            TextField(
                name=f"q{place}",
                label=plain(say("own.question", n=place + 1)),
                hint=say.label("own.question.hint"),
                written=written[place],
                at_most=OWN_LENGTH,
            )
            for place in range(OWN_AT_MOST)
        ),
        submit=say.label("own.show"),
        close=say.label("first_use.not"),
        done=say.label("form.done"),
        arguments={"space": voice.space.id},
    )


def questions_preview(reply: QuestionsPreview, voice: Voice) -> Message:
    say = voice.say
    words = {f"q{place}": question.words for place, question in enumerate(reply.questions)}
    use = Button(
        label=say.label("own.use"),
        intent=CheckOutIntent.USE_QUESTIONS,
        arguments={"space": voice.space.id, **words},
        primary=True,
    )
    dismiss = Button(label=say.label("first_use.not"), intent=PageIntent.DISMISS)
    shown = [(Span(text=question.words, bold=True),) for question in reply.questions]
    head = say("own.preview") if shown else say("own.preview.none")
    hint = (say("own.question.hint"),) if shown else ()
    return Message(parts=(*lines(head, *shown, *hint), Buttons(buttons=(use, dismiss))))


def questions_kept(_reply: QuestionsKept, voice: Voice) -> Message:
    language = voice.say.language
    ask = voice.typed(CHECKOUT, SET_WORDS[SetName.OWN][language])
    return Message(parts=lines(voice.say("own.kept", command=ask)))


def _about(which: CheckOutId, voice: Voice) -> dict[str, str]:
    return {"checkout": which, "space": voice.space.id}


def until_words(form: About, moment: Any, voice: Voice) -> str:
    """A time for a form that closes today, a day for a round."""
    if form is About.ROUND:
        return voice.say.day(voice.space.day(moment))
    return voice.time(moment)


VIEWS: Views = {
    QuestionsChanged: questions_changed,
    Reminder: reminder,
    CheckOutOpen: open_,
    CheckOutClosed: closed,
    CheckOutWithdrawn: withdrawn,
    AnswerForm: answer_form,
    Counted: counted,
    ConfirmClose: confirm_close,
    ConfirmCancel: confirm_cancel,
    CheckOutEnded: one_line_view("co.ended"),
    CheckOutCancelled: one_line_view("co.cancelled"),
    QuestionsShown: questions_form,
    QuestionsPreview: questions_preview,
    QuestionsKept: questions_kept,
}
