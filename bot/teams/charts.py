"""Charts as elements of a card (adaptivecards.microsoft.com, Chart.VerticalBar.Grouped), for clients that have them."""

from bot.teams.fields import Element
from bot.views.message import Chart

COLOURS = ("categoricalBlue", "categoricalMarigold", "categoricalLavender", "divergingGray")
"""Of the bars. No red and no green: nothing here is good or bad."""


def bars(chart: Chart) -> list[Element]:
    """The chart, which a client that does not know it drops, and in any case its words."""
    data = [
        {
            "legend": name,
            "color": colour,
            "values": [{"x": category, "y": count} for category, count in zip(chart.categories, counts, strict=True)],
        }
        for name, colour, counts in zip(chart.names, COLOURS, chart.values, strict=False)
    ]
    drawn: Element = {
        "type": "Chart.VerticalBar.Grouped",
        "title": chart.title,
        "stacked": chart.stacked,
        "data": data,
        "fallback": "drop",
    }
    title = {"type": "TextRun", "text": chart.title, "weight": "Bolder"}
    words = [{"type": "TextRun", "text": line, "size": "Small"} for line in chart.words]
    return [drawn, *({"type": "RichTextBlock", "inlines": [run], "spacing": "Small"} for run in (title, *words))]
