"""Time goes by in the room: from one thing that is due to the next, and the sample team plays along.

So that a month of meetings can be seen in a minute. Whoever sits at the browser is played as well, but for their
answers to check-outs: in a month they would hardly sit and wait.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from bot.desk.asked import Pressed
from bot.running import Bot
from bot.views.bell.ways import BellIntent
from bot.views.message import Button, Buttons
from bot.web.chat import RoomChat
from bot.web.neighbours import neighbours_live
from bot.web.people import NAMES, ROOM
from bot.web.team import others_answer
from rituals import Unit
from rituals.bell.meeting import Done
from rituals.bell.rotation import uniform
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.space import Language
from rituals.plan.commands import SavePlan
from rituals.plan.rhythm import FRIDAY, WEEK, Every, Rhythm

STEPS_AT_MOST = 2000
A_DAY = timedelta(days=1)
"""The longest step: then one looks ahead again, and months close."""

MONTH, MONTHS = timedelta(days=31), 6
QUIET_SECONDS = 1.0

RINGS_AFTER = timedelta(minutes=20)
"""So long into the meeting the bell rings, if it does."""

SAYS_NO = 4
"""One in so many says no when asked."""

NEVER_RINGS = 3
"""One bell in so many does not ring."""


async def goes_by(bot: Bot, chat: RoomChat, by: timedelta, me: ParticipantId, *, played: bool) -> None:
    """Move the clock on. ``played``: the others do what they are asked; else whatever is due just happens."""
    until = bot.clock.now() + by
    for _ in range(STEPS_AT_MOST):
        now = bot.clock.now()
        if now >= until:
            break
        due = await bot.service.run(partial(_next_due, now=now))
        bot.clock.move(min(filter(None, (due, now + A_DAY, until))) - now)
        await happens(bot)
        if played:
            await _play(bot, chat, me)


async def half_a_year(bot: Bot, chat: RoomChat, me: ParticipantId, *, begins: Callable[[int], None]) -> None:
    """The team meets every week, and so do the other teams of its organisation; each month ``begins`` by its number."""
    if not await bot.service.run(lambda unit: unit.plan.plans(ROOM)):
        await bot.service.do(_weekly(bot, me))
        await bot.watch.look_ahead(ROOM)
    for number in range(MONTHS):
        begins(number + 1)
        await neighbours_live(bot, bot.clock.now() + MONTH)
        await goes_by(bot, chat, MONTH, me, played=True)
        chat.touch()


def _weekly(bot: Bot, me: ParticipantId) -> SavePlan:
    """A meeting on the weekday of tomorrow, at ten."""
    tomorrow = (bot.clock.now() + timedelta(days=1)).date()
    weekend = timedelta(days=WEEK - tomorrow.weekday()) if tomorrow.weekday() > FRIDAY else timedelta()
    day = tomorrow + weekend
    rhythm = Rhythm(every=Every.WEEK, weekdays=(day.weekday(),), starts=time(10), lasts=timedelta(hours=1), first=day)
    return SavePlan(
        space=ROOM,
        actor=me,
        plan=None,
        version=0,
        language=Language.DUTCH,
        rhythm=rhythm,
        chair=me,
        left_out=(),
        bell_before=timedelta(minutes=30),
        checkout=True,
        holidays=True,
    )


async def happens(bot: Bot) -> None:
    """Whatever is due now, until it is said."""
    await bot.look()
    await bot.planner.settle()
    await bot.service.tick()
    await quiet(bot)


async def quiet(bot: Bot) -> None:
    """Until what was decided is said, a moment at most."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(QUIET_SECONDS):
            while not bot.deliverer.idle:  # noqa: ASYNC110  nobody tells when the last message has landed
                await asyncio.sleep(0.01)


def _next_due(unit: Unit, now: datetime) -> datetime | None:
    """When something happens next in the room, or somebody could ring."""
    running, checkout = unit.bell.running(ROOM), unit.checkout.checkout_in(ROOM)
    found = [each.look_at for each in unit.agenda.occurrences(ROOM)]
    found += [meeting.due_at for meeting in (running, *unit.bell.concluded(ROOM)) if meeting]
    found += [checkout.remind_at, checkout.closes_at] if checkout else []
    found += [running.starts_at + RINGS_AFTER] if running and running.starts_at else []
    return min((moment for moment in found if moment and moment > now), default=None)


async def _play(bot: Bot, chat: RoomChat, me: ParticipantId) -> None:
    """Everybody presses what they were asked, and the others answer the check-out."""
    for who in NAMES:
        await _press(bot, who, _standing(chat, who))
    await others_answer(bot, chat, me)


async def _press(bot: Bot, who: ParticipantId, standing: list[Button]) -> None:
    """One button, by chance; what was pressed already is refused, and that is that."""
    buttons = {button.intent: button for button in standing}
    chance, now = uniform(bot.clock.seed(), SAYS_NO * NEVER_RINGS), bot.clock.now()
    running = await bot.service.run(lambda unit: unit.bell.running(ROOM))
    begun = running is not None and running.starts_at is not None and running.starts_at < now
    if BellIntent.ACCEPT in buttons:
        wanted = buttons[BellIntent.DECLINE if chance % SAYS_NO == 0 else BellIntent.ACCEPT]
    elif BellIntent.SETTLE in buttons:
        answers = [button for button in standing if button.intent == BellIntent.SETTLE][-len(Done) :]
        wanted = answers[min(chance % SAYS_NO, len(answers) - 1)]
    elif BellIntent.VOLUNTEER in buttons:
        wanted = buttons[BellIntent.VOLUNTEER]
    elif BellIntent.RING in buttons and chance % NEVER_RINGS and begun:
        wanted = buttons[BellIntent.RING]
    else:
        return
    await bot.requests.pressed(Pressed(space=ROOM, actor=who, intent=wanted.intent, value=wanted.value))
    await quiet(bot)


def _standing(chat: RoomChat, who: ParticipantId) -> list[Button]:
    """The buttons that somebody has in private, and where anybody can take the bell; the newest last."""
    return [
        button
        for shown in reversed(chat.standing(who))
        for part in shown.message.parts
        if isinstance(part, Buttons)
        for button in part.buttons
        if shown.recipient == who or button.intent == BellIntent.VOLUNTEER
    ]
