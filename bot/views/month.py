"""The month of a team, and of an organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.texts import Span, Text, Texts, plain
from bot.views import charts
from bot.views.message import (
    Button,
    Buttons,
    Heading,
    Intent,
    Link,
    Message,
    Part,
    lines,
)
from bot.views.voice import Voice
from rituals import effects, month_replies
from rituals.effects import Content
from rituals.months import Compared, Figures, Followed, Month, MonthView, QuestionFigures, compared
from rituals.organisation import SPACES_NEEDED, OrganisationView
from rituals.replies import Reply

EARLIER = 6
"""Earlier months listed."""

ROWS_AT_MOST = 20
"""Teams listed in chat; all stand on the page."""

OF_A_ROW = ("announced", "rung", "forms", "rounds")
"""Figures in the row of a team in chat."""

BAND_SENTENCES = ("most", "some", "few", "differ")


def month_told(content: effects.MonthTold, voice: Voice) -> Message:
    return team_month(content.view, voice)


def months_shown(reply: month_replies.MonthsShown, voice: Voice) -> Message:
    """The same, with earlier months."""
    say, earlier = voice.say, reply.view.months[1 : EARLIER + 1]
    shown = team_month(reply.view, voice)
    listed = [
        say(
            "month.earlier.line",
            month=say.month(month.month),
            announced=month.figures.announced,
            rung=month.figures.rung,
            checkouts=month.figures.checkouts,
        )
        for month in earlier
    ]
    more: tuple[Part, ...] = (Heading(text=say.label("month.earlier")), *lines(*listed)) if listed else ()
    return Message(parts=(*shown.parts, *more))


def team_month(view: MonthView, voice: Voice) -> Message:
    """What a team did, how often most said yes against the months before, and one thing to be curious about."""
    say, month = voice.say, view.months[0]
    figures = month.figures
    parts: list[Part] = [*lines(say("month.head", month=say.month(month.month)), did(figures, say))]
    for asked in figures.questions:
        words = question_words(asked.key, view.own, say)
        parts += lines(_question(asked, words, compared(asked.key, view.months), say))
    if figures.checkouts and not figures.shown:
        parts += lines(say("month.silent"))
    parts += charts.bells(view.months, say)
    if figures.questions:
        first = figures.questions[0].key
        parts += charts.question(first, question_words(first, view.own, say), view.months, say)
    parts += lines(say("month.curious", curious=curious_words(month, say)))
    parts += _became_of_it(view, voice)
    return Message(parts=(*parts, *lines(say("month.foot"))))


def did(figures: Figures, say: Texts) -> Text:
    """What was done, in sentences; what did not happen is left out, but for the bell."""
    said = [
        say("month.bells", n=figures.announced, rung=figures.rung) if figures.announced else say("month.bells.none")
    ]
    if figures.replied:
        done = {name: getattr(figures, name) for name in ("taken_on", "weighed", "heard")}
        said.append(say("month.done", **done))
    if figures.checkouts:
        said.append(say("month.checkouts", n=figures.checkouts, answers=figures.answers))
    if figures.spoken:
        said.append(say("month.spoken", n=figures.spoken))
    if figures.planned:
        said.append(say("month.planned", n=figures.took_place, planned=figures.planned))
    if figures.late:
        said.append(say("month.late", n=figures.late))
    return spaced(said)


def did_together(month: Month, say: Texts) -> Text:
    """What teams did together, in sentences; what is hidden is left out."""
    figures, hidden = month.figures, month.hidden
    said: list[Text] = []
    if "announced" not in hidden:
        rang = {} if "rung" in hidden else {"rung": figures.rung}
        said.append(say("month.bells" if rang else "month.bells.only", n=figures.announced, **rang))
    if "done" not in hidden:
        said.append(say("month.done", **{name: getattr(figures, name) for name in ("taken_on", "weighed", "heard")}))
    said += [say(f"month.{part}", n=getattr(figures, part)) for part in ("forms", "rounds") if part not in hidden]
    if "shown" not in hidden:
        said.append(say("month.answers", n=figures.answers, shown=figures.shown))
    if "spoken" not in hidden:
        said.append(say("month.spoken", n=figures.spoken))
    if not hidden & {"planned", "took_place"}:
        said.append(say("month.planned", n=figures.took_place, planned=figures.planned))
    return spaced(said or [say("month.nothing")])


def spaced(sentences: list[Text]) -> Text:
    spaced: Text = ()
    for sentence in sentences:
        spaced += (*((Span(text=" "),) if spaced else ()), *sentence)
    return spaced


def question_words(key: str, own: Mapping[str, str], say: Texts) -> str:
    return own.get(key) or say.label(f"q.{key}")


def _question(asked: QuestionFigures, words: str, than: Compared | None, say: Texts) -> Text:
    said = band_sentences(asked, say)
    if than:
        said.append(say(f"month.{than}"))
    return (Span(text=words, bold=True), Span(text="\n"), *spaced(said))


def band_sentences(asked: QuestionFigures, say: Texts) -> list[Text]:
    """In how many check-outs *yes* lay in which band, and in how many not everyone could say yes."""
    counts = [(band, getattr(asked, band)) for band in BAND_SENTENCES]
    values: dict[str, int] = {"shown": asked.shown}
    said = []
    for band, n in counts:
        if n or band == "most":
            named = values if band == "most" else {}
            said.append(say(f"month.q.{band}", n=n, **named))
    return [*said, say("month.q.uneasy", n=asked.uneasy, shown=asked.shown)]


def curious_words(month: Month, say: Texts) -> str:
    """The question that the month ends with."""
    counts = {"rung": month.figures.rung, "announced": month.figures.announced}
    return plain(say(f"curious.{month.curious}", **counts))


def _became_of_it(view: MonthView, voice: Voice) -> list[Part]:
    """What the team and its leaders did with earlier questions, or the question about it."""
    say, parts = voice.say, list[Part]()
    before = view.months[1] if len(view.months) > 1 else None
    if before and view.followed:
        parts += lines(say("month.followed", month=say.month(before.month), followed=_followed(view.followed, say)))
    elif before:
        asked = say("month.followup", month=say.month(before.month), curious=curious_words(before, say))
        parts += [*lines(asked), _followed_buttons(Intent.FOLLOWED, before.month, voice)]
    if view.asked_by_leaders and view.leaders_followed:
        whole = view.asked_by_leaders
        told = say(
            "month.leaders",
            month=say.month(whole.month),
            curious=curious_words(whole, say),
            followed=_followed(view.leaders_followed, say),
        )
        parts += lines(told)
    return parts


def _followed(followed: Followed, say: Texts) -> str:
    return say.label(f"followed.{followed}").lower()


def _followed_buttons(intent: Intent, month: str, voice: Voice) -> Buttons:
    about: dict[str, str] = {"space": voice.space.id, "month": month}
    return Buttons(
        buttons=tuple(
            Button(label=voice.say.label(f"followed.{said}"), intent=intent, arguments={**about, "said": said.value})
            for said in Followed
        )
    )


def followed_kept(reply: month_replies.FollowedKept, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("followed.kept.teams" if reply.teams else "followed.kept")))


# The organisation.


def organisation_told(content: effects.OrganisationTold, voice: Voice) -> Message:
    return organisation_month(content.view, voice)


def organisation_shown(reply: month_replies.OrganisationShown, voice: Voice) -> Message:
    return organisation_month(reply.view, voice)


def organisation_month(view: OrganisationView, voice: Voice) -> Message:
    """What leaders read: sums over teams, the question to read aloud, and the teams that share."""
    say, month = voice.say, view.months[0]
    name = voice.organisation or voice.platform.name
    head = say("org.head", n=month.spaces, month=say.month(month.month), organisation=name)
    parts: list[Part] = [*lines(head, did_together(month, say))]
    for asked in month.figures.questions:
        parts += lines(_question(asked, say.label(f"q.{asked.key}"), compared(asked.key, view.months), say))
    if month.hidden:
        parts += lines(say("org.hidden", needed=SPACES_NEEDED))
    parts += charts.bells(view.months, say)
    if month.figures.questions:
        first = month.figures.questions[0].key
        parts += charts.question(first, say.label(f"q.{first}"), view.months, say)
    parts += lines(say("month.curious", curious=curious_words(month, say)), say("org.use"))
    parts += _rows(view, say)
    about: dict[str, str] = {"space": voice.space.id, "month": month.month}
    page = Button(label=say.label("org.page"), intent=Intent.MONTH_PAGE, arguments=about, primary=True)
    parts.append(Buttons(buttons=(page,)))
    if view.followed:
        parts += lines(say("org.replied", followed=_followed(view.followed, say)))
    else:
        parts += [*lines(say("org.reply")), _followed_buttons(Intent.TELL_TEAMS, month.month, voice)]
    return Message(parts=(*parts, *lines(say("month.foot"))), hidden=True)  # who reads it is nobody's business


def page_link(address: str | None, until: datetime, voice: Voice) -> Message:
    """The way to the page, for one leader."""
    say = voice.say
    if address is None:
        return Message(parts=lines(say("org.page.none")))
    told = lines(say("org.page.link", date=say.day(voice.space.day(until))))
    return Message(parts=(*told, Link(label=say.label("org.page.open"), url=address)))


def _rows(view: OrganisationView, say: Texts) -> tuple[Part, ...]:
    if not view.rows.rows:
        return ()
    listed = [_row(month, view.rows.hidden, say) for month in view.rows.rows[:ROWS_AT_MOST]]
    more = [say("org.rows.more")] if len(view.rows.rows) > ROWS_AT_MOST else []
    return lines(say("org.rows"), *listed, *more)


def _row(month: Month, hidden: frozenset[str], say: Texts) -> Text:
    """What a team shows of itself, but for what would tell of another."""
    seen = [name for name in OF_A_ROW if name not in hidden]
    figures = say.listed([f"{say.label(f'col.{name}')} {getattr(month.figures, name)}" for name in seen])
    name = month.shared_as or ""
    return say("org.row", name=name, figures=figures) if seen else say("org.row.short", name=name)


VIEWS: dict[type[Content | Reply], Any] = {
    effects.MonthTold: month_told,
    effects.OrganisationTold: organisation_told,
    month_replies.MonthsShown: months_shown,
    month_replies.FollowedKept: followed_kept,
    month_replies.OrganisationShown: organisation_shown,
}
