"""How people reach a check-out: answering, closing, cancelling; and a team's own questions."""

from urllib.parse import urlencode

from bot.chat.participants import answerer, size
from bot.desk.desk import Asked, By, Desk, Office, Way
from bot.desk.plain import command, line, page
from bot.service import Answer, shown
from bot.views.checkout import CLOSE, QUESTIONS, CheckOutForms, CheckOutIntent, promise_page
from bot.views.words import Given, tidied
from rituals.checkout import commands
from rituals.checkout.questions import OWN_AT_MOST, OWN_LENGTH
from rituals.checkout.refusals import CheckOutBecause
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import CheckOutId

ENCODED_AT_MOST = 1700
"""What a button can carry of a team's questions: Slack allows 2,000 characters, and an accent takes six."""


def _checkout(asked: Asked) -> CheckOutId:
    return CheckOutId(asked.given.get("checkout", ""))


async def _show_form(office: Office, asked: Asked) -> Answer:
    return await office.do(asked, asked.command(commands.ShowForm, checkout=_checkout(asked)))


async def _answered(office: Office, asked: Asked) -> Answer:
    """An answer. Nothing of it is kept here, logged, or sent anywhere but to the counters."""
    person = await answerer(office.chat(asked), asked.space, asked.actor)
    answer = asked.command(commands.AnswerCheckOut, checkout=_checkout(asked), person=person, given=asked.fields)
    return await office.do(asked, answer)


async def _close(office: Office, asked: Asked) -> Answer:
    return await _as_chair(office, asked, asked.command(commands.CloseCheckOut, checkout=_checkout(asked)))


async def _close_what_is_open(office: Office, asked: Asked) -> Answer:
    return await _as_chair(office, asked, asked.command(commands.CloseCheckOut))


async def _close_anyway(office: Office, asked: Asked) -> Answer:
    return await _as_chair(office, asked, asked.command(commands.CloseCheckOut, checkout=_checkout(asked), sure=True))


async def _cancel_anyway(office: Office, asked: Asked) -> Answer:
    return await _as_chair(office, asked, asked.command(commands.CancelCheckOut, checkout=_checkout(asked), sure=True))


async def _as_chair(office: Office, asked: Asked, wanted: commands.CheckOutCommand) -> Answer:
    return shown(await office.service.as_chair(wanted), asked.voice)


async def _questions_written(office: Office, asked: Asked) -> Answer:
    return await _own_questions(office, asked, asked.chosen, sure=False)


async def _use_questions(office: Office, asked: Asked) -> Answer:
    return await _own_questions(office, asked, asked.given, sure=True)


async def _own_questions(office: Office, asked: Asked, given: Given, *, sure: bool) -> Answer:
    """A team's own questions; who is here and what they are called is asked now and kept nowhere."""
    chat = office.chat(asked)
    words = tuple(filter(None, (tidied(given.get(f"q{place}", "")) for place in range(OWN_AT_MOST))))
    if len(urlencode({f"q{place}": text for place, text in enumerate(words)})) > ENCODED_AT_MOST:
        raise Refusal(CheckOutBecause.OWN_TOO_LONG, n=OWN_LENGTH)
    here = (await chat.roster(asked.space, at_most=0)).ids
    people = await size(chat, asked.voice.space)
    change = asked.command(
        commands.ChangeQuestions,
        words=words,
        people=len(here) if people is None else people,
        names=await chat.names(asked.space, here) if words else frozenset(),
        sure=sure,
    )
    return await office.do(asked, change)


DESK = Desk(
    words={CLOSE: Way(do=_close_what_is_open), QUESTIONS: Way(do=command(commands.ShowQuestions))},
    buttons={
        CheckOutIntent.ANSWER: Way(do=_show_form),
        CheckOutIntent.CLOSE: Way(do=_close),
        CheckOutIntent.CLOSE_ANYWAY: Way(do=_close_anyway),
        CheckOutIntent.CANCEL_ANYWAY: Way(do=_cancel_anyway),
        CheckOutIntent.STAY_OPEN: Way(do=line("co.stays_open"), by=By.ANYBODY),
        CheckOutIntent.USE_QUESTIONS: Way(do=_use_questions, by=By.MEMBERS),
        CheckOutIntent.PROMISE: Way(do=page(promise_page), by=By.ANYBODY),
    },
    forms={
        CheckOutForms.CHECKOUT: Way(do=_answered, by=By.ONESELF, failed="co.failed"),
        CheckOutForms.QUESTIONS: Way(do=_questions_written, again=command(commands.ShowQuestions)),
    },
)
"""That somebody who answers is in the space is looked up with the answer, once for many."""
