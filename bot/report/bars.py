"""A chart as rectangles and words in a drawing of fixed size. No script, no outside address, no colour that judges."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.views.message import Chart

WIDTH, HEIGHT = 680, 250
LEFT, RIGHT, TOP, BOTTOM = 34, 676, 14, 222
"""The edges of the field in which the bars stand."""

TICKS_AT_MOST = 5
FILLED = 0.8
"""How much of the room of a category its bars take."""

ROOM_FOR_A_NUMBER = 13

COLOURS = (("#1a4f8b", "#ffffff"), ("#e0a030", "#000000"), ("#b9a9dd", "#000000"), ("#666666", "#ffffff"))
"""Of each series, with the colour of a number inside it: told apart without red and green, and in grey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    fill: str
    ink: str
    number: int
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """``ticks``: place and number of each line; ``labels``: place and words below; ``legend``: colour and words."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    labels: tuple[tuple[float, str], ...]
    legend: tuple[tuple[str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT


def drawn(chart: Chart) -> Drawing:
    """The drawing of a chart."""
    columns = list(zip(*chart.values, strict=True))
    highest = max((sum(column) if chart.stacked else max(column) for column in columns), default=0)
    step = max(1, -(-highest // TICKS_AT_MOST))
    top = step * max(1, -(-highest // step))
    scale = (BOTTOM - TOP) / top
    room = (RIGHT - LEFT) / max(1, len(columns))
    return Drawing(
        bars=tuple(bar for place, column in enumerate(columns) for bar in _bars(chart, place, column, room, scale)),
        ticks=tuple((round(BOTTOM - tick * scale, 1), tick) for tick in range(0, top + 1, step)),
        labels=tuple((round(LEFT + room * (place + 0.5), 1), each) for place, each in enumerate(chart.categories)),
        legend=tuple((colour[0], name) for colour, name in zip(COLOURS, chart.names, strict=False)),
    )


def _bars(chart: Chart, place: int, column: tuple[int, ...], room: float, scale: float) -> Iterator[Bar]:
    """The bars of one category, beside or upon each other; nothing for zero."""
    wide = room * FILLED
    begin, below = LEFT + room * place + (room - wide) / 2, float(BOTTOM)
    each = wide if chart.stacked else wide / len(column)
    for series, number in enumerate(column):
        height = number * scale
        fill, ink = COLOURS[series]
        x = begin if chart.stacked else begin + each * series
        if number:
            yield Bar(
                x=round(x, 1), y=round(below - height, 1), width=round(each, 1), height=round(height, 1), fill=fill,
                ink=ink, number=number, inside=height >= ROOM_FOR_A_NUMBER,
            )  # fmt: skip
        below -= height if chart.stacked else 0
