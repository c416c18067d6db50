"""The organisation's month, and who reads it."""

from collections.abc import Sequence
from datetime import datetime

from bot.texts import Span, Text, Texts, person, plain
from bot.views import charts
from bot.views.lines import Views
from bot.views.message import (
    Button,
    Buttons,
    Form,
    FormName,
    Intent,
    Link,
    Message,
    Part,
    PeopleField,
    lines,
)
from bot.views.month import (
    curious_words,
    did,
    followed_buttons,
    followed_line,
    followed_words,
    question_told,
    than_before,
)
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.month.comparison import compared
from rituals.month.months import SPACES_NEEDED, Month
from rituals.organisation.contents import OrganisationTold
from rituals.organisation.organisation import LeaderChange, OrganisationView
from rituals.organisation.replies import LeadersKept, LeadersShown, OrganisationShown

ORGANISATION = Word(name="organisation", dutch="organisatie", english="organisation", also=("organization",), place=9)
LEADERS = Word(name="leaders", dutch="leiders", english="leaders", place=10)

WORDS = (ORGANISATION, LEADERS)


class OrganisationIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    TELL_TEAMS = "tell_teams"
    MONTH_PAGE = "month_page"


class OrganisationForm(FormName):
    """See :class:`bot.views.message.FormName`."""

    LEADERS = "leaders"


LEADERS_AT_MOST = 50
CHANGES_SHOWN = 10


def leaders_shown(reply: LeadersShown, voice: Voice) -> Message | Form:
    """A form for administrators, a list for leaders."""
    say = voice.say
    named_by_operator = [leader for leader in reply.leaders if leader.by_operator]
    fixed = [say("leaders.operator", name=person(leader.participant)) for leader in named_by_operator]
    changes = [_change(change, say) for change in reply.changes[:CHANGES_SHOWN]]
    if reply.may_change:
        return Form(
            name=OrganisationForm.LEADERS,
            title=say.label("leaders.title"),
            intro=_below([say("leaders.intro"), *fixed]),
            fields=(
                PeopleField(
                    name="leaders",
                    label=say.label("leaders.people"),
                    at_most=LEADERS_AT_MOST,
                    chosen=tuple(leader.participant for leader in reply.leaders if not leader.by_operator),
                    optional=True,
                    hint=say.label("leaders.people.hint"),
                ),
            ),
            final=_below(changes),
            submit=say.label("settings.submit"),
            close=say.label("settings.close"),
            done=say.label("form.done"),
            arguments={"space": voice.space.id},
        )
    chosen = [leader for leader in reply.leaders if not leader.by_operator]
    named = [*(say("leaders.one", name=person(leader.participant)) for leader in chosen), *fixed]
    elsewhere = [say("leaders.elsewhere", n=reply.elsewhere)] if reply.elsewhere else []
    return Message(parts=lines(say("leaders.intro"), *(named or [say("leaders.none")]), *elsewhere, *changes))


def _below(texts: Sequence[Text]) -> Text:
    """Each on a line of its own."""
    joined: Text = ()
    for text in texts:
        joined += (*((Span(text="\n"),) if joined else ()), *text)
    return joined


def _change(change: LeaderChange, say: Texts) -> Text:
    by = person(change.by) if change.by else say.label("leaders.by_operator")
    key = "leaders.added" if change.added else "leaders.removed"
    return say(key, date=say.day(change.day), name=person(change.leader.participant), by=by)


def leaders_kept(_reply: LeadersKept, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("leaders.kept")))


ROWS_AT_MOST = 10
"""Teams listed in chat; all stand on the page."""


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
        parts += lines(question_told(asked, words, than_before(than, say, "org.other"), say))
    if month.hidden:
        parts += lines(say("org.hidden", needed=SPACES_NEEDED))
    parts += charts.bells(view.months, say)
    for asked in month.figures.questions[:1]:
        words = plain(say("chart.of", question=say.label(f"q.{asked.key}")))
        parts += charts.question(asked.key, words, view.months, say)
    parts += lines(say("month.curious", curious=curious_words(month, say)), say("org.use"))
    if len(view.months) > 1 and view.before:
        parts += lines(followed_line(view.months[1], view.before, say))
    parts += _rows(view, say)
    about: dict[str, str] = {"space": voice.space.id, "month": month.month}
    page = Button(label=say.label("org.page"), intent=OrganisationIntent.MONTH_PAGE, arguments=about, primary=True)
    parts.append(Buttons(buttons=(page,)))
    replied = say("org.replied", followed=followed_words(view.followed, say)) if view.followed else say("org.reply")
    parts += [*lines(replied), followed_buttons(OrganisationIntent.TELL_TEAMS, month.month, voice)]
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


VIEWS: Views = {
    LeadersShown: leaders_shown,
    LeadersKept: leaders_kept,
    OrganisationTold: organisation_told,
    OrganisationShown: organisation_shown,
}
