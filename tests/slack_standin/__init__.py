"""A local stand-in for Slack: its protocol over real HTTP and WebSocket, with its refusals, limits and repeats."""

from slack_standin.codes import DOCUMENTED
from slack_standin.happenings import EVENTS
from slack_standin.model import Call, CannotDo, Channel, Group, Message, Person, View
from slack_standin.people import Answer
from slack_standin.wire import Delivered
from slack_standin.workspace import Workspace
from slack_standin.world import SCOPES

__all__ = [
    "DOCUMENTED",
    "EVENTS",
    "SCOPES",
    "Answer",
    "Call",
    "CannotDo",
    "Channel",
    "Delivered",
    "Group",
    "Message",
    "Person",
    "View",
    "Workspace",
]
