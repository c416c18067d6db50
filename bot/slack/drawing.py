"""Saying a message with its charts, and with their words alone where Slack takes no chart."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.kernel.clock import Clock
from bot.slack.charts import CHART
from bot.slack.messages import blocks, without_charts
from bot.slack.refusals import BlocksUnknown
from bot.slack.text import Block
from bot.views.message import Message

Result = TypeVar("Result")

UNKNOWN_FOR = timedelta(hours=1)
"""How long it is remembered that this workspace does not know charts; Slack brings them out step by step."""

UNKNOWN_TYPE = re.compile(rf"unsupported type: {CHART}\b")
PLACE = re.compile(r"/blocks/(\d+)")
"""Which block Slack's sentence is about."""


class Drawing:
    """What this workspace is known to draw, in memory only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._unknown_until: datetime | None = None

    async def say(self, message: Message, say: Callable[[list[Block]], Awaitable[Result]]) -> Result:
        """Say it. Slack refuses blocks before it shows anything, so that nothing is said twice.

        Raises:
            BlocksUnknown: it is refused without its charts as well.
        """
        drawn = blocks(message)
        if self._unknown_until and self._clock.now() < self._unknown_until:
            drawn = without_charts(drawn)
        while True:
            try:
                return await say(drawn)
            except BlocksUnknown as refused:
                fewer = self._without_refused(drawn, refused.problems)
                if len(fewer) == len(drawn):
                    raise
                drawn = fewer

    def _without_refused(self, drawn: list[Block], problems: tuple[str, ...]) -> list[Block]:
        """Without the charts that it is about; without any where Slack does not know them, or does not say which."""
        if any(map(UNKNOWN_TYPE.search, problems)):
            self._unknown_until = self._clock.now() + UNKNOWN_FOR
            return without_charts(drawn)
        named = frozenset(int(found[1]) for found in map(PLACE.search, problems) if found)
        fewer = without_charts(drawn, named)
        return fewer if len(fewer) < len(drawn) else without_charts(drawn)
