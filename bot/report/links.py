"""Signed links to the month's page. One is for one leader, ends after fourteen days, and names nobody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

from rituals.organisation.organisation import Leader

LASTS = timedelta(days=14)


class LinkWrong(Exception):
    """Not signed by us, or changed."""


class LinkEnded(Exception):
    """Older than a link lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a link says. ``mark``: whose it is, as :meth:`Links.mark` makes it."""

    mark: str
    until: datetime


class Links:
    """``secret``: what links are signed with is made from it, and tells nothing of it."""

    def __init__(self, secret: bytes) -> None:
        self._key = blake2b(key=secret, person=b"month's page").digest()

    @cached_property
    def _signer(self) -> "URLSafeSerializer":
        from itsdangerous import URLSafeSerializer  # noqa: PLC0415  not needed to answer

        return URLSafeSerializer(self._key, salt="month", signer_kwargs={"digest_method": sha256})

    def make(self, organisation: str, leader: Leader, now: datetime) -> str:
        """A token for the path of an address."""
        until = int((now + LASTS).timestamp())
        return str(self._signer.dumps([self.mark(organisation, leader), until]))

    def read(self, token: str, now: datetime) -> Opened:
        """What a token says.

        Raises:
            LinkWrong, LinkEnded.
        """
        from itsdangerous import BadData  # noqa: PLC0415

        try:
            mark, seconds = self._signer.loads(token)
            until = datetime.fromtimestamp(seconds, UTC)
        except (BadData, ValueError, TypeError, OverflowError, OSError):
            raise LinkWrong from None
        if now >= until:
            raise LinkEnded
        return Opened(mark=str(mark), until=until)

    def mark(self, organisation: str, leader: Leader) -> str:
        """Stands for a leader in a link; it cannot be turned back."""
        about = f"{organisation}\0{leader.workspace}\0{leader.participant}\0{leader.link}"
        return blake2b(about.encode(), key=self._key, digest_size=16).hexdigest()
