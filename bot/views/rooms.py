"""The views of every ritual, and all words that can be typed."""

from bot.views import (
    bell,
    checkout,
    closing,
    explain,
    membership,
    month,
    organisation,
    plan,
    space,
    unsure,
)
from bot.views.lines import Views
from bot.views.words import Word

ROOMS = (
    bell,
    closing,
    checkout,
    plan,
    unsure,
    space,
    membership,
    month,
    organisation,
)

VIEWS: Views = {kind: view for room in ROOMS for kind, view in room.VIEWS.items()}

WORDS: tuple[Word, ...] = tuple(
    sorted((word for room in (*ROOMS, explain) for word in room.WORDS), key=lambda word: word.place)
)
"""As the help page has them."""
