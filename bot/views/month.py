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
from rituals.kernel.effect import Content
from rituals.kernel.reply import Reply
from rituals.month.comparison import Compared, compared
from rituals.month.contents import MonthTold
from rituals.month.months import SPACES_NEEDED, Figures, Followed, Month, MonthView, QuestionFigures
from rituals.month.replies import FollowedKept, MonthsShown
from rituals.organisation.contents import OrganisationTold
from rituals.organisation.organisation import PARTS, OrganisationView
from rituals.organisation.replies import OrganisationShown

EARLIER = 6
"""Earlier months listed."""

ROWS_AT_MOST = 10
"""Teams listed in chat; all stand on the page."""

BAND_SENTENCES = ("most", "some", "few", "differ")


def month_told(content: MonthTold, voice: Voice) -> Message:
    return team_month(content.view, voice)


def months_shown(reply: MonthsShown, voice: Voice) -> Message:
    """The same, with earlier months."""
    say, earlier = voice.say, reply.view.months[1 : EARLIER + 1]
    shown = team_month(reply.view, voice)
    listed = [(Span(text=f"{say.month(month.month)}: ", bold=True), *did(month.figures, say)) for month in earlier]
    more: tuple[Part, ...] = (Heading(text=say.label("month.earlier")), *lines(*listed)) if listed else ()
    phases = Button(label=say.label("phases.button"), intent=Intent.PHASES, arguments={"space": voice.space.id})
    return Message(parts=(*shown.parts, *more, Buttons(buttons=(phases,))))


def team_month(view: MonthView, voice: Voice) -> Message:
    """What a team did, how often most said yes against the months before, and one thing to be curious about."""
    say, month = voice.say, view.months[0]
    figures = month.figures
    late = (say("month.late", n=figures.late),) if figures.late else ()
    parts: list[Part] = [*lines(say("month.head", month=say.month(month.month)), did(figures, say), *late)]
    for asked in figures.questions:
        words = question_words(asked.key, view.own, say)
        parts += lines(_question(asked, words, than_before(compared(asked.key, view.months), say, "month.other"), say))
    if figures.checkouts and not figures.shown:
        parts += lines(say("month.silent"))
    parts += charts.bells(view.months, say)
    for asked in figures.questions[:1]:
        words = plain(say("chart.of", question=question_words(asked.key, view.own, say)))
        parts += charts.question(asked.key, words, view.months, say)
    parts += lines(say("month.curious", curious=curious_words(month, say)))
    parts += _became_of_it(view, voice)
    return Message(parts=(*parts, *lines(say("month.foot"))))


def did(figures: Figures, say: Texts, hidden: frozenset[str] = frozenset()) -> Text:
    """What was done, in sentences. What did not happen is left out, but for the bell; and what is hidden."""
    said = [*_bells(figures, say, hidden), *_checkouts(figures, say, hidden)]
    if figures.planned and not hidden & {"planned", "took_place"}:
        said.append(say("month.planned", n=figures.took_place, planned=figures.planned))
    return spaced(said or [say("month.nothing")])


def _bells(figures: Figures, say: Texts, hidden: frozenset[str]) -> list[Text]:
    said = []
    if "announced" not in hidden:
        key = "none" if not figures.announced else "only" if "rung" in hidden else "rang" if figures.rung else "silent"
        named = {"rung": figures.rung} if key == "rang" else {}
        said.append(say(f"month.bells.{key}", n=figures.announced, **named))
    told = [f"{count} {say.label(f'col.{name}')}" for name in PARTS["done"] if (count := getattr(figures, name))]
    if told:
        said.append(say("month.done", n=figures.replied + figures.not_reached, done=say.listed(told)))
    return said


def _checkouts(figures: Figures, say: Texts, hidden: frozenset[str]) -> list[Text]:
    said = []
    if figures.checkouts and "forms" not in hidden:
        said.append(say("month.checkouts", n=figures.checkouts))
    if figures.shown and "shown" not in hidden:
        said.append(say("month.answers", n=figures.shown, answers=figures.answers))
    if figures.spoken and "spoken" not in hidden:
        said.append(say("month.spoken", n=figures.spoken))
    return said


def spaced(sentences: list[Text]) -> Text:
    spaced: Text = ()
    for sentence in sentences:
        spaced += (*((Span(text=" "),) if spaced else ()), *sentence)
    return spaced


def question_words(key: str, own: Mapping[str, str], say: Texts) -> str:
    return own.get(key) or say.label(f"q.{key}")


def _question(asked: QuestionFigures, words: str, than: Text, say: Texts) -> Text:
    told = band_sentences(asked, say) + ([than] if than else [])
    return (Span(text=words, bold=True), Span(text="\n"), *spaced(told))


def than_before(than: Compared | None, say: Texts, other: str) -> Text:
    """How a question was answered against before, with the counts where it was otherwise."""
    if than is None:
        return ()
    if not than.other:
        return say("month.same")
    (lately, of), (before, of_before) = than.lately, than.before
    return say(other, lately=lately, of=of, before=before, of_before=of_before)


def band_sentences(asked: QuestionFigures, say: Texts) -> list[Text]:
    """In how many check-outs *yes* lay in which band, and in how many more than a few said otherwise."""
    one = "one" if asked.shown == 1 else "many"
    counts = [(band, getattr(asked, band)) for band in BAND_SENTENCES]
    begin = [say("month.q.shown", n=asked.shown)] if asked.shown > 1 else []
    said = [say(f"month.q.{band}.{one}", n=n) for band, n in counts if n]
    uneasy = [say("month.q.uneasy", n=asked.uneasy)] if asked.uneasy and asked.shown > 1 else []
    return [*begin, *said, *uneasy]


def curious_words(month: Month, say: Texts) -> str:
    """The question that the month ends with."""
    counts = {"rung": month.figures.rung, "announced": month.figures.announced}
    return plain(say(f"curious.{month.curious}", **counts, month=say.month(month.month)))


def _became_of_it(view: MonthView, voice: Voice) -> list[Part]:
    """What the team and its leaders did with earlier questions; the team's answer can be changed."""
    say, parts = voice.say, list[Part]()
    before = view.months[1] if len(view.months) > 1 else None
    if before:
        parts += lines(_followed_line(before, view.followed, say))
        parts.append(_followed_buttons(Intent.FOLLOWED, before.month, voice))
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


def _followed_line(before: Month, followed: Followed | None, say: Texts) -> Text:
    month, words = say.month(before.month), curious_words(before, say)
    if followed is None:
        return say("month.followup", month=month, curious=words)
    return say("month.followed", month=month, curious=words, followed=_followed(followed, say))


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


def followed_kept(reply: FollowedKept, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("followed.kept.teams" if reply.teams else "followed.kept")))


# The organisation.


def organisation_told(content: OrganisationTold, voice: Voice) -> Message:
    return organisation_month(content.view, voice)


def organisation_shown(reply: OrganisationShown, voice: Voice) -> Message:
    return organisation_month(reply.view, voice)


def organisation_month(view: OrganisationView, voice: Voice) -> Message:
    """What leaders read: sums over teams, the question to read aloud, and the teams that share."""
    say, month = voice.say, view.months[0]
    parts: list[Part] = [
        *lines(organisation_head(month, voice.organisation, say), did(month.figures, say, month.hidden))
    ]
    for asked in month.figures.questions:
        words, than = say.label(f"q.{asked.key}"), compared(asked.key, view.months)
        parts += lines(_question(asked, words, than_before(than, say, "org.other"), say))
    if month.hidden:
        parts += lines(say("org.hidden", needed=SPACES_NEEDED))
    parts += charts.bells(view.months, say)
    for asked in month.figures.questions[:1]:
        words = plain(say("chart.of", question=say.label(f"q.{asked.key}")))
        parts += charts.question(asked.key, words, view.months, say)
    parts += lines(say("month.curious", curious=curious_words(month, say)), say("org.use"))
    if len(view.months) > 1 and view.before:
        parts += lines(_followed_line(view.months[1], view.before, say))
    parts += _rows(view, say)
    about: dict[str, str] = {"space": voice.space.id, "month": month.month}
    page = Button(label=say.label("org.page"), intent=Intent.MONTH_PAGE, arguments=about, primary=True)
    parts.append(Buttons(buttons=(page,)))
    replied = say("org.replied", followed=_followed(view.followed, say)) if view.followed else say("org.reply")
    parts += [*lines(replied), _followed_buttons(Intent.TELL_TEAMS, month.month, voice)]
    return Message(parts=(*parts, *lines(say("month.foot"))), hidden=True)  # who reads it is nobody's business


def organisation_head(month: Month, organisation: str, say: Texts) -> Text:
    """Which month, of whom, and how many teams took part."""
    when = say.month(month.month)
    if not organisation:
        return say("org.head.all", n=month.spaces, month=when)
    return say("org.head", n=month.spaces, month=when, organisation=organisation)


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
    return (Span(text=f"{month.shared_as}: ", bold=True), *did(month.figures, say, hidden))


VIEWS: dict[type[Content | Reply], Any] = {
    MonthTold: month_told,
    OrganisationTold: organisation_told,
    MonthsShown: months_shown,
    FollowedKept: followed_kept,
    OrganisationShown: organisation_shown,
}
