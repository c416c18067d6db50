"""Words, buttons and forms about check-outs → commands, with what must be looked up in chat first."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from bot.chat.participants import answerer, size
from bot.service import Service
from bot.views.message import Intent
from bot.views.words import tidied
from rituals.bell.refusals import BellBecause
from rituals.checkout.checkout import Form
from rituals.checkout.commands import AnswerCheckOut, CancelCheckOut, ChangeQuestions, CloseCheckOut, ShowForm
from rituals.checkout.questions import OWN_AT_MOST, OWN_LENGTH, SetName
from rituals.checkout.refusals import CheckOutBecause
from rituals.closing.commands import OpenCheckOut
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import CheckOutId
from rituals.kernel.reply import Reply
from rituals.kernel.space import Language

ENCODED_AT_MOST = 1700
"""What a button can carry of a team's questions: Slack allows 2,000 characters, and an accent takes six."""

Who = dict[str, Any]
Given = Mapping[str, str]


async def open_(
    service: Service,
    who: Who,
    name: SetName | None,
    language: Language | None = None,
    *,
    form: Form | None = None,
    spoken: bool = False,
) -> Reply | None:
    voice = await service.voice(who["space"], language)
    people = await size(service.chat(who["space"]), voice.space)
    return await service.do(
        OpenCheckOut(**who, people=people, language=voice.space.language, name=name, form=form, spoken=spoken)
    )


async def cancel(service: Service, who: Who) -> Reply | None:
    """Cancel the check-out that is open; where there is none, there is nothing to cancel at all."""
    try:
        return await service.as_chair(CancelCheckOut(**who))
    except Refusal as refusal:
        if refusal.because is CheckOutBecause.NO_CHECKOUT:
            raise Refusal(BellBecause.NO_BELL) from None
        raise


async def answered(service: Service, who: Who, arguments: Given, fields: Mapping[str, tuple[str, ...]]) -> Reply | None:
    """An answer. Nothing of it is kept here, logged, or sent anywhere but to the counters."""
    person = await answerer(service.chat(who["space"]), who["space"], who["actor"])
    checkout = CheckOutId(arguments.get("checkout", ""))
    return await service.do(AnswerCheckOut(**who, checkout=checkout, person=person, given=fields))


async def own_questions(service: Service, who: Who, given: Given, *, sure: bool) -> Reply | None:
    """A team's own questions; who is here and what they are called is asked now and kept nowhere."""
    chat, space = service.chat(who["space"]), who["space"]
    words = tuple(filter(None, (tidied(given.get(f"q{place}", "")) for place in range(OWN_AT_MOST))))
    if len(urlencode({f"q{place}": text for place, text in enumerate(words)})) > ENCODED_AT_MOST:
        raise Refusal(CheckOutBecause.OWN_TOO_LONG, n=OWN_LENGTH)
    here = (await chat.roster(space, at_most=0)).ids
    people = await size(chat, (await service.voice(space)).space)
    return await service.do(
        ChangeQuestions(
            **who,
            words=words,
            people=len(here) if people is None else people,
            names=await chat.names(space, here) if words else frozenset(),
            sure=sure,
        )
    )


async def _check_out(service: Service, who: Who, _given: Given) -> Reply | None:
    return await open_(service, who, None)


async def _ask_aloud(service: Service, who: Who, _given: Given) -> Reply | None:
    return await open_(service, who, None, spoken=True)


async def _open_round(service: Service, who: Who, given: Given) -> Reply | None:
    name = SetName(given["set"]) if given.get("set") in set(SetName) else None
    return await open_(service, who, name, form=Form.ROUND)


async def _show_form(service: Service, who: Who, given: Given) -> Reply | None:
    return await service.do(ShowForm(**who, checkout=CheckOutId(given.get("checkout", ""))))


async def _close(service: Service, who: Who, given: Given) -> Reply | None:
    return await service.as_chair(CloseCheckOut(**who, checkout=CheckOutId(given.get("checkout", ""))))


async def _close_anyway(service: Service, who: Who, given: Given) -> Reply | None:
    checkout = CheckOutId(given.get("checkout", ""))
    return await service.as_chair(CloseCheckOut(**who, checkout=checkout, sure=True))


async def _cancel_anyway(service: Service, who: Who, given: Given) -> Reply | None:
    checkout = CheckOutId(given.get("checkout", ""))
    return await service.as_chair(CancelCheckOut(**who, checkout=checkout, sure=True))


async def _use_questions(service: Service, who: Who, given: Given) -> Reply | None:
    return await own_questions(service, who, given, sure=True)


BUTTONS: dict[str, Callable[[Service, Who, Given], Awaitable[Reply | None]]] = {
    Intent.CHECK_OUT: _check_out,
    Intent.ASK_ALOUD: _ask_aloud,
    Intent.OPEN_FORM: _open_round,
    Intent.ANSWER: _show_form,
    Intent.CLOSE: _close,
    Intent.CLOSE_ANYWAY: _close_anyway,
    Intent.CANCEL_ANYWAY: _cancel_anyway,
    Intent.USE_QUESTIONS: _use_questions,
}
