"""Answers of Graph that are none; and that nothing tells about people, whatever goes wrong with a calendar."""

import json
import logging
import traceback
from pathlib import Path

import pytest
import structlog
from aiohttp import web
from graph_talk import ANNA, CALLS, REFUSALS, failure, told
from kiota_abstractions.request_information import RequestInformation

from bot.planning.calendar import CalendarDown
from bot.planning.calendar.access import Access
from bot.planning.calendar.client import _Bearer
from bot.run import logs
from bot.settings import Settings

# Answers that are none.


@pytest.fixture
async def odd():
    """Answers every question with what a test has put there: status, body, headers."""
    answer = {"status": 200, "text": "", "content_type": "application/json", "headers": {}}
    seen = []

    async def handle(request):
        seen.append((request.path, request.headers.get("Authorization", "")))
        return web.Response(**answer)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield answer, seen, f"http://127.0.0.1:{runner.addresses[0][1]}/v1.0"
    await runner.cleanup()


PAGE = json.dumps({"value": [{"@odata.type": "#microsoft.graph.event", "id": "x", "seriesMasterId": "y"}]})
ODD = {
    "nothing": {"text": ""},
    "no JSON": {"text": "{"},
    "a list": {"text": "[]"},
    "a text": {"text": '"x"'},
    "no page": {"text": "{}"},
    "a strange page": {"text": '{"value": 3}'},
    "a gateway's page": {"status": 502, "text": "<html>anna@example.com</html>", "content_type": "text/html"},
    "a page that is no JSON": {"text": "<html>", "content_type": "text/html"},
    "an error that is none": {"status": 400, "text": '{"error": "anna@example.com"}'},
    "elsewhere": {"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}},
    "nowhere": {"status": 302},
    "no times": {"text": PAGE.replace("]}", '], "@odata.deltaLink": "http://x"}')},
}


@pytest.mark.parametrize("what", ODD)
async def test_answers_that_are_none(graph, opened, odd, what):
    answer, seen, url = odd
    answer.update(ODD[what])
    calendar = opened(graph_url=url)
    for call in ("dates", "guests", "series", "away"):
        if (what, call) in {("no times", "away"), ("a strange page", "series"), ("a strange page", "away")}:
            continue  # to the SDK these list nothing, which is an answer
        error = await failure(CALLS[call](calendar, ANNA))
        assert isinstance(error, CalendarDown), call
        assert ANNA not in f"{error!r} {error}"
    assert {path for path, _token in seen} <= {path for path, _token in seen if path.startswith("/v1.0/users/")}


async def test_our_token_goes_to_nobody_but_graph(graph, opened, odd):
    """The link to a next page comes from outside."""
    answer, seen, url = odd
    elsewhere = f"{graph.url}/users/x/calendarView/delta?$skiptoken=x"
    answer["text"] = json.dumps({"value": [], "@odata.nextLink": elsewhere})
    assert (await told(opened(graph_url=url).dates(ANNA)))[:2] == (CalendarDown, "Graph sends us to another address.")
    assert (len(seen), graph.calls) == (1, [])


@pytest.mark.parametrize(
    "link",
    ["http://graph.microsoft.com/x", "https://graph.microsoft.com:8443/x", "https://x@graph.microsoft.com/", "/x"],
)
async def test_our_token_goes_to_graph_only_as_it_should(link):
    """Not without encryption either."""
    request = RequestInformation()
    request.url = link
    with pytest.raises(CalendarDown, match="another address"):
        await _Bearer(Access(Settings()), "https://graph.microsoft.com/v1.0").authenticate_request(request)
    assert request.headers.get_all() == {}


# Nothing tells about people.

NEEDLES = ("anna", "bram", "example.com", "Weekstart", "Salaris", "Bearer", "eyJ", "standin-secret", "x-very-secret")


@pytest.fixture
def lines(capsys):
    """Our log at DEBUG, and what else stands on standard error."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("DEBUG")
    yield lambda: capsys.readouterr().err
    root.handlers[:], root.level = before
    structlog.reset_defaults()


async def every_failure(graph, opened):
    """All that can go wrong, one after the other."""
    calendar = opened()
    for call, ask in CALLS.items():
        method = "GET" if call != "away" else "POST"
        for status in (400, 401, 403, 404, 429, 500, 503):
            graph.refuse(method, status=status, times=2)
            yield await failure(ask(calendar, ANNA))
            graph.behave()
        graph.lose(method)
        yield await failure(ask(calendar, ANNA))
        yield await failure(ask(calendar, "niemand@example.com"))
    for changes in REFUSALS.values():
        yield await failure(opened(**changes).dates(ANNA))
    yield await failure(opened(graph_url="http://127.0.0.1:9/v1.0").dates(ANNA))
    graph.authority.failure = 503
    yield await failure(opened().dates(ANNA))
    graph.expire_secret()
    graph.authority.failure = None
    yield await failure(opened().dates(ANNA))


async def test_no_failure_tells_about_anybody(graph, opened, weekly, lines, caplog):
    graph.series(weekly.organizer, "Salaris van Bram", "2026-11-25T15:00", sensitivity="private")
    log, said = structlog.get_logger(), []
    async for error in every_failure(graph, opened):
        chain = traceback.TracebackException.from_exception(error, capture_locals=False)
        said += [str(error), repr(error), repr(error.args), *(line for line in chain.format() if "File" not in line)]
        assert (error.__cause__, error.__context__) == (None, None) or str(error) == "Graph takes too long."
        log.error("calendar", exc_info=error)
    graph.authority.secret_expired = False
    assert [one.subject for one in await opened().series(ANNA)] == ["Weekstart", None]
    text = "\n".join([*said, lines(), *(record.getMessage() for record in caplog.records)])
    text = text.replace(str(Path(__file__)), "").replace("test_calendar_odd", "")
    assert len(said) > 40
    assert [line for line in text.splitlines() if any(needle in line for needle in NEEDLES)] == []


async def test_what_is_kept_in_memory_is_numbers_and_times(graph, calendar, anna, weekly):
    graph.series(anna, "Salaris van Bram", "2026-11-25T15:00", sensitivity="private")
    await calendar.dates(ANNA)
    await calendar.series(ANNA)
    (follower,) = calendar._followers.values()
    kept = repr(follower._last)
    assert [needle for needle in ("Weekstart", "Salaris", "bram", "Bram", "Zaal") if needle in kept] == []
    assert set(vars(follower)) == {"_client", "_mailbox", "_last", "_one_asks"}
    assert repr(calendar).startswith("<bot.planning.calendar.graph.GraphCalendar object at")
