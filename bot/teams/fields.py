"""The fields of a form in an Adaptive Card, and what a card needs to know of the place it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.views.message import ChoiceField, DayField, Field, PeopleField, TimeField
from rituals.kernel.identifiers import ParticipantId, SpaceId

Element = dict[str, Any]

ONE, MANY, TEXT = "one", "many", "text"
"""Stand before the name of an input, for what was chosen comes as text whatever its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a card needs to know of the place it stands in.

    Attributes:
        names: what people are called, as far as they are in the message.
        places: what spaces are called.
        place: what a space is called whose name is not known; ``someone`` the same for a person.
        everybody: who can be picked in a form, with names; empty where there are too many to list.
        directory: the numbers by which Teams' people picker knows people.
        wrong: what stands below a field that must be filled in and is not.
        targeted: whether only one person in the midst of others sees it.
        about: the space, where the card stands elsewhere: in a chat of two.
    """

    names: Mapping[ParticipantId, str] = field(default_factory=dict)
    places: Mapping[SpaceId, str] = field(default_factory=dict)
    place: str = ""
    someone: str = ""
    everybody: tuple[tuple[ParticipantId, str], ...] = ()
    directory: Mapping[ParticipantId, str] = field(default_factory=dict)
    wrong: str = ""
    targeted: bool = False
    about: str = ""


def field_of(asked: Field, known: Known) -> Element:
    """A field; its hint is part of the label, so that it is seen and read aloud before the choices."""
    about: Element = {"label": f"{asked.label} {asked.hint}".strip()}
    must = {"isRequired": True, "errorMessage": known.wrong}
    match asked:
        case PeopleField():
            people = known.everybody
            choices = [{"title": name, "value": who} for who, name in people]
            query = {"type": "Data.Query", "dataset": "graph.microsoft.com/users?scope=currentContext"}
            numbers = {} if people else known.directory
            there = ",".join(numbers.get(ParticipantId(who), who) for who in asked.chosen)
            return {
                "type": "Input.ChoiceSet", "id": f"{MANY}.{asked.name}", **about,
                **({} if asked.optional else must), "isMultiSelect": True,
                "style": "expanded" if people else "compact", "choices": choices,
                **({} if people else {"choices.data": query}), **({"value": there} if there else {}),
            }  # fmt: skip
        case ChoiceField():
            return {
                "type": "Input.ChoiceSet",
                "id": f"{MANY if asked.several else ONE}.{asked.name}",
                **about,
                **must,
                "style": "expanded",
                "isMultiSelect": asked.several,
                "choices": [{"title": label, "value": value} for value, label in asked.choices],
                **({"value": ",".join(asked.chosen)} if asked.chosen else {}),
            }
        case DayField() | TimeField():
            kind = "Input.Date" if isinstance(asked, DayField) else "Input.Time"
            return {"type": kind, "id": f"{TEXT}.{asked.name}", **about, **must, "value": asked.chosen}
        case _:
            written = {"value": asked.written} if asked.written else {}
            return {
                "type": "Input.Text",
                "id": f"{TEXT}.{asked.name}",
                **about,
                "maxLength": asked.at_most,
                **written,
            }
