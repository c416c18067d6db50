"""The fields of a form as Slack's inputs."""

from bot.slack.text import LABEL_AT_MOST, Block, plain_text
from bot.views.message import (
    ChoiceField,
    DayField,
    Field,
    PeopleField,
    TextField,
    TimeField,
)

HINT_AT_MOST = 2000
"""Of the words above and below a field."""


def _element(field: Field) -> Block:
    match field:
        case PeopleField():
            chosen = {"initial_users": list(field.chosen)} if field.chosen else {}
            return {"type": "multi_users_select", "max_selected_items": field.at_most, **chosen}
        case ChoiceField():
            return _choices(field)
        case DayField():
            return {"type": "datepicker", "initial_date": field.chosen}
        case TimeField():
            return {"type": "timepicker", "initial_time": field.chosen}
        case TextField():
            written = {"initial_value": field.written[: field.at_most]} if field.written else {}
            return {"type": "plain_text_input", "max_length": field.at_most, **written}


def _choices(field: ChoiceField) -> Block:
    options = {value: {"text": plain_text(label, LABEL_AT_MOST), "value": value} for value, label in field.choices}
    element = {"type": "checkboxes" if field.several else "radio_buttons", "options": [*options.values()]}
    if field.chosen and field.several:
        return {**element, "initial_options": [options[value] for value in field.chosen]}
    return {**element, "initial_option": options[field.chosen[0]]} if field.chosen else element


def input_of(field: Field) -> Block:
    element = _element(field)
    block: Block = {"type": "input", "block_id": field.name, "label": plain_text(field.label, HINT_AT_MOST)}
    if isinstance(field, TextField) or (isinstance(field, PeopleField) and field.optional):
        block["optional"] = True
    if field.hint:
        block["hint"] = plain_text(field.hint, HINT_AT_MOST)
    return {**block, "element": {**element, "action_id": field.name}}
