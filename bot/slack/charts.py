"""Charts as Slack's blocks."""

from bot.slack.text import Block, shortened
from bot.views.message import Chart

CHART = "data_visualization"

TITLE_AT_MOST = 50
NAME_AT_MOST = 20
"""Of a series, of a category, and of a point."""

SERIES_AT_MOST = 6
POINTS_AT_MOST = 20
CHARTS_AT_MOST = 2
"""In one message. What others show stands in their words."""


def fits(chart: Chart) -> bool:
    """Whether Slack has room for it: no more bars than it draws, and names that differ when they are cut."""
    names, categories = _cut(chart.names), _cut(chart.categories)
    return (
        0 < len(names) <= SERIES_AT_MOST
        and 0 < len(categories) <= POINTS_AT_MOST
        and len({*names}) == len(names)
        and len({*categories}) == len(categories)
        and all((*names, *categories, chart.title))
    )


def bars(chart: Chart) -> Block:
    """Bars (docs.slack.dev/reference/block-kit/blocks/data-visualization-block). They stand beside each other."""
    categories = _cut(chart.categories)
    series = [
        {
            "name": name,
            "data": [{"label": label, "value": count} for label, count in zip(categories, counts, strict=True)],
        }
        for name, counts in zip(_cut(chart.names), chart.values, strict=True)
    ]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": categories}}
    return {"type": CHART, "title": shortened(chart.title, TITLE_AT_MOST), "chart": drawn}


def _cut(names: tuple[str, ...]) -> list[str]:
    return [shortened(name, NAME_AT_MOST) for name in names]
