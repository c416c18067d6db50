"""What leaders are told in private."""

from dataclasses import dataclass
from hashlib import blake2b

from rituals.kernel.effect import Content, Slot
from rituals.kernel.identifiers import SpaceId
from rituals.organisation.organisation import Leader, OrganisationView


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTold(Content):
    """For one leader: the organisation's month."""

    view: OrganisationView


def slot_of(organisation: str, month: str, leader: Leader, space: SpaceId) -> Slot:
    """Where a leader is told of a month."""
    about = blake2b(f"{organisation}/{month}".encode(), digest_size=8).hexdigest()
    return Slot(space=space, about=about, kind="organisation", recipient=leader.participant)
