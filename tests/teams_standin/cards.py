"""What is wrong with a card: all that a client would drop, cut off or show badly without telling anybody."""

from collections import Counter
from collections.abc import Iterator

from teams_standin.elements import TYPES
from teams_standin.model import Json
from teams_standin.plain import elements, inputs

PRIMARY = 6  # further buttons disappear (Teams documentation, "Cards reference": at most six actions)
USERS = 60  # Teams documentation, "User Specific Views"


def complaints_of(card: Json, *, version: tuple[int, int] = (1, 5)) -> list[str]:
    """Sentences for people who write tests; none for a card that is fine."""
    found = list(_of_card(card, version))
    for one in elements(card):
        found += _of_element(one)
    for holder in elements(card):
        found += _too_many(holder.get("actions", []))
    found += _of_ids(card)
    for one in inputs(card):
        found += _of_input(one)
    return found


def _of_card(card: Json, version: tuple[int, int]) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard":
        yield f"a card of type {card.get('type')!r}"
    try:
        major, minor = str(card.get("version")).split(".")
        if (int(major), int(minor)) > version:
            yield f"version {card['version']} is newer than clients know: only fallbackText is shown"
    except ValueError:
        yield f"version {card.get('version')!r}"
    if not card.get("fallbackText"):
        yield "a card without fallbackText"
    yield from _of_refresh(card.get("refresh") or {})
    told = {one.get("text") for one in (card.get("msteams") or {}).get("entities", [])}
    for one in elements(card):
        text = str(one.get("text", ""))
        if "<at>" in text and not any(mention and mention in text for mention in told):
            yield f"a mention without an entity in msteams.entities: {text}"


def _of_refresh(refresh: Json) -> Iterator[str]:
    if refresh and refresh.get("action", {}).get("type") != "Action.Execute":
        yield "refresh needs an action of type Action.Execute"
    if len(refresh.get("userIds", [])) > USERS:
        yield f"refresh for more than {USERS} people"


def _of_element(element: Json) -> Iterator[str]:
    kind = element["type"]
    if kind not in TYPES:
        yield f"unknown element {kind!r}: dropped without a word"
        return
    known, needed = TYPES[kind]
    yield from (f"{kind} has unknown property {name!r}" for name in element if name not in known)
    yield from (f"{kind} without {name}" for name in sorted(needed) if element.get(name) in (None, ""))


def _too_many(actions: list[Json]) -> Iterator[str]:
    primary = [one for one in actions if one.get("mode", "primary") == "primary"]
    if len(primary) > PRIMARY:
        yield f"{len(primary)} buttons in a row, {PRIMARY} are shown"


def _of_ids(card: Json) -> Iterator[str]:
    counted = Counter(one["id"] for one in elements(card) if one.get("id"))
    yield from (f"id {name!r} is used {count} times" for name, count in counted.items() if count > 1)


def _of_input(element: Json) -> Iterator[str]:
    name = element.get("id")
    if not element.get("label") and element["type"] != "Input.Toggle":
        yield f"input {name!r} has no label"
    if element.get("isRequired") and not element.get("errorMessage"):
        yield f"required input {name!r} has no errorMessage"
    values = [str(choice.get("value")) for choice in element.get("choices", [])]
    if len(set(values)) != len(values):
        yield f"input {name!r} has two choices with the same value"
    if element.get("isMultiSelect") and any("," in value for value in values):
        yield f"input {name!r} may be multiple, and a value has a comma in it"
