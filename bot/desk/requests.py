"""What was said, pressed or submitted: the way for it is found, who may go it is checked, it is done.

The only place that knows all desks. What each of them does stands in the module of its ritual.
"""

from dataclasses import replace

from bot.chat.participants import must_be_here
from bot.desk import (
    bell,
    checkout,
    closing,
    membership,
    month,
    organisation,
    pages,
    plan,
    space,
    unsure,
)
from bot.desk.asked import Pressed, Said, Submitted
from bot.desk.desk import Asked, By, Office, Way
from bot.desk.home import own_page
from bot.desk.words import understand
from bot.kernel.refusals import ShellBecause
from bot.service import Answer
from bot.views.message import arguments
from bot.views.pages import help_page
from bot.views.voice import Voice
from bot.views.words import Given, tidied
from rituals.bell.refusals import BellBecause
from rituals.kernel.errors import Because, Refusal
from rituals.kernel.identifiers import ParticipantId, SpaceId, workspace_of
from rituals.kernel.space import Language

ROOMS = (
    bell,
    closing,
    checkout,
    plan,
    unsure,
    space,
    membership,
    month,
    organisation,
    pages,
)
DESKS = tuple(room.DESK for room in ROOMS)

WORDS = {word: way for desk in DESKS for word, way in desk.words.items()}
BUTTONS = {str(intent): way for desk in DESKS for intent, way in desk.buttons.items()}
FORMS = {str(name): way for desk in DESKS for name, way in desk.forms.items()}


class Requests:
    """What platform adapters call."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._service = office.service

    async def said(self, said: Said) -> Answer:
        return await self._service.answer(
            said.space, lambda voice: self._said(said, voice), language=said.language, reads=said.reads
        )

    async def home(self, space: SpaceId, who: ParticipantId) -> Answer:
        """Somebody opened their own page. ``space``: stands for their workspace."""
        return await self._service.answer(
            space, lambda voice: own_page(DESKS, self._office, Asked(space=space, actor=who, voice=voice))
        )

    async def pressed(self, pressed: Pressed) -> Answer:
        given = arguments(pressed.value)
        about = _same_workspace(given.get("space"), pressed.space)
        return await self._service.answer(
            about,
            lambda voice: self._go(
                _found(BUTTONS.get(pressed.intent), BellBecause.BELL_OVER),
                Asked(space=about, actor=pressed.actor, voice=voice, stood=about == pressed.space, given=given),
                shared=pressed.shared,
            ),
            language=_language(given),
            reads=pressed.reads,
        )

    async def submitted(self, submitted: Submitted) -> Answer:
        return await self._submitted(submitted, FORMS.get(submitted.form))

    async def _submitted(self, submitted: Submitted, way: Way | None) -> Answer:
        given = submitted.arguments
        about = _same_workspace(given.get("space"), submitted.space)
        return await self._service.answer(
            about,
            lambda voice: self._go(
                _found(way, ShellBecause.FORM_EXPIRED),
                Asked(
                    space=about,
                    actor=submitted.actor,
                    voice=voice,
                    stood=about == submitted.space,
                    given=given,
                    fields=submitted.fields,
                ),
                shared=submitted.shared,
            ),
            language=_language(given),
            reads=submitted.reads,
            failed=way.failed if way else "failed",
        )

    async def again(self, submitted: Submitted) -> Answer:
        """The form that was refused, as it stands before anybody fills it in; nothing where it is not to be mended."""
        way = FORMS.get(submitted.form)
        if way is None or way.again is None:
            return Answer()
        return await self._submitted(submitted, replace(way, do=way.again))

    async def _said(self, said: Said, voice: Voice) -> Answer:
        understood = understand(said.words, self._service.today(voice.space))
        _check_mentions(said)
        if understood.word is None:
            return Answer(shown=help_page(voice, understood.said))
        way = WORDS[understood.word]
        asked = Asked(
            space=said.space,
            actor=said.actor,
            voice=voice,
            given=understood.given,
            people=said.people,
            groups=said.groups,
        )
        if way.alone and not said.shared:
            return await own_page(DESKS, self._office, asked)
        return await self._go(way, asked, shared=said.shared)

    async def _go(self, way: Way, asked: Asked, *, shared: bool) -> Answer:
        """See :class:`bot.desk.desk.By`. ``shared``: it was not said in a private chat."""
        if way.by is not By.ANYBODY and asked.stood and not shared:
            raise Refusal(ShellBecause.NOT_A_SPACE)
        if way.by is By.MEMBERS or (way.by is By.TEAM and not asked.stood):
            await must_be_here(self._service.chat(asked.space), asked.space, asked.actor)
        return await way.do(self._office, asked)


def _found(way: Way | None, otherwise: Because) -> Way:
    """The way for a button or form; what there is not (any more) is refused."""
    if way is None:
        raise Refusal(otherwise)
    return way


def _language(given: Given) -> Language | None:
    """Of the command that a button or form came from, for a space that has not chosen yet."""
    return Language(given["language"]) if given.get("language") in set(Language) else None


def _same_workspace(wanted: str | None, stood: SpaceId) -> SpaceId:
    """The space a button or form is about, as long as it belongs to the workspace it came from."""
    if wanted and wanted.count(":") > 1 and workspace_of(SpaceId(wanted)) == workspace_of(stood):
        return SpaceId(wanted)
    return stood


def _check_mentions(said: Said) -> None:
    if said.broadcast:
        raise Refusal(ShellBecause.BROADCAST)
    if said.unresolved:
        raise Refusal(ShellBecause.UNRESOLVED, said=tidied(said.unresolved))
