"""Where a team could go next, and who reads the organisation's month."""

from collections.abc import Sequence
from typing import Any

from bot.texts import Span, Text, Texts, person
from bot.views.message import Form, FormName, Message, Part, PeopleField, lines
from bot.views.month import spaced
from bot.views.voice import Voice
from bot.views.words import WORDS, Verb
from rituals.kernel.effect import Content
from rituals.kernel.reply import Reply
from rituals.month.phases import PLACED, Phase, Ritual
from rituals.month.replies import PhasesShown
from rituals.organisation.organisation import LeaderChange
from rituals.organisation.replies import LeadersKept, LeadersShown

IDEAS = {
    Ritual.WORD: Verb.SETTINGS,
    Ritual.CHECKOUT: Verb.CHECKOUT,
    Ritual.MONTH: Verb.STATS,
    Ritual.BELL: Verb.CALL,
    Ritual.SPOKEN: Verb.CHECKOUT,
    Ritual.PLAN: Verb.PLAN,
    Ritual.OWN_QUESTIONS: Verb.QUESTIONS,
}
"""What one types to begin with a ritual."""

LEADERS_AT_MOST = 50
CHANGES_SHOWN = 10


def phases_shown(reply: PhasesShown, voice: Voice) -> Message:
    """The four phases with what the team uses in each, and an idea for each ritual that it does not use."""
    say, parts = voice.say, list[Part]()
    for phase in Phase:
        used = [say.label(f"ritual.{ritual}") for ritual in PLACED[phase] if ritual in reply.in_use]
        said = [say(f"phases.{phase}")]
        if used:
            said.append(say("phases.in_use", rituals=say.listed(used)))
        said += [
            say(f"idea.{ritual}", command=voice.command(WORDS[IDEAS[ritual]][say.language]))
            for ritual in PLACED[phase]
            if ritual not in reply.in_use
        ]
        parts += lines(spaced(said))
    return Message(parts=(*lines(say("phases.head")), *parts))


def leaders_shown(reply: LeadersShown, voice: Voice) -> Message | Form:
    """A form for administrators, a list for leaders."""
    say = voice.say
    named_by_operator = [leader for leader in reply.leaders if leader.by_operator]
    fixed = [say("leaders.operator", name=person(leader.participant)) for leader in named_by_operator]
    changes = [_change(change, say) for change in reply.changes[:CHANGES_SHOWN]]
    if reply.may_change:
        return Form(
            name=FormName.LEADERS,
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


VIEWS: dict[type[Content | Reply], Any] = {
    PhasesShown: phases_shown,
    LeadersShown: leaders_shown,
    LeadersKept: leaders_kept,
}
