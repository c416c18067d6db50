"""What is kept of somebody in check-outs, and going on without them."""

from dataclasses import replace
from datetime import datetime

from rituals.checkout.ports import Unit
from rituals.kernel.effect import Effect
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.ritual import Kept


def kept(who: ParticipantId, space: SpaceId, unit: Unit) -> tuple[Kept, ...]:
    """In an open check-out a mark may stand: of whom, nobody can tell."""
    own, checkout = unit.checkout.own_questions(space), unit.checkout.checkout_in(space)
    found = {
        Kept(what="chair"): checkout is not None and checkout.chair == who,
        Kept(what="author"): own is not None and own.author == who,
        Kept(what="marked", stays=True): checkout is not None,
    }
    return tuple(each for each, so in found.items() if so)


def left(who: ParticipantId, space: SpaceId, unit: Unit, _moment: datetime, _seed: bytes) -> tuple[Effect, ...]:
    """Anyone may close a check-out whose chair has left; questions stay without their author."""
    checkout = unit.checkout.checkout_in(space)
    if checkout and checkout.chair == who:
        unit.checkout.keep_checkout(replace(checkout, chair=None))
    unit.checkout.forget_author(space, who)
    return ()
