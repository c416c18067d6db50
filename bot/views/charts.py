"""Published months as bars. The newest month stands right."""

from collections.abc import Sequence

from bot.texts import Texts
from bot.views.message import Chart
from rituals.checkout.publication import Band
from rituals.month.months import Month

MONTHS = 6
"""Months in a chart in chat; more stand on the page."""

LEGEND = {
    Band.MOST: "chart.most",
    Band.SOME: "chart.some",
    Band.FEW: "chart.few",
    Band.DIFFER: "chart.differ",
}
"""Short words for each band: a legend has room for twenty letters."""


def bells(months: Sequence[Month], say: Texts, at_most: int = MONTHS) -> tuple[Chart, ...]:
    """How many bells went round and rang; nothing where there is one month, or no bell."""
    shown = [month for month in reversed(months[:at_most]) if not month.hidden & {"announced", "rung"}]
    if len(shown) < 2 or not any(month.figures.announced for month in shown):  # noqa: PLR2004  one bar tells nothing
        return ()
    counts = (tuple(getattr(month.figures, name) for month in shown) for name in ("announced", "rung"))
    return (
        Chart(
            title=say.label("chart.bells"),
            names=(say.label("chart.announced"), say.label("chart.rung")),
            categories=tuple(say.short_month(month.month) for month in shown),
            values=tuple(counts),
        ),
    )


def question(key: str, words: str, months: Sequence[Month], say: Texts, at_most: int = MONTHS) -> tuple[Chart, ...]:
    """In how many check-outs of a month *yes* lay in which band; bands that never occurred are left out."""
    shown = [month for month in reversed(months[:at_most]) if month.figures.question(key).shown]
    if len(shown) < 2:  # noqa: PLR2004  one bar tells nothing
        return ()
    asked = [month.figures.question(key) for month in shown]
    used = [band for band in LEGEND if any(getattr(each, band) for each in asked)]
    return (
        Chart(
            title=words,
            names=tuple(say.label(LEGEND[band]) for band in used),
            categories=tuple(say.short_month(month.month) for month in shown),
            values=tuple(tuple(getattr(each, band) for each in asked) for band in used),
            stacked=True,
        ),
    )
