"""The room in a real browser: the whole story, as people meet it with a mouse, a keyboard, a phone or no scripts."""

import contextlib
import re

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect
from rooms import COMPLAINS_OF_LOST_FOCUS, NAMES, Seat, demo, launched_chromium, open_room, post

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

WIDE, PHONE, ZOOMED = (1000, 760), (320, 640), (640, 400)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium():
    async with launched_chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def sit(chromium):
    """Sits somebody down at a room. In the end nothing may have gone wrong, and no request may have gone elsewhere."""
    async with contextlib.AsyncExitStack() as stack:

        async def sitting(url, name="Anna", size=WIDE, **context):
            view = {"width": size[0], "height": size[1]}
            browsing = await chromium.new_context(viewport=view, **context)
            stack.push_async_callback(browsing.close)
            seat = Seat(await browsing.new_page(), url)
            seat.page.set_default_timeout(8000)
            await seat.is_(name)
            seats.append(seat)
            return seat

        seats = []
        yield sitting
        for seat in seats:
            assert seat.wrong == []
            assert {re.match(r"\w+://[^/]*", address)[0] for address in seat.requested} == {seat.url}


@pytest_asyncio.fixture(loop_scope="module")
async def url(tmp_path):
    async with open_room(tmp_path) as url:
        yield url


async def calls(seat, command="/advocaat", go="Doe maar"):
    """Looks for somebody who takes the bell; who is asked. Nobody may have anything unread."""
    await seat.says(command)
    if go:
        await seat.presses(go)
    return await seat.asked()


async def takes(seat, name, yes="Ja, is goed", announced="heeft vandaag het belletje"):
    await seat.is_(name)
    await seat.presses(yes)
    await seat.sees(f"{name} {announced}")


async def test_the_whole_story_with_the_real_command(sit, tmp_path):
    async with demo(tmp_path) as url:
        seat = await sit(url)
        await expect(seat.page.locator("#empty")).to_contain_text("/advocaat")
        first = await calls(seat)
        assert first != "Anna"
        await expect(seat.page.locator("#news")).to_have_text(f"Iets nieuws voor: {first}")

        await seat.is_(first)
        await expect(seat.page.locator("li.private")).to_contain_text("alleen jij ziet dit")
        await seat.presses("Nu even niet")
        await seat.sees("Deze vraag is voorbij. Je hoeft niets te doen.")
        await expect(seat.page.locator("#news")).to_have_text("")  # a no is no sooner known than silence
        await seat.presses("2 minuten later")
        second = await seat.asked()
        assert second not in ("Anna", first)
        await seat.is_("Anna")
        assert await seat.shared() == []  # that somebody said no is seen nowhere

        await takes(seat, second)
        await seat.presses("Bellen")
        await seat.sees("Daar is het belletje")
        await expect(seat.page.locator("li.shared + li.thread")).to_contain_text("in de draad")

        await seat.is_("Anna")
        await seat.presses("Overleg is klaar")
        await seat.presses("Meegewogen")
        await seat.sees("Het is meegewogen in het besluit.")
        ended, _ring = await seat.shared()
        assert "Dank aan wie het belletje had" in ended
        assert not any(name in ended for name in NAMES)
        await seat.page.close()


async def test_ten_bells_go_round_fairly_also_after_a_stop(sit, tmp_path):
    turns = []
    for _ in range(2):
        async with open_room(tmp_path) as url:
            seat = await sit(url)
            assert len(await seat.shared()) == len(turns)
            assert await seat.page.locator("#people .badge").count() == 0  # what was read stays read
            for _ in range(5):
                name = await calls(seat, go="" if turns else "Doe maar")
                await takes(seat, name)
                await seat.is_("Anna")
                await seat.presses("Overleg is klaar")
                await seat.sees("Het belletje is afgerond.")
                await seat.is_(name)
                await seat.sees("Dank je wel dat jij vandaag het belletje had.")
                await seat.is_("Anna")
                turns.append(name)
            await seat.page.close()
    counts = [turns.count(name) for name in NAMES]
    assert (sum(counts), counts[0], max(counts[1:]) - min(counts[1:]) <= 3) == (10, 0, True)


async def test_a_click_that_is_under_way_while_somebody_else_gets_something_new_still_counts(url, sit):
    seat, other_tab = await sit(url), await sit(url)
    await seat.page.locator("#people a[href='/as/daan#last']").hover()
    await seat.page.mouse.down()
    asked = await calls(other_tab)
    await expect(seat.page.locator("#news")).to_have_text(f"Iets nieuws voor: {asked}")
    await seat.page.mouse.up()
    await seat.page.wait_for_url("**/as/daan*")


async def test_the_settings_make_the_room_english(url, sit):
    seat = await sit(url)
    await seat.says("/advocaat instellingen")
    await seat.page.get_by_label("English (Engels)").check()
    await seat.presses("Bewaren")
    await seat.sees("Saved.")
    await expect(seat.page.locator("html")).to_have_attribute("lang", "en")
    await expect(seat.page.locator("label[for=text]")).to_have_text("Say something as Anna")
    await seat.sees("changed the settings of Belletje here. Language: English")
    await seat.is_at("LI")  # the newest message, not the top of a page that was loaded anew

    name = await calls(seat, "/bell", go="")
    await expect(seat.page.locator("#news")).to_have_text(f"Something new for: {name}")
    await takes(seat, name, "Yes, fine", "has the bell today.")
    assert not re.search(r"\b(het|belletje|jij)\b", await seat.page.locator("body").inner_text())


async def test_the_story_with_the_keyboard_alone(url, sit):
    seat = await sit(url)
    page = seat.page
    await page.add_init_script(COMPLAINS_OF_LOST_FOCUS)
    await page.reload()
    await seat.is_at("INPUT")
    await page.keyboard.type("/advocaat")
    await page.keyboard.press("Enter")
    await seat.sees("Ik vraag eerst stil")
    await seat.is_at("INPUT")
    await seat.tabs_to("Doe maar", back=True)
    first = await seat.asked()
    await seat.is_at("LI")  # the message in the place of the button
    await seat.tabs_to(first)
    await seat.is_at("LI")
    await seat.tabs_to("Nu even niet")
    await seat.is_at("LI")
    await seat.tabs_to("2 minuten later")
    second = await seat.asked()
    await seat.tabs_to(second, back=True)  # forward one would leave the page and come in again at its top
    await seat.tabs_to("Ja, is goed")
    await seat.sees("heeft vandaag het belletje")
    await seat.is_at("LI")
    await seat.tabs_to("Bellen")
    await seat.sees("Daar is het belletje")
    await seat.is_at("Bellen")
    await seat.tabs_to("Anna")
    await seat.tabs_to("Overleg is klaar")
    await seat.sees("Wat is er met het belletje")
    await seat.tabs_to("Gehoord")
    await seat.sees("Het is gehoord.")
    await seat.is_at("LI")

    await seat.says("/advocaat instellingen")
    await expect(page.locator("#form-title")).to_be_focused()
    await seat.tabs_to("Toch niet")
    await expect(page.locator("#text")).to_be_focused()


async def test_what_others_do_leaves_the_keyboard_where_it_is(url, sit):
    await post(url, "/as/anna/say", {"text": "/advocaat instellingen"})
    seat = await sit(url)
    await seat.page.add_init_script(COMPLAINS_OF_LOST_FOCUS)
    await seat.page.reload()
    places = ("#people a[aria-current]", "#people a[href^='/as/bram']", "#text", "#log", "#field-word", "#list > li")
    for number, place in enumerate(places):
        at = seat.page.locator(place).first
        await at.focus()
        await seat.page.keyboard.type("tegen")
        await post(url, "/as/bram/say", {"text": "/advocaat wie"})
        await expect(seat.page.locator("#people .badge")).to_have_text(f"{number + 1} nieuw")
        await post(url, "/as/bram/say", {"text": f"hallo {number}"})
        await seat.sees(f"hallo {number}")
        await expect(at).to_be_focused()
        assert await at.evaluate("at => at.matches('input') ? at.value : 'tegen'") == "tegen"


async def test_new_messages_are_added_to_a_live_region_and_the_others_stay_themselves(url, sit):
    await post(url, "/as/bram/say", {"text": "one"})
    seat = await sit(url)
    log = seat.page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    old = await log.locator("li").element_handle()
    await seat.page.evaluate(
        "new MutationObserver((seen) => { window.touched = (window.touched ?? 0) + seen.length; })"
        ".observe(document.querySelector('#list > li'), { childList: true, subtree: true, characterData: true })"
    )
    for text in ("two", "three"):
        await post(url, "/as/bram/say", {"text": text})
        await log.locator("li", has_text=text).wait_for()
    assert await old.evaluate("old => old.isConnected && old === document.querySelector('#list').firstElementChild")
    assert await seat.page.evaluate("window.touched") is None
    assert [text.split()[-1] for text in await log.locator("li").all_inner_texts()] == ["one", "two", "three"]


async def test_what_is_typed_is_shown_as_it_was_typed(url, sit):
    seat = await sit(url)
    markup = ("<script>alert(1)</script><b>x</b>", "**bold** *it* {name} &amp; &#x41;")
    for typed in (*markup, "\u202egnisrever\u202c", "zero\u200bwidth", "\u0645\u0631\u062d\u0628\u0627"):
        shown = seat.page.locator("#list > li.own > p:not(.from)").last
        await seat.says(typed)
        await expect(shown).to_have_text(re.compile(re.escape(typed[-3:])))
        assert await shown.evaluate("p => p.textContent") == typed
        assert await shown.locator("b, i, script").count() == 0
        await seat.says("/advocaat " + typed)
    await expect(seat.page.locator("li.private", has_text="ken ik niet")).to_have_count(5)


async def test_the_story_without_scripts(url, sit):
    seat = await sit(url, java_script_enabled=False)
    first = await calls(seat)
    await seat.is_(first)
    await seat.presses("Nu even niet")
    await seat.presses("2 minuten later")
    second = await seat.asked()
    await takes(seat, second)
    await seat.presses("Bellen")
    await seat.sees("Daar is het belletje")
    await seat.is_("Anna")
    await seat.presses("Overleg is klaar")
    await seat.presses("Overgenomen")
    await seat.sees("Het is overgenomen.")
    await seat.says("/advocaat instellingen")
    await seat.presses("Toch niet")
    assert await seat.page.locator("#form form").count() == 0
    await seat.page.get_by_role("link", name="Ververs de berichten").click()


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["wide", "phone", "zoomed"])
async def test_nothing_is_in_the_way_of_anybody(url, sit, size, monkeypatch):
    """As far as axe can see, in each state of the room; and nothing runs off the side."""
    seat = await sit(url, size=size, device_scale_factor=2 if size == ZOOMED else 1)

    async def check(state):
        found = await Axe().run(seat.page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        assert await seat.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state

    await check("empty")
    name = await calls(seat)
    await check("news")
    await seat.is_(name)
    await check("private card")
    await takes(seat, name)
    await seat.presses("Bellen")
    await seat.sees("Daar is het belletje")
    await check("announcement and thread")
    await seat.says("x" * 400)
    await seat.says("/advocaat help")
    await seat.sees("Dit kun je hier doen")
    await seat.says("/advocaat instellingen")
    await seat.page.locator("#field-word").wait_for()
    await check("settings")
    await seat.presses("Toch niet")
    monkeypatch.setattr("bot.chat.participants.WHOLE_SPACE_AT_MOST", 3)
    await seat.is_("Anna")
    await seat.presses("Overleg is klaar")
    await seat.sees("Het belletje is afgerond.")
    await seat.says("/advocaat")
    await seat.page.get_by_label("Hanna").check()
    await check("who takes part")
    await seat.presses("Vraag rond")
    await seat.page.locator("#people a[href='/as/hanna#last'] .badge").wait_for()


async def test_a_room_that_is_away_says_so_and_keeps_what_was_typed(url, sit):
    seat = await sit(url)
    await seat.page.context.set_offline(True)
    await seat.says("is daar iemand?")
    await expect(seat.page.locator("#away")).to_be_visible()
    await expect(seat.page.locator("#text")).to_have_value("is daar iemand?")
    await seat.page.context.set_offline(False)
    await seat.page.keyboard.press("Enter")
    await seat.sees("is daar iemand?")
    await expect(seat.page.locator("#away")).to_be_hidden()
    assert all("ERR_INTERNET_DISCONNECTED" in wrong for wrong in seat.wrong)
    seat.wrong.clear()
