"""What somebody sees of Belletje for themselves: what each ritual adds to it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.desk.desk import Asked, Desk, Office
from bot.service import Answer
from bot.views.home import home


async def own_page(desks: Iterable[Desk], office: Office, asked: Asked) -> Answer:
    """One's own page, in one's own words and not a team's."""
    asked = replace(asked, voice=replace(asked.voice, word=""))
    own = [await desk.home(office, asked) for desk in desks]
    return Answer(
        shown=home(
            asked.voice,
            spaces=tuple(space for each in own for space in each.spaces),
            kept=tuple(text for each in own for text in each.kept),
            below=tuple(part for each in own for part in each.below),
        )
    )
