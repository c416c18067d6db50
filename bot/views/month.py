"""The month of a team, and where it could go next."""

from collections.abc import Mapping

from bot.texts import Span, Text, Texts, plain
from bot.views import charts
from bot.views.bell.ways import CALL
from bot.views.checkout import CHECKOUT, QUESTIONS
from bot.views.lines import Views
from bot.views.message import (
    Button,
    Buttons,
    Heading,
    Intent,
    Message,
    Part,
    lines,
)
from bot.views.plan.ways import PLAN
from bot.views.space import SETTINGS
from bot.views.voice import Voice
from bot.views.words import Word
from rituals.month.comparison import Compared, compared
from rituals.month.contents import MonthTold
from rituals.month.months import Figures, Followed, Month, MonthView, QuestionFigures
from rituals.month.phases import PLACED, Habit, Phase
from rituals.month.replies import FollowedKept, MonthsShown, PhasesShown
from rituals.organisation.organisation import PARTS

STATS = Word(
    name="stats", dutch="cijfers", english="stats", also=("maand", "month", "statistieken", "statistics"), place=7
)
PHASES = Word(name="phases", dutch="fases", english="phases", also=("fasen", "verder", "next"), place=8)

WORDS = (STATS, PHASES)


class MonthIntent(Intent):
    """See :class:`bot.views.message.Intent`."""

    FOLLOWED = "followed"
    STATS = "stats"
    PHASES = "phases"


IDEAS = {
    Habit.WORD: SETTINGS,
    Habit.CHECKOUT: CHECKOUT,
    Habit.MONTH: STATS,
    Habit.BELL: CALL,
    Habit.SPOKEN: CHECKOUT,
    Habit.PLAN: PLAN,
    Habit.OWN_QUESTIONS: QUESTIONS,
}
"""What one types to begin with a ritual."""


def phases_shown(reply: PhasesShown, voice: Voice) -> Message:
    """The four phases with what the team uses in each, and an idea for each ritual that it does not use."""
    say, parts = voice.say, list[Part]()
    for phase in Phase:
        used = [say.label(f"ritual.{ritual}") for ritual in PLACED[phase] if ritual in reply.in_use]
        said = [say(f"phases.{phase}")]
        if used:
            said.append(say("phases.in_use", rituals=say.listed(used)))
        said += [
            say(f"idea.{ritual}", command=voice.typed(IDEAS[ritual]))
            for ritual in PLACED[phase]
            if ritual not in reply.in_use
        ]
        parts += lines(spaced(said))
    return Message(parts=(*lines(say("phases.head")), *parts))


EARLIER = 6
"""Earlier months listed."""


BAND_SENTENCES = ("most", "some", "few", "differ")


def month_told(content: MonthTold, voice: Voice) -> Message:
    return team_month(content.view, voice)


def months_shown(reply: MonthsShown, voice: Voice) -> Message:
    """The same, with earlier months."""
    say, earlier = voice.say, reply.view.months[1 : EARLIER + 1]
    shown = team_month(reply.view, voice)
    listed = [(Span(text=f"{say.month(month.month)}: ", bold=True), *did(month.figures, say)) for month in earlier]
    more: tuple[Part, ...] = (Heading(text=say.label("month.earlier")), *lines(*listed)) if listed else ()
    phases = Button(label=say.label("phases.button"), intent=MonthIntent.PHASES, arguments={"space": voice.space.id})
    return Message(parts=(*shown.parts, *more, Buttons(buttons=(phases,))))


def team_month(view: MonthView, voice: Voice) -> Message:
    """What a team did, how often most said yes against the months before, and one thing to be curious about."""
    say, month = voice.say, view.months[0]
    figures = month.figures
    late = (say("month.late", n=figures.late),) if figures.late else ()
    parts: list[Part] = [*lines(say("month.head", month=say.month(month.month)), did(figures, say), *late)]
    for asked in figures.questions:
        words = question_words(asked.key, view.own, say)
        parts += lines(
            question_told(asked, words, than_before(compared(asked.key, view.months), say, "month.other"), say)
        )
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


def question_told(asked: QuestionFigures, words: str, than: Text, say: Texts) -> Text:
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
        parts += lines(followed_line(before, view.followed, say))
        parts.append(followed_buttons(MonthIntent.FOLLOWED, before.month, voice))
    if view.asked_by_leaders and view.leaders_followed:
        whole = view.asked_by_leaders
        told = say(
            "month.leaders",
            month=say.month(whole.month),
            curious=curious_words(whole, say),
            followed=followed_words(view.leaders_followed, say),
        )
        parts += lines(told)
    return parts


def followed_line(before: Month, followed: Followed | None, say: Texts) -> Text:
    month, words = say.month(before.month), curious_words(before, say)
    if followed is None:
        return say("month.followup", month=month, curious=words)
    return say("month.followed", month=month, curious=words, followed=followed_words(followed, say))


def followed_words(followed: Followed, say: Texts) -> str:
    return say.label(f"followed.{followed}").lower()


def followed_buttons(intent: Intent, month: str, voice: Voice) -> Buttons:
    about: dict[str, str] = {"space": voice.space.id, "month": month}
    return Buttons(
        buttons=tuple(
            Button(label=voice.say.label(f"followed.{said}"), intent=intent, arguments={**about, "said": said.value})
            for said in Followed
        )
    )


def followed_kept(reply: FollowedKept, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("followed.kept.teams" if reply.teams else "followed.kept")))


VIEWS: Views = {
    PhasesShown: phases_shown,
    MonthTold: month_told,
    MonthsShown: months_shown,
    FollowedKept: followed_kept,
}
