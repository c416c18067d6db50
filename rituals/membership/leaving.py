"""Leaving, being forgotten, being removed, and what is kept about somebody: asked of every ritual in the same words."""

from dataclasses import dataclass
from datetime import datetime

from rituals.kernel.effect import Outcome
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.ports import Unit
from rituals.kernel.ritual import Kept, Ritual
from rituals.membership.commands import ForgetMe, Left, ShowMyData, SpaceGone
from rituals.membership.replies import Erased, MyData


@dataclass(frozen=True, slots=True)
class Membership:
    """Knows none of the rituals it is given."""

    rituals: tuple[Ritual, ...]

    def show_my_data(self, command: ShowMyData, unit: Unit, _moment: datetime, _seed: bytes) -> Outcome:
        return Outcome(reply=MyData(kept=self._kept(command.actor, command.space, unit)))

    def forget_me(self, command: ForgetMe, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
        """Erase every row about somebody who stays; the reply says what there was."""
        who, space = command.actor, command.space
        was = self._kept(who, space, unit)
        told = (each.forgotten(who, space, unit, moment, seed) for each in self.rituals)
        return Outcome(
            effects=tuple(effect for effects in told for effect in effects), reply=Erased(was=MyData(kept=was))
        )

    def left(self, command: Left, unit: Unit, moment: datetime, seed: bytes) -> Outcome:
        """Forget somebody who is no longer here; what goes on goes on without them."""
        told = (each.left(command.actor, command.space, unit, moment, seed) for each in self.rituals)
        return Outcome(effects=tuple(effect for effects in told for effect in effects))

    def space_gone(self, command: SpaceGone, unit: Unit, _moment: datetime, seed: bytes) -> Outcome:
        """Forget everything of a space but what was published; what is told of it is told after that."""
        told = tuple(effect for each in self.rituals for effect in each.gone(command.space, unit, seed))
        unit.forget_space(command.space)
        return Outcome(effects=told)

    def _kept(self, who: ParticipantId, space: SpaceId, unit: Unit) -> tuple[Kept, ...]:
        """Each thing once, also where two rituals keep it, such as who is chair."""
        return tuple(dict.fromkeys(kept for each in self.rituals for kept in each.kept(who, space, unit)))
