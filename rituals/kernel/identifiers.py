"""Names for things. Opaque but for the platform and workspace of a space: only the shell that made one looks inside."""

from hashlib import blake2b
from typing import NewType

SpaceId = NewType("SpaceId", str)
"""A place in chat. Begins with its platform and workspace, so that a workspace can be forgotten as a whole."""

ParticipantId = NewType("ParticipantId", str)
"""A person, as the platform numbers them."""

MeetingId = NewType("MeetingId", str)
"""One bell. Random, so that it says nothing about when or where."""

CheckOutId = NewType("CheckOutId", str)
"""One check-out. Random."""


PlanId = NewType("PlanId", str)
"""What a team does around one of its meetings. Random."""


def workspace_of(space: SpaceId) -> str:
    """The workspace (or tenant) a space belongs to: the part of its id that all its spaces share."""
    return ":".join(space.split(":")[:2])


def fresh(seed: bytes) -> str:
    """An id of sixteen characters that tells nothing, not even the seed it was made from."""
    return blake2b(seed, digest_size=8, person=b"identifier").hexdigest()
