"""A local stand-in for the calendar part of Microsoft Graph: real HTTP, with its refusals, pages and delta rounds."""

from graph_standin.errors import CODES, Refusal
from graph_standin.events import Event
from graph_standin.graph import Graph
from graph_standin.model import Call, CannotDo, Mailbox
from graph_standin.series import Series

__all__ = ["CODES", "Call", "CannotDo", "Event", "Graph", "Mailbox", "Refusal", "Series"]
