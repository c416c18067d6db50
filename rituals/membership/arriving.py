"""Arriving in a space."""

from datetime import datetime

from rituals.kernel.effect import Outcome, Say, Slot
from rituals.kernel.identifiers import fresh
from rituals.kernel.ports import Unit
from rituals.membership.commands import Arrived
from rituals.membership.contents import Welcome


def arrived(command: Arrived, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
    """Welcome whoever added the bot, once, and nobody else. The space is known from now on."""
    before = unit.space.address(command.space)
    if command.address:
        unit.space.keep_address(command.space, command.address)
    if before and command.space in unit.space.known():  # said again, as platforms do
        return Outcome()
    unit.space.save(unit.space.of(command.space))
    where = Slot(space=command.space, about=fresh(seed), kind="welcome", recipient=command.actor)
    return Outcome(effects=(Say(slot=where, content=Welcome(), last=True),))
