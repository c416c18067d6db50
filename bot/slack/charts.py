"""Charts as Slack's blocks."""

from bot.slack.text import Block
from bot.views.message import (
    Chart,
)

TITLE_AT_MOST = 50
CATEGORY_AT_MOST = 20
NAME_AT_MOST = 50


def bars(chart: Chart) -> Block:
    """Bars (docs.slack.dev/reference/block-kit/blocks/data-visualization-block). They stand beside each other."""
    categories = [each[:CATEGORY_AT_MOST] for each in chart.categories]
    series = [
        {
            "name": name[:NAME_AT_MOST],
            "data": [{"label": label, "value": count} for label, count in zip(categories, counts, strict=True)],
        }
        for name, counts in zip(chart.names, chart.values, strict=True)
    ]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": chart.title[:TITLE_AT_MOST], "chart": drawn}
