"""A local stand-in for Microsoft Teams: its protocol over real HTTP, with its refusals, limits and repeats."""

from teams_standin.errors import CODES, Refusal
from teams_standin.model import (
    Call,
    CannotDo,
    Delivered,
    Meeting,
    Message,
    Outcome,
    Person,
    Place,
    Team,
)
from teams_standin.tenant import Tenant
from teams_standin.tokens import Key

__all__ = [
    "CODES",
    "Call",
    "CannotDo",
    "Delivered",
    "Key",
    "Meeting",
    "Message",
    "Outcome",
    "Person",
    "Place",
    "Refusal",
    "Team",
    "Tenant",
]
