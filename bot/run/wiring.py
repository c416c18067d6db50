"""Settings in, running bot out. The only place that opens a store and joins the parts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime

import structlog

from bot.chat import Chat, Chats
from bot.chat.trouble import Trouble
from bot.delivery.outbox import Deliverer
from bot.desk.desk import Office, PageOf
from bot.desk.requests import Requests
from bot.kernel.clock import Clock
from bot.planning.calendar import Calendar
from bot.planning.month import MonthClosing, leaders_from
from bot.planning.planner import Planner
from bot.planning.watch import Watch
from bot.report.links import Links
from bot.run.pepper import read_or_make
from bot.run.ticker import ticking
from bot.running import Bot
from bot.service import House, Service
from bot.settings import Settings
from bot.views.voice import Voice
from rituals import Unit, handle
from rituals.kernel.effect import asker_of
from rituals.kernel.identifiers import ParticipantId, SpaceId
from rituals.kernel.ports import Errand
from rituals.kernel.ritual import Kept
from rituals.kernel.space import Space
from rituals.membership.commands import ForgetMe
from rituals.membership.replies import Erased
from rituals.organisation.organisation import Leader
from rituals.unsure.commands import MessageUnsure, Unsaid
from storage import Store, StoreRefused, examine, open_store

log = structlog.get_logger()

FINISHES_WITHIN_SECONDS = 3
"""So long messages that are under way are waited for when the service stops; of others a lease tells the next start."""


def open_settings(settings: Settings, clock: Clock) -> Store:
    """The store that the settings name.

    Raises:
        PepperUnusable: the key file cannot be used; the message says why.
        StorageError: the store cannot be used; the message says why.
    """
    pepper = read_or_make(settings.pepper_file)
    return open_store(
        settings.data,
        settings.live,
        pepper=pepper,
        new_space=lambda space: _new_space(settings, space),
        now=clock.now(),
    )


def _new_space(settings: Settings, space: str) -> Space:
    return Space(
        id=SpaceId(space),
        language=settings.belletje_language,
        zone=settings.belletje_timezone,
        threshold=settings.belletje_threshold,
    )


@contextlib.contextmanager
def opened(settings: Settings, clock: Clock) -> Iterator[Store]:
    """The store of the settings, until the block ends. Raises what :func:`open_settings` raises."""
    store = open_settings(settings, clock)
    try:
        yield store
    finally:
        store.close()


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    store: Store,
    chats: dict[str, Chat],
    clock: Clock,
    *,
    calendar: Calendar | None = None,
    secret_until: date | None = None,
    address: str | None = None,
) -> AsyncIterator[Bot]:
    """A bot that delivers and watches the clock until the block ends; then what is under way is finished.

    ``address``: what the address of a page begins with; None: there is no web address.
    """
    all_chats = Chats(chats)

    async def voices(space: SpaceId) -> Voice:
        return await service.voice(space)

    async def unsettled(errand: Errand, why: Unsaid) -> None:
        slot, asker = errand.slot, asker_of(errand.content)
        which = MessageUnsure(space=slot.space, about=slot.about, kind=slot.kind, number=slot.number)
        await service.do(replace(which, why=why, asker=asker))

    trouble = Trouble()
    deliverer = Deliverer(
        store=store,
        chats=all_chats,
        clock=clock,
        voices=voices,
        doubt=lambda space: service.doubt(space),  # noqa: PLW0108  there is no service yet
        unsettled=unsettled,
        trouble=trouble,
    )
    service = Service(
        store=store, chats=all_chats, clock=clock, house=_house(settings), wake=deliverer.wake, trouble=trouble
    )
    loop = asyncio.create_task(deliverer.run())
    watch = Watch(service, clock, calendar, settings.belletje_holidays, secret_until)
    links = Links(read_or_make(settings.pepper_file))
    closing = MonthClosing(
        service,
        clock,
        zone=settings.belletje_timezone,
        country=settings.belletje_holidays,
        keep_years=settings.belletje_keep_years,
    )
    planner = Planner(service, watch, closing, clock)
    office = Office(
        service=service, watch=watch, clock=clock, page_of=_page_of(links, address), country=settings.belletje_holidays
    )
    requests = Requests(office)
    bot = Bot(
        requests=requests, service=service, deliverer=deliverer, clock=clock, planner=planner, watch=watch, links=links
    )
    try:
        async with ticking(bot.look):
            await closing.name_leaders(leaders_from(settings.belletje_leaders))
            await service.start()
            yield bot
    finally:
        await planner.finish()
        await service.finish()
        loop.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loop
        await deliverer.finish(FINISHES_WITHIN_SECONDS)
        await service.seal()


def _house(settings: Settings) -> House:
    return House(
        contact=settings.belletje_contact, word=settings.belletje_word, organisation=settings.belletje_organisation
    )


def _page_of(links: Links, address: str | None) -> PageOf:
    def page_of(organisation: str, leader: Leader, now: datetime) -> str | None:
        return None if address is None else f"{address}/month/{links.make(organisation, leader, now)}"

    return page_of


def forget_everywhere(settings: Settings, participant: str) -> tuple[tuple[SpaceId, ...], bool]:
    """Erase the rows about one person while no service runs.

    Returns:
        The spaces in which there was one, and whether they stay in the changes of who leads.

    Raises:
        StorageError: the service runs, or the store cannot be used.
    """
    if not examine(settings.data, settings.live).exists:
        raise StoreRefused(f"there is no belletje.db in {settings.data}; nothing was done")
    clock = Clock()
    store = open_settings(settings, clock)
    try:
        return store.run(lambda unit: _forget_in(unit, ParticipantId(participant), clock)).result()
    finally:
        store.tidy().result()
        store.close()


def _forget_in(unit: Unit, who: ParticipantId, clock: Clock) -> tuple[tuple[SpaceId, ...], bool]:
    erased, stays = [], False
    for space in sorted({*unit.space.known(), *unit.present()}):
        outcome = handle(ForgetMe(space=space, actor=who), unit, clock.now(), clock.seed())
        unit.outbox.put(outcome.effects, clock.now())
        if isinstance(outcome.reply, Erased):
            stays = stays or Kept(what="led", stays=True) in outcome.reply.was.kept
            if outcome.reply.was.anything:
                erased.append(space)
    unit.outbox.forget_recipient(who)
    return tuple(erased), stays
