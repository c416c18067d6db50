"""What lives in a workspace: people, channels, groups, messages and views."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from slack_standin.plain import Blocks, readable


class CannotDo(RuntimeError):
    """Somebody tried something Slack's client would not let them do: the test is wrong, or the bot hid the button."""


class Call(NamedTuple):
    """One Web API call as it came in."""

    method: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    team: str
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    locale: str = "nl-NL"
    tz: str = "Europe/Amsterdam"
    real_name: str = ""
    email: str = ""


@dataclass
class Channel:
    id: str
    name: str
    members: list[str]
    private: bool = False
    archived: bool = False
    im_with: str | None = None
    created: int = 0

    @property
    def kind(self) -> str:
        """The family of scopes that opens it: channels, groups or im."""
        if self.im_with:
            return "im"
        return "groups" if self.private else "channels"


@dataclass(frozen=True)
class Group:
    id: str
    handle: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A message as it stands now; after an update the same ts carries another one of these."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    edited: bool = False
    ephemeral_to: str | None = None
    metadata: dict[str, Any] | None = None
    broadcast: bool = False
    # Which response_url or acknowledgement made it, so that an answer can find what it led to.
    source: str | None = None

    @property
    def in_channel(self) -> bool:
        """Replies stay in their thread unless they were also sent to the channel."""
        return self.thread_ts in {None, self.ts} or self.broadcast

    def plain(self) -> str:
        """What a person reads: all blocks in order with buttons as [Label], or the text if there are no blocks."""
        return readable(self.blocks) if self.blocks else self.text


@dataclass(frozen=True)
class View:
    """A modal somebody has open, or their home tab."""

    id: str
    user: str
    body: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> Blocks:
        return self.body["blocks"]

    @property
    def title(self) -> str:
        return self.body.get("title", {}).get("text", "")

    @property
    def private_metadata(self) -> str:
        return self.body.get("private_metadata", "")

    def plain(self) -> str:
        """Title, blocks, errors under their fields' names, and the two buttons at the bottom."""
        lines = [self.title] if self.title else []
        lines.append(readable(self.blocks))
        lines += [f"! {block_id}: {text}" for block_id, text in self.errors.items()]
        buttons = [f"[{self.body[key]['text']}]" for key in ("close", "submit") if key in self.body]
        if buttons:
            lines.append(" ".join(buttons))
        return "\n".join(lines)


@dataclass
class Hook:
    """A response_url: five uses in thirty minutes."""

    token: str
    channel: str
    user: str
    created: float
    message: Message | None = None
    uses: int = 0


@dataclass
class Trigger:
    """A trigger_id: three seconds, once."""

    user: str
    created: float
    used: bool = False
