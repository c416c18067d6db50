"""Cards as a person reads them, and the things in them a person can press or fill in."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_AT = re.compile(r"<at(?: id=\"[^\"]*\")?>(.*?)</at>")
_QUOTED = re.compile(r"<quoted [^>]*/>\s*")
_INSIDE = ("items", "columns", "rows", "cells", "pages")


def spoken(text: str) -> str:
    """Mentions as @Name; the mark of a quotation is not read out."""
    return _AT.sub(r"@\1", _QUOTED.sub("", text))


def readable(card: Json) -> str:
    """All elements in order, one line each or more; buttons and menus as [Label]."""
    return "\n".join(line for line in _card_lines(card) if line)


def _card_lines(card: Json) -> Iterator[str]:
    for element in card.get("body", []):
        yield from _lines(element)
    yield _buttons(card.get("actions", []))
    for action in card.get("actions", []):
        if action.get("type") == "Action.ShowCard":
            yield from _card_lines(action["card"])


def _buttons(actions: list[Json]) -> str:
    return " ".join(f"[{action.get('title') or '…'}]" for action in actions)


def _lines(element: Json) -> Iterator[str]:
    kind = element.get("type", "")
    if element.get("isVisible") is False:
        return
    if kind.startswith("Input."):
        yield from _input(element)
    elif kind == "ActionSet":
        yield _buttons(element.get("actions", []))
    elif kind in _LEAVES:
        yield from _LEAVES[kind](element)
    elif kind.startswith("Chart."):
        yield f"(chart: {element.get('title', '')})"
    else:
        yield from _inside(element)


def _inside(element: Json) -> Iterator[str]:
    if element.get("type") == "TableRow":
        yield " | ".join(" ".join(_inside(cell)) for cell in element.get("cells", []))
        return
    for key in _INSIDE:
        parts = element.get(key)
        for part in parts if isinstance(parts, list) else []:
            if isinstance(part, dict):
                yield from _lines(part)
    if element.get("selectAction", {}).get("title"):
        yield _buttons([element["selectAction"]])


def _text(element: Json) -> Iterator[str]:
    yield spoken(element.get("text", ""))


def _facts(element: Json) -> Iterator[str]:
    for fact in element.get("facts", []):
        yield f"{fact['title']}: {fact['value']}"


def _rich(element: Json) -> Iterator[str]:
    yield spoken("".join(run if isinstance(run, str) else run.get("text", "") for run in element.get("inlines", [])))


def _image(element: Json) -> Iterator[str]:
    yield f"({element.get('altText', '')})"


def _images(element: Json) -> Iterator[str]:
    yield " ".join(line for image in element.get("images", []) for line in _image(image))


_LEAVES = {
    "TextBlock": _text,
    "FactSet": _facts,
    "RichTextBlock": _rich,
    "Image": _image,
    "ImageSet": _images,
    "Media": _image,
}


def _input(element: Json) -> Iterator[str]:
    required = " *" if element.get("isRequired") else ""
    if element["type"] == "Input.Toggle":
        yield element.get("label", "")
        mark = "x" if str(element.get("value", "")) == element.get("valueOn", "true") else " "
        yield f"({mark}) {element.get('title', '')}{required}"
        return
    yield (element.get("label") or "") + required
    if element["type"] == "Input.ChoiceSet":
        yield _choices(element)
    else:
        yield f"[{element.get('value') or element.get('placeholder', '')}]"


def _choices(element: Json) -> str:
    chosen = str(element.get("value", "")).split(",") if element.get("isMultiSelect") else [element.get("value")]
    titles = [choice["title"] for choice in element.get("choices", []) if choice["value"] in chosen]
    if element.get("style") == "expanded":
        marks = [("x" if one["value"] in chosen else " ", one["title"]) for one in element.get("choices", [])]
        return " ".join(f"({mark}) {title}" for mark, title in marks)
    return f"[{', '.join(titles) or element.get('placeholder', '')}]"


def elements(part: Any) -> Iterator[Json]:
    """Everything in a card that has a type, the card itself first, whatever it is nested in."""
    if isinstance(part, dict):
        if "type" in part:
            yield part
        for key, value in part.items():
            if key not in {"data", "choices.data", "fallback", "refresh", "msteams"}:
                yield from elements(value)
    elif isinstance(part, list):
        for one in part:
            yield from elements(one)


def shown(part: Any) -> Iterator[Json]:
    """The same without what is hidden."""
    hidden = {id(inner) for one in elements(part) if one.get("isVisible") is False for inner in elements(one)}
    yield from (one for one in elements(part) if id(one) not in hidden)


def actions(card: Json) -> list[Json]:
    return [one for one in shown(card) if one["type"].startswith("Action.")]


def inputs(card: Json) -> list[Json]:
    return [one for one in elements(card) if one["type"].startswith("Input.")]


def find(card: Json, label: str) -> Json:
    """The one button with that title; otherwise it says what there is."""
    found = [one for one in actions(card) if label in {one.get("title"), one.get("id")}]
    if len(found) == 1:
        return found[0]
    there = " ".join(f"[{one.get('title', '')}]" for one in actions(card))
    raise LookupError(f"{len(found)} buttons are called {label!r}; there are: {there or 'none'}")
