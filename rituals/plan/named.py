"""Who is named in plans, and what becomes of a plan without them."""

from datetime import datetime

from rituals.kernel.effect import Effect, Say, Slot
from rituals.kernel.identifiers import ParticipantId, SpaceId, fresh
from rituals.kernel.ritual import Kept
from rituals.plan.ahead import stop
from rituals.plan.contents import PlanStopped
from rituals.plan.ports import Unit


def kept(who: ParticipantId, space: SpaceId, unit: Unit) -> tuple[Kept, ...]:
    plans = unit.plan.plans(space)
    found = {
        Kept(what="plan_author"): any(plan.author == who for plan in plans),
        Kept(what="plan_chair"): any(plan.chair == who for plan in plans),
        Kept(what="plan_left_out"): any(who in plan.left_out for plan in plans),
        Kept(what="plan_mailbox"): any(plan.linked is not None and plan.linked.by == who for plan in plans),
    }
    return tuple(each for each, so in found.items() if so)


def left(who: ParticipantId, space: SpaceId, unit: Unit, moment: datetime, _seed: bytes) -> tuple[Effect, ...]:
    """Their name goes, and what their calendar said."""
    linked = [plan.id for plan in unit.plan.plans(space) if plan.linked and plan.linked.by == who]
    unit.plan.forget_author(space, who)
    return tuple(effect for plan in linked for effect in stop(plan, space, unit, moment))


def gone(space: SpaceId, unit: Unit, seed: bytes) -> tuple[Effect, ...]:
    """Whoever made a plan hears that it has stopped."""
    authors = sorted({plan.author for plan in unit.plan.plans(space) if plan.author})
    about = fresh(seed)
    told = (Slot(space=space, about=about, kind="stopped", recipient=author) for author in authors)
    return tuple(Say(slot=where, content=PlanStopped(), last=True) for where in told)
