"""The limits of a chart (docs.slack.dev/reference/block-kit/blocks/data-visualization-block)."""

from typing import Any

from slack_standin.checks import Report, any_number, both, listed, one_of, record, string, typed

_LABEL = string(20, 1)
_POINT = record({"label": _LABEL, "value": any_number}, {})
_SERIES = record({"name": _LABEL, "data": listed(_POINT, 1, 20)}, {})
_AXES = record({"categories": listed(_LABEL, 1, 20)}, {"x_label": string(50), "y_label": string(50)})


def _consistent(value: Any, path: str, report: Report) -> None:
    """Names of series differ, and every point lies on the x-axis."""
    try:
        names = [series["name"] for series in value["series"]]
        labels = [[point["label"] for point in series["data"]] for series in value["series"]]
        categories = value["axis_config"]["categories"]
    except (KeyError, TypeError):
        return  # already reported
    if len(names) != len(set(names)):
        report.add("series names must be unique", path)
    if any(one != categories for one in labels):
        report.add("labels must match axis categories", path)


def _drawn(kind: str) -> Any:
    return both(record({"type": one_of(kind), "series": listed(_SERIES, 1, 6), "axis_config": _AXES}, {}), _consistent)


CHART = typed(
    {
        "pie": record({"type": one_of("pie"), "segments": listed(_POINT, 1, 6)}, {}),
        "bar": _drawn("bar"),
        "area": _drawn("area"),
        "line": _drawn("line"),
    }
)
