"""What goes wrong with a calendar: refusals, waits and tokens."""

import asyncio
from datetime import timedelta

import pytest
from cryptography.x509 import load_pem_x509_certificate
from graph_standin import Refusal
from graph_standin.service import Fault
from graph_talk import ANNA, BRAM, CALLS, CHAIMA, REFUSALS, START, failure, told
from kiota_abstractions.api_error import APIError
from msgraph.generated.models.o_data_errors.main_error import MainError
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from bot.planning.calendar import CalendarDown, CalendarLocked, MailboxClosed
from bot.planning.calendar.refusals import StaleRound, refused

NEVER = 3600
"""Seconds that no test lasts: what waits for this answer is stopped, and fails."""


class Later(Fault):
    """A refusal with a date in Retry-After."""

    moment = "Tue, 24 Nov 2026 09:00:42 GMT"

    @property
    def refusal(self):
        made = super().refusal
        return Refusal(made.code, headers={"Retry-After": self.moment})


# Busy, broken, silent.


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("status", "said", "wait"),
    [(429, 7, 7), (429, 0, 0), (503, 1.5, 1.5), (504, None, 60), (500, None, 60), (429, 10**9, 86400)],
)
async def test_who_is_asked_to_wait_says_so_and_does_not_ask_again(graph, calendar, weekly, call, status, said, wait):
    graph.refuse("GET" if call != "away" else "POST", status=status, retry_after=said)
    kind, sentence, seconds = await told(CALLS[call](calendar, ANNA))
    assert (kind, seconds) == (CalendarDown, wait)
    assert sentence.startswith("Graph is too busy (" if status != 500 else "Graph has a fault (500 ErrorInternal")
    assert len(graph.calls) == 1


@pytest.mark.parametrize(
    ("moment", "wait"),
    [
        ("Tue, 24 Nov 2026 09:00:42 GMT", 42),
        ("Tue, 24 Nov 2026 09:00:42 -0000", 42),
        ("Tue, 24 Nov 2026 08:00:00 GMT", 0),
        ("Tue, 24 Nov 2099 08:00:00 GMT", 86400),
        ("soon", 60),
        ("nan", 60),
        ("-5", 60),
        ("inf", 86400),
    ],
)
async def test_a_wait_may_be_a_date(graph, calendar, weekly, moment, wait):
    fault = Later("GET", "delta", 1, 503)
    fault.moment = moment
    graph.service.order(fault)
    assert (await told(calendar.dates(ANNA)))[2] == wait


@pytest.mark.parametrize("call", CALLS)
async def test_a_lost_answer(graph, calendar, weekly, call):
    graph.lose("GET" if call != "away" else "POST")
    unreachable = "Graph cannot be reached, or does not answer in time."
    assert await told(CALLS[call](calendar, ANNA)) == (CalendarDown, unreachable, 60)
    assert [one.status for one in graph.calls] == [0]


async def test_after_a_failure_what_was_known_still_stands(graph, calendar, weekly):
    first = await calendar.dates(ANNA)
    graph.refuse("GET", "deltatoken", status=503)
    weekly.cancel("2026-12-01")
    await failure(calendar.dates(ANNA))
    assert [[len(dates) for dates in found.values()] for found in (first, await calendar.dates(ANNA))] == [[5], [4]]
    assert [len(call.query) for call in graph.calls] == [2, 1, 1]


async def test_where_graph_always_forgets_there_is_an_end(graph, calendar, weekly):
    await calendar.dates(ANNA)
    graph.refuse("GET", "delta", status=410, times=None)
    assert (await told(calendar.dates(ANNA)))[:2] == (CalendarDown, "Graph has forgotten what it told us.")
    assert len(graph.calls) == 4


async def test_a_slow_answer_is_not_waited_for(graph, opened, weekly, monkeypatch):
    monkeypatch.setattr("bot.planning.calendar.client.ANSWER_SECONDS", 0.2)
    graph.delay("GET", "delta", NEVER)
    assert (await told(opened().dates(ANNA)))[0] is CalendarDown


@pytest.mark.parametrize("call", CALLS)
async def test_no_call_lasts_long(graph, calendar, weekly, monkeypatch, call):
    monkeypatch.setattr("bot.planning.calendar.client.LONGEST_SECONDS", 0.3)
    graph.delay("GET" if call != "away" else "POST", "", NEVER)
    assert await told(CALLS[call](calendar, ANNA)) == (CalendarDown, "Graph takes too long.", 60)


async def test_nobody_answers_at_all(graph, opened, weekly):
    nowhere = opened(graph_url="http://127.0.0.1:9/v1.0")
    assert (await told(nowhere.dates(ANNA)))[0] is CalendarDown


async def test_over_the_proxy_of_the_environment(graph, opened, weekly, monkeypatch):
    """The stand-in takes whole addresses, as a proxy is sent them."""
    monkeypatch.setenv("http_proxy", f"http://{graph.host}")
    monkeypatch.setenv("no_proxy", "")
    assert len(await opened(graph_url="http://127.0.0.1:9/v1.0").dates(ANNA)) == 1


# Mailboxes.


@pytest.mark.parametrize("call", CALLS)
async def test_mailboxes_that_are_not_ours(graph, calendar, weekly, call):
    graph.mailbox("Eva Shut", "eva@example.com", allowed=False)
    graph.mailbox("Kantoor", "kantoor@example.com", enabled=False)
    closed = "This mailbox is not among those that Belletje may read."
    nobody = "There is no such mailbox in this organisation."
    answers = [await told(CALLS[call](calendar, f"{who}@example.com")) for who in ("eva", "kantoor", "niemand")]
    assert answers == [(MailboxClosed, closed, None), (MailboxClosed, nobody, None), (MailboxClosed, nobody, None)]


@pytest.mark.parametrize("call", CALLS)
async def test_nothing_was_permitted(graph, calendar, weekly, call):
    """Graph says the same as of a mailbox that is shut."""
    graph.permissions = set()
    assert (await told(CALLS[call](calendar, ANNA)))[0] is MailboxClosed


@pytest.mark.parametrize("name", ["../users/bram@example.com", "bram@example.com/events?x=", "a b%2f..", "?"])
async def test_a_name_cannot_lead_elsewhere(graph, calendar, bram, weekly, name):
    """It is one part of the path, whatever stands in it."""
    assert (await told(calendar.dates(name)))[0] is MailboxClosed
    assert [call.path for call in graph.calls] == [f"/users/{name}/calendarView/delta()"]


def of_graph(status, code, headers=None):
    error = ODataError(error=MainError(code=code, message="anna@example.com"))
    error.response_status_code, error.response_headers = status, headers
    return error


@pytest.mark.parametrize(
    ("status", "code", "kind", "part"),
    [
        (400, "resyncRequired", StaleRound, "forgotten"),
        (410, "", StaleRound, "forgotten"),
        (403, "Authorization_RequestDenied", CalendarLocked, "Calendars.Read is missing"),
        (401, "NoPermissionsInAccessToken", CalendarLocked, "Calendars.Read is missing"),
        (401, "InvalidAuthenticationToken", CalendarLocked, "does not accept our token"),
        (404, "OrganizationFromTenantGuidNotFound", CalendarLocked, "no Exchange Online"),
        (404, "ResourceNotFound", MailboxClosed, "no such mailbox"),
        (400, "ErrorCalendarOccurrenceIsDeletedFromRecurrence", MailboxClosed, "not in this mailbox"),
        (408, "", CalendarDown, "too busy (408 )"),
        (400, "anna@example.com", CalendarDown, "has a fault (400 )"),
        (302, None, CalendarDown, "has a fault (302 )"),
    ],
)
def test_codes_that_the_stand_in_does_not_use(status, code, kind, part):
    found = refused(of_graph(status, code), START)
    assert isinstance(found, kind)
    assert part in str(found)
    assert ANNA not in str(found)


def test_an_error_without_anything():
    found = refused(APIError(), START)
    assert (type(found), str(found), found.wait) == (CalendarDown, "Graph has a fault (0 ).", timedelta(minutes=1))


# Tokens.


async def test_one_token_serves_many_questions(graph, calendar, weekly):
    """Also those that begin before there is one."""
    graph.authority.delay = 0.1
    await asyncio.gather(*(calendar.dates(mailbox) for mailbox in (ANNA, BRAM, CHAIMA)), calendar.series(ANNA))
    await calendar.dates(ANNA)
    assert len(graph.authority.requests) == 1


async def test_a_token_that_ends_early_is_renewed_once(graph, calendar, weekly):
    await calendar.dates(ANNA)
    graph.expire_tokens()
    assert len(await calendar.dates(ANNA)) == 1
    assert [call.status for call in graph.calls] == [200, 401, 200]
    graph.refuse("GET", status=401, times=None)
    assert await told(calendar.dates(ANNA)) == (CalendarLocked, "Microsoft Graph does not accept our token.", None)
    assert [call.status for call in graph.calls] == [200, 401, 200, 401, 401]


@pytest.mark.parametrize("why", REFUSALS)
async def test_entra_refuses(graph, opened, weekly, why):
    told_us = await told(opened(**REFUSALS[why]).dates(ANNA))
    assert told_us == (CalendarLocked, f"Microsoft gives no token: {why}.", None)
    assert (graph.calls, len(graph.authority.requests)) == ([], 1)


async def test_a_secret_that_has_expired_and_was_replaced(graph, calendar, weekly):
    graph.expire_secret()
    sentence = "Microsoft gives no token: the secret has expired; make a new one."
    assert await told(calendar.dates(ANNA)) == (CalendarLocked, sentence, None)
    graph.authority.secret_expired = False
    assert len(await calendar.dates(ANNA)) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_entra_is_down(graph, calendar, weekly, status):
    graph.authority.failure = status
    kind, sentence, wait = await told(calendar.dates(ANNA))
    assert (kind, sentence.split()[0], wait, len(graph.authority.requests)) == (CalendarDown, "Entra", 60, 1)


async def test_entra_does_not_answer_or_cannot_be_trusted(graph, opened, weekly, monkeypatch):
    monkeypatch.setattr("bot.planning.calendar.access.TIMEOUT_SECONDS", 0.2)
    graph.authority.delay = 1
    unreachable = (CalendarDown, "Entra cannot be reached.", 60)
    assert await told(opened().dates(ANNA)) == unreachable
    assert await told(opened(graph_login_url="https://127.0.0.1:9").dates(ANNA)) == unreachable
    graph.authority.delay = 0
    monkeypatch.delenv("SSL_CERT_FILE")
    assert await told(opened().dates(ANNA)) == unreachable


async def test_an_address_or_certificate_that_cannot_be_used(graph, opened, tmp_path):
    bad = tmp_path / "bad.pem"
    bad.write_text("-----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----\n")
    sentence = "The certificate, its private key or the address of Entra cannot be used."
    for changes in (
        {"graph_login_url": "http://127.0.0.1:9"},
        {"graph_client_secret": None, "graph_certificate_file": bad},
    ):
        assert await told(opened(**changes).dates(ANNA)) == (CalendarLocked, sentence, None)


async def test_a_certificate_instead_of_a_secret(graph, opened, tmp_path, weekly):
    both = tmp_path / "graph.pem"
    both.write_text(graph.ca_file.read_text() + graph.ca_file.with_name("key.pem").read_text())
    changes = {"graph_client_secret": None, "graph_certificate_file": both}
    sentence = "Microsoft gives no token: the certificate is not that of the registration."
    assert await told(opened(**changes).dates(ANNA)) == (CalendarLocked, sentence, None)
    graph.authority.certificates.append(load_pem_x509_certificate(graph.ca_file.read_bytes()).public_key())
    assert len(await opened(**changes).dates(ANNA)) == 1
