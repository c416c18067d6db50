"""Coming, going, what is kept about somebody, and erasing it."""

from dataclasses import dataclass

from rituals.kernel.command import Command, PersonalCommand
from rituals.kernel.space import Address


class ShowMyData(PersonalCommand):
    """What is kept about me here?"""


class ForgetMe(PersonalCommand):
    """Erase what is kept about me here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(PersonalCommand):
    """The bot was added to a space by ``actor``. ``address``: where its platform is reached for this space, if told."""

    address: Address | None = None


class Left(PersonalCommand):
    """``actor`` is no longer in the space."""


class SpaceGone(Command):
    """The bot was removed, or the space was: nothing of it may stay, but published counts."""
