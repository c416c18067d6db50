"""The room over plain HTTP: who may come in, and that nothing anybody sends becomes an error page."""

import asyncio
import re
from html import unescape

import pytest
import pytest_asyncio
from rooms import NAMES, ask, open_room, post

from bot.web.room import BODY_AT_MOST

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def url(tmp_path):
    async with open_room(tmp_path) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def still(tmp_path_factory):
    """A room in which nothing happens, shared by the tests of what is refused."""
    async with open_room(tmp_path_factory.mktemp("still")) as url:
        yield url


async def reads(url, name="anna"):
    """The words on somebody's page."""
    answer = await ask(url, "GET", f"/as/{name}")
    assert answer.status == 200
    return unescape(re.sub(r"<[^>]*>", "", answer.text))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "CROSS-SITE"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:1"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/as/anna/say", "/as/anna/press", "/as/anna/form"])
async def test_another_site_cannot_make_a_browser_act_here(still, path, headers):
    answer = await post(still, path, {"text": "smuggled"}, **headers)
    assert answer.status == 403
    assert "smuggled" not in await reads(still)


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}], ids=str)
async def test_the_room_itself_and_programs_may_act(url, headers):
    own = {"Origin": url} if headers.get("Sec-Fetch-Site") == "same-origin" else {}
    answer = await post(url, "/as/anna/say", {"text": "goedemorgen"}, **headers, **own)
    assert (answer.status, answer.headers["location"]) == (303, "/as/anna#last")
    assert "goedemorgen" in await reads(url)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_name_that_somebody_else_points_here_is_refused(still, host, method):
    assert (await ask(still, method, "/as/anna", Host=host)).status == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8080", "LOCALHOST"])
async def test_this_machine_is_let_in_whatever_the_port(still, host):
    assert (await ask(still, "GET", "/as/anna", Host=host)).status == 200


@pytest.mark.parametrize("path", ["/as/zorro", "/as/Anna", "/as/", "/as/anna/more", "/as/%00", "/nowhere"])
async def test_an_unknown_person_or_page_is_not_found(still, path):
    answers = [await ask(still, "GET", path), await post(still, f"{path}/say", {"text": "hello"})]
    assert {answer.status for answer in answers} <= {404, 405, 307}
    assert not any("Traceback" in answer.text for answer in answers)


async def test_a_body_larger_than_any_form_is_refused(still):
    assert (await post(still, "/as/anna/say", b"text=" + b"x" * BODY_AT_MOST)).status == 413
    assert "xxx" not in await reads(still)


@pytest.mark.parametrize("body", [b"text=\xff\xfe", b"\x80"])
async def test_a_body_that_is_no_text_is_refused(still, body):
    assert (await post(still, "/as/anna/say", body)).status == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"press": "accept?meeting=gone&space=room:sample:team", "message": "1"},
        {"press": "settle?done=perhaps", "message": "99999999999999999999999999"},
        {"press": "settle?done=heard&meeting=gone", "message": "²"},
        {"press": "no_such_thing", "message": "-1"},
        {"press": "ring?space=slack:T1:C1&meeting=x"},
        {"press": "?", "message": "x" * 5000},
        {"press": "confirm?people=zorro,anna"},
        {"press": ""},
        {},
    ],
    ids=str,
)
async def test_a_press_of_what_is_not_there_gets_a_sentence(url, fields):
    answer = await post(url, "/as/anna/press", fields)
    assert answer.status == 303
    page = await reads(url)
    assert re.search(r"voorbij|niet|geen", page.split("alleen jij ziet dit", 1)[1])


@pytest.mark.parametrize("author", ["anna", "bram"])
async def test_nobody_replaces_a_message_that_is_not_theirs_alone(url, author):
    await post(url, f"/as/{author}/say", {"text": "this stays"})
    await post(url, "/as/anna/press", {"press": "dismiss", "message": "1"})
    assert "this stays" in await reads(url)
    assert "Er is niets gebeurd." in await reads(url)


@pytest.mark.parametrize("seen", ["²", "-1", "9" * 5000, "x", "1e9", "%00"])
async def test_a_strange_place_to_follow_from_is_answered_at_once(still, seen):
    async with asyncio.timeout(5):
        assert (
            await ask(still, "GET", f"/as/anna?seen={seen.encode().hex('%') if seen == '²' else seen}")
        ).status == 200


async def test_following_waits_for_something_new(url):
    page = (await ask(url, "GET", "/as/anna")).text
    seen = re.search(r'data-changes="(\d+)"', page)[1]
    waiting = asyncio.create_task(ask(url, "GET", f"/as/anna?seen={seen}"))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    await post(url, "/as/bram/say", {"text": "over here"})
    async with asyncio.timeout(5):
        assert "over here" in (await waiting).text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../room.py",
        "/static/%2e%2e/room.py",
        "/static/..%2froom.py",
        "/static/..%5croom.py",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/%00",
        "/static/" + "a/" * 2000,
        "/static/",
    ],
)
async def test_only_the_static_files_are_served(still, path):
    answer = await ask(still, "GET", path)
    assert answer.status == 404
    assert "import" not in answer.text
    assert (await ask(still, "GET", "/static/room.css")).status == 200


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("/advocaat " + " ".join(f"@{name.lower()}" for name in NAMES * 8)[:900], "rond"),
        ("/advocaat " + "@x" * 60, "Ik weet niet wie @x is"),
        ("/advocaat " + " ".join(f"@naam{n}" for n in range(60)), "Ik weet niet wie @naam0 is"),
        ("/advocaat " + "x" * 4000, "te lang"),
        ("/advocaat @everyone", "Iedereen tegelijk noemen kan niet"),
        ("/advocaat pauze mij tot 99 maart", "Die dag begrijp ik niet"),
        ("/advocaat voorzitter", "precies één collega"),
        ("/ADVOCAAT wie", "Er loopt nu geen belletje"),
        ("/zzz", "“zzz” ken ik niet"),
        ("/", "rond"),
        ("/advocaat \x00\u202e\u200bhelp", "Dit kun je hier doen"),
        ("/advocaat '; DROP TABLE message; --", "ken ik niet"),
    ],
    ids=lambda value: value[:24].encode("unicode_escape").decode(),
)
async def test_whatever_is_typed_gets_a_sentence(url, words, answered):
    answer = await post(url, "/as/anna/say", {"text": words})
    assert answer.status == 303
    private = (await reads(url)).split("alleen jij ziet dit", 1)[1]
    assert answered in private or (answered == "rond" and re.search(r"rond|uitdelen", private))


async def test_a_long_story_is_kept_whole_and_no_story_is_nothing(url):
    for text in ("x" * 4000, "", "   ", "\t\n"):
        assert (await post(url, "/as/anna/say", {"text": text})).status == 303
    page = (await ask(url, "GET", "/as/anna")).text
    assert "x" * 4000 in page
    assert page.count("<li data-id=") == 1


async def test_markup_is_text_wherever_it_comes_back(url):
    for typed in ("<script>alert(1)</script>", "/advocaat <img src=x onerror=alert(1)>", "/advocaat @<b>"):
        await post(url, "/as/anna/say", {"text": typed})
    page = (await ask(url, "GET", "/as/anna")).text
    assert page.count("<script") == 1
    assert "<img" not in page


async def test_a_form_counts_once(url):
    await post(url, "/as/anna/say", {"text": "/advocaat instellingen"})
    assert 'id="form-title"' not in (await ask(url, "GET", "/as/bram")).text
    page = (await ask(url, "GET", "/as/anna")).text
    now = dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', page))
    now |= dict(re.findall(r'id="field-[^"]+" name="([^"]+)" value="([^"]*)"', page))
    chosen = {**now, "send": "yes", "language": "en", "word": "tegenspraak"}
    for _ in range(3):
        assert (await post(url, "/as/anna/form", chosen)).status == 303
    assert (await reads(url)).count("Saved.") == 1
    assert (await reads(url, "bram")).count("changed the settings") == 1


@pytest.mark.parametrize("fields", [{}, {"send": "yes"}, {"send": "yes", "language": "xx", "guests": "?"}], ids=str)
async def test_a_form_that_is_not_filled_in_well_changes_nothing(url, fields):
    await post(url, "/as/anna/say", {"text": "/advocaat instellingen"})
    assert (await post(url, "/as/anna/form", fields)).status == 303
    assert "changed" not in await reads(url)
    assert ("Die keuze ken ik niet" in await reads(url)) == ("send" in fields)


async def test_the_page_allows_nothing_from_elsewhere(still):
    headers = (await ask(still, "GET", "/as/anna")).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"https?:|\*|unsafe|data:", policy)
    assert headers["cache-control"] == "no-store"
