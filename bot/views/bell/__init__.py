"""The bell: its cards and announcements, and what answers a click about it."""

from bot.views.bell import answers, cards
from bot.views.bell.ways import WORDS
from bot.views.lines import Views

__all__ = ["VIEWS", "WORDS"]

VIEWS: Views = {**cards.VIEWS, **answers.VIEWS}
