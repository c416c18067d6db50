"""The sample team answers a check-out by itself, through the same buttons and forms as anybody."""

from bot.desk.asked import Pressed, Submitted
from bot.running import Bot
from bot.views.checkout import CheckOutIntent
from bot.views.message import Button, Buttons, ChoiceField, Form
from bot.web.chat import RoomChat
from bot.web.people import NAMES, ROOM
from rituals.bell.rotation import uniform
from rituals.kernel.identifiers import ParticipantId

LEANS_TO_YES = (0, 0, 0, 1, 2)
"""Places of the standard choices, as often as a contented team would choose them."""


async def others_answer(bot: Bot, chat: RoomChat, me: ParticipantId) -> None:
    """Everybody but ``me`` opens the form that stands in the room and sends it. Whoever did already is refused."""
    button = _answer_button(chat, me)
    for who in NAMES:
        if button is None or who == me:
            continue
        pressed = Pressed(space=ROOM, actor=who, intent=button.intent, value=button.value)
        form = (await bot.requests.pressed(pressed)).shown
        if isinstance(form, Form):
            chosen = {field.name: _choice(bot, field) for field in form.fields if isinstance(field, ChoiceField)}
            await bot.requests.submitted(
                Submitted(space=ROOM, actor=who, form=form.name, arguments=form.arguments, fields=chosen)
            )


def _answer_button(chat: RoomChat, me: ParticipantId) -> Button | None:
    buttons = [
        button
        for shown in chat.seen_by(me)
        for part in shown.message.parts
        if isinstance(part, Buttons)
        for button in part.buttons
        if button.intent == CheckOutIntent.ANSWER
    ]
    return buttons[-1] if buttons else None


def _choice(bot: Bot, field: ChoiceField) -> tuple[str, ...]:
    place = LEANS_TO_YES[uniform(bot.clock.seed(), len(LEANS_TO_YES))]
    return (field.choices[min(place, len(field.choices) - 1)][0],)
