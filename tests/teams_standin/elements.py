"""What Adaptive Cards 1.5 knows (its schema explorer, "Adaptive Card Schema"), and Teams' charts beyond it."""

_ANY = {"type", "id", "isVisible", "spacing", "separator", "height", "fallback", "requires"}
_ACTION = {"type", "id", "title", "iconUrl", "style", "mode", "tooltip", "isEnabled", "fallback", "requires"}
_INPUT = _ANY | {"label", "isRequired", "errorMessage", "value"}
_BOX = {"style", "selectAction", "bleed", "minHeight", "backgroundImage", "rtl", "verticalContentAlignment"}
_TEXT = {"color", "fontType", "isSubtle", "size", "weight"}
_CELLS = {"horizontalCellContentAlignment", "verticalCellContentAlignment"}
_CHART = _ANY | {
    "title", "data", "color", "colorSet", "xAxisTitle", "yAxisTitle", "showBarValues", "displayMode", "stacked",
    "value", "min", "max", "subLabel", "segments", "showLegend", "showMinMax", "valueFormat", "maxWidth", "targetWidth",
    "horizontalAlignment", "showTitle",
}  # fmt: skip

# For each type what it may have, and what it must have.
TYPES: dict[str, tuple[set[str], set[str]]] = {
    "AdaptiveCard": (
        {
            "type", "version", "body", "actions", "refresh", "authentication", "fallbackText", "backgroundImage", "rtl",
            "minHeight", "speak", "lang", "verticalContentAlignment", "selectAction", "$schema", "msteams", "metadata",
        },
        {"version", "body"},
    ),
    "TextBlock": (_ANY | _TEXT | {"text", "horizontalAlignment", "maxLines", "wrap", "style"}, {"text"}),
    "RichTextBlock": (_ANY | {"inlines", "horizontalAlignment"}, {"inlines"}),
    "TextRun": (
        {"type", "text", "highlight", "italic", "selectAction", "strikethrough", "underline"} | _TEXT,
        {"text"},
    ),
    "Image": (
        _ANY
        | {
            "url", "altText", "backgroundColor", "horizontalAlignment", "selectAction", "size", "style", "width",
            "msteams",
        },
        {"url", "altText"},
    ),
    "ImageSet": (_ANY | {"images", "imageSize", "style"}, {"images"}),
    "Media": (_ANY | {"sources", "poster", "altText", "captionSources"}, {"sources", "altText"}),
    "Container": (_ANY | _BOX | {"items"}, {"items"}),
    "ColumnSet": (_ANY | _BOX | {"columns", "horizontalAlignment"}, {"columns"}),
    "Column": (_ANY | _BOX | {"items", "width"}, set()),
    "FactSet": (_ANY | {"facts"}, {"facts"}),
    "Table": (
        _ANY | _CELLS | {"columns", "rows", "firstRowAsHeader", "showGridLines", "gridStyle"},
        {"columns", "rows"},
    ),
    "TableRow": ({"type", "cells", "style"} | _CELLS, {"cells"}),
    "TableCell": ({"type", "items"} | _BOX, {"items"}),
    "ActionSet": (_ANY | {"actions"}, {"actions"}),
    "Input.Text": (
        _INPUT | {"isMultiline", "maxLength", "placeholder", "regex", "style", "inlineAction"},
        {"id"},
    ),
    "Input.Number": (_INPUT | {"min", "max", "placeholder"}, {"id"}),
    "Input.Date": (_INPUT | {"min", "max", "placeholder"}, {"id"}),
    "Input.Time": (_INPUT | {"min", "max", "placeholder"}, {"id"}),
    "Input.Toggle": (_INPUT | {"title", "valueOn", "valueOff", "wrap"}, {"id", "title"}),
    "Input.ChoiceSet": (
        _INPUT | {"choices", "isMultiSelect", "style", "placeholder", "wrap", "choices.data"},
        {"id", "choices"},
    ),
    "Action.Execute": (_ACTION | {"verb", "data", "associatedInputs"}, {"title"}),
    "Action.Submit": (_ACTION | {"data", "associatedInputs", "msteams"}, {"title"}),
    "Action.OpenUrl": (_ACTION | {"url"}, {"title", "url"}),
    "Action.ShowCard": (_ACTION | {"card"}, {"title", "card"}),
    "Action.ToggleVisibility": (_ACTION | {"targetElements"}, {"title", "targetElements"}),
}  # fmt: skip
CHARTS = {
    "Chart.Donut", "Chart.Gauge", "Chart.HorizontalBar", "Chart.HorizontalBar.Stacked", "Chart.Line", "Chart.Pie",
    "Chart.VerticalBar", "Chart.VerticalBar.Grouped",
}  # fmt: skip
TYPES |= {name: (_CHART, {"data", "fallback"} if name != "Chart.Gauge" else {"fallback"}) for name in CHARTS}
