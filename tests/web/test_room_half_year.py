"""A newcomer moves the clock by half a year and opens the month's page with charts."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect
from rooms import launched_chromium, open_room

TIME_MS = 240_000
"""Half a year takes half a minute; a machine with much else to do gets more."""


@pytest.mark.browser
@pytest.mark.timeout(300)
async def test_half_a_year_goes_by_and_the_month_can_be_opened(tmp_path):
    async with launched_chromium() as opened, open_room(tmp_path) as url:
        page = await opened.new_page(viewport={"width": 1000, "height": 900})
        page.set_default_timeout(TIME_MS)
        await page.goto(f"{url}/as/anna")
        before = await page.locator("#clock").inner_text()
        await page.click("button[name=half_year]")
        clock = page.locator("#clock")
        await expect(clock).to_contain_text("De tijd loopt", timeout=TIME_MS)
        await page.click("button[name=others]")  # anything else waits
        await expect(clock).not_to_contain_text("De tijd loopt", timeout=TIME_MS)
        assert await clock.inner_text() != before
        await page.fill("#text", "/advocaat cijfers")
        await page.click(".say button")
        mine = page.locator("#list > li").last
        await expect(mine).to_contain_text("Jullie ")
        assert await mine.locator("figure.chart svg[role=img]").count() >= 1
        found = await Axe().run(page)
        assert (found.violations_count, found.response["violations"]) == (0, [])
        await page.fill("#text", "/advocaat organisatie")
        await page.click(".say button")
        await page.locator("button:has-text('De hele maand op één pagina')").last.click()
        await page.locator("a:has-text('Open de pagina')").last.click()
        await expect(page.locator("h1")).to_contain_text("bij Gemeente Voorbeeld")
        assert await page.locator("figure.chart").count() >= 3
        teams = page.locator("section[aria-labelledby=rows] table").first.locator("tbody th")
        assert await teams.all_inner_texts() == ["Burgerzaken", "Wijkteam Noord"]
        # Whoever is no leader, in the same room.
        await page.goto(f"{url}/as/bram")
        await page.fill("#text", "/advocaat organisatie")
        await page.click(".say button")
        await expect(page.locator("#list > li").last).to_contain_text("aangewezen om de maand")
