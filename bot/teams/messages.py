"""Neutral message → Adaptive Card 1.5. Pure; the golden files can be pasted into the Adaptive Cards designer.

Text stands in rich text blocks, which know no markup, so that nothing that people wrote becomes a link or a mention.
Only a paragraph with a person in it is a text block, because mentions work nowhere else
(learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format); its text is escaped.
"""

import re
from dataclasses import replace
from urllib.parse import quote

from bot.teams.charts import bars
from bot.teams.fields import Element, Known, field_of
from bot.teams.names import conversation_of, has_threads, tenant_of
from bot.texts import Kind, Span, Text
from bot.views.checkout import CheckOutIntent
from bot.views.explain import PageIntent
from bot.views.message import (
    Button,
    Buttons,
    Chart,
    Form,
    Heading,
    Link,
    Message,
    Paragraph,
    Part,
    PeopleField,
    lines,
)
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.space import Language

CARD = "application/vnd.microsoft.card.adaptive"
VERSION_OF_CARDS = "1.5"

VERB, VALUE, VERSION, TARGETED, ABOUT = "action", "value", "v", "targeted", "about"
FORM = "form"
"""The names under which a button carries what it asks."""

VERSION_NOW = 1
"""Of what our buttons carry; a card from another version is answered with a sentence."""

MARKUP = re.compile(r"([\\`*_\[\]<])")

LABEL_AT_MOST = 200
PICK_FROM_AT_MOST = 50
"""People who can be shown as a list; in a larger space Teams' own people picker searches."""


def card(shown: Message, known: Known) -> Element:
    """The card. ``fallbackText`` is what a client shows that cannot show cards."""
    drawing = _Drawing(known)
    body = drawing.parts(shown.parts)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION_OF_CARDS,
        "lang": (shown.language or Language.DUTCH).value,
        "fallbackText": summary(shown, known),
        "body": body,
        "msteams": {"width": "Full", "entities": drawing.entities},
    }


def summary(shown: Message, known: Known) -> str:
    """What notifications, the list of chats and screen readers begin with."""
    words = "".join(_plain_span(span, known) for span in shown.summary)
    return words[:1].upper() + words[1:]


def as_message(form: Form, other: Button | None = None) -> Message:
    """A form as a message: here it stands in the card. ``other``: what can be done instead of sending it."""
    send = Button(label=form.submit, intent=CheckOutIntent.ANSWER, opens=form)
    close = other or Button(label=form.close, intent=PageIntent.DISMISS)
    wrong = lines(form.wrong) if form.wrong else ()
    return Message(parts=(Heading(text=form.title), *wrong, Buttons(buttons=(send, close))), language=form.language)


def people_in(shown: Message) -> frozenset[ParticipantId]:
    """Whose names a card needs."""
    texts = [part.text for part in shown.parts if isinstance(part, Paragraph)]
    return frozenset(ParticipantId(span.text) for text in texts for span in text if span.kind is Kind.PERSON)


def picks_people(shown: Message) -> bool:
    """Whether a card asks to pick people."""
    rows = (part.buttons for part in shown.parts if isinstance(part, Buttons))
    fields = (each for row in rows for button in row if button.opens for each in button.opens.fields)
    return any(isinstance(each, PeopleField) for each in fields)


def link_to(space: SpaceId) -> str:
    """A link that opens a place (learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-links)."""
    where, tenant = quote(conversation_of(space), safe=""), quote(tenant_of(space), safe="")
    kind = "channel" if has_threads(conversation_of(space)) else "chat"
    return f"https://teams.microsoft.com/l/{kind}/{where}/0?tenantId={tenant}"


class _Drawing:
    """One card being drawn; ``entities`` are the people it mentions."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.entities: list[Element] = []

    def parts(self, parts: tuple[Part, ...]) -> list[Element]:
        return [element for part in parts for element in self._part(part)]

    def _part(self, part: Part) -> list[Element]:
        match part:
            case Heading(text=text):
                return [
                    {"type": "TextBlock", "text": _escaped(text), "style": "heading", "size": "Medium",
                     "weight": "Bolder", "wrap": True}
                ]  # fmt: skip
            case Buttons(buttons=buttons):
                return self._buttons(buttons)
            case Chart():
                return bars(part)
            case Link(label=label, url=url):
                return [self._actions([{"type": "Action.OpenUrl", "title": label[:LABEL_AT_MOST], "url": url}])]
            case _:
                return self._lines(part.text)

    def _buttons(self, buttons: tuple[Button, ...]) -> list[Element]:
        """In a row; the form that one of them opens stands above, and that button sends it."""
        form = next((button.opens for button in buttons if button.opens), None)
        fields = self._filled_in(form) if form else []
        return [*fields, self._actions([self._action(button) for button in buttons])]

    def _filled_in(self, form: Form) -> list[Element]:
        more = [self._actions([self._action(form.more)])] if form.more else []
        fields = [field_of(each, self._known) for each in form.fields]
        return [*self._lines(form.intro), *more, *fields, *self._lines(form.final)]

    def _actions(self, actions: list[Element]) -> Element:
        return {"type": "ActionSet", "actions": actions}

    def _action(self, button: Button) -> Element:
        if button.opens:
            return self._submit(button.opens)
        if button.unfolds:
            unfolded = {"type": "AdaptiveCard", "version": VERSION_OF_CARDS, "body": self.parts(button.unfolds.parts)}
            return {"type": "Action.ShowCard", "title": button.label[:LABEL_AT_MOST], "card": unfolded}
        data = {VERB: str(button.intent), VALUE: button.value}
        return self._execute(button.label, data, primary=button.primary, inputs=False)

    def _submit(self, form: Form) -> Element:
        data = {VERB: FORM, FORM: str(form.name), VALUE: form.arguments}
        return self._execute(form.submit, data, primary=True, inputs=True)

    def _execute(self, label: str, data: Element, *, primary: bool, inputs: bool) -> Element:
        marks = {TARGETED: self._known.targeted, ABOUT: self._known.about}
        carried = {**data, VERSION: VERSION_NOW, **{name: mark for name, mark in marks.items() if mark}}
        action: Element = {
            "type": "Action.Execute",
            "title": label[:LABEL_AT_MOST],
            "verb": data[VERB],
            "data": carried,
            "associatedInputs": "auto" if inputs else "none",
        }
        return {**action, "style": "positive"} if primary else action

    def _lines(self, text: Text) -> list[Element]:
        """A block for each line: not every client breaks lines inside one."""
        lines: list[list[Span]] = [[]]
        for span in text:
            first, *others = span.text.split("\n")
            lines[-1].append(replace(span, text=first))
            lines += [[replace(span, text=other)] for other in others]
        blocks = [self._text(tuple(span for span in line if span.text)) for line in lines if any(s.text for s in line)]
        return [block if place == 0 else {**block, "spacing": "Small"} for place, block in enumerate(blocks)]

    def _text(self, text: Text) -> Element:
        if any(span.kind is Kind.PERSON for span in text):
            words = "".join(self._marked(span) for span in text)
            return {"type": "TextBlock", "text": words[:1].upper() + words[1:], "wrap": True}
        return {"type": "RichTextBlock", "inlines": [_run(span, self._known) for span in text]}

    def _marked(self, span: Span) -> str:
        if span.kind is Kind.PERSON:
            return self._mention(span)
        words = _escaped(_plain_span(span, self._known))
        if span.kind is Kind.SPACE:
            return f"[{words}]({link_to(SpaceId(span.text))})"
        for mark, wanted in (("**", span.bold), ("_", span.italic)):
            if wanted and words.strip():
                before, core, after = words.partition(words.strip())
                words = f"{before}{mark}{core}{mark}{after}"
        return words

    def _mention(self, span: Span) -> str:
        name = self._known.names.get(ParticipantId(span.text))
        if name is None:
            return _escaped(_plain_span(span, self._known))
        shown = f"<at>{name}</at>"
        mention = {"type": "mention", "text": shown, "mentioned": {"id": span.text, "name": name}}
        if mention not in self.entities:
            self.entities.append(mention)
        return shown


def _run(span: Span, known: Known) -> Element:
    run: Element = {"type": "TextRun", "text": _plain_span(span, known)}
    if span.bold:
        run["weight"] = "Bolder"
    if span.italic:
        run["italic"] = True
    if span.kind is Kind.CODE:
        run["fontType"] = "Monospace"
    if span.kind is Kind.SPACE:
        url = link_to(SpaceId(span.text))
        run["selectAction"] = {"type": "Action.OpenUrl", "title": run["text"], "url": url}
    return run


def _plain_span(span: Span, known: Known) -> str:
    match span.kind:
        case Kind.PERSON:
            return known.names.get(ParticipantId(span.text), known.someone)
        case Kind.SPACE:
            return known.places.get(SpaceId(span.text)) or known.place
        case _:
            return span.text


def _escaped(text: str) -> str:
    """The marks that a text block would read (commonmark.org)."""
    return MARKUP.sub(r"\\\1", text)
