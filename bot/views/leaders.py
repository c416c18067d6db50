"""Where a team could go next, and who reads the organisation's month."""

from typing import Any

from bot.texts import Text, Texts, person
from bot.views.message import Form, FormName, Message, Part, PeopleField, lines
from bot.views.month import spaced
from bot.views.voice import Voice
from bot.words import WORDS, Verb
from rituals import month_replies
from rituals.effects import Content
from rituals.organisation import LeaderChange
from rituals.phases import PLACED, Phase
from rituals.replies import Reply

LEADERS_AT_MOST = 50
CHANGES_SHOWN = 10


def phases_shown(reply: month_replies.PhasesShown, voice: Voice) -> Message:
    """The four phases with what the team uses in each, and an idea where it uses nothing."""
    say, parts = voice.say, list[Part]()
    typed: dict[str, Any] = {
        name: voice.command(WORDS[verb][say.language])
        for name, verb in (
            ("settings", Verb.SETTINGS),
            ("checkout", Verb.CHECKOUT),
            ("stats", Verb.STATS),
            ("plan", Verb.PLAN),
            ("questions", Verb.QUESTIONS),
        )
    }
    for phase in Phase:
        used = [say.label(f"ritual.{ritual}") for ritual in PLACED[phase] if ritual in reply.in_use]
        said = [say(f"phases.{phase}")]
        if used:
            said.append(say("phases.in_use", rituals=say.listed(used)))
        if len(used) < len(PLACED[phase]):
            said.append(say(f"phases.idea.{phase}", command=voice.command(), **typed))
        parts += lines(spaced(said))
    return Message(parts=(*lines(say("phases.head")), *parts))


def leaders_shown(reply: month_replies.LeadersShown, voice: Voice) -> Message | Form:
    """A form for administrators, a list for leaders."""
    say = voice.say
    if reply.may_change:
        return Form(
            name=FormName.LEADERS,
            title=say.label("leaders.title"),
            intro=say("leaders.intro"),
            fields=(
                PeopleField(
                    name="leaders",
                    label=say.label("leaders.people"),
                    at_most=LEADERS_AT_MOST,
                    chosen=tuple(leader.participant for leader in reply.leaders),
                    optional=True,
                    hint=say.label("leaders.people.hint"),
                ),
            ),
            final=spaced([_change(change, say) for change in reply.changes[:CHANGES_SHOWN]]),
            submit=say.label("settings.submit"),
            close=say.label("settings.close"),
            done=say.label("form.done"),
            arguments={"space": voice.space.id},
        )
    named = [
        say("leaders.operator" if leader.by_operator else "leaders.one", name=person(leader.participant))
        for leader in reply.leaders
    ]
    elsewhere = [say("leaders.elsewhere", n=reply.elsewhere)] if reply.elsewhere else []
    changes = [_change(change, say) for change in reply.changes[:CHANGES_SHOWN]]
    return Message(parts=lines(say("leaders.intro"), *(named or [say("leaders.none")]), *elsewhere, *changes))


def _change(change: LeaderChange, say: Texts) -> Text:
    by = person(change.by) if change.by else say.label("leaders.by_operator")
    key = "leaders.added" if change.added else "leaders.removed"
    return say(key, date=say.day(change.day), name=person(change.leader.participant), by=by)


def leaders_kept(_reply: month_replies.LeadersKept, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("leaders.kept")))


VIEWS: dict[type[Content | Reply], Any] = {
    month_replies.PhasesShown: phases_shown,
    month_replies.LeadersShown: leaders_shown,
    month_replies.LeadersKept: leaders_kept,
}
