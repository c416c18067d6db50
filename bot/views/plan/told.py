"""What a change of a plan says in the space, and of the team's pause."""

from bot.texts import person
from bot.views.lines import Views
from bot.views.message import Message, lines
from bot.views.plan.page import chaired, does, rhythm_words
from bot.views.voice import Voice
from rituals.plan.contents import DateChanged, PlanKept, PlanRemoved, PlanStopped, SpacePaused
from rituals.plan.replies import SpacePauseKept


def space_pause_kept(reply: SpacePauseKept, voice: Voice) -> Message:
    say = voice.say
    if reply.until:
        return Message(parts=lines(say("pause.team.kept", date=say.day(reply.until))))
    return Message(parts=lines(say("pause.team.ended" if reply.changed else "pause.team.none")))


# In slots.


def plan_kept(content: PlanKept, voice: Voice) -> Message:
    say = voice.say
    what = rhythm_words(content.rhythm, say) if content.rhythm else say("plan.follows")
    when = (say("plan.next", when=say.when(content.next, voice.space.zone)),) if content.next else ()
    head = say("plan.made" if content.fresh else "plan.changed", name=person(content.by))
    done = does(content.bell_before, say, checkout=content.checkout)
    return Message(parts=lines(head, what, done, *chaired(content.chair, say), *when))


def plan_removed(content: PlanRemoved, voice: Voice) -> Message:
    what = (rhythm_words(content.rhythm, voice.say),) if content.rhythm else ()
    return Message(parts=lines(voice.say("plan.removed", name=person(content.by)), *what))


def date_changed(content: DateChanged, voice: Voice) -> Message:
    say, zone = voice.say, voice.space.zone
    was = say.when(content.was, zone)
    by = person(content.by)
    if content.to is None:
        return Message(parts=lines(say("plan.date_skipped", name=by, when=was)))
    if content.restored:
        return Message(parts=lines(say("plan.date_restored", name=by, when=was)))
    return Message(parts=lines(say("plan.date_moved", name=by, was=was, when=say.when(content.to, zone))))


def space_paused(content: SpacePaused, voice: Voice) -> Message:
    say, by = voice.say, person(content.by)
    if content.until is None:
        return Message(parts=lines(say("pause.team.over", name=by)))
    return Message(parts=lines(say("pause.team.told", name=by, date=say.day(content.until))))


def plan_stopped(_content: PlanStopped, voice: Voice) -> Message:
    return Message(parts=lines(voice.say("plan.stopped", space=voice.here)))


VIEWS: Views = {
    SpacePauseKept: space_pause_kept,
    PlanKept: plan_kept,
    PlanRemoved: plan_removed,
    DateChanged: date_changed,
    SpacePaused: space_paused,
    PlanStopped: plan_stopped,
}
